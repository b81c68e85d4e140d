"""Verb: remind the applicant, while there is still time, of what a case is owed: a correction (补正), or what may follow (容缺).

No national rule asks for it; what never comes ends the case, so nobody is to miss the day for having forgotten it. How long
before it the bureau sets itself (``remind_owed``). Runs as a job, queued with the event that set the day.
"""

from datetime import date, datetime, time, timedelta

from msgspec import convert

from yichuang.applications.notices import reminder
from yichuang.applications.notify_applicant import tell
from yichuang.cases.lifecycle import where
from yichuang.cases.state import CaseState
from yichuang.cases.status import Action
from yichuang.cases.store import load_by_id, required
from yichuang.kernel.events import Recorded, history
from yichuang.kernel.localtime import BUREAU_TIME, local_date
from yichuang.messaging.models import Notice
from yichuang.organisation.local_rules import LocalRules

AT = time(9, tzinfo=BUREAU_TIME)
DAY = timedelta(days=1)


def reminds_at(event: Recorded, rules: LocalRules) -> datetime | None:
    """When to remind of what ``event`` asks for; None where it asks for nothing, or where its day is so near that nobody has
    forgotten.
    """
    by = _asked_by(event)
    at = datetime.combine(by - rules.remind_owed, AT) if by else None
    return at if at and at > datetime.fromisoformat(event.at) + DAY else None


def remind_applicant(case: int, seq: int, *, now: datetime) -> tuple[Notice, ...]:
    """Remind of what the ``seq``-th event of ``case`` asked for and is still owed; nothing once its day is over, and nothing
    where another notice has set another day.
    """
    happened, state = history(case)[seq - 1], required(load_by_id(case)).state
    by, owed = _owed(state)
    if not owed or by is None or by != _asked_by(happened) or local_date(now) > by:
        return ()
    return tell(f"case/{case}/{seq}/again", state, happened, lambda context: reminder(by, owed, context), now)


def _asked_by(event: Recorded) -> date | None:
    day = event.data.get("correct_by") or event.data.get("make_up_by")
    return convert(day, date) if day else None


def _owed(state: CaseState) -> tuple[date | None, tuple[str, ...]]:
    """What may still be brought as the case stands, and until when."""
    if state.status in where(Action.SUPPLY_CORRECTION):
        return state.correct_by, state.missing
    if state.status in where(Action.SUPPLY_DEFERRED):
        return state.make_up_by, state.deferred
    return None, ()
