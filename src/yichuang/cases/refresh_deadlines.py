"""Verb: bring the stored due dates of open cases up to the working-day table, after the table was edited.

A due date is computed from events and calendar; the columns ``due_at`` are caches of the answer. The edit queues this as a
job in its own transaction, a little later than every process's copy of the calendar lives. It runs in bounded batches, each
of which queues the next, and leaves alone whatever has moved meanwhile: that was computed afresh. A date in a year that is
not confirmed any more stands as it was until the year is; one that was left empty is filled in then.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from msgspec.structs import replace

from yichuang.cases.models import Case
from yichuang.cases.rows import CaseRow, TaskRow, case_row, task_rows, unknown_deadlines
from yichuang.cases.state import CaseState
from yichuang.cases.store import load_many
from yichuang.cases.surroundings import facts_at
from yichuang.kernel.jobs import app, task
from yichuang.kernel.moment import now as present
from yichuang.kernel.queries import CHECK_SECONDS

BATCH = 500
SETTLED = timedelta(seconds=2 * CHECK_SECONDS + 1)
REFRESH = "cases.refresh_deadlines"


def request_refresh(now: datetime) -> None:
    """Queue the refresh in the present transaction."""
    app.configure_task(REFRESH, schedule_at=now + SETTLED).defer(after=0)


@task(REFRESH)
def refresh(after: int) -> int:
    """One batch of open cases behind the id ``after``; queues the next one. How many rows changed."""
    rows = _open_after(after)
    with transaction.atomic():
        done = refresh_cases(rows, present())
        if len(rows) == BATCH:
            app.configure_task(REFRESH).defer(after=rows[-1].pk)
    return done


def refresh_cases(rows: Sequence[Case], now: datetime) -> int:
    """Recompute the due dates of these cases and of their open tasks. Two statements; how many cases changed."""
    cases: list[tuple[CaseRow, int]] = []
    tasks: list[tuple[TaskRow, int]] = []
    for row, state in _with_states(rows):
        facts = facts_at(state.unit, now)
        unknown = unknown_deadlines(state, facts)
        fresh = replace(case_row(state, "", facts), **{name: getattr(row, name) for name in unknown})
        if (fresh.due_at, fresh.statutory_at) != (row.due_at, row.statutory_at):
            cases.append((fresh, row.version))
        if "due_at" not in unknown:
            asked = task_rows(state, fresh.due_at, facts).values()
            tasks.extend((each, row.version) for each in asked if each.ended_at is None)
    _write_tasks(tasks)
    return _write_cases(cases)


def _open_after(last: int) -> list[Case]:
    return list(Case.objects.filter(ended_at=None, pk__gt=last).order_by("pk")[:BATCH])


def _with_states(rows: Sequence[Case]) -> list[tuple[Case, CaseState]]:
    """The rows whose state is of the same version, so that nothing is compared with what another command wrote."""
    states = load_many([row.pk for row in rows])
    return [
        (row, states[row.pk].state) for row in rows if row.pk in states and states[row.pk].state.version == row.version
    ]


_CASES = """
    UPDATE cases_case c SET due_at = n.due_at, statutory_at = n.statutory_at
      FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::timestamptz[]) AS n(id, version, due_at, statutory_at)
     WHERE c.id = n.id AND c.version = n.version
"""
_TASKS = """
    UPDATE cases_task t SET due_at = n.due_at, rank_at = n.rank_at
      FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::int[], %s::timestamptz[], %s::timestamptz[])
           AS n(case_id, version, step, slot, due_at, rank_at)
      JOIN cases_case c ON c.id = n.case_id AND c.version = n.version
     WHERE t.case_id = n.case_id AND t.step = n.step AND t.slot = n.slot
       AND (t.due_at, t.rank_at) IS DISTINCT FROM (n.due_at, n.rank_at)
"""


def _write_cases(found: Sequence[tuple[CaseRow, int]]) -> int:
    columns = [(row.id, version, row.due_at, row.statutory_at) for row, version in found]
    return _update(_CASES, columns)


def _write_tasks(found: Sequence[tuple[TaskRow, int]]) -> None:
    _update(_TASKS, [(row.case_id, version, row.step, row.slot, row.due_at, row.rank_at) for row, version in found])


def _update(sql: str, rows: Sequence[tuple[object, ...]]) -> int:
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        return int(cursor.rowcount)
