"""Working days: which days count, and where a period of time ends.

The rules are those of the Civil Code arts. 201-203, which administrative limits follow: the day of the event is not
counted, the last day is, and a last day that is not a working day moves to the next working day. A year whose
arrangement has not been published is refused, never guessed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import force_setattr

from yichuang.kernel.errors import Refusal

SATURDAY = 5


class Name(Struct, frozen=True):
    """The name of a day in both languages."""

    zh: str
    en: str


class DayOff(Struct, frozen=True):
    """A day that a period stepped over, and why."""

    day: date
    name: Name


class Calendar(Struct, frozen=True, eq=False):
    """The working days of one region. Every answer comes from published years only.

    Compared by identity: an edited table makes another calendar, and whatever was worked out from one can be kept by it.
    """

    region: str
    years: frozenset[int]
    """Years whose arrangement is known."""
    weekend: Name
    """What an ordinary Saturday or Sunday is called in explanations."""
    days_off: Mapping[date, Name] = {}
    """Holidays, also those that fall on a weekend, with their names."""
    workdays: frozenset[date] = frozenset()
    """Saturdays and Sundays that are worked to make up for a holiday."""
    ordinals: tuple[int, ...] = ()
    """All working days in order, as proleptic ordinals: derived, so that counting is a binary search."""

    def __post_init__(self) -> None:
        force_setattr(self, "ordinals", tuple(self._working_ordinals()))

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        self._require(day.year, day.year)
        return self._works(day)

    def next_workday(self, day: date) -> date:
        """``day`` itself if it is worked, else the first working day after it."""
        return self._pick(day, bisect_left(self.ordinals, day.toordinal()))

    def add_workdays(self, start: date, count: int) -> date:
        """The last day of a period of ``count`` working days that an event on ``start`` opens.

        The day of the event does not count and the last day does (Civil Code art. 201). ``count`` 0 is the day of the
        event itself, moved to a working day.
        """
        if count < 0:
            raise ValueError(f"a period cannot have {count} days")
        if count == 0:
            return self.next_workday(start)
        return self._pick(start, bisect_right(self.ordinals, start.toordinal()) + count - 1)

    def add_days(self, start: date, count: int, *, roll: bool = True) -> date:
        """The last day of ``count`` calendar days after ``start``; where ``roll``, moved to a working day (203)."""
        if count < 0:
            raise ValueError(f"a period cannot have {count} days")
        last = start + timedelta(days=count)
        self._require(start.year, last.year)
        return self.next_workday(last) if roll else last

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative where ``end`` is the earlier one."""
        self._require(min(start, end).year, max(start, end).year)
        return bisect_right(self.ordinals, end.toordinal()) - bisect_right(self.ordinals, start.toordinal())

    def skipped(self, start: date, end: date) -> tuple[DayOff, ...]:
        """The days after ``start`` up to and including ``end`` that do not count, each with its reason."""
        if end <= start:
            return ()
        self._require(start.year, end.year)
        days = map(date.fromordinal, range(start.toordinal() + 1, end.toordinal() + 1))
        return tuple(DayOff(day, self.days_off.get(day, self.weekend)) for day in days if not self._works(day))

    def _works(self, day: date) -> bool:
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.days_off)

    def _working_ordinals(self) -> list[int]:
        return [
            ordinal
            for year in sorted(self.years)
            for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
            if self._works(date.fromordinal(ordinal))
        ]

    def _pick(self, start: date, index: int) -> date:
        if index >= len(self.ordinals):
            self._require(start.year, max(start.year, *self.years, 0) + 1)
        day = date.fromordinal(self.ordinals[index])
        self._require(start.year, day.year)
        return day

    def _require(self, first: int, last: int) -> None:
        for year in range(first, last + 1):
            if year not in self.years:
                raise Refusal("calendar.year_not_loaded", year=year, last_year=max(self.years, default="-"))
