"""What the receipt screen says of a filed application: each case, where it stands, who is next, by when."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from yichuang.applications.issue_papers import paper_now
from yichuang.applications.models import Application
from yichuang.cases.models import Case, Task
from yichuang.cases.queries import cases_of_application
from yichuang.cases.status import SlotStatus, Status
from yichuang.catalogue.definition import Level, Line
from yichuang.catalogue.queries import item_version
from yichuang.kernel.localtime import local_date
from yichuang.kernel.queries import calendar
from yichuang.kernel.vocabulary import label
from yichuang.licences.queries import pdf_of
from yichuang.licences.terms import PaperKind
from yichuang.organisation.actor import Actor, may
from yichuang.organisation.models import Unit
from yichuang.organisation.offices import office_book
from yichuang.organisation.terms import Act
from yichuang.people.gates import PERSON
from yichuang.people.queries import Presentation, presentation
from yichuang.surfaces.desk.queries import body
from yichuang.surfaces.story.names import chinese, said

PENDING = frozenset({Status.SUBMITTED.value, Status.RECEIVED.value})


class FiledCase(Struct, frozen=True):
    """One case as it stands now."""

    number: str
    item: str
    line: str
    status: str
    pending: bool
    """Received; whether it is accepted, others decide."""
    due: date | None
    remaining: int
    on_the_spot: bool
    follows: str
    """Who is next, in words."""
    may_settle: bool
    """This clerk may decide it at once."""
    is_ready: bool


class Receipt(Struct, frozen=True):
    """The whole visit."""

    number: str
    at: datetime
    person: Presentation
    applicant: str
    """Who applies: the organisation, or the person."""
    cases: tuple[FiledCase, ...]
    last: date | None
    remaining: int

    @property
    def ready(self) -> int:
        """Results that can be handed over now."""
        return sum(case.is_ready for case in self.cases)


def receipt_of_application(actor: Actor, application: Application, now: datetime) -> Receipt:
    """Four queries, whatever the number of cases."""
    person = PERSON.open(actor, application.person_id, "receipt", application.number)
    cases = cases_of_application(application.pk)
    tasks = _open_tasks(case.pk for case in cases)
    units = Unit.objects.in_bulk({task.unit_id for task in tasks.values()})
    region = office_book(actor.unit_id).receiving.region
    today = local_date(now)
    filed = tuple(_filed(actor, case, tasks.get(case.pk), units, today, region) for case in cases)
    dues = [each.due for each in filed if each.due]
    last = max(dues) if len(dues) == len(filed) else None
    left = calendar(region).workdays_between(today, last) if last and last > today else 0
    applies = body(application.organisation_id) or person
    return Receipt(
        application.number, application.submitted_at, presentation(person, today), applies.name, filed, last, left
    )


def _open_tasks(cases: Iterable[int]) -> dict[int, Task]:
    """The first open task of each case."""
    rows = Task.objects.filter(case_id__in=list(cases), status=SlotStatus.OPEN.value).order_by("-id")
    return {task.case_id: task for task in rows}


def _filed(
    actor: Actor, case: Case, task: Task | None, units: Mapping[int, Unit], today: date, region: str
) -> FiledCase:
    item = item_version(case.item, case.item_version)
    due = local_date(case.due_at) if case.due_at else None
    unit = units.get(task.unit_id) if task else None
    return FiledCase(
        number=case.number,
        item=said(item.name),
        line=label("line", case.line),
        status=case.status,
        pending=case.status in PENDING,
        due=due,
        remaining=_remaining(due, today, region),
        on_the_spot=item.handling.value == "on_the_spot",
        follows=_follows(case, task, unit),
        may_settle=bool(task and unit and _may_settle(actor, task, unit, today)),
        is_ready=case.status == Status.READY.value,
    )


def _remaining(due: date | None, today: date, region: str) -> int:
    if due is None:
        return 0
    days = calendar(region)
    return days.workdays_between(today, due) if due >= today else -max(1, days.workdays_between(due, today))


def _follows(case: Case, task: Task | None, unit: Unit | None) -> str:
    if case.is_waiting:
        return label("look_case", "waiting")
    if task is None or unit is None:
        return "" if case.ended_at or case.status == Status.READY.value else label("desk_next", "external")
    return label("desk_next", task.act).format(unit=unit.name_zh if chinese() else unit.name_en)


def _may_settle(actor: Actor, task: Task, unit: Unit, today: date) -> bool:
    if task.act != Act.DECIDE.value or task.staff_id not in {None, actor.staff_id}:
        return False
    return may(actor, Act.DECIDE, Line(task.line), Level(task.level), unit.path, today)


def pdf_of_receipt(application: Application, now: datetime) -> bytes:
    """The receipt of the visit as it was issued; issued now if no worker has yet."""
    return pdf_of(paper_now(application, PaperKind.RECEIPT, now=now))
