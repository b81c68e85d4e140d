"""The rows that a state is kept in, computed from it alone: what a replay rebuilds and ``audit verify`` compares. Pure."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from yichuang.cases import clock
from yichuang.cases.facts import ACT_OF, Facts
from yichuang.cases.state import CaseState, Slot, StepState
from yichuang.cases.status import SlotStatus

NEVER = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
"""Rank of a task whose clock is stopped, or which is due in a year whose working days are not known."""
URGENT = timedelta(days=3650)
"""How far before everything else an urgent task ranks (绿色通道 skips the queue, never the checks)."""


class CaseRow(Struct, frozen=True):
    """One row of ``cases_case``; the fields are the table's columns."""

    id: int
    number: str
    application_id: int
    applicant_id: int
    item: str
    item_version: int
    line: str
    status: str
    ending: str | None
    outcome: str | None
    channel: str
    unit_id: int
    unit_path: str
    window_id: int | None
    submitted_at: datetime
    received_at: datetime | None
    accepted_on: date | None
    due_at: datetime | None
    statutory_at: datetime | None
    decided_at: datetime | None
    ready_at: datetime | None
    ended_at: datetime | None
    is_waiting: bool
    is_suspended: bool
    is_urgent: bool
    version: int
    hash: str


class TaskRow(Struct, frozen=True):
    """One row of ``cases_task``."""

    case_id: int
    step: str
    slot: int
    kind: str
    status: str
    act: str
    line: str
    level: str
    unit_id: int
    pool: str
    staff_id: int | None
    opened_at: datetime
    due_at: datetime | None
    rank_at: datetime
    ended_at: datetime | None


def case_row(state: CaseState, digest: str, facts: Facts) -> CaseRow:
    """The list row of ``state``. Of ``facts`` only calendar and settings count, never the moment. A deadline in a year whose
    working days are not known is left empty, not guessed.
    """
    due = clock.governing(state, facts.calendar, facts.settings)
    statutory = clock.statutory(state, facts.calendar, facts.settings)
    return CaseRow(
        id=state.id,
        number=state.number,
        application_id=state.application,
        applicant_id=state.applicant,
        item=state.item,
        item_version=state.item_version,
        line=state.line,
        status=state.status,
        ending=state.ending,
        outcome=state.outcome,
        channel=state.channel,
        unit_id=state.unit,
        unit_path=state.unit_path,
        window_id=state.window,
        submitted_at=state.submitted_at,
        received_at=state.received_at,
        accepted_on=state.accepted_on,
        due_at=due.due if due else None,
        statutory_at=statutory.due if statutory else None,
        decided_at=state.decided_at,
        ready_at=state.ready_at,
        ended_at=state.ended_at,
        is_waiting=bool(state.waits_for),
        is_suspended=state.suspended,
        is_urgent=bool(state.urgent),
        version=state.version,
        hash=digest,
    )


def unknown_deadlines(state: CaseState, facts: Facts) -> frozenset[str]:
    """The columns of :func:`case_row` that are empty only because the calendar does not reach as far."""
    found = {
        "due_at": clock.governing(state, facts.calendar, facts.settings),
        "statutory_at": clock.statutory(state, facts.calendar, facts.settings),
    }
    return frozenset(name for name, explained in found.items() if explained and explained.is_unknown)


def task_rows(state: CaseState, due: datetime | None, facts: Facts) -> dict[tuple[str, int], TaskRow]:
    """The task of each slot of each step, by (step, slot). ``due`` is the case's own deadline."""
    return {
        (step.key, slot.no): _task(state, step, slot, due, facts)
        for step in state.route
        for slot in step.slots
        if step.opened_at is not None
    }


def _task(state: CaseState, step: StepState, slot: Slot, case_due: datetime | None, facts: Facts) -> TaskRow:
    opened = step.opened_at or state.submitted_at
    is_open = slot.status in {SlotStatus.OPEN, SlotStatus.HELD}
    due = _step_due(state, step, opened, case_due, facts) if is_open else None
    act = ACT_OF[step.act]
    return TaskRow(
        case_id=state.id,
        step=step.key,
        slot=slot.no,
        kind=slot.kind,
        status=slot.status,
        act=act,
        line=step.line,
        level=step.level,
        unit_id=step.unit,
        pool=pool(step.unit, step.line, act, step.level),
        staff_id=slot.staff,
        opened_at=opened,
        due_at=due,
        rank_at=_rank(state, opened, due),
        ended_at=None if is_open else (step.done_at or state.ended_at or opened),
    )


def _step_due(
    state: CaseState, step: StepState, opened: datetime, case_due: datetime | None, facts: Facts
) -> datetime | None:
    """The step's own limit where it has one, which stands still with the case's clock; else the case's."""
    if step.limit is None:
        return case_due
    return clock.of_step(step.limit, opened, state.pauses, facts.calendar, facts.settings).due


def _rank(state: CaseState, opened: datetime, due: datetime | None) -> datetime:
    return opened - URGENT if state.urgent else due or NEVER


def pool(unit: int, line: str, act: str, level: str) -> str:
    """The name of the pooled worklist of one unit, line, act and level."""
    return f"{unit}:{line}:{act}:{level}"
