"""What is said of limits in different units is true of the calendar that cases are counted by."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.catalogue.definition import Limit, Unit
from yichuang.catalogue.spans import surely_longer, surely_not_longer
from yichuang.kernel.calendar import Calendar, Name
from yichuang.kernel.calendar_data import national

FIRST, LAST = date(min(national().years), 1, 1), date(max(national().years), 6, 30)
ORDINARY = Calendar(region="weeks", years=frozenset({2026, 2027}), weekend=Name("周末", "weekend"))
AMOUNTS = st.integers(1, 90)
DAYS = st.builds(Limit, AMOUNTS, st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))
STARTS = st.dates(FIRST, LAST)
UNHURRIED = settings(deadline=None, max_examples=400)


def end(limit, start, calendar=None):
    counted = calendar or national()
    count = counted.add_workdays if limit.unit is Unit.WORKING_DAY else counted.add_days
    return count(start, limit.amount)


@UNHURRIED
@given(DAYS, DAYS, STARTS)
def test_what_is_surely_not_longer_ends_no_later_from_any_day(one, other, start):
    if surely_not_longer(one, other):
        assert end(one, start) <= end(other, start)


@pytest.mark.parametrize("count", [1, 4, 5, 6, 10, 20, 39, 40, 60, 120, 365])
def test_from_no_day_since_2004_do_working_days_take_longer_than_is_said(count):
    work = Limit(count, Unit.WORKING_DAY)
    enough = next(days for days in range(1000) if surely_not_longer(work, Limit(days, Unit.CALENDAR_DAY)))
    last = date(max(national().years) - 1, 12, 31) - timedelta(days=enough)
    starts = (FIRST + timedelta(days=days) for days in range((last - FIRST).days))
    assert max((national().add_workdays(start, count) - start).days for start in starts) <= enough


@UNHURRIED
@given(AMOUNTS, AMOUNTS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_working_days_that_are_surely_longer_end_later_from_each_working_day_of_ordinary_weeks(work, days, start):
    promise, law = Limit(work, Unit.WORKING_DAY), Limit(days, Unit.CALENDAR_DAY)
    if ORDINARY.is_workday(start) and surely_longer(promise, law):
        assert end(promise, start, ORDINARY) > end(law, start, ORDINARY)


@UNHURRIED
@given(AMOUNTS, AMOUNTS, STARTS)
def test_calendar_days_that_are_surely_longer_end_later_also_over_holidays(days, work, start):
    promise, law = Limit(days, Unit.CALENDAR_DAY), Limit(work, Unit.WORKING_DAY)
    if surely_longer(promise, law):
        assert end(promise, start) > end(law, start)


@pytest.mark.parametrize(
    ("one", "other", "proved"),
    [
        ((5, "calendar_day"), (5, "working_day"), True),
        ((12, "calendar_day"), (10, "working_day"), False),  # weekends are worked around a long holiday
        ((24, "hour"), (1, "working_day"), True),
        ((25, "hour"), (1, "calendar_day"), False),
        ((1, "calendar_day"), (48, "hour"), False),  # its last day moves on where it is not worked
        ((0, "on_the_spot"), (1, "hour"), True),
        ((1, "hour"), (0, "on_the_spot"), False),
    ],
)
def test_units_beside_one_another(one, other, proved):
    assert surely_not_longer(*(Limit(amount, Unit(unit)) for amount, unit in (one, other))) is proved
