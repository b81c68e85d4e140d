"""The clock of a case: when it is due, and every reason why. Pure; the stored due date is only a cache of this answer.

行政许可法 arts. 32 (acceptance), 42 (20 working days, +10 once), 44 (delivery), 45 (time that does not count), 82
(working days, holidays excluded); 民法典 arts. 201–203 (the day of the event is not counted, a last day that is no
working day moves on).

Every limit is a count of days behind the day of the event. A pause takes out of the count the days behind the one on which
it begins, up to and including the one on which it ends. Where it begins on the very last day, that day is given back: the
limit ends with the first working day on which the pause is over. So what begins and ends on one day changes nothing, and
what begins after the last day comes too late to change anything.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count

from msgspec import Struct

from yichuang.cases.state import CaseState, Pause
from yichuang.cases.status import Status
from yichuang.catalogue.definition import Limit, Limits, Unit
from yichuang.kernel.calendar import Calendar, Name
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME, local_date

ACCEPT_WITHIN = 5
"""Working days to accept, refuse or ask for everything that is missing; 行政许可法 art. 32(4)."""
DELIVER_WITHIN = 10
"""Working days from the decision to the hand-over; 行政许可法 art. 44."""
LONGER, STOPPED = "行政许可法 art. 42", "行政许可法 art. 45"
"""What an extension, and a procedure whose time does not count, rest on where the item's own law says nothing of it."""
END_OF_DAY = time(23, 59, 59)
DAY = timedelta(days=1)


class LineKind(StrEnum):
    """What a line of the explanation says."""

    START = "start"
    LIMIT = "limit"
    EXCLUDED = "excluded"
    STOPPED = "stopped"
    EXTENDED = "extended"
    HOLIDAY = "holiday"
    ROLLED = "rolled"
    OUTRUN = "outrun"
    """What was promised would end on ``day``, after the law's own day: the lines that follow are the law's."""
    UNKNOWN = "unknown"
    """The working days from ``day`` on, a first of January, are not known: nothing is guessed."""
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
    unit: Unit | None = None
    """Which days ``days`` are."""


class Explained(Struct, frozen=True):
    """A deadline with its reasons. ``due`` is None while the clock is stopped, and where the calendar does not reach."""

    due: datetime | None
    lines: tuple[ClockLine, ...]

    @property
    def is_unknown(self) -> bool:
        """There is a last day, but in a year whose working days are not known yet."""
        return self.lines[-1].kind is LineKind.UNKNOWN

    @property
    def unit(self) -> Unit:
        """What the limit that governs is counted in."""
        return next(line.unit for line in reversed(self.lines) if line.kind is LineKind.LIMIT and line.unit)


class Settings(Struct, frozen=True):
    """What a city may set (LOCAL)."""

    closings: tuple[tuple[date, time], ...] = ((date.min, time(17, 30)),)
    """Since when which closing time holds, in order: on-the-spot business taken later counts from the next working day."""

    def closing_on(self, day: date) -> time:
        """The closing time of that day."""
        return next(closing for since, closing in reversed(self.closings) if since <= day)


# --- counting ---------------------------------------------------------------------------------------------------------


class _Count(Struct, frozen=True):
    """How a unit is counted in days."""

    unit: Unit
    further: Callable[[date, int], date]
    """The day on which so many more days end."""
    between: Callable[[date, date], int]
    """How many of its days lie behind the first one up to and including the second."""
    counted: Callable[[date], date]
    """The first of its days from this one on."""
    moved: Callable[[date], date]
    """The last day that this one becomes."""


def _working_days(calendar: Calendar) -> _Count:
    whole = calendar.next_workday
    return _Count(Unit.WORKING_DAY, calendar.add_workdays, calendar.workdays_between, whole, whole)


def _calendar_days(moved: Callable[[date], date]) -> _Count:
    return _Count(
        Unit.CALENDAR_DAY, lambda day, days: day + days * DAY, lambda day, end: (end - day).days, _same, moved
    )


def _same(day: date) -> date:
    return day


