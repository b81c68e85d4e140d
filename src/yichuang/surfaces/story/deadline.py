"""A deadline in words: the day, how far it is, and every reason, line by line. Pure but for the active language."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from yichuang.cases import clock
from yichuang.cases.clock import ClockLine, Explained, LineKind
from yichuang.cases.facts import Facts
from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import SpecialKind
from yichuang.catalogue.definition import Unit
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.localtime import BUREAU_TIME, local_date
from yichuang.kernel.vocabulary import label, labels
from yichuang.surfaces.design.dates import day_words
from yichuang.surfaces.story.names import chinese, listed

DIGITS = "零一二三四五六七八九"
TEN = 10
HUNDRED = 100
HOUR = 3600
NO_DAY = frozenset({"paused", "unknown"})
AT_ONCE = frozenset({Unit.ON_THE_SPOT.value, Unit.HOUR.value})
"""Limits that run from the moment itself, not from the next day (民法典 art. 201)."""
_ARTICLE = re.compile(r"^(?P<law>\S+) art\. (?P<number>\d+)(?:\((?P<item>\d+)\))?$")


class Deadline(Struct, frozen=True):
    """A deadline as the due component takes it."""

    day: datetime
    """The moment it is due; where the clock stands still, the moment since when; where the calendar does not reach, the first
    moment that it does not reach.
    """
    remaining: int
    """Units left; negative: overdue."""
    unit: str
    state: str
    """``paused``, ``unknown`` (in a year whose working days are not known), ``done``, or empty: it follows from ``remaining``."""
    reasons: tuple[tuple[str, str], ...]
    basis: str

    @property
    def has_no_day(self) -> bool:
        """The clock is stopped, or the calendar does not reach as far."""
        return self.state in NO_DAY


def promised(state: CaseState, facts: Facts) -> Deadline | None:
    """What we promised; None before acceptance."""
    return _deadline(clock.promised(state, facts.calendar, facts.settings), state, facts)


def statutory(state: CaseState, facts: Facts) -> Deadline | None:
    """What the law sets; None before acceptance, or where it fixes no period."""
    return _deadline(clock.statutory(state, facts.calendar, facts.settings), state, facts)


def governing(state: CaseState, facts: Facts) -> Deadline | None:
    """What the case runs against now."""
    return _deadline(clock.governing(state, facts.calendar, facts.settings), state, facts)


def of_step(state: CaseState, step: StepState | None, facts: Facts) -> Deadline | None:
    """What the step runs against: its own limit, else the case's."""
    if step is None or step.limit is None or step.opened_at is None:
        return governing(state, facts)
    return _deadline(
        clock.of_step(step.limit, step.opened_at, state.pauses, facts.calendar, facts.settings), state, facts
    )


def _deadline(explained: Explained | None, state: CaseState, facts: Facts) -> Deadline | None:
    if explained is None:
        return None
    due = explained.due
    unit = countable(explained.unit, due or facts.now, facts.now, facts.calendar)
    return Deadline(
        day=due or _midnight(explained.lines[-1].day, facts),
        remaining=0 if due is None else remaining(due, unit, facts.now, facts.calendar),
        unit=unit.value,
        state=_look(explained, state),
        reasons=reasons(explained),
        basis=listed(dict.fromkeys(article(line.article) for line in explained.lines if line.article)),
    )


def _look(explained: Explained, state: CaseState) -> str:
    if state.ended_at is not None:
        return "done"
    if explained.due is not None:
        return ""
    return "unknown" if explained.is_unknown else "paused"


def _midnight(day: date, facts: Facts) -> datetime:
    return datetime.combine(day, datetime.min.time(), facts.now.astimezone(BUREAU_TIME).tzinfo)


def distance(due: datetime, now: datetime, calendar: Calendar) -> tuple[int, Unit]:
    """How far a stored due date in working days is, and in which unit: see :func:`countable`."""
    unit = countable(Unit.WORKING_DAY, due, now, calendar)
    return remaining(due, unit, now, calendar), unit


