"""One case: its pane, its dialogs, its colleagues, its numbers and its scans. Every number goes through the gate."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases.facts import ACT_OF
from yichuang.cases.gates import CASE, SEE, WORK
from yichuang.cases.perform import facts_for
from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import Action, Verdict
from yichuang.catalogue.queries import item_version
from yichuang.evidence.models import Material, StoredFile
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.organisation.colleagues import Wanted
from yichuang.organisation.colleagues import colleagues as found_colleagues
from yichuang.people.reveal import reveal as reveal_number
from yichuang.people.reveal import reveal_others
from yichuang.people.terms import Sensitive
from yichuang.surfaces.office import asks
from yichuang.surfaces.office.case_view import case_page, numbers_of_others
from yichuang.surfaces.office.offers import offers
from yichuang.surfaces.office.views.answers import fresh, guarded, pane, refused
from yichuang.surfaces.office.views.dialogs import dialog
from yichuang.surfaces.scans import scan
from yichuang.surfaces.story.names import names_for


@guarded
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case's pane; as a page of its own, beside the worklist."""
    actor = current_actor(request)
    step = request.GET.get("step", "")
    if request.headers.get("HX-Request"):
        return fresh(request, actor, CASE.open(actor, number, SEE), step)
    CASE.open(actor, number, SEE)
    chosen = {name: value for name, value in (("case", number), ("step", step)) if value}
    return redirect(f"{reverse('office:index')}?{urlencode(chosen)}")


@guarded
@require_GET
def ask(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """The dialog of an action; ``cases.not_now`` when it is not offered any more."""
    actor = current_actor(request)
    loaded = CASE.open(actor, number, SEE)
    wanted = _action(action)
    step = loaded.state.step(request.GET.get("step", ""))
    offered = [o for o in offers(loaded.state, facts_for(actor, now())) if o.action is wanted]
    if not any(step is None or o.step in ("", step.key) for o in offered):
        raise Refusal("cases.not_now", action=action, status=loaded.state.status.value)
    return dialog(request, loaded.state, _ask(request, wanted, loaded.state, step))


def _action(text: str) -> Action:
    try:
        return Action(text)
    except ValueError as error:
        raise Refusal("authority.not_found") from error


def _ask(request: HttpRequest, action: Action, state: CaseState, step: StepState | None) -> asks.Ask:
    if action is Action.OPINE and step is not None:
        verdict = Verdict.DISAGREE if request.GET.get("verdict") == Verdict.DISAGREE else Verdict.AGREE
        return asks.opinion(verdict, step, request.GET.get("kind", "principal"))
    if action not in asks.FIELDS:
        raise Refusal("authority.not_found")
    return asks.ask(action, state, item_version(state.item, state.item_version), step, names_for(state))


@guarded
@require_GET
def colleagues(request: HttpRequest, number: str) -> HttpResponse:
    """Who could take a step over; those whose grants cover it first."""
    actor = current_actor(request)
    state = CASE.open(actor, number, WORK).state
    step = state.step(request.GET.get("step", ""))
    if step is None:
        raise Refusal("authority.not_found")
    today = local_date(now())
    wanted = Wanted(step.line, ACT_OF[step.act], step.level, step.unit_path)
    only = request.GET.get("action") not in {action.value for action in asks.ANYBODY}
    text = request.GET.get("colleague", "").replace("\x00", "")[:40]
    found = found_colleagues(wanted, actor.staff_id, today, text, only_granted=only)
    many = request.GET.get("action") == Action.ASSIGN
    name = "to" if request.GET.get("action") in {Action.TRANSFER, Action.DELEGATE} else "staff"
    return render(request, "office/_colleagues.html", {"found": found, "many": many, "name": name, "only": only})


@guarded
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """The pane with the whole numbers, once the reason is written down with the case it was for."""
    actor = current_actor(request)
    loaded = CASE.open(actor, number, WORK)
    person, shown = loaded.state.applicant, {"reason": request.POST.get("reason", ""), "reference": number}
    try:
        with transaction.atomic():
            for field in (Sensitive.ID_NUMBER, Sensitive.PHONE):
                reveal_number(actor, person, field, now=now(), **shown)
            reveal_others(actor, person, numbers_of_others(loaded.state), now=now(), **shown)
    except Refusal as refusal:
        return refused(request, refusal)
    return pane(request, case_page(actor, loaded, now(), request.POST.get("step", ""), revealed=True))


@guarded
@require_GET
def file(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """A scan of this case's own materials, as it was stored."""
    state = CASE.open(current_actor(request), number, SEE).state
    rests_on = Material.objects.filter(application_id=state.application, file=digest, items__contains=[state.item])
    stored = StoredFile.objects.filter(sm3=digest).first() if rests_on.exists() else None
    if stored is None:
        raise Refusal("authority.not_found")
    return scan(stored)
