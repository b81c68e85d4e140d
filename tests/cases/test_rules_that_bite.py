"""Rules of time and outcome, each by the case that it stops."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.cases.proceedings import (
    ANN,
    BEN,
    CALENDAR,
    CHEN,
    CLERK,
    DECIDER,
    MANAGER,
    STAFF,
    Proceeding,
    accepted,
    ready,
)
from yichuang.cases import clock
from yichuang.cases import commands as cm
from yichuang.cases.decide import carry_out
from yichuang.cases.facts import Facts
from yichuang.cases.status import Cargo, DeliveryWay, SpecialKind, Status
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.local_rules import rules_of

DAYS = timedelta(days=1)
HANDED = cm.Deliver(DeliveryWay.WINDOW, "周念安", identity_check=1, signature="s")


def refused(case: Proceeding, who: int | None, *commands: cm.Command, after: timedelta = timedelta()) -> str:
    with pytest.raises(Refusal) as caught:
        case.do(who, *commands, after=after)
    return caught.value.code


def test_what_is_over_can_no_longer_be_extended_and_on_the_last_day_it_can():
    assert refused(accepted(), DECIDER, cm.Extend(3, "复杂"), after=15 * DAYS) == "cases.too_late_to_extend"
    case = accepted()
    case.do(DECIDER, cm.Extend(3, "复杂"), after=14 * DAYS)
    assert case.state.extension.days == 3


@pytest.mark.parametrize("days", [0, -1])
def test_a_special_procedure_says_how_many_days_it_needs(days):
    assert refused(accepted(), ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", days)) == "cases.special_days"


def test_no_more_materials_may_follow_than_the_bureau_allows():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    two = cm.Accept(("photo", "lease"), 3)
    facts = Facts(case.now, CALENDAR, STAFF[CLERK], STAFF, rules=rules_of({"deferral_count": "1"}))
    with pytest.raises(Refusal) as caught:
        carry_out(1, case.state, (two,), facts)
    assert caught.value.code == "cases.deferral_too_many"
    allowed = replace(facts, rules=rules_of({"deferral_count": "2"}))
    assert carry_out(1, case.state, (two,), allowed)[0].deferred == ("photo", "lease")


def test_once_the_five_days_are_over_a_case_is_accepted_though_something_is_missing():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(CLERK, cm.AskCorrection(("photo", "lease"), "缺照片和合同"))
    case.do(CLERK, cm.SupplyCorrection(("photo",)), after=DAYS)
    came_in = local_date(case.now)
    assert refused(case, CLERK, cm.Accept()) == "cases.correction_open"
    case.do(CLERK, cm.Accept(), after=8 * DAYS)
    assert (case.state.accepted_on, case.state.deemed, case.state.missing) == (came_in, True, ("lease",))


def test_only_a_manager_or_time_itself_files_a_case_away():
    case = ready()
    case.do(CLERK, HANDED)
    for officer in (CLERK, ANN, DECIDER):
        assert refused(case, officer, cm.Archive()) == "cases.manager_only"
    case.do(MANAGER, cm.Archive())
    assert case.state.status is Status.ARCHIVED
    by_time = ready()
    by_time.do(CLERK, HANDED)
    assert by_time.do(None, cm.Archive()).status is Status.ARCHIVED


def test_a_result_that_is_on_its_way_is_handed_out_by_nobody_until_it_is_taken_over():
    case = ready()
    case.do(CLERK, cm.SendOn("JJ-1", Cargo.RESULT, to_unit=3, pieces=1))
    assert refused(case, CLERK, HANDED) == "cases.on_its_way"
    case.do(CLERK, cm.TakeOver("JJ-1", Cargo.RESULT, pieces=1))
    assert case.do(CLERK, HANDED).status is Status.DELIVERED


def test_a_result_is_handed_over_within_ten_working_days_of_the_decision():
    case = ready()
    due = clock.delivery(case.state, CALENDAR).due
    assert CALENDAR.workdays_between(local_date(case.state.decided_at), local_date(due)) == 10
    assert clock.governing(case.state, CALENDAR, clock.Settings()).due == due


def test_a_step_is_transferred_only_to_one_who_holds_its_grant():
    case = accepted()
    case.do(ANN, cm.Claim("check"))
    assert refused(case, ANN, cm.Transfer("check", CHEN, "休假")) == "cases.colleague_not_authorised"
    case.do(ANN, cm.Transfer("check", BEN, "休假"))
    assert case.step("check").asked()[0].staff == BEN


def test_nobody_works_on_a_case_that_waits_for_another_until_that_is_granted():
    case = accepted(waits_for=(2,))
    for who, step in ((ANN, "check"), (DECIDER, "decide")):
        assert refused(case, who, cm.Opine(step)) == "cases.step_not_open"
    case.do(None, cm.MeetDependency(2))
    case.do(ANN, cm.Opine("check"))
    assert case.step("check").status == "done"
