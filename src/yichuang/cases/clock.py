"""The clock of a case: when it is due, and every reason why. Pure; the stored due date is only a cache of this answer.

行政许可法 arts. 32 (acceptance), 42 (20 working days, +10 once), 44 (delivery), 45 (time that does not count), 82
(working days, holidays excluded); 民法典 arts. 201–203 (the day of the event is not counted, a last day that is no
working day moves on).
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from yichuang.cases.state import CaseState, Pause
from yichuang.cases.status import Status
from yichuang.catalogue.definition import Limit, Unit
from yichuang.kernel.calendar import Calendar, Name
from yichuang.kernel.localtime import BUREAU_TIME, local_date

ACCEPT_WITHIN = 5
"""Working days to accept, refuse or ask for everything that is missing; 行政许可法 art. 32(4)."""
DELIVER_WITHIN = 10
"""Working days from the decision to the hand-over; 行政许可法 art. 44."""
END_OF_DAY = time(23, 59, 59)


class LineKind(StrEnum):
    """What a line of the explanation says."""

    START = "start"
    LIMIT = "limit"
    EXCLUDED = "excluded"
    STOPPED = "stopped"
    EXTENDED = "extended"
    HOLIDAY = "holiday"
    ROLLED = "rolled"
    DUE = "due"


class ClockLine(Struct, frozen=True):
    """One reason, in order; the words are in ``labels.yaml`` under ``clock_line``."""

    kind: LineKind
    day: date
    until: date | None = None
    days: int = 0
    name: str = ""
    """A procedure's kind or a unit."""
    holiday: Name | None = None
    article: str = ""


class Explained(Struct, frozen=True):
    """A deadline with its reasons. ``due`` is None while the clock is stopped."""

    due: datetime | None
    lines: tuple[ClockLine, ...]


class Settings(Struct, frozen=True):
    """What a city may set (LOCAL)."""

    closings: tuple[tuple[date, time], ...] = ((date.min, time(17, 30)),)
    """Since when which closing time holds, in order: on-the-spot business taken later counts from the next working day."""

    def closing_on(self, day: date) -> time:
        """The closing time of that day."""
        return next(closing for since, closing in reversed(self.closings) if since <= day)


def explain(limit: Limit, start: date, pauses: Iterable[Pause], extension: int, calendar: Calendar) -> Explained:
    """When something begun on ``start`` is due under ``limit``, with ``extension`` days added.

    Working days: excluded ones are added again behind the end. Calendar days: likewise, and a last day that is no
    working day moves to the next one. A pause that begins after the time was up changes nothing.
    """
    return _explain(limit, start, tuple(pauses), extension, calendar)


@lru_cache(maxsize=8192)
def _explain(limit: Limit, start: date, pauses: tuple[Pause, ...], extension: int, calendar: Calendar) -> Explained:
    """Worked out once: most cases of a day share limit, start and calendar."""
    opening = _opening(start, limit)
    total = limit.amount + extension
    exclusions: list[ClockLine] = []
    for pause in merge(pauses):
        if pause.since > _last_day(limit.unit, start, total, calendar)[0]:
            break
        if pause.until is None:
            stopped = ClockLine(LineKind.STOPPED, pause.since, name=_procedure(pause), article=_article(pause))
            return Explained(None, (*opening, *exclusions, stopped))
        exclusions.append(_exclusion(pause, pause.until, limit.unit, calendar))
        total += exclusions[-1].days
    extended = [ClockLine(LineKind.EXTENDED, start, days=extension, article="行政许可法 art. 42")] if extension else []
    last, reasons = _last_day(limit.unit, start, total, calendar)
    due = datetime.combine(last, END_OF_DAY, BUREAU_TIME)
    return Explained(due, (*opening, *exclusions, *extended, *reasons, ClockLine(LineKind.DUE, last)))


def _exclusion(pause: Pause, until: date, unit: Unit, calendar: Calendar) -> ClockLine:
    working = unit is Unit.WORKING_DAY
    days = calendar.workdays_between(pause.since, until) if working else (until - pause.since).days
    return ClockLine(LineKind.EXCLUDED, pause.since, until, days, _procedure(pause), article=_article(pause))


def _article(pause: Pause) -> str:
    return pause.article or "行政许可法 art. 45"


def _opening(start: date, limit: Limit) -> tuple[ClockLine, ClockLine]:
    counted = ClockLine(LineKind.LIMIT, start, days=limit.amount, name=limit.unit.value, article=limit.basis)
    return ClockLine(LineKind.START, start), counted


