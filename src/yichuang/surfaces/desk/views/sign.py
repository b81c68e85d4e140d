"""The signature: asked for at the desk, given on the counter's screen or on the desk's own pad."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from yichuang.applications.draft import DRAFT, kept
from yichuang.applications.submit import Visit
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.desk import signing, visits
from yichuang.surfaces.desk.models import Signing
from yichuang.surfaces.desk.shown import shown
from yichuang.surfaces.desk.views.answers import go, guarded, refused
from yichuang.surfaces.desk.views.visit import kept_with, receipt_of, regions
from yichuang.surfaces.live_pages import live_url

THANKS = timedelta(seconds=20)
"""How long the counter's screen says thank you."""


def _live(actor: Actor) -> dict[str, str]:
    """Where the screens of this window hear of each other."""
    topic = signing.topic(actor.window_id)
    return {"live": live_url([topic]), "live_event": topic}


@guarded
@require_POST
def ask(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Keep what was typed; when nothing else is missing, put it on the counter's screen and open the pad here too."""
    actor, moment = current_actor(request), now()
    standing = kept_with(request, actor, draft, moment)
    if standing.visit is None:
        raise Refusal("applications.nothing_chosen")
    open_ones = [each for each in standing.found if each.code != "applications.signature_empty"]
    if open_ones:
        return regions(request, standing, status=422, pressed=True)
    try:
        content = signing.ask(actor, standing.kept, standing.visit, moment)
    except Refusal as refusal:
        part, _person = signing.signer(standing.kept.filing)
        return refused(request, refusal, reads=part)
    pad: dict[str, Any] = {"asking": True, "shown": shown(standing.visit), "content": content, **_live(actor)}  # fmt: skip
    return regions(request, standing, **pad)


@guarded
@require_safe
def state(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What has become of the request, for the waiting desk: signed, objected, still waiting, or submitted by now."""
    actor = current_actor(request)
    found = DRAFT.open(actor, draft, "see")
    if found.submitted_as is not None:
        return go(request, receipt_of(actor, found.submitted_as))
    signed = Signing.objects.filter(draft=draft).first()
    facts = {"draft": kept(found), "signing": signed, **_live(actor)}
    return render(request, "desk/_signing.html", facts)


# --- the counter's screen ---------------------------------------------------------------------------------------------


@guarded
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """``/desk/counter/``: what faces the citizen: a welcome, or what this window's clerk asks to be signed.

    With ``mark`` of what is shown now: nothing while that still holds, otherwise the screen is told to come again.
    """
    actor = current_actor(request)
    asked = Signing.objects.filter(window_id=actor.window_id or 0).order_by("-asked_at").first()
    mark = _mark(actor, asked)
    if "mark" in request.GET:
        same = request.GET["mark"] == mark
        return HttpResponse(status=204) if same else HttpResponseClientRedirect(reverse("desk:counter"))
    if mark and asked is not None:
        return _screen(request, actor, asked.draft)
    thanks = bool(asked and asked.signed_at and now() - asked.signed_at < THANKS)
    return render(request, "desk/counter.html", {"thanks": thanks, **_heard(actor, mark)})


def _mark(actor: Actor, asked: Signing | None) -> str:
    """What should be on the screen: empty = the welcome."""
    if asked is None or asked.signed_at or asked.objected_at:
        return ""
    submitted = DRAFT.open(actor, asked.draft, "see").submitted_as
    return "" if submitted else f"{asked.draft}:{asked.content_sm3}"


def _heard(actor: Actor, mark: str) -> dict[str, object]:
    here = f"{reverse('desk:counter')}?{urlencode({'mark': mark})}"
    return {**_live(actor), "here": here}


@guarded
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, draft: UUID) -> HttpResponse:
    """``/desk/sign/<draft>``: what is signed, large and in both languages; a POST gives the signature, or objects."""
    actor = current_actor(request)
    if request.method == "GET":
        return _screen(request, actor, draft)
    found = visits.opened(actor, draft)
    if request.POST.get("wrong"):
        signing.object_to(actor, found, now())
        return go(request, reverse("desk:counter"))
    visit = _visit(actor, draft)
    try:
        signing.sign(actor, found, visit, request.POST.get("signature", ""), request.POST.get("content", ""), now())
    except Refusal as refusal:
        return refused(request, refusal)
    return go(request, reverse("desk:counter"))


def _visit(actor: Actor, draft: UUID) -> Visit:
    found = visits.computed(actor, visits.opened(actor, draft).filing, now())
    if found is None:
        raise Refusal("applications.nothing_chosen")
    return found


def _screen(request: HttpRequest, actor: Actor, draft: UUID) -> HttpResponse:
    visit = _visit(actor, draft)
    content = shown(visit)
    facts = {"shown": content, "draft": draft, **_heard(actor, f"{draft}:{content.digest}")}
    return render(request, "desk/sign.html", facts)
