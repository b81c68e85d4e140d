"""What waits at this desk: for acceptance, received online or by post; or, accepted, for another case of its application."""

from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce
from msgspec import Struct

from yichuang.applications.models import Application
from yichuang.cases.gates import CASE, CASES, WORK
from yichuang.cases.models import Case
from yichuang.cases.remedies import remedies
from yichuang.cases.state import CaseState
from yichuang.cases.status import Status
from yichuang.catalogue.definition import Item, Unit
from yichuang.catalogue.queries import item_version
from yichuang.evidence.models import Material
from yichuang.evidence.queries import materials_of
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.localtime import local_date
from yichuang.kernel.queries import calendar
from yichuang.organisation.actor import Actor
from yichuang.organisation.offices import office_book
from yichuang.organisation.terms import Act
from yichuang.people.gates import PERSON
from yichuang.people.models import Person
from yichuang.people.queries import Presentation, presentation
from yichuang.surfaces.desk.queries import item_name
from yichuang.surfaces.story import deadline
from yichuang.surfaces.story.names import evidence, material_look

PENDING = (Status.SUBMITTED.value, Status.RECEIVED.value, Status.CORRECTION.value)
MOST = 50
COUNTED = 100


class Row(Struct, frozen=True):
    """One case that waits."""

    number: str
    item: str
    applicant: str
    status: str
    channel: str
    due: datetime | None
    """The case's own day, as its clock keeps it; None where there is none."""
    remaining: int
    unit: str
    held: str
    """Where there is no day: ``person`` (the person has the word), ``unreceived`` (nothing was received that a time would run
    from), ``unknown`` (a year that the calendar does not reach); else empty.
    """


class Paper(Struct, frozen=True):
    """One line of the case's material list."""

    key: str
    word: str
    look: str
    file: str
    is_owed: bool
    """Asked for by a correction notice, or promised for later."""


class Opened(Struct, frozen=True):
    """One case on the panel."""

    state: CaseState
    item: Item
    person: Presentation
    papers: tuple[Paper, ...]
    remedies: str
    """As the decision will say them: it is written in Chinese."""

    @property
    def listed(self) -> tuple[Paper, ...]:
        """What was handed in or asked for; what the item may ask of others is left out."""
        return tuple(paper for paper in self.papers if paper.look != "missing" or paper.is_owed)

    @property
    def undecided(self) -> bool:
        """Acceptance is still to be decided."""
        return self.state.status in {Status.SUBMITTED, Status.RECEIVED}

    @property
    def status(self) -> str:
        """Where it stands, as the list says it."""
        return "waiting" if self.state.waits_for and self.state.status is Status.ACCEPTED else self.state.status.value

    @property
    def owed(self) -> tuple[Paper, ...]:
        """What has to come in."""
        return tuple(paper for paper in self.papers if paper.is_owed)


def waiting(actor: Actor) -> "QuerySet[Case]":
    """Cases that this clerk may accept: what runs out first comes first (five working days from receipt, 行政许可法 art. 32),
    what waits for the person's correction, or accepted for another case, last: no officer has that one on a list yet.
    """
    grants = [grant for grant in actor.grants if grant.act is Act.RECEIVE]
    reach = Q(pk__in=[])
    for grant in grants:
        reach |= Q(line=grant.line.value, unit_path__startswith=grant.unit_path)
    behind_another = Q(status=Status.ACCEPTED.value, is_waiting=True)
    rows = Case.objects.filter(reach, Q(status__in=PENDING) | behind_another)
    theirs = ExpressionWrapper(Q(status=Status.CORRECTION.value) | behind_another, BooleanField())
    return CASES.open(actor, rows, WORK).order_by(theirs, Coalesce("received_at", "submitted_at"), "id")


def count(actor: Actor) -> int:
    """How many wait for acceptance, counted up to :data:`COUNTED` (one query)."""
    return waiting(actor).filter(status__in=PENDING)[:COUNTED].count()


def rows(actor: Actor, now: datetime) -> tuple[Row, ...]:
    """The list (two queries)."""
    cases = list(waiting(actor)[:MOST])
    names = dict(Person.objects.filter(pk__in={case.applicant_id for case in cases}).values_list("pk", "name"))
    days = calendar(office_book(actor.unit_id).receiving.region)
    return tuple(_row(case, names.get(case.applicant_id, ""), now, days) for case in cases)


def _row(case: Case, applicant: str, now: datetime, days: Calendar) -> Row:
    left, unit = deadline.distance(case.due_at, now, days) if case.due_at else (0, Unit.WORKING_DAY)
    return Row(
        case.number, item_name(case.item, case.item_version), applicant,
        "waiting" if case.status == Status.ACCEPTED else case.status, case.channel,
        case.due_at, left, unit.value, "" if case.due_at else _HELD.get(Status(case.status), "unknown"),
    )  # fmt: skip


_HELD = {Status.SUBMITTED: "unreceived", Status.RECEIVED: "unknown", Status.CORRECTION: "person"}
"""Why a case of this status has no day."""


def opened(actor: Actor, number: str, now: datetime) -> Opened:
    """The case on the panel (three queries)."""
    state = CASE.open(actor, number, WORK).state
    item = item_version(state.item, state.item_version)
    person = PERSON.open(actor, state.applicant, "intake", state.number)
    listed = {row.evidence: row for row in materials_of(state.application) if state.item in row.items}
    keys = dict.fromkeys([*listed, *(material.evidence for material in item.materials), *state.missing])
    papers = tuple(_paper(key, listed.get(key), state) for key in keys)
    return Opened(state, item, presentation(person, local_date(now)), papers, remedies()["refuse_acceptance"].zh)


def _paper(key: str, row: Material | None, state: CaseState) -> Paper:
    status = row.state if row else "missing"
    owed = key in state.missing or key in state.deferred
    return Paper(key, evidence(key), material_look(key, status), row.file if row else "", owed)


def application_number(application: int) -> str:
    """The number under which the application of a case is known (one query)."""
    return Application.objects.values_list("number", flat=True).get(pk=application)