def merge(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The same excluded time as intervals that do not overlap, in order; an open one swallows what follows."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: each.since):
        if merged and (merged[-1].until is None or pause.since <= merged[-1].until):
            last = merged[-1]
            open_end = last.until is None or pause.until is None
            until = None if open_end else max(last.until or pause.since, pause.until or pause.since)
            merged[-1] = Pause(last.since, until, last.procedure, last.article)
        else:
            merged.append(pause)
    return tuple(merged)


def _procedure(pause: Pause) -> str:
    return pause.procedure.value if pause.procedure else ""


def _last_day(unit: Unit, start: date, total: int, calendar: Calendar) -> tuple[date, list[ClockLine]]:
    if unit is Unit.WORKING_DAY:
        last = calendar.add_workdays(start, total)
        return last, [
            ClockLine(LineKind.HOLIDAY, off.day, holiday=off.name, article="行政许可法 art. 82")
            for off in calendar.skipped(start, last)
            if off.name != calendar.weekend
        ]
    counted = start + timedelta(days=total)
    last = calendar.next_workday(counted)
    if last == counted:
        return last, []
    return last, [ClockLine(LineKind.ROLLED, counted, last, article="民法典 art. 203")]


def explain_hours(limit: Limit, start: datetime, pauses: Iterable[Pause]) -> Explained:
    """A limit in hours, which run through nights and holidays; whole excluded days are added behind the end."""
    merged = merge(pauses)
    opening = _opening(local_date(start), limit)
    running = next((pause for pause in merged if pause.until is None), None)
    if running is not None:
        return Explained(None, (*opening, ClockLine(LineKind.STOPPED, running.since, name=_procedure(running))))
    exclusions = [
        ClockLine(LineKind.EXCLUDED, pause.since, pause.until, (pause.until - pause.since).days, _procedure(pause))
        for pause in merged
        if pause.until is not None
    ]
    due = start + timedelta(hours=limit.amount, days=sum(line.days for line in exclusions))
    return Explained(due, (*opening, *exclusions, ClockLine(LineKind.DUE, local_date(due))))


def explain_on_the_spot(received: datetime, calendar: Calendar, settings: Settings) -> Explained:
    """即办件: due the same day, or the next working day when taken after closing or on a day off (LOCAL)."""
    local = received.astimezone(BUREAU_TIME)
    day = local.date()
    late = local.time() > settings.closing_on(day)
    last = calendar.add_workdays(day, 1) if late or not calendar.is_workday(day) else day
    lines = [
        ClockLine(LineKind.START, day),
        ClockLine(LineKind.LIMIT, day, name=Unit.ON_THE_SPOT.value),
        *([ClockLine(LineKind.ROLLED, day, last)] if last != day else []),
        ClockLine(LineKind.DUE, last),
    ]
    return Explained(datetime.combine(last, END_OF_DAY, BUREAU_TIME), tuple(lines))


# --- the deadlines of a case ------------------------------------------------------------------------------------------


def promised(case: CaseState, calendar: Calendar, settings: Settings) -> Explained | None:
    """The deadline we promised; None before acceptance, which starts it, and where nothing is promised."""
    return _decision_due(case, case.limits.promised, calendar, settings)


def statutory(case: CaseState, calendar: Calendar, settings: Settings) -> Explained | None:
    """The deadline that the law sets; None before acceptance, or where the law fixes no period."""
    return _decision_due(case, case.limits.statutory, calendar, settings)


def against(case: CaseState) -> Limit | None:
    """The limit that the decision runs against: the promise, or the law's where none is published; None without either."""
    return case.limits.promised or case.limits.statutory


def deciding(case: CaseState, calendar: Calendar, settings: Settings) -> Explained | None:
    """When the decision is due; None before acceptance, and where nobody has set a limit."""
    return _decision_due(case, against(case), calendar, settings)


def _decision_due(case: CaseState, limit: Limit | None, calendar: Calendar, settings: Settings) -> Explained | None:
    if limit is None or case.accepted_on is None or case.first_received_at is None:
        return None
    taken = case.received_at or case.first_received_at
    if limit.unit is Unit.ON_THE_SPOT:
        return explain_on_the_spot(taken, calendar, settings)
    if limit.unit is Unit.HOUR:
        return explain_hours(limit, taken, case.pauses)
    return explain(limit, case.accepted_on, case.pauses, case.extension.days if case.extension else 0, calendar)


def acceptance(case: CaseState, calendar: Calendar) -> Explained | None:
    """Until when the bureau must accept, refuse, or say what is missing; None when nothing was received, and while the
    next word is the person's (待补正): five new days begin with what comes in.
    """
    if case.received_at is None or case.status is Status.CORRECTION:
        return None
    limit = Limit(ACCEPT_WITHIN, Unit.WORKING_DAY, "行政许可法 art. 32(4)")
    return explain(limit, local_date(case.received_at), (), 0, calendar)


def delivery(case: CaseState, calendar: Calendar) -> Explained | None:
    """Until when the result must be delivered; None before the decision."""
    if case.decided_at is None:
        return None
    limit = Limit(DELIVER_WITHIN, Unit.WORKING_DAY, "行政许可法 art. 44")
    return explain(limit, local_date(case.decided_at), (), 0, calendar)


def governing(case: CaseState, calendar: Calendar, settings: Settings) -> Explained | None:
    """The deadline that the case is running against now: acceptance, then the promise (the law's limit where nothing is
    promised), then the delivery. None where there is no such limit: the case is never late, and never on time.
    """
    if case.decided_at is not None:
        return delivery(case, calendar)
    if case.accepted_on is not None:
        return deciding(case, calendar, settings)
    return acceptance(case, calendar)


def step_due(limit: Limit | None, opened: datetime, calendar: Calendar, settings: Settings) -> datetime | None:
    """When a step with a limit of its own is due; None without one."""
    if limit is None:
        return None
    if limit.unit is Unit.ON_THE_SPOT:
        return explain_on_the_spot(opened, calendar, settings).due
    if limit.unit is Unit.HOUR:
        return explain_hours(limit, opened, ()).due
    return explain(limit, local_date(opened), (), 0, calendar).due
