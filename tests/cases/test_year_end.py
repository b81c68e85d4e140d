"""The year's end without next year's calendar: work goes on, and a day that cannot be known is left open and said to be."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.applications.filings import MOVE, story_1
from tests.cases.clocks import drawn_limits
from tests.cases.proceedings import ANN, CALENDAR, DECIDER, STAFF, Proceeding, accepted, at_decision
from tests.cases.proceedings import CLERK as CLERK_OF_TESTS
from tests.ground.jobs import run_due
from tests.ground.refusals import refused
from tests.ground.world import World
from tests.signing_in import sign_in
from yichuang.applications.submit import submit
from yichuang.cases import clock, intake
from yichuang.cases import commands as cm
from yichuang.cases import decide as engine
from yichuang.cases import events as ev
from yichuang.cases.clock import LineKind, Settings, explain, explain_on_the_spot
from yichuang.cases.evolve import evolve
from yichuang.cases.facts import Facts
from yichuang.cases.models import Case, Task
from yichuang.cases.perform import perform
from yichuang.cases.refresh_deadlines import refresh_cases
from yichuang.cases.rows import NEVER, case_row, task_rows, unknown_deadlines
from yichuang.cases.state import Pause
from yichuang.cases.status import SpecialKind, Verdict
from yichuang.cases.store import load
from yichuang.catalogue.definition import Limit, Limits, Unit
from yichuang.kernel import moment
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.kernel.models import CalendarDay, CalendarYear
from yichuang.kernel.queries import calendar, forget_calendars
from yichuang.licences.models import IssuedPaper
from yichuang.surfaces.api.telling import clock_of

SETTINGS = Settings()
UNTIL_2025 = replace(CALENDAR, years=frozenset(year for year in CALENDAR.years if year <= 2025))
THE_YEAR = date(2026, 1, 1)
IN_TIME = datetime(2026, 11, 25, 10, tzinfo=BUREAU_TIME)
LATE = datetime(2026, 12, 21, 10, tzinfo=BUREAU_TIME)
CLERK, EXAMINER, DECIDES = "990801", "990812", "990811"


@settings(max_examples=400, deadline=None)
@given(st.integers(1, 75), drawn_limits())
def test_a_last_day_in_a_year_that_is_not_known_is_said_to_be_unknown_and_any_other_stays_as_it_is(before, drawn):
    start = date(2025, 12, 31) - timedelta(days=before)
    shift = start - drawn.start
    pauses = [Pause(each.since + shift, each.until + shift) for each in drawn.pauses]
    told, full = (explain(drawn.limit, start, pauses, drawn.extension, days) for days in (UNTIL_2025, CALENDAR))
    if full.due.date().year == 2025:
        assert told == full
    else:
        assert (told.due, told.is_unknown, told.lines[-1].day) == (None, True, THE_YEAR)
        assert told.lines[:2] == full.lines[:2]


@given(st.integers(0, 360), st.integers(0, 20))
def test_silence_counts_the_days_that_have_been_and_needs_no_year_to_come(before, waited):
    """行政许可法 art. 32(4): deemed accepted after five working days; received on 29 December, accepted on the 30th."""
    received = datetime(2025, 12, 30, 10, tzinfo=BUREAU_TIME) - timedelta(days=before)
    case = Proceeding()
    case.do(CLERK_OF_TESTS, cm.Receive())
    state = replace(case.state, received_at=received)
    today = received + timedelta(days=min(waited, before))
    silent = intake._deemed_on(state, Facts(today, UNTIL_2025)) is not None
    assert silent == (today.date() > CALENDAR.add_workdays(received.date(), 5))


def test_a_clock_that_is_stopped_is_stopped_whatever_the_calendar_does_not_know():
    told = explain(Limit(10, Unit.WORKING_DAY), date(2025, 12, 25), [Pause(date(2025, 12, 26))], 0, UNTIL_2025)
    assert told.lines[-1].kind is LineKind.STOPPED


def test_business_taken_after_closing_on_the_last_evening_is_due_on_a_day_not_known_yet():
    evening = datetime(2025, 12, 31, 18, tzinfo=BUREAU_TIME)
    assert explain_on_the_spot(evening, UNTIL_2025, SETTINGS).is_unknown


def test_the_laws_day_governs_where_only_that_is_known():
    case = accepted(limits=Limits(Limit(20, Unit.WORKING_DAY), Limit(20, Unit.CALENDAR_DAY, "护照法 art. 6")))
    state = replace(case.state, accepted_on=date(2025, 12, 9))
    told = clock.governing(state, UNTIL_2025, SETTINGS)
    assert (told.due.date(), told.unit) == (date(2025, 12, 29), Unit.CALENDAR_DAY)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_decided_case_has_no_day_to_deliver_by_in_its_row_and_its_task_ranks_behind_the_known_ones(verdict):
    case = at_decision()
    case.do(DECIDER, cm.Opine("decide", verdict=verdict, comment="理由", remedies="复议"))
    decided = datetime(2025, 12, 22, 10, tzinfo=BUREAU_TIME)
    state = replace(case.state, accepted_on=date(2025, 12, 1), decided_at=decided)
    facts = Facts(case.now, UNTIL_2025)
    row = case_row(state, "", facts)
    assert row.due_at is None
    assert unknown_deadlines(state, facts) == {"due_at"}
    open_tasks = [task for task in task_rows(state, row.due_at, facts).values() if task.ended_at is None]
    assert bool(open_tasks) == (verdict is Verdict.AGREE)
    assert all(task.rank_at == NEVER for task in open_tasks)


def test_a_procedure_runs_into_a_year_that_is_not_known_and_ends_there():
    case = accepted()
    case.do(ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 5))
    state = replace(case.state, accepted_on=date(2025, 12, 10), pauses=(Pause(date(2025, 12, 15), date(2026, 1, 6)),))
    assert clock.governing(state, UNTIL_2025, SETTINGS).is_unknown


# --- the same in the bureau -------------------------------------------------------------------------------------------


@pytest.fixture
def under_review(world: World) -> str:
    """The number of a case that waits for its decision on 21 December; nobody has entered next year."""
    with moment.at(IN_TIME):
        filing = story_1(world.person().pk, world.file(), choices=(MOVE,))
        number = submit(world.actor(CLERK, IN_TIME), filing, key="filed", now=IN_TIME).cases[0].number
    forget_next_year()
    with moment.at(LATE):
        perform(world.actor(EXAMINER, LATE), number, cm.Opine("review"), key="reviewed", now=LATE)
    return number


def forget_next_year() -> None:
    CalendarYear.objects.filter(year=2027).delete()
    CalendarDay.objects.filter(date__year=2027).delete()
    forget_calendars()
    assert max(calendar("990785").years) == 2026


def decide(world: World, number: str, **opinion: Any) -> Case:
    with moment.at(LATE):
        perform(world.actor(DECIDES, LATE), number, cm.Opine("approve", **opinion), key="decided", now=LATE)
        run_due(leave=("messaging.send",))
    return Case.objects.get(number=number)


def confirm_next_year() -> None:
    CalendarYear.objects.create(
        region="", year=2027, loaded=True, source="国办通知", changed_by="990870", changed_at=LATE
    )
    forget_calendars()


@pytest.mark.parametrize(
    ("opinion", "outcome"),
    [({}, "granted"), ({"verdict": Verdict.DISAGREE, "comment": "不符合条件", "remedies": "可以申请复议"}, "refused")],
)
def test_on_21_december_a_case_is_decided_and_told_without_next_years_calendar(
    world: World, under_review: str, opinion, outcome
):
    case = decide(world, under_review, **opinion)
    assert (case.outcome, case.due_at) == (outcome, None)
    assert IssuedPaper.objects.filter(case_nos=[under_review], kind=f"decision_{outcome}").exists()


def test_the_screen_and_the_api_say_which_calendar_is_missing_and_who_enters_it(world: World, under_review: str):
    decide(world, under_review)
    client = Client()
    sign_in(client, world.staff[EXAMINER].account)
    with moment.at(LATE):
        page = client.get(f"/office/?case={under_review}").content.decode()
        told = clock_of(load(under_review).state).governing
    assert "到期日待定" in page
    assert "2027 年的工作日历还没有确认" in page
    assert "控制台 › 工作日历" in page
    assert (told.due, told.lines[-1].kind) == (None, LineKind.UNKNOWN)
    assert "Console › Calendar" in told.explanation.en[-1].text


def test_in_the_new_year_the_lists_still_open_and_count_in_calendar_days(world: World, under_review: str):
    client = Client()
    sign_in(client, world.staff[EXAMINER].account)
    with moment.at(datetime(2027, 1, 14, 10, tzinfo=BUREAU_TIME)):
        page = client.get(f"/office/?case={under_review}")
    assert page.status_code == 200
    assert "超期" in page.content.decode()


def test_the_days_are_filled_in_once_the_year_is_confirmed(world: World, under_review: str):
    case = decide(world, under_review)
    confirm_next_year()
    assert refresh_cases([case], LATE) == 1
    case.refresh_from_db()
    assert case.due_at.date() == calendar("990785").add_workdays(LATE.date(), 10)
    assert set(Task.objects.filter(case=case, ended_at=None).values_list("due_at", flat=True)) == {case.due_at}


def test_days_that_are_not_known_any_more_stand_as_they_were(world: World, under_review: str):
    confirm_next_year()
    case = decide(world, under_review)
    assert case.due_at is not None
    forget_next_year()
    assert refresh_cases([case], LATE) == 0
    case.refresh_from_db()
    assert case.due_at is not None


def test_a_last_day_to_correct_that_turns_out_to_be_a_day_off_moves_on():
    """Asked in December, the days end within Spring Festival of a year that was not known then."""
    asked, last = datetime(2025, 12, 12, 10, tzinfo=BUREAU_TIME), date(2026, 2, 16)
    notice = ev.CorrectionAsked(("photo",), "请补", correct_by=last)
    state = evolve(evolve(Proceeding().state, ev.Received(), asked), notice, asked)
    moved = CALENDAR.next_workday(last)

    def ended(day: date) -> tuple[ev.Event, ...]:
        at = datetime(day.year, day.month, day.day, 10, tzinfo=BUREAU_TIME)
        return engine.decide(state, cm.Terminate("没补"), Facts(at, CALENDAR, STAFF[CLERK_OF_TESTS]))

    with refused("cases.may_still_come"):
        ended(moved)
    assert moved > last
    assert ended(moved + timedelta(days=1))
