"""How the console answers: a page in its frame, a refusal in words, a dialog."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor, require_role, staff_required
from yichuang.organisation.terms import Role
from yichuang.surfaces.console.places import PLACES, open_to
from yichuang.surfaces.story.names import listed

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
Facts = dict[str, Any]
IN_PLACE = frozenset({400, 404, 409, 413, 415, 422, 429})
"""Statuses whose answer htmx puts on the page."""


def place(name: str) -> Callable[[View[Rest]], View[Rest]]:
    """Let only the roles of the place into a view; say in words what is refused."""

    def guard(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def entered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            require_role(current_actor(request), *sorted(PLACES[name].see))
            return view(request, *args, **kwargs)

        return refusing(staff_required()(entered))

    return guard


def refusing(view: View[Rest]) -> View[Rest]:
    """Turn a Refusal into a page, or for htmx into the refusal itself."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return answered


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page of its own, or in a dialog for htmx."""
    if not request.headers.get("HX-Request"):
        return render(request, "console/refused.html", {**_around(request), "refusal": refusal}, status=refusal.status)
    status = refusal.status if refusal.status in IN_PLACE else 422
    answer = render(request, "console/_refused.html", {"refusal": refusal}, status=status)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#ask", "innerHTML"  # wherever the answer would have stood
    return answer


def _around(request: HttpRequest) -> Facts:
    """The console's frame for whoever may see any of its pages; the bare one for others."""
    try:
        actor = current_actor(request)
    except Refusal:
        return {"frame": "design/base.html"}
    places = _places(actor)
    return {"frame": "console/base.html" if places else "design/base.html", "actor": actor, "places": places}


def _places(actor: Actor) -> list[tuple[str, str, str]]:
    return [(p.name, label("console_place", p.name), reverse(f"console:{p.name}")) for p in open_to(actor.roles)]


def shown(request: HttpRequest, template: str, name: str, facts: Facts) -> HttpResponse:
    """A page of the console in its frame."""
    actor = current_actor(request)
    here = PLACES[name]
    frame = {
        "actor": actor,
        "here": name,
        "printed_on": today(),
        "places": _places(actor),
        "seen_by": _roles(here.see),
        "changed_by": _roles(here.change),
        "may_change": bool(actor.roles & here.change),
        "is_admin": Role.ADMIN in actor.roles,
    }
    return render(request, template, {**frame, **facts})


def _roles(roles: frozenset[Role]) -> str:
    return listed(label("role", role) for role in Role if role in roles)
