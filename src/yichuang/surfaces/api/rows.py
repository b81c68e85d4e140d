"""A case as lists show it."""

from datetime import datetime

from msgspec import Struct

from yichuang.cases.models import Case
from yichuang.cases.status import Outcome, Status
from yichuang.catalogue.definition import Line


class CaseLine(Struct, frozen=True):
    """One line of a list of cases."""

    number: str
    item: str
    item_version: int
    line: Line
    status: Status
    outcome: Outcome | None
    submitted_at: datetime
    due_at: datetime | None
    """None while the clock is stopped, and after the end."""
    ended_at: datetime | None
    waiting: bool
    suspended: bool
    urgent: bool
    version: int


class CasePage(Struct, frozen=True):
    """A page of cases."""

    cases: tuple[CaseLine, ...]
    next: str | None


def case_line(case: Case) -> CaseLine:
    """The line of one case."""
    return CaseLine(
        number=case.number,
        item=case.item,
        item_version=case.item_version,
        line=Line(case.line),
        status=Status(case.status),
        outcome=Outcome(case.outcome) if case.outcome else None,
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        ended_at=case.ended_at,
        waiting=case.is_waiting,
        suspended=case.is_suspended,
        urgent=case.is_urgent,
        version=case.version,
    )
