"""Reads of cases: worklists by pool, a case by its number, a person's cases, a case's history. Bounded, keyset-paged."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from msgspec import Struct

from yichuang.cases.models import Case
from yichuang.cases.rows import pool
from yichuang.cases.store import decode_event
from yichuang.kernel.events import Recorded, history
from yichuang.organisation.actor import Actor

PAGE = 50
MOST = 200
"""No page is longer."""


class WorkItem(Struct, frozen=True):
    """One line of a worklist."""

    task: int
    case: int
    number: str
    item: str
    item_version: int
    line: str
    step: str
    act: str
    level: str
    kind: str
    """principal, added, delegate or copy."""
    status: str
    case_status: str
    applicant: str
    """Name of the applicant."""
    applicant_id: int
    staff_id: int | None
    opened_at: datetime
    due_at: datetime | None
    rank_at: datetime
    is_urgent: bool
    is_waiting: bool
    is_suspended: bool
    application: int
    submitted_at: datetime


class Cursor(Struct, frozen=True):
    """Where a page of a worklist ended."""

    rank_at: datetime
    task: int


class Page(Struct, frozen=True):
    """One page and where the next begins; ``next`` is None on the last."""

    rows: tuple[WorkItem, ...]
    next: Cursor | None


_COLUMNS = """
    t.id, c.id, c.number, c.item, c.item_version, t.line, t.step, t.act, t.level, t.kind, t.status, c.status, p.name,
    c.applicant_id, t.staff_id, t.opened_at, t.due_at, t.rank_at, c.is_urgent, c.is_waiting, c.is_suspended,
    c.application_id, c.submitted_at
"""
_JOINED = "JOIN cases_case c ON c.id = t.case_id JOIN people_person p ON p.id = c.applicant_id"

_POOLED = f"""
    SELECT {_COLUMNS} FROM (
        SELECT ranked.* FROM unnest(%(pools)s::text[]) AS wanted(pool) CROSS JOIN LATERAL (
            SELECT * FROM cases_task t
             WHERE t.pool = wanted.pool AND t.status = 'open' AND t.staff_id IS NULL
               AND (t.rank_at, t.id) > (%(rank)s, %(task)s)
             ORDER BY t.rank_at, t.id LIMIT %(limit)s) ranked
         ORDER BY ranked.rank_at, ranked.id LIMIT %(limit)s) t {_JOINED} ORDER BY t.rank_at, t.id
"""  # noqa: S608 - both parts are constants of this module
BEGINNING = Cursor(datetime.fromisoformat("0001-01-02T00:00:00+00:00"), 0)


def pooled(pools: Sequence[str], after: Cursor | None = None, limit: int = PAGE) -> Page:
    """Open tasks of these pools that nobody has claimed, in the order they are due. One query."""
    return _page(_POOLED, {"pools": list(pools)}, after, limit)


def _page(sql: str, wanted: dict[str, Any], after: Cursor | None, limit: int) -> Page:
    start, size = after or BEGINNING, min(limit, MOST)
    rows = _rows(sql, {**wanted, "rank": start.rank_at, "task": start.task, "limit": size + 1})
    shown = rows[:size]
    return Page(shown, Cursor(shown[-1].rank_at, shown[-1].task) if len(rows) > size else None)


def _rows(sql: str, wanted: dict[str, Any]) -> tuple[WorkItem, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return tuple(WorkItem(*row) for row in cursor.fetchall())


def pools_of(actor: Actor, units: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The pools whose tasks the actor's grants cover, for ``units`` as (id, path) pairs."""
    found = {
        pool(unit, grant.line.value, grant.act.value, grant.level.value)
        for unit, path in units
        for grant in actor.grants
        if path.startswith(grant.unit_path)
    }
    return tuple(sorted(found))


def units_within(actor: Actor) -> list[tuple[int, str]]:
    """Units (id, path) in which the actor's grants hold and that have pools worth looking at. One query."""
    roots = sorted({grant.unit_path for grant in actor.grants})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT u.id, u.path FROM organisation_unit u JOIN unnest(%s::text[]) AS root(path)"
            " ON u.path LIKE root.path || '%%' ORDER BY u.path",
            [roots],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


# --- cases ------------------------------------------------------------------------------------------------------------


def case_by_number(number: str) -> Case | None:
    """The list row of a case. One query."""
    return Case.objects.filter(number=number).first()


def cases_of_person(person: int, limit: int = PAGE, before: int | None = None) -> list[Case]:
    """A person's cases, newest first; ``before`` is the id of the last one of the page before. One query."""
    rows = Case.objects.filter(applicant_id=person)
    rows = rows.filter(id__lt=before) if before else rows
    return list(rows.order_by("-id")[: min(limit, MOST)])


def cases_of_application(application: int) -> list[Case]:
    """The cases of one application in their order. One query."""
    return list(Case.objects.filter(application_id=application).order_by("id"))


class Told(Struct, frozen=True):
    """One event as a history shows it."""

    recorded: Recorded
    event: Any
    """The typed event of :mod:`yichuang.cases.events`."""


def told(case: int) -> tuple[Told, ...]:
    """The history of a case, oldest first, typed. One query."""
    return tuple(Told(each, decode_event(each)) for each in history(case))
