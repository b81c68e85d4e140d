"""How the desk answers: the regions that moved, a refusal in place of what was asked, a page that follows."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget, trigger_client_event

from yichuang.kernel.errors import Refusal
from yichuang.organisation.authority import staff_required

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
PROBLEM = "#problem"


def guarded(view: View[Rest]) -> View[Rest]:
    """Staff only; a Refusal becomes a page, or for htmx the refusal itself where problems are said."""

    @staff_required()
    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return answered


def refused(request: HttpRequest, refusal: Refusal, place: str = PROBLEM, **facts: object) -> HttpResponse:
    """The refusal alone, in ``place`` of the page that asked."""
    found = {"refusal": refusal, **facts}
    if not is_part(request):
        return render(request, "desk/refused.html", found, status=refusal.status)
    shown = refusal.status if refusal.status in SWAPPED else 409
    response = render(request, "desk/_refused.html", found, status=shown)
    return reswap(retarget(response, place), "innerHTML")


SWAPPED = frozenset({400, 404, 409, 413, 415, 422, 429})
"""Statuses whose answer the page shows; others would only become a toast."""


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def go(request: HttpRequest, url: str) -> HttpResponse:
    """The page that follows."""
    return HttpResponseClientRedirect(url) if is_part(request) else redirect(url)


def toasted(response: HttpResponse, words: str) -> HttpResponse:
    """The same with a notice in passing."""
    return trigger_client_event(response, "toast", {"value": words})
