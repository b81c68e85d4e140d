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
    at_decision,
    ready,
)
from yichuang.cases import clock
from yichuang.cases import commands as cm
from yichuang.cases.decide import carry_out
from yichuang.cases.facts import Facts
from yichuang.cases.rows import TaskRow, case_row, task_rows
from yichuang.cases.status import Cargo, DeliveryWay, SpecialKind, Status, Verdict
from yichuang.catalogue.definition import Limit, Limits, Unit
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
    case.do(CLERK, cm.TakeOver("JJ-1", Cargo.RESULT, pieces=1, note="封套破损"))
    assert case.history[-1][0].note == "封套破损"
    assert case.do(CLERK, HANDED).status is Status.DELIVERED


def test_a_result_is_handed_over_within_ten_working_days_of_the_decision():
    case = at_decision()
    case.do(DECIDER, cm.Opine("decide"), after=3 * DAYS)
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


def test_only_once_may_a_thing_be_sent_on_and_papers_on_their_way_hold_no_result_back():
    case = ready()
    case.do(CLERK, cm.SendOn("JJ-1", Cargo.PAPERS, to_unit=3, pieces=4))
    assert refused(case, CLERK, cm.SendOn("JJ-2", Cargo.PAPERS, to_unit=3, pieces=4)) == "cases.on_its_way"
    assert refused(case, CLERK, cm.TakeOver("JJ-1", Cargo.RESULT, pieces=1)) == "cases.not_on_its_way"
    assert case.do(CLERK, HANDED).status is Status.DELIVERED


def test_a_procedure_holds_up_neither_papers_on_their_way_nor_materials_that_follow():
    case = Proceeding()
    case.do(CLERK, cm.Receive(), cm.Accept(("photo",), 3))
    case.do(ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 5))
    case.do(CLERK, cm.SendOn("JJ-1", Cargo.PAPERS, to_unit=3, pieces=4), cm.SupplyDeferred(("photo",)))
    assert (case.state.travelling, case.state.deferred) == ((Cargo.PAPERS,), ())


def test_a_result_that_is_posted_needs_no_signature_and_a_refusal_no_old_document():
    posted = cm.Deliver(DeliveryWay.POST, "周念安")
    assert ready().do(CLERK, posted).status is Status.DELIVERED
    owing = replace(HANDED, must_surrender=("passport_old",))
    assert refused(ready(), CLERK, owing) == "cases.surrender"
    case = at_decision()
    case.do(DECIDER, cm.Opine("decide", Verdict.DISAGREE, "材料不实", "可申请复议"))
    assert case.do(CLERK, owing).status is Status.DELIVERED


@pytest.mark.parametrize("limit", [Limit(24, Unit.HOUR, "程序规定 art. 51"), Limit(0, Unit.ON_THE_SPOT)])
def test_no_days_are_added_to_hours_or_to_what_is_done_on_the_spot(limit):
    assert refused(accepted(limits=Limits(None, limit)), DECIDER, cm.Extend(1, "复杂")) == "cases.cannot_extend"


def test_an_extension_adds_at_least_a_day():
    assert refused(accepted(), DECIDER, cm.Extend(0, "复杂")) == "cases.extension_too_long"


def test_a_promise_of_two_days_leaves_a_day_for_what_follows():
    case = Proceeding(limits=Limits(Limit(2, Unit.WORKING_DAY)))
    case.do(CLERK, cm.Receive())
    assert refused(case, CLERK, cm.Accept(("photo",), 2)) == "cases.deferral_too_long"
    assert case.do(CLERK, cm.Accept(("photo",), 1)).deferred == ("photo",)


def test_what_is_urgent_ranks_before_everything_else_and_what_is_suspended_stays_on_the_lists():
    def task(case: Proceeding) -> TaskRow:
        facts = Facts(case.now, CALENDAR)
        return task_rows(case.state, case_row(case.state, "", facts).due_at, facts)["check", 1]

    plain, urgent = accepted(), accepted(urgent="临产")
    assert task(urgent).rank_at < task(plain).rank_at == task(plain).due_at == task(urgent).due_at
    plain.do(ANN, cm.Copy("check", CHEN))
    plain.do(ANN, cm.Opine("check"), cm.Suspend("待查"))
    facts = Facts(plain.now, CALENDAR)
    rows = task_rows(plain.state, None, facts)
    assert {key: row.status for key, row in rows.items()} == {
        ("check", 1): "done", ("check", 2): "open", ("recheck", 1): "open", ("visit", 1): "open",
    }  # fmt: skip
