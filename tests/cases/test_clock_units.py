"""Hours, on-the-spot business, steps with a limit of their own, and the law's day that no promise outruns."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.cases.clocks import DAY, drawn_limits, last, limits
from tests.cases.proceedings import (
    ANN,
    CALENDAR,
    CLERK,
    DECIDER,
    MONDAY,
    Proceeding,
    accepted,
    parallel_route,
)
from yichuang.cases import clock
from yichuang.cases import commands as cm
from yichuang.cases.clock import LineKind, Settings, explain, explain_hours, explain_on_the_spot, of_step
from yichuang.cases.facts import Facts
from yichuang.cases.outcome import longest_extension
from yichuang.cases.rows import NEVER, case_row, task_rows
from yichuang.cases.state import Extension, Pause
from yichuang.cases.status import SpecialKind
from yichuang.catalogue.definition import Limit, Limits, Unit
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.calendar import Name
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME, local_date

SETTINGS = Settings()
TEST = cm.StartSpecial(SpecialKind.TESTING, "检测", 5)
PASSED = cm.EndSpecial("合格")
IN_HOURS = Limits(None, Limit(24, Unit.HOUR, "程序规定 art. 51"))
ON_THE_SPOT = Limits(Limit(0, Unit.ON_THE_SPOT))


def governing(case: Proceeding) -> datetime | None:
    found = clock.governing(case.state, CALENDAR, SETTINGS)
    assert found is not None
    return found.due


def at(day: int, hour: int = 10) -> datetime:
    """A moment of March 2026; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, tzinfo=BUREAU_TIME)


# --- hours ------------------------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 72),
    st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 1)),  # noqa: DTZ001 - given its zone below
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=3),
)
def test_hours_run_through_nights_and_holidays_and_pass_over_whole_days_of_what_began_in_time(hours, moment, gaps):
    start = moment.replace(tzinfo=BUREAU_TIME)
    pauses, free, due = [], start.date(), start + timedelta(hours=hours)
    for gap, length in gaps:
        since = free + gap * DAY
        free = since + length * DAY
        pauses.append(Pause(since, free))
        if since <= due.date():
            due += length * DAY
        else:
            break
    told = explain_hours(Limit(hours, Unit.HOUR), start, pauses)
    assert told.due == due
    assert sum(line.days for line in told.lines if line.kind is LineKind.EXCLUDED) * DAY == due - start - timedelta(
        hours=hours
    )


def test_a_procedure_begun_days_after_the_hours_were_up_does_not_make_the_case_timely_again():
    case = accepted(limits=IN_HOURS)
    assert governing(case) == at(3)
    case.do(ANN, TEST, after=timedelta(days=3))
    assert governing(case) == at(3)
    case.do(ANN, PASSED, after=timedelta(days=5))
    assert governing(case) == at(3)


def test_a_procedure_begun_in_time_stops_the_hours_and_gives_whole_days_back():
    case = accepted(limits=IN_HOURS)
    case.do(ANN, TEST, after=timedelta(hours=2))
    assert governing(case) is None
    case.do(ANN, PASSED, after=timedelta(days=5))
    assert governing(case) == at(8)
    excluded = [line for line in clock.statutory(case.state, CALENDAR, SETTINGS).lines if line.kind == "excluded"]
    assert [(line.days, line.unit) for line in excluded] == [(5, Unit.CALENDAR_DAY)]


def test_hours_that_a_procedure_of_the_same_day_interrupts_stay_as_they_are():
    case = accepted(limits=IN_HOURS)
    case.do(ANN, TEST)
    case.do(ANN, PASSED, after=timedelta(hours=3))
    assert governing(case) == at(3)


def test_hours_run_anew_from_what_came_in_after_a_correction_notice():
    case = Proceeding(limits=IN_HOURS)
    case.do(CLERK, cm.Receive(), cm.AskCorrection(("photo",), "缺照片"))
    case.do(CLERK, cm.SupplyCorrection(("photo",)), after=timedelta(days=2))
    case.do(CLERK, cm.Accept())
    assert governing(case) == at(5)


# --- on the spot ------------------------------------------------------------------------------------------------------


