"""Cases in the database: loading a state is one query, writing a command is one statement."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from msgspec import Struct, convert, json

from yichuang.cases import events as ev
from yichuang.cases.facts import Facts
from yichuang.cases.rows import CaseRow, TaskRow, case_row, task_rows
from yichuang.cases.state import CaseState
from yichuang.cases.subscriptions import jobs_for
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import GENESIS, Command, Job, Recorded, append, chain

_decode = json.Decoder(CaseState).decode


class Loaded(Struct, frozen=True):
    """A case as it was read: the state and the hash of its last event."""

    state: CaseState
    head: str


class Change(Struct, frozen=True):
    """What a command did to one case."""

    case: int
    before: Loaded | None
    after: CaseState
    events: tuple[ev.Event, ...]


class SnapshotRow(Struct, frozen=True):
    """One row of ``cases_snapshot``."""

    case_id: int
    state: CaseState


class CasesBatch(Struct, frozen=True, omit_defaults=True):
    """What ``cases_append`` takes."""

    events: tuple[Recorded, ...]
    jobs: tuple[Job, ...]
    cases: tuple[CaseRow, ...]
    snapshots: tuple[SnapshotRow, ...]
    tasks: tuple[TaskRow, ...]
    command: Command | None = None


_LOAD = "SELECT s.state::text, c.hash FROM cases_case c JOIN cases_snapshot s ON s.case_id = c.id WHERE "


def load(number: str) -> Loaded | None:
    """The case with this number, or None."""
    return _load_one(_LOAD + "c.number = %s", number)


def load_by_id(case: int) -> Loaded | None:
    """The case with this id, or None."""
    return _load_one(_LOAD + "c.id = %s", case)


def _load_one(sql: str, key: str | int) -> Loaded | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        row = cursor.fetchone()
    return Loaded(_decode(row[0]), row[1]) if row else None


def load_many(ids: Sequence[int]) -> dict[int, Loaded]:
    """The cases with these ids, by id, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LOAD + "c.id = ANY(%s)", [list(ids)])
        found = (Loaded(_decode(state), digest) for state, digest in cursor.fetchall())
        return {loaded.state.id: loaded for loaded in found}


def required(loaded: Loaded | None) -> Loaded:
    """``loaded``, or Refusal("cases.unknown_case")."""
    if loaded is None:
        raise Refusal("cases.unknown_case")
    return loaded


def batch(changes: Iterable[Change], facts: Facts, command: Command | None = None) -> CasesBatch:
    """Everything that ``changes`` write, ready for one statement."""
    recorded: list[Recorded] = []
    rows: list[CaseRow] = []
    tasks: list[TaskRow] = []
    snapshots: list[SnapshotRow] = []
    for change in changes:
        linked = _chained(change, facts)
        row = case_row(change.after, linked[-1].hash, facts)
        recorded.extend(linked)
        rows.append(row)
        snapshots.append(SnapshotRow(change.case, change.after))
        tasks.extend(_changed_tasks(change, row.due_at, facts))
    return CasesBatch(
        tuple(recorded), jobs_for(recorded, facts.rules), tuple(rows), tuple(snapshots), tuple(tasks), command
    )


def _chained(change: Change, facts: Facts) -> tuple[Recorded, ...]:
    version = change.before.state.version if change.before else 0
    head = change.before.head if change.before else GENESIS
    return chain(change.case, version, head, change.events, facts.now, facts.staff)


def _changed_tasks(change: Change, due: datetime | None, facts: Facts) -> list[TaskRow]:
    old_due = case_row(change.before.state, "", facts).due_at if change.before else None
    before = task_rows(change.before.state, old_due, facts) if change.before else {}
    after = task_rows(change.after, due, facts)
    return [row for key, row in after.items() if before.get(key) != row]


def save(changes: Iterable[Change], facts: Facts, command: Command | None = None) -> None:
    """Write ``changes`` in one statement; Refusal("events.conflict") when a case moved meanwhile."""
    made = tuple(change for change in changes if change.events)
    if made:
        append("cases_append", batch(made, facts, command))


def decode_event(event: Recorded) -> ev.Event:
    """The typed event behind a recorded one."""
    typed: ev.Event = convert({"kind": event.kind, **event.data}, type=ev.AnyEvent)
    return typed
