"""The verbs of a back office, also inside parallel branches."""

import pytest

from tests.cases.proceedings import (
    ANN,
    BEN,
    CHEN,
    CLERK,
    DECIDER,
    MANAGER,
    SECOND,
    Proceeding,
    accepted,
    at_decision,
    parallel_route,
)
from yichuang.cases import commands as cm
from yichuang.cases.status import SlotStatus, SpecialKind, Status, Verdict
from yichuang.catalogue.definition import Signing
from yichuang.kernel.errors import Refusal


def refused(case: Proceeding, who: int, command: cm.Command) -> str:
    with pytest.raises(Refusal) as caught:
        case.do(who, command)
    return caught.value.code


def test_both_branches_open_at_once_and_the_decision_waits_for_both():
    case = accepted()
    assert case.active() == {"check", "visit"}
    case.do(ANN, cm.Opine("check"))
    case.do(ANN, cm.Opine("recheck"))
    assert case.active() == {"visit"}
    case.do(BEN, cm.Opine("visit"))
    assert case.active() == {"decide"}


def test_only_who_holds_the_grant_may_speak():
    assert refused(accepted(), CHEN, cm.Opine("check")) == "cases.not_authorised"
    assert refused(accepted(), CLERK, cm.Opine("check")) == "cases.not_authorised"
    assert refused(at_decision(), ANN, cm.Opine("decide")) == "cases.not_authorised"


def test_a_claimed_task_is_nobody_elses_until_released():
    case = accepted()
    case.do(ANN, cm.Claim("check"))
    assert refused(case, BEN, cm.Opine("check")) == "cases.not_yours"
    assert refused(case, ANN, cm.Claim("check")) == "cases.already_yours"
    case.do(ANN, cm.Release("check"))
    case.do(BEN, cm.Opine("check"))
    assert case.active() == {"recheck", "visit"}


def test_a_return_inside_a_branch_leaves_the_other_branch_alone():
    case = accepted()
    case.do(BEN, cm.Claim("visit"))
    case.do(ANN, cm.Opine("check"))
    case.do(BEN, cm.Return("recheck", "check", "照片不清"))
    assert case.active() == {"check", "visit"}
    assert case.step("check").at_round == 2
    assert case.step("visit").asked()[0].staff == BEN


def test_a_return_from_the_join_restarts_only_what_hangs_from_the_target():
    case = at_decision()
    case.do(DECIDER, cm.Return("decide", "check", "补核"))
    assert case.active() == {"check"}
    assert case.step("visit").status == "done"
    case.do(ANN, cm.Opine("check"))
    case.do(ANN, cm.Opine("recheck"))
    assert case.active() == {"decide"}


def test_a_return_to_the_window_restarts_both_branches():
    case = at_decision()
    case.do(DECIDER, cm.Return("decide", "accept", "申请表有误"))
    assert case.active() == {"accept"}
    case.do(CLERK, cm.Opine("accept"))
    assert case.active() == {"check", "visit"}
    assert case.state.status is Status.REVIEWING


def test_a_returned_step_goes_back_to_the_hands_that_had_it():
    case = at_decision()
    case.do(DECIDER, cm.Return("decide", "visit", "再访"))
    assert [slot.staff for slot in case.step("visit").asked()] == [ANN]


def test_a_case_cannot_be_returned_forward_sideways_or_after_the_decision():
    assert refused(accepted(), ANN, cm.Return("check", "decide", "x")) == "cases.return_target"
    assert refused(accepted(), ANN, cm.Return("check", "visit", "x")) == "cases.return_target"
    assert refused(at_decision(), DECIDER, cm.Return("decide", "check", " ")) == "cases.reason_needed"
    decided = at_decision()
    decided.do(DECIDER, cm.Opine("decide"))
    assert refused(decided, DECIDER, cm.Return("produce", "check", "x")) == "cases.already_decided"


def test_a_recall_works_while_nobody_behind_has_spoken():
    case = accepted()
    case.do(ANN, cm.Opine("check"))
    case.do(ANN, cm.Recall("check", "漏看一项"))
    assert case.active() == {"check", "visit"}
    case.do(ANN, cm.Opine("check"))
    case.do(BEN, cm.Opine("recheck"))
    assert refused(case, ANN, cm.Recall("check", "x")) == "cases.already_acted"
    assert refused(case, ANN, cm.Recall("recheck", "x")) == "cases.not_yours"


def test_a_transfer_moves_the_task_and_a_delegate_gives_it_back():
    case = accepted()
    case.do(ANN, cm.Transfer("check", BEN, "回避"))
    assert refused(case, ANN, cm.Opine("check")) == "cases.not_yours"
    case.do(BEN, cm.Delegate("check", CHEN, "请先看"))
    assert refused(case, BEN, cm.Opine("check")) == "cases.not_yours"
    case.do(CHEN, cm.Opine("check", comment="无误"))
    assert case.active() == {"check", "visit"}
    case.do(BEN, cm.Opine("check"))
    assert case.active() == {"recheck", "visit"}