def test_an_on_the_spot_case_under_a_special_procedure_is_stopped_and_due_on_the_day_that_it_ends():
    case = accepted(limits=ON_THE_SPOT)
    assert local_date(governing(case)) == date(2026, 3, 2)
    case.do(ANN, TEST)
    assert governing(case) is None
    case.do(ANN, PASSED, after=timedelta(days=5))
    assert local_date(governing(case)) == date(2026, 3, 9)
    told = [line.kind for line in clock.promised(case.state, CALENDAR, SETTINGS).lines]
    assert told == [LineKind.START, LineKind.LIMIT, LineKind.EXCLUDED, LineKind.DUE]


def test_an_on_the_spot_case_that_is_late_already_is_not_cured_by_a_procedure():
    case = accepted(limits=ON_THE_SPOT)
    case.do(ANN, TEST, after=DAY)
    assert local_date(governing(case)) == date(2026, 3, 2)
    case.do(ANN, PASSED, after=DAY)
    assert local_date(governing(case)) == date(2026, 3, 2)


@settings(deadline=None)
@given(st.integers(2, 12), st.integers(8, 20), st.integers(0, 4), st.integers(0, 9), st.integers(2, 20))
def test_on_the_spot_business_is_due_on_a_working_day_and_never_earlier_for_a_pause_or_a_holiday(
    day, hour, gap, length, free
):
    received, since = at(day, hour), date(2026, 3, day) + gap * DAY
    plain = last(explain_on_the_spot(received, CALENDAR, SETTINGS))
    pause = Pause(since, since + length * DAY)
    more = replace(CALENDAR, days_off={**CALENDAR.days_off, date(2026, 3, free): Name("新", "New")})
    due = last(explain_on_the_spot(received, CALENDAR, SETTINGS, [pause]))
    assert due == (CALENDAR.next_workday(max(plain, pause.until)) if since <= plain else plain)
    assert due <= last(explain_on_the_spot(received, more, SETTINGS, [pause]))
    assert plain == last(explain_on_the_spot(received, CALENDAR, SETTINGS, [Pause(since, since)]))


# --- steps ------------------------------------------------------------------------------------------------------------


def with_step_limit(limit: Limit) -> Proceeding:
    route = tuple(replace(step, limit=limit) if step.key == "check" else step for step in parallel_route())
    return accepted(route=route)


def of_check(case: Proceeding) -> tuple[datetime | None, datetime]:
    """When the task of the step is due, and where it ranks."""
    facts = Facts(case.now, CALENDAR)
    task = task_rows(case.state, case_row(case.state, "", facts).due_at, facts)["check", 1]
    return task.due_at, task.rank_at


@pytest.mark.parametrize(
    ("limit", "before", "after"),
    [
        (Limit(2, Unit.WORKING_DAY), date(2026, 3, 4), date(2026, 4, 3)),
        (Limit(2, Unit.CALENDAR_DAY), date(2026, 3, 4), date(2026, 4, 3)),
        (Limit(24, Unit.HOUR), date(2026, 3, 3), date(2026, 4, 2)),
        (Limit(0, Unit.ON_THE_SPOT), date(2026, 3, 2), date(2026, 4, 1)),
    ],
)
def test_a_step_does_not_run_while_the_case_is_in_a_special_procedure(limit, before, after):
    case = with_step_limit(limit)
    assert local_date(of_check(case)[0]) == before
    case.do(ANN, TEST)
    assert of_check(case) == (None, NEVER)
    case.do(ANN, PASSED, after=timedelta(days=30))
    assert local_date(of_check(case)[0]) == after
    assert of_check(case)[1] == of_check(case)[0]


def test_a_procedure_that_was_over_before_the_step_began_is_nothing_to_it():
    case = with_step_limit(Limit(2, Unit.WORKING_DAY))
    case.do(ANN, TEST)
    case.do(ANN, PASSED, after=timedelta(days=2))
    pauses = case.state.pauses
    told = of_step(Limit(2, Unit.WORKING_DAY), case.now + DAY, pauses, CALENDAR, SETTINGS)
    assert last(told) == date(2026, 3, 9)
    assert LineKind.EXCLUDED not in {line.kind for line in told.lines}


