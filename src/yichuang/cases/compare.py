"""Read: what of the rows of cases does not follow from their streams. Part of :mod:`yichuang.cases.verify`.

Every column of ``cases_case``, ``cases_snapshot`` and ``cases_task`` is compared. The deadlines are caches of events and
working-day table: those of a case that has ended stay as they were when it ended, and are compared only while it runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from msgspec import DecodeError, Struct, ValidationError, json
from msgspec.structs import asdict, replace

from yichuang.cases.evolve import replay
from yichuang.cases.models import Task
from yichuang.cases.rows import CaseRow, TaskRow, case_row, task_rows, unknown_deadlines
from yichuang.cases.state import CaseState
from yichuang.cases.store import decode_event
from yichuang.cases.surroundings import facts_at
from yichuang.cases.verify import PAGE, Fault, Page, examiners, named, searches
from yichuang.kernel.events import Recorded
from yichuang.kernel.moment import now

Row = Mapping[str, Any]
Asked = tuple[str, int]
"""A step's key and the slot's number."""
DEADLINES = frozenset({"due_at", "statutory_at", "rank_at"})
OPENED = "step_opened"


class Stored(Struct, frozen=True):
    """What the database holds of the cases of a page."""

    cases: Mapping[int, Row]
    snapshots: Mapping[int, str]
    tasks: Mapping[int, Mapping[Asked, Row]]
    belonging: frozenset[int]
    """Those whose application has a history."""


@examiners.register("submitted")
def examine(page: Page) -> Iterator[Fault]:
    """What is wrong with the rows of the cases of ``page``. Two queries."""
    stored = _stored(page)
    for case, chained in page.items():
        state = _rebuilt(case, chained)
        if state is None:
            yield Fault(case, named(chained), 0, "unreadable", f"kernel_event {case}")
        elif case not in stored.cases or case not in stored.snapshots:
            table = "cases_case" if case not in stored.cases else "cases_snapshot"
            yield Fault(case, state.number, 0, "missing", f"{table} {case}")
        else:
            yield from _differences(state, chained, stored)


_COLUMNS = CaseRow.__struct_fields__
_CASES = f"""
    SELECT {", ".join(f"c.{name}" for name in _COLUMNS)}, s.state::text,
           EXISTS (SELECT FROM kernel_event e WHERE e.stream = c.application_id AND e.seq = 1)
      FROM cases_case c LEFT JOIN cases_snapshot s ON s.case_id = c.id WHERE c.id = ANY(%s)
"""  # noqa: S608 - names of our own columns


def _stored(page: Page) -> Stored:
    ids = list(page)
    tasks: dict[int, dict[Asked, Row]] = {case: {} for case in ids}
    for row in Task.objects.filter(case_id__in=ids).values(*TaskRow.__struct_fields__):
        tasks[row["case_id"]][row["step"], row["slot"]] = row
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [ids])
        found = [(dict(zip(_COLUMNS, row, strict=True)), text, known) for *row, text, known in cursor.fetchall()]
    return Stored(
        {row["id"]: row for row, _, _ in found},
        {row["id"]: text for row, text, _ in found if text is not None},
        tasks,
        frozenset(row["id"] for row, _, known in found if known),
    )


def _rebuilt(case: int, chained: Sequence[Recorded]) -> CaseState | None:
    try:
        return replay(case, [(decode_event(event), datetime.fromisoformat(event.at)) for event in chained])
    except (ValueError, ValidationError, KeyError):
        return None


def _differences(state: CaseState, chained: Sequence[Recorded], stored: Stored) -> Iterator[Fault]:
    row, head = stored.cases[state.id], chained[-1].hash
    if row["hash"] != head:
        yield Fault(state.id, state.number, 0, "hash", f"cases_case {state.id}: hash")
    kind = _snapshot_fault(state, stored.snapshots[state.id])
    if kind:
        yield Fault(state.id, state.number, 0, kind, f"cases_snapshot {state.id}")
    for kind, words in _row_faults(state, chained, row, stored.tasks[state.id]):
        yield Fault(state.id, state.number, 0, kind, words)
    if state.id not in stored.belonging:
        yield Fault(state.application, state.number, 0, "missing", f"kernel_event {state.application}")


def _snapshot_fault(state: CaseState, text: str) -> str:
    try:
        return "" if json.decode(text, type=CaseState) == state else "state"
    except (DecodeError, ValueError):
        return "unreadable"


def _row_faults(
    state: CaseState, chained: Sequence[Recorded], row: Row, tasks: Mapping[Asked, Row]
) -> Iterator[tuple[str, str]]:
    """The kind of each fault of the case's row and tasks, and the row in words."""
    expected, asked, dated = _expected(state, chained, row["hash"])
    judged = dated and state.ended_at is None
    yield from _told(f"cases_case {state.id}", asdict(expected), row, judged=judged)
    for key in sorted(asked.keys() | tasks.keys()):
        words = f"cases_task {state.id}/{key[0]}/{key[1]}"
        if key not in asked or key not in tasks:
            yield "row", words
        else:
            yield from _told(words, asdict(asked[key]), tasks[key], judged=judged)


