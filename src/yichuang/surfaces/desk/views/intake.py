"""Acceptance at the desk: what came in online, by post or through a colleague, one list and one panel."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.applications.filing import Given
from yichuang.applications.meet_material import meet_material
from yichuang.cases import commands as cm
from yichuang.cases.gates import CASE, WORK
from yichuang.cases.perform import perform
from yichuang.cases.state import CaseState
from yichuang.cases.status import Status
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.desk import intake as reading
from yichuang.surfaces.desk import queries
from yichuang.surfaces.desk.views.answers import PROBLEM, go, guarded, refused
from yichuang.surfaces.order_keys import order_key

PLACES = {"correct": "#correct-problem", "refuse": "#refuse-problem", "not_ours": "#not-ours-problem"}
"""Where the dialog of an action says what stands against it."""


@guarded
@require_safe
def intake(request: HttpRequest) -> HttpResponse:
    """``/desk/intake/``: what waits; ``?case=`` opens one, also one that owes materials and is looked up by its number."""
    actor = current_actor(request)
    moment = now()
    rows = reading.rows(actor, moment)
    asked = "".join(request.GET.get("case", "").split())
    number = asked or (rows[0].number if rows else "")
    opened, refusal = _opened(actor, number, moment) if number else (None, None)
    found = {
        "actor": actor, "seat": queries.seat(actor), "place": "intake", "rows": rows, "asked": asked, "number": number,
        "opened": opened, "refusal": refusal, "key": uuid4().hex,
    }  # fmt: skip
    return render(request, "desk/intake.html", found, status=refusal.status if refusal else 200)


def _opened(actor: Actor, number: str, moment: datetime) -> tuple[reading.Opened | None, Refusal | None]:
    """The case, or why it is not shown: a number mistyped leaves the list where it is."""
    try:
        return reading.opened(actor, number, moment), None
    except Refusal as refusal:
        return None, refusal


@guarded
@require_POST
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """One decision about acceptance, as the panel's form asks for it."""
    actor = current_actor(request)
    state = CASE.open(actor, number, WORK).state
    deed = DEEDS.get(action)
    if deed is None:
        raise Refusal("authority.not_found")
    try:
        deed(actor, state, request.POST)
    except Refusal as refusal:
        return refused(request, refusal, PLACES.get(action, PROBLEM))
    return go(request, reverse("desk:intake")) if is_over(action) else redirect_to(request, number)


def is_over(action: str) -> bool:
    """Whether the case leaves the list with it."""
    return action in {"accept", "refuse", "not_ours"}


def redirect_to(request: HttpRequest, number: str) -> HttpResponse:
    """Back to the case."""
    address = f"{reverse('desk:intake')}?case={number}"
    return go(request, address) if request.headers.get("HX-Request") else redirect(address)


def _perform(actor: Actor, state: CaseState, posted: QueryDict, *commands: cm.Command) -> None:
    taken: tuple[cm.Command, ...] = (cm.Receive(),) if state.status is Status.SUBMITTED else ()
    key = order_key("desk", actor, posted.get("idempotency_key", ""), state.number, commands)
    version = posted.get("version", "")
    expected = int(version) if version.isdecimal() else None
    perform(actor, state.number, *taken, *commands, key=key, now=now(), expected=expected)


def _accept(actor: Actor, state: CaseState, posted: QueryDict) -> None:
    _perform(actor, state, posted, cm.Accept())


def _correct(actor: Actor, state: CaseState, posted: QueryDict) -> None:
    missing = tuple(posted.getlist("missing"))
    again = posted.get("again_because", "")
    _perform(actor, state, posted, cm.AskCorrection(missing, posted.get("text", "").strip(), again))


def _refuse(actor: Actor, state: CaseState, posted: QueryDict) -> None:
    _perform(actor, state, posted, cm.RefuseAcceptance(posted.get("reason", ""), posted.get("remedies", "")))


def _not_ours(actor: Actor, state: CaseState, posted: QueryDict) -> None:
    _perform(actor, state, posted, cm.FindNotOurs(posted.get("agency", "")))


def _supply(actor: Actor, state: CaseState, posted: QueryDict) -> None:
    """What was missing or owed came in: its original was looked at here."""
    brought = {key: Given(MaterialState.SEEN, originals=1) for key in posted.getlist("supplied")}
    number = reading.application_number(state.application)
    key = order_key("desk", actor, posted.get("idempotency_key", ""), number, brought)
    meet_material(actor, number, brought, key=key, now=now())


DEEDS: dict[str, Callable[[Actor, CaseState, QueryDict], None]] = {
    "accept": _accept, "correct": _correct, "refuse": _refuse, "not_ours": _not_ours, "supply": _supply,
}  # fmt: skip