def test_a_step_stands_still_though_its_case_was_late_when_the_procedure_began():
    case = with_step_limit(Limit(19, Unit.WORKING_DAY))
    case.do(ANN, TEST, after=timedelta(days=15))
    assert local_date(governing(case)) == date(2026, 3, 16)
    assert of_check(case) == (None, NEVER)


def test_a_step_without_a_limit_of_its_own_is_due_with_its_case():
    case = accepted()
    facts = Facts(case.now, CALENDAR)
    assert task_rows(case.state, at(16), facts)["check", 1].due_at == at(16)


# --- the law's own day ------------------------------------------------------------------------------------------------

PROMISED_IN_OTHER_DAYS = Limits(Limit(10, Unit.WORKING_DAY), Limit(15, Unit.CALENDAR_DAY, "护照法 art. 6"))


def test_an_extension_never_carries_the_promise_past_the_laws_own_day():
    case = accepted(limits=PROMISED_IN_OTHER_DAYS)
    case.do(DECIDER, cm.Extend(10, "复杂"))
    law = clock.statutory(case.state, CALENDAR, SETTINGS)
    promise = clock.promised(case.state, CALENDAR, SETTINGS)
    assert last(law) == date(2026, 3, 27)
    assert promise.due == law.due == governing(case) == clock.deciding(case.state, CALENDAR, SETTINGS).due
    assert promise.unit is Unit.CALENDAR_DAY
    told = [(line.kind.value, line.unit.value if line.unit else "", line.days) for line in promise.lines]
    assert told == [
        ("start", "", 0), ("limit", "working_day", 10), ("extended", "working_day", 10),
        ("outrun", "", 0),
        ("limit", "calendar_day", 15), ("extended", "calendar_day", 10), ("due", "", 0),
    ]  # fmt: skip
    assert promise.lines[3].day == date(2026, 3, 30)


def test_what_the_law_ends_first_can_no_longer_be_extended_once_the_law_has_ended_it():
    limits = Limits(Limit(20, Unit.WORKING_DAY), Limit(15, Unit.CALENDAR_DAY, "护照法 art. 6"))
    case = accepted(limits=limits)
    assert local_date(governing(case)) == date(2026, 3, 17)
    with pytest.raises(Refusal) as caught:
        case.do(DECIDER, cm.Extend(3, "复杂"), after=timedelta(days=16))
    assert caught.value.code == "cases.too_late_to_extend"


def test_a_procedure_begun_after_the_laws_day_does_not_stop_the_law():
    limits = Limits(Limit(20, Unit.WORKING_DAY), Limit(15, Unit.CALENDAR_DAY, "护照法 art. 6"))
    case = accepted(limits=limits)
    case.do(ANN, TEST, after=timedelta(days=16))
    assert local_date(governing(case)) == date(2026, 3, 17)


@settings(max_examples=300, deadline=None)
@given(drawn_limits(), limits)
def test_what_governs_is_the_earlier_of_promise_and_law(drawn, law):
    case = accepted(limits=Limits(drawn.limit, law))
    extension = Extension(drawn.extension, "复杂", DECIDER) if drawn.extension else None
    state = replace(case.state, accepted_on=drawn.start, pauses=drawn.pauses, extension=extension)
    both = [explain(each, drawn.start, drawn.pauses, drawn.extension, CALENDAR).due for each in (drawn.limit, law)]
    told = clock.governing(state, CALENDAR, SETTINGS)
    assert told.due == min(both)
    assert told.unit is (drawn.limit.unit if both[0] <= both[1] else law.unit)
    assert (LineKind.OUTRUN in {line.kind for line in told.lines}) == (both[1] < both[0])


def test_no_item_of_the_catalogue_is_promised_past_the_law_however_long_it_is_extended():
    both = [item.limits for item in catalogue().items.values() if item.limits.promised and item.limits.statutory]
    assert len(both) > 100
    for each in both:
        case = accepted(limits=Limits(each.promised, each.statutory, longer=each.longer))
        if each.promised.unit in {Unit.WORKING_DAY, Unit.CALENDAR_DAY}:
            case.do(DECIDER, cm.Extend(longest_extension(each), "复杂"))
        assert governing(case) <= clock.statutory(case.state, CALENDAR, SETTINGS).due
        assert governing(case) >= MONDAY