def _told(words: str, expected: Row, stored: Row, *, judged: bool) -> Iterator[tuple[str, str]]:
    """Which columns differ: those of the record itself, and apart from them the deadlines, where they are judged."""
    differing = [name for name, value in expected.items() if stored[name] != value]
    facts = [name for name in differing if name not in DEADLINES]
    if facts:
        yield "row", f"{words}: {', '.join(facts)}"
    if judged and len(facts) < len(differing):
        yield "due", f"{words}: {', '.join(name for name in differing if name in DEADLINES)}"


def _expected(
    state: CaseState, chained: Sequence[Recorded], head: str
) -> tuple[CaseRow, Mapping[Asked, TaskRow], bool]:
    """The rows as they should be, and whether their deadlines can be compared: a year may not be confirmed (yet), or not any
    more.
    """
    facts = facts_at(state.unit, now())
    row = case_row(state, head, facts)
    tasks = _opened_in_turn(state, task_rows(state, row.due_at, facts), chained)
    return row, tasks, not unknown_deadlines(state, facts)


def _opened_in_turn(
    state: CaseState, tasks: Mapping[Asked, TaskRow], chained: Sequence[Recorded]
) -> Mapping[Asked, TaskRow]:
    """A task keeps the moment at which its own turn of the step began, whatever was opened again since."""
    turns = {
        (event.data["step"], event.data["at_round"]): datetime.fromisoformat(event.at)
        for event in chained
        if event.kind == OPENED
    }
    slots = {(step.key, slot.no): turns.get((step.key, slot.at_round)) for step in state.route for slot in step.slots}
    return {key: replace(task, opened_at=slots[key] or task.opened_at) for key, task in tasks.items()}


_STRAYS = {
    "cases_case": "SELECT r.id, r.number FROM cases_case r WHERE NOT EXISTS"
    " (SELECT FROM kernel_event e WHERE e.stream = r.id AND e.seq = 1 AND e.kind = 'submitted')",
    "cases_snapshot": "SELECT r.case_id, '' FROM cases_snapshot r WHERE NOT EXISTS"
    " (SELECT FROM cases_case c WHERE c.id = r.case_id)",
    "cases_task": "SELECT DISTINCT r.case_id, '' FROM cases_task r WHERE NOT EXISTS"
    " (SELECT FROM cases_case c WHERE c.id = r.case_id)",
}


@searches.register("cases")
def strays() -> Iterator[Fault]:
    """Rows of cases that have no history, and rows of no case. Three queries."""
    return stray_rows(_STRAYS)


def stray_rows(questions: Mapping[str, str]) -> Iterator[Fault]:
    """A fault for each row (stream, number) that these questions, by table, answer with."""
    for table, question in questions.items():
        with connection.cursor() as cursor:
            cursor.execute(f"{question} LIMIT {PAGE}")
            for stream, number in cursor.fetchall():
                yield Fault(stream, number, 0, "missing", f"{table} {stream}")