def test_a_delegate_cannot_delegate_and_nobody_is_asked_twice():
    case = accepted()
    case.do(ANN, cm.Delegate("check", CHEN, "x"))
    assert refused(case, CHEN, cm.Delegate("check", BEN, "x")) == "cases.delegate_twice"
    case.do(CHEN, cm.Opine("check"))
    case.do(ANN, cm.AddSigner("check", BEN))
    assert refused(case, ANN, cm.AddSigner("check", BEN)) == "cases.already_asked"


@pytest.mark.parametrize(
    "command",
    [
        cm.Transfer("check", BEN, "x"), cm.Return("check", "accept", "x"), cm.Assign("check", (BEN,)),
        cm.AddSigner("check", BEN), cm.RemoveSigner("check", CHEN, "x"),
    ],
)  # fmt: skip
def test_an_added_signer_and_a_delegate_speak_and_dispose_of_nothing(command):
    added = accepted()
    added.do(ANN, cm.AddSigner("check", CHEN))
    assert refused(added, CHEN, command) in {"cases.principal_only", "cases.not_authorised"}
    delegated = accepted()
    delegated.do(ANN, cm.Delegate("check", CHEN, "x"))
    assert refused(delegated, CHEN, command) in {"cases.principal_only", "cases.not_authorised"}
    delegated.do(CHEN, cm.Opine("check"))
    assert "check" in delegated.active()


def test_taking_off_the_last_signer_who_has_not_spoken_ends_the_step():
    case = accepted()
    case.do(ANN, cm.AddSigner("check", CHEN))
    case.do(ANN, cm.Opine("check"))
    assert refused(case, BEN, cm.RemoveSigner("check", CHEN, "x")) == "cases.principal_only"
    case.do(ANN, cm.RemoveSigner("check", CHEN, "出差"))
    assert case.step("check").status == "done"
    assert "recheck" in case.active()


def test_an_added_signer_must_speak_too_and_can_be_removed_before():
    case = accepted()
    case.do(ANN, cm.AddSigner("check", CHEN))
    case.do(ANN, cm.Opine("check"))
    assert case.active() == {"check", "visit"}
    case.do(CHEN, cm.Opine("check"))
    assert "recheck" in case.active()
    other = accepted()
    other.do(ANN, cm.AddSigner("visit", CHEN))
    other.do(ANN, cm.RemoveSigner("visit", CHEN, "不需要"))
    other.do(ANN, cm.Opine("visit"))
    assert other.step("visit").status == "done"
    assert refused(accepted(), ANN, cm.RemoveSigner("check", CHEN, "x")) == "cases.not_a_signer"


def test_all_signers_must_agree_in_a_joint_signature():
    case = accepted(route=parallel_route(Signing.ALL))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check"))
    assert "check" in case.active()
    case.do(BEN, cm.Opine("check", Verdict.DISAGREE, "存疑"))
    assert case.step("check").verdict is Verdict.DISAGREE
    assert "recheck" in case.active()


def test_nobody_signs_twice_in_a_joint_signature():
    case = accepted(route=parallel_route(Signing.ALL))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check"))
    assert refused(case, BEN, cm.Transfer("check", ANN, "x")) == "cases.already_asked"
    assert refused(case, BEN, cm.AddSigner("check", ANN)) == "cases.already_asked"
    assert "check" in case.active()


def test_the_first_of_several_signers_settles_an_any_signature():
    case = accepted(route=parallel_route(Signing.ANY))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(BEN, cm.Opine("check"))
    assert case.step("check").status == "done"
    assert [slot.status for slot in case.step("check").slots if slot.staff == ANN] == [SlotStatus.CANCELLED]


def test_signers_are_not_reassigned_after_one_has_spoken():
    case = accepted(route=parallel_route(Signing.ALL))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check"))
    assert refused(case, BEN, cm.Assign("check", (CHEN,))) == "cases.already_acted"


def test_a_joint_signature_needs_two_who_are_named():
    case = accepted(route=parallel_route(Signing.ALL))
    assert refused(case, ANN, cm.Opine("check")) == "cases.assign_first"
    assert refused(case, ANN, cm.Assign("check", (BEN, BEN))) == "cases.joint_needs_two"
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check"))
    assert "check" in case.active()


def test_everybody_of_a_joint_signature_is_asked_again_after_a_return_inside_the_branch():
    case = accepted(route=parallel_route(Signing.ALL))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check"))
    case.do(BEN, cm.Opine("check"))
    case.do(DECIDER, cm.Return("recheck", "check", "照片不清"))
    assert {slot.staff for slot in case.step("check").asked()} == {ANN, BEN}
    case.do(BEN, cm.Opine("check"))
    assert "check" in case.active()
    case.do(ANN, cm.Opine("check"))
    assert "recheck" in case.active()


