"""The clock explains itself, and its properties hold for any dates."""

import itertools
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.cases.proceedings import ANN, CALENDAR, CLERK, DECIDER, MONDAY, Proceeding, accepted
from yichuang.cases import clock
from yichuang.cases import commands as cm
from yichuang.cases.clock import LineKind, Settings, explain, explain_on_the_spot, merge
from yichuang.cases.evolve import replay
from yichuang.cases.state import Pause
from yichuang.cases.status import SpecialKind
from yichuang.catalogue.definition import Limit, Unit
from yichuang.kernel.calendar import Name
from yichuang.kernel.localtime import BUREAU_TIME

SETTINGS = Settings()
days = st.dates(date(2024, 1, 1), date(2026, 6, 1))
limits = st.builds(Limit, st.integers(1, 60), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))
pauses = st.lists(
    st.builds(lambda since, length: Pause(since, since + timedelta(days=length)), days, st.integers(0, 20)), max_size=3
)


def last(explained: clock.Explained) -> date:
    assert explained.due is not None
    return explained.due.astimezone(BUREAU_TIME).date()


@given(limits, days, pauses, st.integers(0, 10))
def test_a_due_date_is_a_working_day(limit, start, paused, extension):
    assert CALENDAR.is_workday(last(explain(limit, start, paused, extension, CALENDAR)))


@given(limits, days, pauses, days)
def test_suspending_and_resuming_on_one_day_changes_nothing(limit, start, paused, day):
    with_nothing = explain(limit, start, [*paused, Pause(day, day)], 0, CALENDAR).due
    assert with_nothing == explain(limit, start, paused, 0, CALENDAR).due


@given(limits, days, pauses, st.integers(0, 90))
def test_an_added_holiday_never_makes_it_earlier(limit, start, paused, distance):
    holiday = start + timedelta(days=distance)
    off = {**CALENDAR.days_off, holiday: Name("新增假日", "New holiday")}
    more = replace(CALENDAR, days_off=off, workdays=CALENDAR.workdays - {holiday})
    assert last(explain(limit, start, paused, 0, more)) >= last(explain(limit, start, paused, 0, CALENDAR))


@given(limits, days, pauses)
def test_excluded_time_never_makes_it_earlier_and_an_extension_always_later_or_equal(limit, start, paused):
    plain = last(explain(limit, start, [], 0, CALENDAR))
    assert last(explain(limit, start, paused, 0, CALENDAR)) >= plain
    assert last(explain(limit, start, [], 5, CALENDAR)) >= plain


@given(pauses)
def test_merged_pauses_do_not_overlap_and_cover_the_same_days(paused):
    def covered(of):
        return {p.since + timedelta(days=n) for p in of for n in range(1, (p.until - p.since).days + 1)}

    merged = merge(paused)
    assert covered(merged) == covered(paused)
    assert all(one.until < two.since for one, two in itertools.pairwise(merged))


def test_the_answer_explains_itself_line_by_line():
    start = date(2026, 9, 24)
    told = explain(
        Limit(10, Unit.WORKING_DAY, "行政许可法 art. 42"), start, [Pause(start, date(2026, 9, 29))], 2, CALENDAR
    )
    kinds = [line.kind for line in told.lines]
    assert kinds[:4] == [LineKind.START, LineKind.LIMIT, LineKind.EXCLUDED, LineKind.EXTENDED]
    assert kinds[-1] == LineKind.DUE
    holidays = [line.holiday.zh for line in told.lines if line.kind is LineKind.HOLIDAY]
    assert "国庆节" in holidays
    assert all(
        line.article for line in told.lines if line.kind in {LineKind.EXCLUDED, LineKind.HOLIDAY, LineKind.LIMIT}
    )


def test_an_open_pause_stops_the_clock():
    told = explain(Limit(10, Unit.WORKING_DAY), date(2026, 3, 2), [Pause(date(2026, 3, 4))], 0, CALENDAR)
    assert told.due is None
    assert told.lines[-1].kind is LineKind.STOPPED


def test_on_the_spot_business_is_due_today_or_after_closing_on_the_next_working_day():
    friday = datetime(2026, 3, 6, 16, 0, tzinfo=BUREAU_TIME)
    assert last(explain_on_the_spot(friday, CALENDAR, SETTINGS)) == date(2026, 3, 6)
    late = friday.replace(hour=17, minute=31)
    assert last(explain_on_the_spot(late, CALENDAR, SETTINGS)) == date(2026, 3, 9)
    assert last(explain_on_the_spot(friday + timedelta(days=1), CALENDAR, SETTINGS)) == date(2026, 3, 9)


def test_both_clocks_of_a_case_move_with_a_special_procedure_and_an_extension():
    case = accepted()
    promise = last(clock.promised(case.state, CALENDAR, SETTINGS))
    law = last(clock.statutory(case.state, CALENDAR, SETTINGS))
    case.do(ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 5))
    assert clock.promised(case.state, CALENDAR, SETTINGS).due is None
    case.do(ANN, cm.EndSpecial("合格"), after=timedelta(days=7))
    case.do(DECIDER, cm.Extend(3, "复杂"))
    assert CALENDAR.workdays_between(promise, last(clock.promised(case.state, CALENDAR, SETTINGS))) == 8
    assert CALENDAR.workdays_between(law, last(clock.statutory(case.state, CALENDAR, SETTINGS))) == 8


def test_the_clock_that_governs_is_acceptance_then_promise_then_delivery():
    case = Proceeding()
    assert clock.governing(case.state, CALENDAR, SETTINGS) is None
    case.do(CLERK, cm.Receive())
    assert last(clock.governing(case.state, CALENDAR, SETTINGS)) == date(2026, 3, 9)
    case.do(CLERK, cm.Accept())
    assert last(clock.governing(case.state, CALENDAR, SETTINGS)) == date(2026, 3, 16)


def test_a_deemed_acceptance_runs_from_the_day_of_receipt():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(None, cm.DeemAccepted(), after=timedelta(days=8))
    assert last(clock.promised(case.state, CALENDAR, SETTINGS)) == last(
        explain(Limit(10, Unit.WORKING_DAY), MONDAY.date(), [], 0, CALENDAR)
    )


def test_replay_gives_the_same_answer():
    case = accepted()
    case.do(ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 5))
    case.do(ANN, cm.EndSpecial("合格"), after=timedelta(days=7))
    again = replay(1, case.history)
    assert again == case.state
    assert clock.promised(again, CALENDAR, SETTINGS) == clock.promised(case.state, CALENDAR, SETTINGS)
