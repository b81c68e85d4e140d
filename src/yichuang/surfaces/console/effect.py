"""What an edit of the working-day table would do to the open cases of the actor's own units: a bounded look.

The refresh itself reaches every case that the edit touches, in a job; this only tells who is about to confirm.
"""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from yichuang.cases.models import Case
from yichuang.cases.rows import case_row, unknown_deadlines
from yichuang.cases.state import CaseState
from yichuang.cases.store import load_many
from yichuang.cases.surroundings import facts_at
from yichuang.kernel.calendar import Calendar
from yichuang.organisation.actor import Actor
from yichuang.organisation.offices import office_book

MOST = 500
"""Cases looked at: those due next, in two statements."""
Supposed = Callable[[str], Calendar | None]


class Effect(Struct, frozen=True):
    """What an edit of the table would do."""

    looked_at: int
    changed: int
    earlier: int
    """How many of them fall due earlier than before."""
    uncertain: int
    """Cases whose new due date lies in a year that is not loaded, so that it cannot be computed."""
    complete: bool
    """False: there are more open cases than were looked at."""


def effect(actor: Actor, supposed: Supposed, now: datetime) -> Effect:
    """What the due dates would become; ``supposed`` gives the calendar of a region, None = not touched."""
    open_cases = Case.objects.filter(ended_at=None, unit_path__startswith=actor.unit_path)
    rows = list(open_cases.order_by("due_at", "pk")[: MOST + 1])
    states = load_many([row.pk for row in rows[:MOST]])
    days: dict[str, Calendar | None] = {}
    moves: list[tuple[datetime | None, datetime | None, bool]] = []
    for row in rows[:MOST]:
        loaded = states.get(row.pk)
        if loaded is None or loaded.state.version != row.version:
            continue
        region = office_book(loaded.state.unit).receiving.region
        held = days[region] if region in days else days.setdefault(region, supposed(region))
        if held:
            moves.append((row.due_at, *_due(loaded.state, held, now)))
    return _summed(moves, complete=len(rows) <= MOST)


def _due(state: CaseState, days: Calendar, now: datetime) -> tuple[datetime | None, bool]:
    """The new due date, and whether it can be computed: not where it lies in a year that is not loaded."""
    facts = replace(facts_at(state.unit, now), calendar=days)
    return case_row(state, "", facts).due_at, not unknown_deadlines(state, facts)


def _summed(moves: list[tuple[datetime | None, datetime | None, bool]], *, complete: bool) -> Effect:
    changed = [(old, new) for old, new, known in moves if known and new != old]
    return Effect(
        looked_at=len(moves),
        changed=len(changed),
        earlier=sum(1 for old, new in changed if old and new and new < old),
        uncertain=sum(1 for *_, known in moves if not known),
        complete=complete,
    )