def _passed_over(start: date, end: date, pauses: Iterable[Pause], count: _Count) -> tuple[date | None, list[ClockLine]]:
    """Where a count from ``start`` ends that would end on ``end`` without the ``pauses``, None while one of them runs; each of
    them is a line.
    """
    lines: list[ClockLine] = []
    behind, is_over = start, start >= end
    for pause in sorted(pauses, key=lambda each: each.since):
        last = count.moved(end)
        if pause.since > last:
            break
        if pause.until is None:
            return None, [*lines, _stopped(pause)]
        if pause.until <= start:
            continue
        is_over = is_over or pause.since >= end
        if is_over:
            lines += _rolled(end, last)
            end, days = last, count.between(last, count.counted(max(pause.until, last)))
        else:
            since = max(pause.since, behind)
            days = count.between(since, max(pause.until, since))
        lines.append(_excluded(pause, days, count.unit))
        end, behind = count.further(end, days), max(behind, pause.until)
    return end, lines


def _excluded(pause: Pause, days: int, unit: Unit) -> ClockLine:
    return ClockLine(
        LineKind.EXCLUDED, pause.since, pause.until, days, _procedure(pause), article=_article(pause), unit=unit
    )


def _stopped(pause: Pause) -> ClockLine:
    return ClockLine(LineKind.STOPPED, pause.since, name=_procedure(pause), article=_article(pause))


def _article(pause: Pause) -> str:
    return pause.article or STOPPED


def _procedure(pause: Pause) -> str:
    return pause.procedure.value if pause.procedure else ""


def _opening(start: date, limit: Limit) -> tuple[ClockLine, ClockLine]:
    counted = ClockLine(
        LineKind.LIMIT, start, days=limit.amount, name=limit.unit.value, article=limit.basis, unit=limit.unit
    )
    return ClockLine(LineKind.START, start), counted


def _ended(lines: Iterable[ClockLine], last: date) -> Explained:
    due = datetime.combine(last, END_OF_DAY, BUREAU_TIME)
    return Explained(due, (*lines, ClockLine(LineKind.DUE, last)))


def _unknown(opening: Iterable[ClockLine], start: date, pauses: Iterable[Pause], calendar: Calendar) -> Explained:
    """The last day lies in a year whose working days are not known. A pause that runs began before that, so it is what
    there is to say first.
    """
    running = next((pause for pause in pauses if pause.until is None), None)
    year = next(year for year in count(start.year) if year not in calendar.years)
    return Explained(None, (*opening, _stopped(running) if running else ClockLine(LineKind.UNKNOWN, date(year, 1, 1))))


# --- one limit --------------------------------------------------------------------------------------------------------


def explain(
    limit: Limit, start: date, pauses: Iterable[Pause], extension: int, calendar: Calendar, longer: str = LONGER
) -> Explained:
    """When something begun on ``start`` is due under ``limit`` in days, with ``extension`` days added under the article
    ``longer``.

    A last calendar day that is no working day moves to the next one. A pause that begins after the time was up changes
    nothing.
    """
    return _explain(limit, start, tuple(pauses), extension, calendar, longer)


@lru_cache(maxsize=8192)
def _explain(
    limit: Limit, start: date, pauses: tuple[Pause, ...], extension: int, calendar: Calendar, longer: str
) -> Explained:
    """Worked out once: most cases of a day share limit, start and calendar."""
    added = ClockLine(LineKind.EXTENDED, start, days=extension, article=longer, unit=limit.unit)
    opening = (*_opening(start, limit), added) if extension else _opening(start, limit)
    working = limit.unit is Unit.WORKING_DAY
    counted = _working_days(calendar) if working else _calendar_days(calendar.next_workday)
    try:
        last, lines = _passed_over(start, counted.further(start, limit.amount + extension), pauses, counted)
        if last is None:
            return Explained(None, (*opening, *lines))
        moved = counted.moved(last)
        off = _holidays(start, last, calendar) if working else _rolled(last, moved)
    except Refusal:
        return _unknown(opening, start, pauses, calendar)
    return _ended((*opening, *lines, *off), moved)


def _holidays(start: date, last: date, calendar: Calendar) -> list[ClockLine]:
    return [
        ClockLine(LineKind.HOLIDAY, off.day, holiday=off.name, article="行政许可法 art. 82")
        for off in calendar.skipped(start, last)
        if off.name != calendar.weekend
    ]


def _rolled(day: date, moved: date) -> list[ClockLine]:
    return [ClockLine(LineKind.ROLLED, day, moved, article="民法典 art. 203")] if moved != day else []


def explain_hours(limit: Limit, start: datetime, pauses: Iterable[Pause]) -> Explained:
    """A limit in hours, which run through nights and holidays. Pauses are known by the day: whole days are passed over, and
    a pause that begins on a later day than that on which the time was up changes nothing.
    """
    opening, plain = _opening(local_date(start), limit), start + timedelta(hours=limit.amount)
    end = local_date(plain)
    last, lines = _passed_over(local_date(start), end, pauses, _calendar_days(_same))
    if last is None:
        return Explained(None, (*opening, *lines))
    return Explained(plain + (last - end), (*opening, *lines, ClockLine(LineKind.DUE, last)))


