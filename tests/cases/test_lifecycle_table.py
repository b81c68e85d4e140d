"""The lifecycle table is the engine: what it allows happens, what it does not is refused."""

from datetime import date, timedelta

import pytest
from msgspec import json
from msgspec.structs import replace

from tests.cases.proceedings import (
    ANN,
    CALENDAR,
    CLERK,
    DECIDER,
    MANAGER,
    MONDAY,
    STAFF,
    Proceeding,
    accepted,
    at_decision,
    parallel_route,
    ready,
)
from yichuang.cases import commands as cm
from yichuang.cases.clock import Settings, governing
from yichuang.cases.decide import _RULES, carry_out
from yichuang.cases.events import AnyEvent
from yichuang.cases.facts import Facts
from yichuang.cases.lifecycle import TABLE, available, check_allowed
from yichuang.cases.status import OPEN, Action, DeliveryWay, SpecialKind, Status, Verdict
from yichuang.catalogue.definition import Handling
from yichuang.kernel.errors import Refusal
from yichuang.organisation.local_rules import rules_of


def delivery(**changes: object) -> cm.Deliver:
    return cm.Deliver(
        **{"way": DeliveryWay.WINDOW, "receiver": "周念安", "identity_check": 3, "signature": "ab", **changes}
    )


def test_each_row_names_its_source_and_each_action_has_one_row():
    assert all(row.source for row in TABLE)
    actions = [row.action for row in TABLE]
    assert len(actions) == len(set(actions))
    assert set(actions) | {Action.SUBMIT} == set(Action)


def test_each_command_has_a_rule_and_an_action_of_the_table():
    commands = set(cm.Command.__subclasses__()) - {cm.Submit}
    assert commands == set(_RULES)
    assert {command.action for command in commands} == {row.action for row in TABLE}


def test_nothing_can_be_done_to_an_archived_case_but_reading_a_copy_and_taking_papers_over():
    assert available(Status.ARCHIVED) == {Action.ACKNOWLEDGE, Action.TAKE_OVER}


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN))
def test_a_closed_case_refuses_work(status):
    for action in (Action.OPINE, Action.RECEIVE, Action.DELIVER, Action.VOID):
        with pytest.raises(Refusal) as refused:
            check_allowed(action, status)
        assert refused.value.code == "cases.not_now"


@pytest.mark.parametrize("status", [Status.DECIDED, Status.PRODUCING, Status.READY, Status.DELIVERED])
def test_what_is_decided_is_neither_extended_nor_stopped_nor_ended_in_another_way(status):
    assert not available(status) & {Action.EXTEND, Action.START_SPECIAL, Action.WITHDRAW, Action.TERMINATE}


def test_a_case_runs_from_receipt_to_archive():
    case = ready()
    assert case.state.status is Status.READY
    case.do(CLERK, delivery())
    case.do(None, cm.Archive())
    assert case.state.status is Status.ARCHIVED
    assert case.state.ending is Status.DELIVERED
    assert case.told()[:4] == ["Submitted", "Received", "Accepted", "StepOpened"]


def test_receiving_is_not_accepting():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    assert case.state.status is Status.RECEIVED
    assert case.active() == set()


def test_a_refusal_skips_production_and_carries_reasons_and_remedies():
    case = at_decision()
    case.do(DECIDER, cm.Opine("decide", Verdict.DISAGREE, "材料不实", "可在六十日内申请行政复议"))
    assert case.state.status is Status.READY
    assert (case.state.outcome, case.state.reasons) == ("refused", "材料不实")
    assert case.step("produce").status == "skipped"


@pytest.mark.parametrize(("comment", "remedies"), [("", "复议"), ("理由", ""), ("  ", "  ")])
def test_a_refusal_without_reasons_or_remedies_is_refused(comment, remedies):
    case = at_decision()
    with pytest.raises(Refusal) as refused:
        case.do(DECIDER, cm.Opine("decide", Verdict.DISAGREE, comment, remedies))
    assert refused.value.code == "cases.reasons_and_remedies"