def countable(unit: Unit, due: datetime, now: datetime, calendar: Calendar) -> Unit:
    """The unit to say a distance in: ``unit``, but calendar days where the working days between are not known."""
    first, last = sorted((local_date(due).year, local_date(now).year))
    known = calendar.years.issuperset(range(first, last + 1))
    return Unit.CALENDAR_DAY if unit is Unit.WORKING_DAY and not known else unit


def remaining(due: datetime, unit: Unit, now: datetime, calendar: Calendar) -> int:
    """How many ``unit`` are left until ``due``; 0 on the last day (hour), negative when it is over."""
    today, last = local_date(now), local_date(due)
    if unit is Unit.HOUR:
        seconds = (due - now).total_seconds()
        return int(seconds // HOUR) if seconds >= 0 else min(-1, -int(-seconds // HOUR))
    if unit is Unit.WORKING_DAY:
        left = calendar.workdays_between(today, last)
        return min(left, -1) if last < today else left
    return (last - today).days


def reasons(explained: Explained) -> tuple[tuple[str, str], ...]:
    """The lines of the explanation as (word, text); days off of one name stand together, before the end."""
    spoken = [line for line in explained.lines if line.kind != LineKind.HOLIDAY]
    at_once = any(line.name in AT_ONCE for line in explained.lines if line.kind == LineKind.LIMIT)
    said = [(label("clock_term", line.kind), _line(line, at_once=at_once)) for line in spoken]
    return (*said[:-1], *_days_off(explained.lines), *said[-1:])


def _days_off(lines: Iterable[ClockLine]) -> list[tuple[str, str]]:
    by_name: dict[str, list[date]] = defaultdict(list)
    for line in dict.fromkeys(lines):
        if line.kind == LineKind.HOLIDAY and line.holiday:
            by_name[line.holiday.zh if chinese() else line.holiday.en].append(line.day)
    return [(label("clock_term", LineKind.HOLIDAY), _off(name, days)) for name, days in by_name.items()]


def _off(name: str, days: list[date]) -> str:
    words = label("clock_line", "holiday" if len(days) > 1 else "holiday_one")
    return words.format(name=name, count=len(days), days=listed(short_day(day) for day in days))


def short_day(day: date) -> str:
    """A day without weekday or year, for enumerations."""
    month = label("month", str(day.month))
    return f"{month}{day.day}日" if chinese() else f"{day.day} {month}"


def _line(line: ClockLine, *, at_once: bool) -> str:
    words = "start_at_once" if at_once and line.kind == LineKind.START else line.kind
    return label("clock_line", words).format(
        day=day_words(line.day, line.day.year),
        until=day_words(line.until, line.day.year) if line.until else "",
        name=_procedure(line.name),
        amount=_amount(line),
        year=line.day.year,
    )


def _amount(line: ClockLine) -> str:
    return amount(line.days, line.unit)


def amount(days: int, unit: Unit | None = None) -> str:
    """So much time in words; in working days where no unit is said."""
    name = (unit or Unit.WORKING_DAY).value
    return label("clock_amount", f"{name}_one" if days == 1 else name).format(n=days)


def _procedure(name: str) -> str:
    if name in set(SpecialKind):
        return label("special_kind", name)
    return label("clock_pause", "correction" if not name else "special")


def article(text: str) -> str:
    """``行政许可法 art. 45`` as the reader's language writes it; anything else as it stands."""
    found = _ARTICLE.match(text)
    if not found or found["law"] not in labels()["law"]:
        return text
    law = label("law", found["law"])
    if not chinese():
        return f"{law}, art. {found['number']}" + (f"({found['item']})" if found["item"] else "")
    item = f"第（{numeral(int(found['item']))}）项" if found["item"] else ""
    return f"{law}第{numeral(int(found['number']))}条{item}"


def numeral(number: int) -> str:
    """A whole number below a hundred as Chinese statutes write it: 四十五."""
    if not 0 <= number < HUNDRED:
        return str(number)
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")