def test_an_added_signer_is_asked_again_after_a_return_and_one_who_was_removed_is_not():
    case = accepted()
    case.do(ANN, cm.AddSigner("check", CHEN))
    case.do(ANN, cm.AddSigner("check", MANAGER))
    case.do(ANN, cm.RemoveSigner("check", MANAGER, "不需要"))
    case.do(ANN, cm.Opine("check"))
    case.do(CHEN, cm.Opine("check"))
    case.do(BEN, cm.Return("recheck", "check", "再看"))
    assert [slot.staff for slot in case.step("check").asked()] == [ANN, CHEN]
    case.do(ANN, cm.Opine("check"))
    assert "check" in case.active()


def test_one_of_several_signers_takes_the_own_opinion_back_before_the_others_have_spoken():
    case = accepted(route=parallel_route(Signing.ALL))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check", comment="看错了"))
    assert refused(case, BEN, cm.Recall("check", "x")) == "cases.not_yours"
    case.do(ANN, cm.Recall("check", "漏看一项"))
    case.do(BEN, cm.Opine("check"))
    assert "check" in case.active()
    case.do(ANN, cm.Opine("check"))
    assert case.step("check").status == "done"
    assert case.replayed() == case.state


def test_a_return_from_inside_a_branch_to_before_the_split_stops_the_other_branch():
    case = accepted()
    case.do(BEN, cm.Claim("visit"))
    case.do(ANN, cm.Return("check", "accept", "申请表有误"))
    assert case.active() == {"accept"}
    assert case.step("visit").asked() == ()
    case.do(CLERK, cm.Opine("accept"))
    assert case.active() == {"check", "visit"}


def test_a_recall_of_the_last_branch_closes_the_join_again():
    case = at_decision()
    case.do(ANN, cm.Recall("visit", "补一张照片"))
    assert case.active() == {"visit"}
    case.do(ANN, cm.Opine("visit"))
    assert case.active() == {"decide"}


def test_a_joint_decision_is_refused_when_one_refuses():
    case = accepted(route=parallel_route(Signing.ALL))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    for who, key in ((ANN, "check"), (BEN, "check"), (ANN, "visit"), (ANN, "recheck")):
        case.do(who, cm.Opine(key))
    case.do(DECIDER, cm.Assign("decide", (DECIDER, SECOND)))
    case.do(SECOND, cm.Opine("decide"))
    case.do(DECIDER, cm.Opine("decide", Verdict.DISAGREE, "不符合条件", "可申请复议"))
    assert case.state.outcome == "refused"
    assert case.state.remedies == "可申请复议"


def test_a_copy_does_not_hold_the_step_and_is_acknowledged():
    case = accepted()
    case.do(ANN, cm.Copy("check", CHEN, "请知悉"))
    case.do(ANN, cm.Opine("check"))
    assert "recheck" in case.active()
    assert refused(case, BEN, cm.Acknowledge("check")) == "cases.not_yours"
    case.do(CHEN, cm.Acknowledge("check"))
    assert refused(case, CHEN, cm.Acknowledge("check")) == "cases.not_yours"


def test_urging_and_reminding_leave_a_trace_and_change_nothing():
    case = accepted()
    before = case.state
    case.do(CHEN, cm.Urge("check", "请尽快"))
    case.do(None, cm.Remind("visit", "due_soon"))
    assert case.told()[-2:] == ["Urged", "Reminded"]
    assert case.state.route == before.route


def test_a_suspended_case_can_still_be_urged_and_is_reminded_of():
    case = accepted()
    case.do(ANN, cm.Suspend("等外地回函"))
    case.do(CHEN, cm.Urge("check", "请尽快"))
    case.do(None, cm.Remind("visit", "overdue"))
    assert case.told()[-2:] == ["Urged", "Reminded"]


def test_a_suspended_case_cannot_be_worked_on_until_it_is_resumed():
    case = accepted()
    case.do(ANN, cm.Suspend("等外地回函"))
    assert refused(case, ANN, cm.Opine("check")) == "cases.suspended"
    assert refused(case, ANN, cm.Suspend("x")) == "cases.suspended"
    case.do(ANN, cm.Resume())
    case.do(ANN, cm.Opine("check"))
    assert refused(case, ANN, cm.Resume()) == "cases.not_suspended"


def test_work_stops_during_a_special_procedure_and_goes_on_after():
    case = accepted()
    case.do(ANN, cm.StartSpecial(SpecialKind.INSPECTION, "需检验", 5))
    assert refused(case, ANN, cm.Opine("check")) == "cases.not_now"
    assert refused(case, ANN, cm.EndSpecial(" ")) == "cases.special_result"
    case.do(ANN, cm.EndSpecial("合格"))
    case.do(ANN, cm.Opine("check"))
    assert "recheck" in case.active()


def test_an_extension_is_granted_once_by_one_who_decides():
    case = accepted()
    assert refused(case, ANN, cm.Extend(5, "案情复杂")) == "cases.not_authorised"
    assert refused(case, DECIDER, cm.Extend(11, "案情复杂")) == "cases.extension_too_long"
    case.do(DECIDER, cm.Extend(10, "案情复杂"))
    assert refused(case, DECIDER, cm.Extend(1, "再延")) == "cases.extended_before"
