"""Cases: find one, live through it again, verify one or all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from msgspec import ValidationError

from yichuang.cases.gates import CASE, SEE
from yichuang.cases.queries import Told, told
from yichuang.cases.store import Loaded, decode_event
from yichuang.cases.surroundings import facts_at
from yichuang.cases.verify import verify_one
from yichuang.catalogue.queries import item_version
from yichuang.kernel.events import history
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.organisation.terms import Role
from yichuang.people.look import look
from yichuang.people.models import Person
from yichuang.people.terms import Screen
from yichuang.surfaces.console import finding, verification
from yichuang.surfaces.console.answers import Facts, place, shown
from yichuang.surfaces.console.numbers import ID, number_in
from yichuang.surfaces.console.replay import instant
from yichuang.surfaces.console.seen import seen
from yichuang.surfaces.story.history import Scene, sentences
from yichuang.surfaces.story.names import names_for, said

UNREADABLE = (ValidationError, ValueError, KeyError)
"""What reading raises where an event was tampered with."""


@place("cases")
def cases(request: HttpRequest) -> HttpResponse:
    """The newest cases, one person's, or what a search brings. Searches are posted: a document number stays out of addresses."""
    actor = current_actor(request)
    words = request.POST.get("words", "").replace("\x00", "").strip()[:60]
    if words:
        number = finding.by_case_number(actor, words)
        if number:
            return redirect("console:case", number)
        found = finding.by_words(actor, words)
    elif request.GET.get("person"):
        found = finding.of_person(actor, request.GET["person"], _before(request))
    else:
        found = finding.newest(actor, _before(request))
    # What was typed comes back only where it found nobody: a document number is not shown again.
    facts = {
        "found": found,
        "words": "" if found.person else words,
        "searched": bool(words),
        "paged": "before" in request.GET,
    }
    if found.person and Role.AUDITOR in actor.roles:
        facts["seen"] = seen(found.person.id)
    return shown(request, "console/cases.html", "cases", facts)


def _before(request: HttpRequest) -> int:
    return number_in(request.GET.get("before", ""), digits=ID)


@place("cases")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: its history, and its state after the event that ``at`` names; for htmx that state alone."""
    actor = current_actor(request)
    loaded = CASE.open(actor, number, SEE)
    look(actor, [loaded.state.applicant], Screen.HISTORY, now=now(), reference=number)
    fault = verify_one(loaded.state.id)
    wanted = request.GET.get("at", "")
    try:
        facts = _lived(loaded, told(loaded.state.id), wanted)
    except UNREADABLE:
        facts = _before_fault(loaded, fault.seq if fault else 1, wanted)
    facts |= {"number": number, "fault": fault, "item_name": _item(loaded), "state": loaded.state}
    if request.headers.get("HX-Target") == "instant":
        return render(request, "console/_instant.html", facts)
    return shown(request, "console/case.html", "cases", facts)


def _before_fault(loaded: Loaded, broken: int, wanted: str) -> Facts:
    """What can still be read of a record that was tampered with: everything before the broken link."""
    sound = tuple(Told(each, decode_event(each)) for each in history(loaded.state.id) if each.seq < broken)
    return {**_lived(loaded, sound, wanted), "cut_at": broken} if sound else {"history": (), "instant": None}


def _item(loaded: Loaded) -> str:
    return said(item_version(loaded.state.item, loaded.state.item_version).name)


def _lived(loaded: Loaded, happened: tuple[Told, ...], wanted: str) -> Facts:
    state = loaded.state
    applicant = Person.objects.values_list("name", flat=True).get(pk=state.applicant)
    scene = Scene(state, item_version(state.item, state.item_version), names_for(state, happened), applicant)
    last = len(happened)
    seq = min(max(number_in(wanted, last), 1), last)
    return {
        "history": sentences(happened, scene),
        "instant": instant(happened, seq, scene, facts_at(state.unit, now())),
        "applicant": applicant,
    }


@place("cases")
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The verification of the whole record: the run under way, and those before."""
    found = verification.latest()
    facts: Facts = {"runs": found, "running": next((run for run in found if run.ended_at is None), None), "now": now()}
    facts["is_auditor"] = Role.AUDITOR in current_actor(request).roles
    if request.headers.get("HX-Target") == "runs":
        return render(request, "console/_runs.html", facts)
    return shown(request, "console/verification.html", "cases", facts)


@place("cases")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a verification of the whole record."""
    verification.ask_for_verification(current_actor(request), now=now())
    return redirect(reverse("console:verification"))
