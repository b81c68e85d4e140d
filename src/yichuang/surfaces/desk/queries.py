"""Reads for the desk: who sits here, what else lies on the desk, what waits for this person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from msgspec import Struct

from yichuang.applications.draft import DRAFTS, kept
from yichuang.applications.filing import Filing
from yichuang.applications.models import Application, Draft
from yichuang.cases.gates import CASES, SEE
from yichuang.cases.models import Case
from yichuang.cases.status import OPEN, Status
from yichuang.catalogue.queries import item_version
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Window
from yichuang.people.models import Organisation, Person
from yichuang.people.queries import Presentation, presentation
from yichuang.surfaces.story.names import said

SHIFT = timedelta(hours=36)
"""How long an unfinished visit stays on the desk's list."""
MOST_DRAFTS, MOST_CASES, MOST_READ = 8, 5, 30
UNDER_WAY = OPEN - {Status.READY}
"""Statuses of a case that somebody still works on; a result that is ready is said beside the history."""


class Seat(Struct, frozen=True):
    """Where the clerk sits."""

    id: int | None
    number: int | None
    hall_zh: str = ""
    hall_en: str = ""
    lines: tuple[str, ...] = ()

    @property
    def reader(self) -> str:
        """What the card reader of this window is called."""
        return f"window-{self.number}"


def seat(actor: Actor) -> Seat:
    """The window of the clerk (one query); an empty one when they sit at none."""
    window = Window.objects.select_related("hall").filter(pk=actor.window_id).first() if actor.window_id else None
    if window is None:
        return Seat(None, None)
    return Seat(window.pk, window.number, window.hall.name_zh, window.hall.name_en, tuple(window.lines))


class Lying(Struct, frozen=True):
    """A visit that was begun and not submitted."""

    id: str
    person: int
    name: str
    items: tuple[str, ...]
    changed_at: datetime
    mine: bool


def lying(actor: Actor, now: datetime, without: str = "") -> tuple[Lying, ...]:
    """Unfinished visits of this unit's windows, the latest first (one query)."""
    found = Draft.objects.filter(unit_id=actor.unit_id, submitted_as=None, changed_at__gte=now - SHIFT)
    called = Subquery(Person.objects.filter(pk=OuterRef("person_id")).values("name"))
    drafts = DRAFTS.open(actor, found, "see").annotate(called=called).order_by("-changed_at")[: MOST_DRAFTS + 1]
    shown = (_lying(each, each.called, actor) for each in drafts if str(each.id) != without)
    return tuple(each for each in shown if each.items or each.mine)[:MOST_DRAFTS]


def _lying(draft: Draft, name: str, actor: Actor) -> Lying:
    items = tuple(item_name(choice.item, choice.version) for choice in kept(draft).filing.choices)
    return Lying(str(draft.id), draft.person_id, name, items, draft.changed_at, draft.staff_id == actor.staff_id)


def item_name(code: str, version: int | None = None) -> str:
    """What an item is called; its code where it is not known."""
    try:
        return said(item_version(code, version).name)
    except Refusal:
        return code


class Past(Struct, frozen=True):
    """One earlier case of the person."""

    number: str
    item: str
    status: str
    day: datetime
    is_ready: bool


class Visitor(Struct, frozen=True):
    """Who sits here."""

    shown: Presentation
    history: tuple[Past, ...]
    ready: int
    """Results that wait for pick-up."""


def cases_of(actor: Actor, person: int) -> tuple[Case, ...]:
    """The person's latest cases, ``called`` by the number of their application (one query)."""
    called = Subquery(Application.objects.filter(pk=OuterRef("application_id")).values("number"))
    found = CASES.open(actor, Case.objects.filter(applicant_id=person), SEE).annotate(called=called)
    return tuple(found.order_by("-id")[:MOST_READ])


def visitor(person: Person, rows: Iterable[Case], on: date) -> Visitor:
    """The person with their latest cases."""
    cases = [_past(case) for case in rows]
    ready = [case for case in cases if case.is_ready]
    shown = (*ready, *(case for case in cases if not case.is_ready))[: max(MOST_CASES, len(ready))]
    return Visitor(presentation(person, on), tuple(shown), len(ready))


def _past(case: Case) -> Past:
    name = item_name(case.item, case.item_version)
    day = case.ended_at or case.ready_at or case.submitted_at
    return Past(case.number, name, case.status, day, case.status == Status.READY.value)


class Running(Struct, frozen=True):
    """A case of the person about an item that is now asked for again."""

    number: str
    application: str
    item: str
    submitted_at: datetime


def running(filing: Filing, cases: Iterable[Any]) -> Iterable[Running]:
    """What of the chosen items is under way for the person already; nothing where an organisation applies.

    Said before it is filed again, and never refused: who has moved twice in a month moves again.
    """
    codes = set() if filing.organisation is not None else {choice.item for choice in filing.choices}
    for case in cases:
        if case.item in codes and case.status in UNDER_WAY:
            yield Running(case.number, case.called, item_name(case.item, case.item_version), case.submitted_at)


def body(organisation: int | None) -> Organisation | None:
    """The organisation that applies (one query); None where a person does."""
    return Organisation.objects.get(pk=organisation) if organisation is not None else None


def names_of(people: Iterable[int | None]) -> dict[int, str]:
    """Names by person (one query, none for nobody)."""
    wanted = [each for each in people if each is not None]
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