def explain_on_the_spot(
    received: datetime, calendar: Calendar, settings: Settings, pauses: Iterable[Pause] = ()
) -> Explained:
    """即办件: due the same day, or the next working day when taken after closing or on a day off (LOCAL). A procedure that
    begins by then carries it to the first working day on which none runs.
    """
    local, held = received.astimezone(BUREAU_TIME), tuple(pauses)
    day = local.date()
    opening = _opening(day, Limit(0, Unit.ON_THE_SPOT))
    try:
        first = calendar.add_workdays(day, 1 if local.time() > settings.closing_on(day) else 0)
        last, lines = _passed_over(first, first, held, _working_days(calendar))
    except Refusal:
        return _unknown(opening, day, held, calendar)
    moved = [ClockLine(LineKind.ROLLED, day, first)] if first != day else []
    return _ended((*opening, *moved, *lines), last) if last else Explained(None, (*opening, *moved, *lines))


# --- the deadlines of a case ------------------------------------------------------------------------------------------


def promised(case: CaseState, calendar: Calendar, settings: Settings) -> Explained | None:
    """The deadline we promised, never later than the law's own; None before acceptance, which starts it, and where nothing
    is promised.
    """
    promise = _decision_due(case, case.limits.promised, calendar, settings)
    return _within_the_law(promise, statutory(case, calendar, settings)) if promise else None


def _within_the_law(promise: Explained, law: Explained | None) -> Explained:
    """The earlier of both. They may be counted in different units, so that an extension, or a long holiday, can carry the
    promise past the law's day.
    """
    if law is None or law.due is None or (promise.due is not None and promise.due <= law.due):
        return promise
    if promise.due is None:
        return law
    outrun = ClockLine(LineKind.OUTRUN, local_date(promise.due))
    return Explained(law.due, (*promise.lines[:-1], outrun, *law.lines[1:]))


def statutory(case: CaseState, calendar: Calendar, settings: Settings) -> Explained | None:
    """The deadline that the law sets; None before acceptance, or where the law fixes no period."""
    return _decision_due(case, case.limits.statutory, calendar, settings)


def against(case: CaseState) -> Limit | None:
    """The limit that the decision runs against: the promise, or the law's where none is published; None without either."""
    return case.limits.promised or case.limits.statutory


def deciding(case: CaseState, calendar: Calendar, settings: Settings) -> Explained | None:
    """When the decision is due; None before acceptance, and where nobody has set a limit."""
    return promised(case, calendar, settings) or statutory(case, calendar, settings)


def _decision_due(case: CaseState, limit: Limit | None, calendar: Calendar, settings: Settings) -> Explained | None:
    if limit is None or case.accepted_on is None or case.received_at is None:
        return None
    if limit.unit is Unit.ON_THE_SPOT:
        return explain_on_the_spot(case.received_at, calendar, settings, case.pauses)
    if limit.unit is Unit.HOUR:
        return explain_hours(limit, case.received_at, case.pauses)
    extension = case.extension.days if case.extension else 0
    return explain(limit, case.accepted_on, case.pauses, extension, calendar, longer_under(case.limits))


def longer_under(limits: Limits) -> str:
    """The article that an extension rests on: that of the item's own law, where it lets a case take longer."""
    own = limits.longer or (limits.statutory if limits.longer_for else None)
    return own.basis if own and own.basis else LONGER


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
    promised, or where it ends first), then the delivery. None where there is no such limit: the case is never late, and
    never on time.
    """
    if case.decided_at is not None:
        return delivery(case, calendar)
    if case.accepted_on is not None:
        return deciding(case, calendar, settings)
    return acceptance(case, calendar)


def of_step(
    limit: Limit, opened: datetime, pauses: Iterable[Pause], calendar: Calendar, settings: Settings
) -> Explained:
    """When a step with a limit of its own is due. It does not run while the case's own clock is stopped."""
    if limit.unit is Unit.ON_THE_SPOT:
        return explain_on_the_spot(opened, calendar, settings, pauses)
    if limit.unit is Unit.HOUR:
        return explain_hours(limit, opened, pauses)
    return explain(limit, local_date(opened), pauses, 0, calendar)
