"""The clock explains itself, and its properties hold for any dates."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from tests.cases.clocks import DAY, Drawn, by_hand, days_around, drawn_limits, last
from tests.cases.proceedings import ANN, CALENDAR, CLERK, DECIDER, MONDAY, Proceeding, accepted
from yichuang.cases import clock
from yichuang.cases import commands as cm
from yichuang.cases.clock import Explained, LineKind, Settings, explain, explain_on_the_spot
from yichuang.cases.events import AnyEvent
from yichuang.cases.evolve import replay
from yichuang.cases.facts import Facts
from yichuang.cases.rows import case_row, task_rows
from yichuang.cases.state import CaseState, Pause
from yichuang.cases.status import SpecialKind
from yichuang.catalogue.definition import Limit, Unit
from yichuang.kernel import moment
from yichuang.kernel.calendar import Calendar, Name
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME

SETTINGS = Settings()
EXAMPLES = settings(max_examples=400, deadline=None)


def explained(drawn: Drawn, calendar: Calendar = CALENDAR) -> Explained:
    return explain(drawn.limit, drawn.start, drawn.pauses, drawn.extension, calendar)


def with_holiday(day: date) -> Calendar:
    off = {**CALENDAR.days_off, day: Name("新增假日", "New holiday")}
    return replace(CALENDAR, days_off=off, workdays=CALENDAR.workdays - {day})


@EXAMPLES
@given(drawn_limits())
def test_the_last_day_is_the_one_that_counting_by_hand_comes_to(drawn):
    assert last(explained(drawn)) == by_hand(drawn)


@EXAMPLES
@given(drawn_limits())
def test_a_due_date_is_a_working_day_on_which_no_pause_runs(drawn):
    due = last(explained(drawn))
    assert CALENDAR.is_workday(due)
    assert due > drawn.start
    assert not any(pause.since <= due < pause.until for pause in drawn.pauses)


@EXAMPLES
@given(st.data(), drawn_limits())
def test_suspending_and_resuming_on_one_day_changes_nothing(data, drawn):
    day = data.draw(days_around(drawn))
    with_nothing = replace(drawn, pauses=(*drawn.pauses, Pause(day, day)))
    assert explained(with_nothing).due == explained(drawn).due


@EXAMPLES
@given(st.data(), drawn_limits())
def test_an_added_holiday_never_makes_it_earlier(data, drawn):
    more = with_holiday(data.draw(days_around(drawn)))
    assert last(explained(drawn, more)) >= last(explained(drawn))


def test_a_holiday_on_the_day_that_a_pause_of_the_last_day_ends_does_not_make_it_earlier():
    drawn = Drawn(Limit(1, Unit.WORKING_DAY), date(2023, 1, 2), (Pause(date(2023, 1, 3), date(2023, 1, 4)),), 0)
    assert last(explained(drawn)) == date(2023, 1, 4)
    assert last(explained(drawn, with_holiday(date(2023, 1, 4)))) == date(2023, 1, 5)


@EXAMPLES
@given(st.data(), drawn_limits())
def test_a_longer_pause_or_extension_never_makes_it_earlier(data, drawn):
    longer = replace(drawn, extension=drawn.extension + data.draw(st.integers(1, 5)))
    assert last(explained(longer)) >= last(explained(drawn)) >= last(explained(replace(drawn, pauses=())))
    if drawn.pauses:
        *before, ending = drawn.pauses
        stretched = replace(drawn, pauses=(*before, replace(ending, until=ending.until + DAY)))
        assert last(explained(stretched)) >= last(explained(drawn))


@EXAMPLES
@given(drawn_limits(), st.integers(1, 9), st.integers(0, 12))
def test_a_pause_begun_after_the_last_day_changes_nothing_and_one_begun_on_it_gives_it_back(drawn, late, length):
    due = last(explained(drawn))
    begun = due + late * DAY
    too_late = replace(drawn, pauses=(*drawn.pauses, Pause(begun, begun + length * DAY)))
    assert explained(too_late) == explained(drawn)
    assert explained(replace(drawn, pauses=(*drawn.pauses, Pause(begun)))) == explained(drawn)
    before = tuple(pause for pause in drawn.pauses if pause.since <= due)
    in_time = replace(drawn, pauses=(*before, Pause(due, due + length * DAY)))
    assert last(explained(in_time)) == CALENDAR.next_workday(due + length * DAY)
    assert explained(replace(drawn, pauses=(*drawn.pauses, Pause(due)))).due is None


@EXAMPLES
@given(drawn_limits())
def test_the_lines_add_up_to_the_last_day(drawn):
    told = explained(drawn)
    working = drawn.limit.unit is Unit.WORKING_DAY
    day = drawn.start
    for line in told.lines:
        if line.kind in {LineKind.LIMIT, LineKind.EXCLUDED, LineKind.EXTENDED}:
            assert line.unit is drawn.limit.unit
            day = CALENDAR.add_workdays(day, line.days) if working else day + line.days * DAY
        elif line.kind is LineKind.ROLLED:
            assert line.day == day
            day = line.until
    assert told.lines[-1] == clock.ClockLine(LineKind.DUE, last(told))
    assert CALENDAR.next_workday(day) == last(told)


def test_the_answer_explains_itself_line_by_line():
    start = date(2026, 9, 24)
    pauses = [
        Pause(date(2026, 9, 25), date(2026, 9, 29), SpecialKind.TESTING),
        Pause(date(2026, 9, 29), date(2026, 9, 30)),
    ]
    told = explain(Limit(10, Unit.WORKING_DAY, "行政许可法 art. 42"), start, pauses, 2, CALENDAR)
    kinds = [line.kind for line in told.lines]
    assert kinds[:5] == [LineKind.START, LineKind.LIMIT, LineKind.EXTENDED, LineKind.EXCLUDED, LineKind.EXCLUDED]
    assert [(line.name, line.days) for line in told.lines[3:5]] == [("testing", 2), ("", 1)]
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
    assert not told.is_unknown


def test_on_the_spot_business_is_due_today_or_after_closing_on_the_next_working_day():
    friday = datetime(2026, 3, 6, 16, 0, tzinfo=BUREAU_TIME)
    assert last(explain_on_the_spot(friday, CALENDAR, SETTINGS)) == date(2026, 3, 6)
    on_the_stroke = friday.replace(hour=17, minute=30)
    assert last(explain_on_the_spot(on_the_stroke, CALENDAR, SETTINGS)) == date(2026, 3, 6)
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
    for key in ("check", "recheck", "visit"):
        case.do(ANN, cm.Opine(key))
    case.do(DECIDER, cm.Opine("decide"))
    assert last(clock.governing(case.state, CALENDAR, SETTINGS)) == date(2026, 3, 16)
    assert last(clock.delivery(case.state, CALENDAR)) == CALENDAR.add_workdays(MONDAY.date(), 10)


def test_a_deemed_acceptance_runs_from_the_day_of_receipt():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(None, cm.DeemAccepted(), after=timedelta(days=8))
    assert last(clock.promised(case.state, CALENDAR, SETTINGS)) == last(
        explain(Limit(10, Unit.WORKING_DAY), MONDAY.date(), [], 0, CALENDAR)
    )


# --- replay -----------------------------------------------------------------------------------------------------------

MOVES = {
    "stop": (ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 5)),
    "go on": (ANN, cm.EndSpecial("合格")),
    "extend": (DECIDER, cm.Extend(3, "复杂")),
    "suspend": (ANN, cm.Suspend("待查")),
    "resume": (ANN, cm.Resume()),
    "check": (ANN, cm.Opine("check")),
}


def answers(state: CaseState) -> tuple[object, ...]:
    """Everything the clock says of a case, and what the tables keep of it."""
    facts = Facts(moment.now(), CALENDAR)
    row = case_row(state, "", facts)
    said = [each(state, CALENDAR, SETTINGS) for each in (clock.governing, clock.promised, clock.statutory)]
    return (
        *said,
        clock.acceptance(state, CALENDAR),
        clock.delivery(state, CALENDAR),
        row,
        task_rows(state, row.due_at, facts),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 6)), max_size=8))
def test_replay_of_what_was_recorded_gives_the_same_answer_after_each_event_whenever_it_is_asked(moves):
    case = accepted()
    told = [(len(case.history), answers(case.state))]
    for move, days in moves:
        who, command = MOVES[move]
        try:
            case.do(who, command, after=timedelta(days=days))
        except Refusal:
            continue
        told.append((len(case.history), answers(case.state)))
    kept = [(json.decode(json.encode(event), type=AnyEvent), at) for event, at in case.history]
    with moment.at(case.now + timedelta(days=400)):
        for length, answer in told:
            assert answers(replay(1, kept[:length])) == answer
