"""Limits with pauses for the clock's properties: drawn on and around the day that is due, and counted by hand."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st
from msgspec import Struct

from tests.cases.proceedings import CALENDAR
from yichuang.cases.clock import Explained
from yichuang.cases.state import Pause
from yichuang.catalogue.definition import Limit, Unit
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.localtime import BUREAU_TIME

DAY = timedelta(days=1)
NEAR = st.integers(-3, 3)
starts = st.dates(date(2024, 1, 1), date(2026, 3, 1))
limits = st.builds(Limit, st.integers(1, 40), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))


class Drawn(Struct, frozen=True):
    """What a limit runs over."""

    limit: Limit
    start: date
    pauses: tuple[Pause, ...]
    extension: int


def last(explained: Explained) -> date:
    assert explained.due is not None
    return explained.due.astimezone(BUREAU_TIME).date()


def by_hand(drawn: Drawn, calendar: Calendar = CALENDAR) -> date:
    """The last day, found by walking day by day: the days behind the beginning of a pause up to its end do not count, and a
    day on which a pause begins or runs is never the last.
    """

    def counts(day: date) -> bool:
        return not any(pause.since < day <= pause.until for pause in drawn.pauses if pause.until)

    def free(day: date) -> bool:
        return not any(pause.since <= day < pause.until for pause in drawn.pauses if pause.until)

    left, day = drawn.limit.amount + drawn.extension, drawn.start
    while left:
        day += DAY
        left -= counts(day) and (drawn.limit.unit is Unit.CALENDAR_DAY or calendar.is_workday(day))
    while not (free(day) and calendar.is_workday(day)):
        day += DAY
    return day


@st.composite
def pausings(draw: st.DrawFn, limit: Limit, start: date, extension: int) -> tuple[Pause, ...]:
    """Up to three pauses, each begun anywhere behind the one before, on a day next to the one that is due by then, or so that
    it overlaps with the start or with the one before.
    """
    pauses: Sequence[Pause] = ()
    for _ in range(draw(st.integers(0, 3))):
        free = pauses[-1].until if pauses else start
        assert free is not None
        due = by_hand(Drawn(limit, start, tuple(pauses), extension))
        anywhere = st.integers(0, 15).map(lambda days, free=free: free + days * DAY)
        near = NEAR.map(lambda days, free=free, due=due: max(free, due + days * DAY))
        overlapping = st.integers(1, 4).map(lambda days, free=free: free - days * DAY)
        since = draw(st.one_of(anywhere, near, overlapping))
        pauses = (*pauses, Pause(since, since + draw(st.integers(0, 12)) * DAY))
    return tuple(pauses)


@st.composite
def drawn_limits(draw: st.DrawFn) -> Drawn:
    """A limit in days with whatever it runs over."""
    limit, start, extension = draw(limits), draw(starts), draw(st.integers(0, 10))
    return Drawn(limit, start, draw(pausings(limit, start, extension)), extension)


@st.composite
def days_around(draw: st.DrawFn, drawn: Drawn) -> date:
    """A day of the time that it runs in, or one next to the day that is due."""
    due = by_hand(drawn)
    return draw(
        st.one_of(NEAR.map(lambda days: due + days * DAY), st.integers(1, 90).map(lambda n: drawn.start + n * DAY))
    )
