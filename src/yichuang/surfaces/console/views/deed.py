"""One view for every deed: ask, and do. What is wrong comes back in the dialog with everything that was typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from msgspec.structs import replace

from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import Actor, current_actor, require_role, staff_required
from yichuang.surfaces.console.answers import refusing
from yichuang.surfaces.console.asking import read, with_values
from yichuang.surfaces.console.deeds import DEEDS, Deed
from yichuang.surfaces.console.deeds.deed import Outcome, Question
from yichuang.surfaces.console.places import PLACES

MANY = 6
"""A dialog with more fields is a wide one."""


@refusing
@staff_required()
def deed(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """GET asks, POST does; afterwards the page that asked is shown again."""
    chosen, actor = _chosen(request, name)
    question = chosen.ask(actor, key)
    if request.method != "POST":
        return _dialog(request, chosen, key, question)
    if "more" in request.POST:
        return _dialog(request, chosen, key, _again(question, request))
    answer = read(question.fields, request.POST)
    if answer.errors:
        return _dialog(request, chosen, key, _again(question, request), answer.errors)
    try:
        outcome = chosen.do(actor, key, answer.values, now())
    except Refusal as refusal:
        if refusal.code == "authority.not_found":
            raise
        return _dialog(request, chosen, key, _again(question, request), refusal=refusal)
    return _told(request, chosen, outcome)


@refusing
@staff_required()
def preview(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """What a deed would do with what has been typed so far."""
    chosen, actor = _chosen(request, name)
    if chosen.preview is None:
        raise Refusal("authority.not_found")
    chosen.ask(actor, key)
    found = chosen.preview(actor, key, request.POST, now())
    return render(request, found.template, found.facts)


def _chosen(request: HttpRequest, name: str) -> tuple[Deed, Actor]:
    chosen = DEEDS.get(name)
    if chosen is None:
        raise Refusal("authority.not_found")
    actor = current_actor(request)
    require_role(actor, *sorted(PLACES[chosen.place].change))
    return chosen, actor


def _again(question: Question, request: HttpRequest) -> Question:
    """The question with what the person typed."""
    return replace(question, fields=with_values(question.fields, request.POST))


def _dialog(
    request: HttpRequest,
    chosen: Deed,
    key: str,
    question: Question,
    errors: object = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    found = {"deed": chosen, "key": key, "question": question, "errors": errors or {}, "refusal": refusal}
    template = "console/_ask.html" if request.headers.get("HX-Request") else "console/ask.html"
    found["many"] = len(question.fields) > MANY
    found |= {"came_from": _came_from(request), "whole": template == "console/ask.html"}
    return render(request, template, found, status=422 if errors or refusal else 200)


def _told(request: HttpRequest, chosen: Deed, outcome: Outcome) -> HttpResponse:
    target = outcome.goes_to or _came_from(request)
    messages.success(request, label("console_done", chosen.name))
    if outcome.secret:
        told = {"secret": outcome.secret, "target": target, "deed": chosen}
        response = render(request, "console/_secret.html", told)
        response["Cache-Control"] = "no-store"
        return response
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(target)
    return redirect(target)


def _came_from(request: HttpRequest) -> str:
    """The page that asked, on this host."""
    page = request.POST.get("came_from") or request.headers.get("HX-Current-URL") or "/console/"
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else "/console/"