def test_a_second_correction_notice_needs_a_reason_and_a_manager():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(CLERK, cm.AskCorrection(("photo",), "请补照片"))
    case.do(CLERK, cm.SupplyCorrection(("photo",)))
    again = cm.AskCorrection(("lease",), "请补租约", "照片显示地址已变")
    for who, command, code in (
        (CLERK, cm.AskCorrection(("lease",), "请补租约"), "cases.second_correction"),
        (CLERK, again, "cases.manager_only"),
    ):
        with pytest.raises(Refusal) as refused:
            case.do(who, command)
        assert refused.value.code == code
    case.do(MANAGER, again)
    assert case.state.corrections == 2


def test_a_case_is_not_accepted_while_a_correction_is_owed():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(CLERK, cm.AskCorrection(("photo", "lease"), "请补"))
    case.do(CLERK, cm.SupplyCorrection(("photo",)))
    with pytest.raises(Refusal) as refused:
        case.do(CLERK, cm.Accept())
    assert refused.value.code == "cases.correction_open"


def test_handing_over_needs_identity_signature_and_the_old_document():
    for changes, code in (
        ({"signature": ""}, "cases.identity_and_signature"),
        ({"identity_check": None}, "cases.identity_and_signature"),
        ({"must_surrender": ("passport_old",)}, "cases.surrender"),
        ({"must_surrender": ("a",), "surrendered": ("a", "b")}, "cases.nothing_to_surrender"),
    ):
        with pytest.raises(Refusal) as refused:
            ready().do(CLERK, delivery(**changes))
        assert refused.value.code == code
    kept = delivery(must_surrender=("passport_old",), not_surrendered_because="遗失，已登报")
    assert ready().do(CLERK, kept).status is Status.DELIVERED


def test_deferred_materials_hold_the_result_back_until_they_are_made_up():
    case = Proceeding()
    case.do(CLERK, cm.Receive(), cm.Accept(("migration_certificate",), 5))
    assert str(case.state.make_up_by) == "2026-03-09"
    for key in ("check", "recheck", "visit"):
        case.do(MANAGER, cm.Opine(key))
    with pytest.raises(Refusal) as refused:
        case.do(DECIDER, cm.Opine("decide"))
    assert refused.value.code == "cases.deferred_open"
    case.do(CLERK, cm.SupplyDeferred(("migration_certificate",)))
    for key in ("decide", "produce"):
        case.do(DECIDER, cm.Opine(key))
    assert case.do(CLERK, delivery()).status is Status.DELIVERED


def test_deferral_is_for_commitment_cases_and_within_the_promise():
    for changes, days, code in (
        ({"handling": Handling.ON_THE_SPOT}, 3, "cases.deferral_on_the_spot"),
        ({}, 9, "cases.deferral_too_long"),
        ({}, 0, "cases.deferral_too_long"),
    ):
        case = Proceeding(**changes)
        case.do(CLERK, cm.Receive())
        with pytest.raises(Refusal) as refused:
            case.do(CLERK, cm.Accept(("photo",), days))
        assert refused.value.code == code


def test_a_case_may_be_withdrawn_until_it_is_decided_and_voided_by_a_manager_only():
    assert accepted().do(CLERK, cm.Withdraw("不办了")).status is Status.WITHDRAWN
    with pytest.raises(Refusal):
        ready().do(CLERK, cm.Withdraw("不办了"))
    with pytest.raises(Refusal) as refused:
        accepted().do(CLERK, cm.Void("录错"))
    assert refused.value.code == "cases.manager_only"
    assert accepted().do(MANAGER, cm.Void("录错")).status is Status.VOIDED


def test_termination_needs_something_owed():
    with pytest.raises(Refusal) as refused:
        accepted().do(CLERK, cm.Terminate("逾期"))
    assert refused.value.code == "cases.nothing_owed"


def test_deferred_material_has_until_its_day_before_the_case_is_terminated():
    case = Proceeding()
    case.do(CLERK, cm.Receive(), cm.Accept(("photo",), 2))
    with pytest.raises(Refusal) as refused:
        case.do(CLERK, cm.Terminate("没补"), after=timedelta(days=2))
    assert (refused.value.code, refused.value.params) == ("cases.may_still_come", {"by": "2026-03-04"})
    assert case.do(CLERK, cm.Terminate("没补"), after=timedelta(days=1)).status is Status.TERMINATED


