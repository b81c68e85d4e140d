"""Reads for the desk: who sits here, what else lies on the desk, what waits for this person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery
from msgspec import Struct

from yichuang.applications.draft import DRAFTS, kept
from yichuang.applications.models import Draft
from yichuang.cases.gates import CASES, SEE
from yichuang.cases.models import Case
from yichuang.cases.status import Status
from yichuang.catalogue.queries import item_version
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Window
from yichuang.people.models import Organisation, Person
from yichuang.people.queries import Presentation, presentation
from yichuang.surfaces.story.names import said

SHIFT = timedelta(hours=36)
"""How long an unfinished visit stays on the desk's list."""
MOST_DRAFTS, MOST_CASES = 8, 5


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


def visitor(actor: Actor, person: Person, on: date) -> Visitor:
    """The person with their latest cases (one query)."""
    rows = CASES.open(actor, Case.objects.filter(applicant_id=person.pk), SEE).order_by("-id")[:30]
    cases = [_past(case) for case in rows]
    ready = [case for case in cases if case.is_ready]
    shown = (*ready, *(case for case in cases if not case.is_ready))[: max(MOST_CASES, len(ready))]
    return Visitor(presentation(person, on), tuple(shown), len(ready))


def _past(case: Case) -> Past:
    name = item_name(case.item, case.item_version)
    day = case.ended_at or case.ready_at or case.submitted_at
    return Past(case.number, name, case.status, day, case.status == Status.READY.value)


def body(organisation: int | None) -> Organisation | None:
    """The organisation that applies (one query); None where a person does."""
    return Organisation.objects.get(pk=organisation) if organisation is not None else None


def names_of(people: Iterable[int | None]) -> dict[int, str]:
    """Names by person (one query, none for nobody)."""
    wanted = [each for each in people if each is not None]
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
