"""Working days: the published arrangement, the rules for periods, and what a bureau adds."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.calendar import Calendar, DayOff, Name
from yichuang.kernel.calendar_data import DayRule, YearRule, area, areas, national, overlay
from yichuang.kernel.errors import Refusal

WEEKEND = Name("周末", "Weekend")
CLOSED = Name("放假", "Closed")
YEARS = frozenset({2025, 2026, 2027})
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
far_days = st.dates(date(2004, 1, 1), date(2026, 12, 31))
holidays = st.sets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=60)
made_up = st.sets(st.dates(date(2025, 1, 1), date(2027, 12, 31)).filter(lambda day: day.weekday() >= 5), max_size=20)
counts = st.integers(0, 90)


@st.composite
def calendars(draw):
    off = draw(holidays)
    return Calendar("", YEARS, WEEKEND, dict.fromkeys(off, CLOSED), frozenset(draw(made_up) - off))


@given(far_days)
def test_the_national_calendar_agrees_with_the_library_on_every_day(day):
    assert national().is_workday(day) == chinese_calendar.is_workday(day)


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_make_up_days_of_2026_are_worked_although_they_are_weekends(day):
    assert date.fromisoformat(day).weekday() >= 5
    assert national().is_workday(date.fromisoformat(day))


def test_a_period_over_the_national_day_skips_it_and_counts_the_make_up_day():
    calendar = national()
    assert calendar.add_workdays(date(2026, 9, 29), 4) == date(2026, 10, 10)
    skipped = calendar.skipped(date(2026, 9, 29), date(2026, 10, 10))
    assert [off.day.day for off in skipped] == [1, 2, 3, 4, 5, 6, 7]
    assert {off.name for off in skipped} == {Name("国庆节", "National Day")}


def test_the_day_of_the_event_does_not_count_and_the_last_day_does():
    assert national().add_workdays(date(2026, 11, 16), 5) == date(2026, 11, 23)
    assert national().add_workdays(date(2026, 11, 14), 1) == date(2026, 11, 16)


def test_a_calendar_day_period_that_ends_on_a_holiday_moves_to_the_next_working_day_only_if_it_shall():
    assert national().add_days(date(2026, 9, 21), 10) == date(2026, 10, 8)
    assert national().add_days(date(2026, 9, 21), 10, roll=False) == date(2026, 10, 1)


def test_an_ordinary_weekend_is_named_as_such():
    assert national().skipped(date(2026, 11, 20), date(2026, 11, 23)) == (
        DayOff(date(2026, 11, 21), WEEKEND),
        DayOff(date(2026, 11, 22), WEEKEND),
    )
    assert national().skipped(date(2026, 11, 23), date(2026, 11, 20)) == ()


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert caught.value.code == "calendar.year_not_loaded"
    assert caught.value.message("en")
    assert caught.value.next_step("zh")
    return caught.value.params["year"]


def test_a_date_outside_the_loaded_years_is_refused_whichever_way_it_is_touched():
    calendar = national()
    assert refused(calendar.is_workday, date(2027, 1, 4)) == 2027
    assert refused(calendar.next_workday, date(2027, 1, 4)) == 2027
    assert refused(calendar.add_workdays, date(2026, 12, 30), 2) == 2027
    assert refused(calendar.add_workdays, date(2026, 12, 30), 2000) == 2027
    assert refused(calendar.add_workdays, date(2003, 12, 30), 5) == 2003
    assert refused(calendar.add_days, date(2026, 12, 30), 5) == 2027
    assert refused(calendar.workdays_between, date(2026, 12, 30), date(2027, 1, 5)) == 2027
    assert refused(calendar.skipped, date(2026, 12, 30), date(2028, 1, 5)) == 2027
    assert refused(Calendar("", frozenset(), WEEKEND).is_workday, date(2026, 1, 1)) == 2026


def test_a_period_does_not_jump_over_a_year_that_is_missing_between_two_loaded_ones():
    calendar = Calendar("", frozenset({2025, 2027}), WEEKEND)
    assert refused(calendar.add_workdays, date(2025, 12, 31), 1) == 2026
    assert refused(calendar.next_workday, date(2025, 12, 31) + timedelta(days=1)) == 2026


@given(calendars(), days, counts)
def test_a_period_ends_on_a_working_day_and_measures_back_to_its_length(calendar, start, count):
    end = calendar.add_workdays(start, count)
    assert calendar.is_workday(end)
    if count:
        assert calendar.workdays_between(start, end) == count


@given(calendars(), days, counts)
def test_a_longer_period_ends_later_and_a_later_start_never_ends_earlier(calendar, start, count):
    end = calendar.add_workdays(start, count)
    assert calendar.add_workdays(start, count + 1) >= end
    assert calendar.add_workdays(start + timedelta(days=1), count) >= end
    assert calendar.add_days(start + timedelta(days=1), count) >= calendar.add_days(start, count)


@given(calendars(), days, counts, days)
def test_an_added_holiday_never_makes_a_period_end_earlier(calendar, start, count, holiday):
    closed = overlay(calendar, "", [DayRule(holiday, is_workday=False, name=CLOSED)], [])
    assert closed.add_workdays(start, count) >= calendar.add_workdays(start, count)
    assert closed.add_days(start, count) >= calendar.add_days(start, count)


@given(calendars(), days, counts)
def test_skipped_and_counted_days_make_up_the_whole_period(calendar, start, count):
    end = calendar.add_workdays(start, count)
    assert len(calendar.skipped(start, end)) + calendar.workdays_between(start, end) == (end - start).days


@given(calendars(), days, days)
def test_counting_backwards_is_the_negative_of_counting_forwards(calendar, one, other):
    assert calendar.workdays_between(one, other) == -calendar.workdays_between(other, one)


def test_a_negative_period_is_a_programming_error():
    with pytest.raises(ValueError, match="-1"):
        national().add_workdays(date(2026, 1, 5), -1)


def test_the_bureaus_rows_win_over_the_library_and_the_narrower_area_over_the_wider():
    day = date(2026, 4, 20)
    rules = [
        DayRule(day, is_workday=False, name=Name("三月三", "San Yue San")),
        DayRule(day, is_workday=True, name=Name("", "")),
    ]
    assert not overlay(national(), "45", rules[:1], []).is_workday(day)
    assert overlay(national(), "4507", rules, []).is_workday(day)
    assert overlay(national(), "", [DayRule(date(2026, 10, 1), is_workday=True, name=CLOSED)], []).is_workday(
        date(2026, 10, 1)
    )


def test_a_year_can_be_loaded_and_withdrawn():
    assert 2027 in overlay(national(), "", [], [YearRule(2027, loaded=True)]).years
    assert 2026 not in overlay(national(), "", [], [YearRule(2026, loaded=False)]).years


def test_holidays_come_from_every_wider_area():
    assert areas("450702") == ["", "45", "4507", "450702"]
    assert areas("450000") == ["", "45"]
    assert areas("440785003") == ["", "44", "4407", "440785"]
    assert areas("") == areas("000000") == [""]
    assert area("441000") == "4410"


def test_adding_working_days_looks_at_no_single_day(monkeypatch):
    calendar = national()
    monkeypatch.setattr(Calendar, "_works", lambda *_: pytest.fail("a day was looked at: the count is a binary search"))
    assert calendar.add_workdays(date(2026, 3, 2), 200) > calendar.add_workdays(date(2026, 3, 2), 20)
    assert calendar.workdays_between(date(2026, 3, 2), date(2026, 3, 30)) == 20