def asked(**rules: str) -> Proceeding:
    """A case whose person was asked for a photo on Monday 2 March."""
    case = Proceeding()
    case.rules = rules_of(rules)
    case.do(CLERK, cm.Receive(), cm.AskCorrection(("photo",), "请补照片"))
    return case


@pytest.mark.parametrize(("days", "by"), [("30", "2026-04-01"), ("5", "2026-03-09")], ids=["of work", "moved on"])
def test_who_was_asked_to_correct_has_until_the_day_that_the_bureau_gives(days, by):
    case = asked(correction_days=days)
    last = date.fromisoformat(by)
    for wait in (timedelta(), last - MONDAY.date()):
        with pytest.raises(Refusal) as refused:
            case.do(CLERK, cm.Terminate("没补"), after=wait)
        assert (refused.value.code, refused.value.params) == ("cases.may_still_come", {"by": by})
    assert case.do(CLERK, cm.Terminate("没补"), after=timedelta(days=1)).status is Status.TERMINATED
    assert case.replayed() == case.state


def test_a_second_notice_takes_the_place_of_the_first_with_a_day_of_its_own():
    case = Proceeding()
    case.do(CLERK, cm.Receive(), cm.AskCorrection(("photo", "form"), "请补照片和表格"))
    case.do(CLERK, cm.SupplyCorrection(("photo",)), after=timedelta(days=30))
    case.do(MANAGER, cm.AskCorrection(("lease",), "请补租约", "照片显示地址已变"))
    assert (case.state.missing, str(case.state.correct_by)) == (("lease",), "2026-05-06")


def test_a_day_to_correct_in_a_year_that_is_not_confirmed_is_told_all_the_same():
    received = Proceeding()
    received.do(CLERK, cm.Receive())
    unknown = replace(CALENDAR, years=CALENDAR.years - {2026})
    facts = Facts(MONDAY, unknown, STAFF[CLERK], rules=rules_of({"correction_days": "5"}))
    _, (notice,) = carry_out(1, received.state, [cm.AskCorrection(("photo",), "请补照片")], facts)
    assert str(notice.correct_by) == "2026-03-07"


def test_a_notice_of_before_a_day_was_told_reads_as_it_did_and_holds_nothing_up():
    case = asked()
    old = json.decode(b'{"kind": "correction_asked", "missing": ["photo"], "text": "x"}', type=AnyEvent)
    case.history[-1] = (old, case.now)
    case.state = case.replayed()
    assert case.state.correct_by is None
    assert case.do(CLERK, cm.Terminate("没补")).status is Status.TERMINATED


def test_what_may_follow_after_a_notice_has_until_the_later_of_both_days():
    case = asked(correction_days="5")
    case.do(CLERK, cm.SupplyCorrection(("photo",)))
    case.do(MANAGER, cm.AskCorrection(("photo", "lease"), "请补", "照片不清"), cm.SupplyCorrection(("photo",)))
    case.do(CLERK, cm.Accept(("lease",), 8))
    with pytest.raises(Refusal) as refused:
        case.do(CLERK, cm.Terminate("没补"), after=timedelta(days=10))
    assert refused.value.params == {"by": "2026-03-12"}


def test_a_case_that_waits_in_vain_ends_though_the_person_could_still_correct():
    case = Proceeding(waits_for=(9,))
    case.do(CLERK, cm.Receive(), cm.AskCorrection(("photo",), "请补照片"))
    case.do(None, cm.FailDependency(9, "refused"))
    assert case.do(CLERK, cm.Terminate("前置办件未获准予")).status is Status.TERMINATED


def test_a_late_rest_of_a_correction_does_not_undo_the_deemed_acceptance():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(CLERK, cm.AskCorrection(("photo", "lease"), "请补"), after=timedelta(days=1))
    case.do(CLERK, cm.SupplyCorrection(("photo",)), after=timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        case.do(CLERK, cm.SupplyCorrection(("lease",)), after=timedelta(days=20))
    assert refused.value.code == "cases.deemed_already"
    case.do(None, cm.DeemAccepted())
    assert str(case.state.accepted_on) == "2026-03-04"


def test_a_correction_notice_names_what_is_missing():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    with pytest.raises(Refusal) as refused:
        case.do(CLERK, cm.AskCorrection(("photo", " "), "请补"))
    assert refused.value.code == "cases.correction_empty"


def test_a_suspended_case_may_be_resumed_during_a_special_procedure():
    case = accepted()
    case.do(ANN, cm.Suspend("等鉴定"))
    case.do(ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 3))
    case.do(ANN, cm.Resume())
    assert (case.state.suspended, case.state.status) == (False, Status.SPECIAL)


