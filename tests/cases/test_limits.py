"""What the engine does with the limits an item carries: none promised, the law's own, and how far the law lets it wait."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from tests.cases.proceedings import (
    ANN,
    CALENDAR,
    CLERK,
    DECIDER,
    STAFF,
    Proceeding,
    accepted,
    officer,
    parallel_route,
)
from yichuang.cases import clock
from yichuang.cases import commands as cm
from yichuang.cases.clock import Settings
from yichuang.cases.decide import carry_out
from yichuang.cases.facts import Facts
from yichuang.cases.outcome import longest_extension, procedures
from yichuang.cases.rows import case_row
from yichuang.cases.state import Extension
from yichuang.cases.status import SpecialKind
from yichuang.catalogue.definition import Level, Limit, Limits, StepAct, Text, Unit
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.terms import Act
from yichuang.surfaces.story import deadline

HEAD = 9
NEVER_SET = Limits()
BY_LAW = Limits(statutory=Limit(15, Unit.CALENDAR_DAY, "护照法 art. 6"))
PASSPORT = Limits(Limit(7, Unit.WORKING_DAY), BY_LAW.statutory, longer=Limit(30, Unit.CALENDAR_DAY, "护照法 art. 6"))
RECORDS = Limits(
    Limit(3, Unit.WORKING_DAY), Limit(3, Unit.WORKING_DAY), longer_by=Level.CITY, longer_for=Text("复杂", "x")
)


def refused(case: Proceeding, who: int, *commands: cm.Command) -> str:
    with pytest.raises(Refusal) as caught:
        case.do(who, *commands)
    return caught.value.code


def due(case: Proceeding) -> date | None:
    found = clock.governing(case.state, CALENDAR, Settings())
    return local_date(found.due) if found and found.due else None


def test_a_case_that_nobody_has_set_a_limit_for_is_never_due_and_goes_its_way():
    case = accepted(limits=NEVER_SET)
    assert clock.promised(case.state, CALENDAR, Settings()) is None
    assert due(case) is None
    assert case_row(case.state, "", Facts(case.now, CALENDAR)).due_at is None
    assert case.replayed() == case.state
    case.do(ANN, cm.Opine("check"))
    assert "recheck" in case.active()


def test_it_still_has_to_be_accepted_in_five_days_and_delivered_in_ten():
    case = Proceeding(limits=NEVER_SET)
    case.do(CLERK, cm.Receive())
    assert due(case) == date(2026, 3, 9)


def test_without_a_promise_a_case_runs_against_the_law():
    case = accepted(limits=BY_LAW)
    assert clock.promised(case.state, CALENDAR, Settings()) is None
    assert due(case) == date(2026, 3, 17)


def test_without_a_limit_nothing_can_be_extended_and_materials_may_follow_as_long_as_the_bureau_allows():
    assert refused(accepted(limits=NEVER_SET), DECIDER, cm.Extend(1, "复杂")) == "cases.cannot_extend"
    case = Proceeding(limits=NEVER_SET)
    case.do(CLERK, cm.Receive())
    assert refused(case, CLERK, cm.Accept(("id_card",), 21)) == "cases.deferral_too_long"
    case.do(CLERK, cm.Accept(("id_card",), 20))


def test_the_law_says_how_many_days_may_be_added():
    assert longest_extension(PASSPORT) == 15
    assert longest_extension(BY_LAW) == longest_extension(NEVER_SET) == 10
    case = accepted(limits=PASSPORT)
    assert refused(case, DECIDER, cm.Extend(16, "偏远")) == "cases.extension_too_long"
    case.do(DECIDER, cm.Extend(15, "偏远"))
    assert local_date(clock.statutory(case.state, CALENDAR, Settings()).due) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("limits", "article"),
    [
        (PASSPORT, "护照法 art. 6"),
        (replace(RECORDS, statutory=Limit(3, Unit.WORKING_DAY, "查询工作规定")), "查询工作规定"),
        (RECORDS, "行政许可法 art. 42"),
        (BY_LAW, "行政许可法 art. 42"),
    ],
)
def test_an_extension_rests_on_the_items_own_law_where_that_speaks_of_one(limits, article):
    state = replace(accepted(limits=limits).state, extension=Extension(1, "复杂", HEAD))
    told = clock.statutory(state, CALENDAR, Settings()).lines
    assert [line.article for line in told if line.kind == "extended"] == [article]


def test_an_extension_that_a_higher_head_approves_is_granted_by_nobody_below():
    plain = officer(HEAD, Act.DECIDE)
    head = replace(plain, grants=tuple(replace(grant, level=Level.CITY) for grant in plain.grants))
    case = accepted(limits=RECORDS, route=parallel_route())
    assert refused(case, DECIDER, cm.Extend(2, "情况复杂")) == "cases.not_authorised"
    facts = Facts(case.now + timedelta(hours=1), CALENDAR, head, STAFF)
    state, happened = carry_out(1, case.state, (cm.Extend(2, "情况复杂"),), facts)
    assert state.extension.days == 2
    assert happened[0].approved_by == HEAD
    assert state.step_of(StepAct.DECIDE).level is Level.COUNTY


def test_the_screens_count_in_the_units_of_the_limit_that_governs_and_show_none_where_there_is_none():
    law, none = accepted(limits=BY_LAW), accepted(limits=NEVER_SET)
    facts = Facts(law.now, CALENDAR)
    assert (deadline.promised(law.state, facts), deadline.governing(none.state, facts)) == (None, None)
    shown = deadline.governing(law.state, facts)
    assert (shown.unit, shown.remaining) == (Unit.CALENDAR_DAY, 15)


def test_verifying_stops_the_clock_only_where_the_items_own_law_says_so_and_that_law_is_named():
    """Hall facts B40: the time of verifying is not counted for a record certificate; for others it is."""
    verify = cm.StartSpecial(SpecialKind.VERIFICATION, "函询外地", 5)
    assert refused(accepted(limits=PASSPORT), ANN, verify) == "cases.time_counts"
    case = accepted(limits=replace(RECORDS, uncounted="查询工作规定"))
    before = due(case)
    case.do(ANN, verify)
    assert due(case) is None
    case.do(ANN, cm.EndSpecial("属实"), after=timedelta(days=7))
    found = clock.governing(case.state, CALENDAR, Settings())
    assert {line.article for line in found.lines if line.kind == "excluded"} == {"查询工作规定"}
    assert CALENDAR.workdays_between(before, due(case)) == 5
    assert case.replayed() == case.state


def test_the_procedures_of_the_licensing_law_stop_every_clock():
    assert SpecialKind.VERIFICATION not in procedures(PASSPORT)
    assert set(procedures(replace(RECORDS, uncounted="x"))) == set(SpecialKind)
    for limits in (PASSPORT, replace(RECORDS, uncounted="查询工作规定")):
        case = accepted(limits=limits)
        case.do(ANN, cm.StartSpecial(SpecialKind.APPRAISAL, "笔迹", 5))
        assert clock.governing(case.state, CALENDAR, Settings()).lines[-1].article == "行政许可法 art. 45"