def test_a_decided_case_stays_decided_while_another_branch_goes_on():
    after = {"decide": ("check",), "recheck": ("decide",), "produce": ("recheck",)}
    route = tuple(replace(each, after=after.get(each.key, each.after)) for each in parallel_route())
    case = accepted(route=route)
    case.do(ANN, cm.Opine("check"))
    case.do(DECIDER, cm.Opine("decide"))
    assert case.active() == {"recheck", "visit"}
    assert case.state.status is Status.DECIDED
    with pytest.raises(Refusal) as refused:
        case.do(CLERK, cm.Withdraw("不办了"))
    assert refused.value.code == "cases.not_now"


def test_not_ours_names_the_agency_and_refused_acceptance_its_remedies():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    for command, code in (
        (cm.FindNotOurs(" "), "cases.name_the_agency"),
        (cm.RefuseAcceptance("不需要许可", ""), "cases.reasons_and_remedies"),
    ):
        with pytest.raises(Refusal) as refused:
            case.do(CLERK, command)
        assert refused.value.code == code
    assert case.do(CLERK, cm.FindNotOurs("民政局")).status is Status.NOT_OURS


def test_only_the_system_deems_a_case_accepted_and_only_after_five_working_days():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    for who, wait, code in ((CLERK, 8, "cases.system_only"), (None, -8 + 7, "cases.not_yet_deemed")):
        with pytest.raises(Refusal) as refused:
            case.do(who, cm.DeemAccepted(), after=timedelta(days=wait))
        assert refused.value.code == code
    case.do(None, cm.DeemAccepted(), after=timedelta(days=1))
    assert case.state.deemed
    assert str(case.state.accepted_on) == "2026-03-02"


def test_a_dependent_case_waits_visibly_and_opens_when_the_other_is_granted():
    case = Proceeding(waits_for=(9,))
    case.do(CLERK, cm.Receive(), cm.Accept())
    assert case.state.status is Status.ACCEPTED
    assert case.active() == set()
    case.do(None, cm.MeetDependency(9))
    assert case.active() == {"check", "visit"}


def test_a_failed_dependency_is_told_and_lets_the_owner_end_the_case():
    case = Proceeding(waits_for=(9,))
    case.do(CLERK, cm.Receive(), cm.Accept())
    case.do(None, cm.FailDependency(9, "refused"))
    assert case.active() == set()
    assert case.do(CLERK, cm.Terminate("前置办件未获准予")).status is Status.TERMINATED


@pytest.mark.parametrize(
    "late",
    [
        cm.AskCorrection(("photo",), "请补照片"),
        cm.RefuseAcceptance("不需要许可", "可申请复议"),
        cm.FindNotOurs("民政局"),
    ],
    ids=lambda command: str(command.action),
)
def test_after_five_working_days_nothing_can_be_sent_back_or_turned_away(late):
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    with pytest.raises(Refusal) as refused:
        case.do(CLERK, late, after=timedelta(days=8))
    assert refused.value.code == "cases.deemed_already"
    in_time = Proceeding()
    in_time.do(CLERK, cm.Receive())
    in_time.do(CLERK, late, after=timedelta(days=7))


def test_a_late_acceptance_counts_from_the_day_of_receipt_whoever_comes_first():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(CLERK, cm.Accept(), after=timedelta(days=18))
    assert case.state.deemed
    assert str(case.state.accepted_on) == "2026-03-02"


def test_while_a_correction_notice_is_out_no_limit_of_the_bureau_runs():
    case = Proceeding()
    case.do(CLERK, cm.Receive())
    case.do(CLERK, cm.AskCorrection(("photo",), "请补照片"))
    assert governing(case.state, CALENDAR, Settings()) is None
    case.do(CLERK, cm.SupplyCorrection(("photo",)), after=timedelta(days=30))
    found = governing(case.state, CALENDAR, Settings())
    assert found is not None
    assert str(found.due.date()) == "2026-04-09"  # 1 April and five working days over the holiday of 6 April
