"""Who is asked at a step and whose voice counts, where the rules are easily got wrong."""

import pytest

from tests.cases.proceedings import (
    ANN,
    BEN,
    CHEN,
    CLERK,
    DECIDER,
    SECOND,
    Proceeding,
    accepted,
    at_decision,
    parallel_route,
)
from yichuang.cases import commands as cm
from yichuang.cases.status import SlotKind, Verdict
from yichuang.catalogue.definition import Signing
from yichuang.kernel.errors import Refusal

NOBODY = 99
NO = Verdict.DISAGREE


def refused(case: Proceeding, who: int, command: cm.Command) -> str:
    with pytest.raises(Refusal) as caught:
        case.do(who, command)
    return caught.value.code


def joint_decision() -> Proceeding:
    """A case that two decide together."""
    case = accepted(route=parallel_route(Signing.ALL))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    for who, key in ((ANN, "check"), (BEN, "check"), (ANN, "recheck"), (ANN, "visit")):
        case.do(who, cm.Opine(key))
    case.do(DECIDER, cm.Assign("decide", (DECIDER, SECOND)))
    return case


def test_a_task_is_assigned_to_somebody_and_only_to_who_holds_its_grant():
    assert refused(accepted(), ANN, cm.Assign("check", ())) == "cases.no_such_colleague"
    assert refused(accepted(), ANN, cm.Assign("check", (BEN, CHEN))) == "cases.colleague_not_authorised"


@pytest.mark.parametrize("command", [cm.AddSigner("check", NOBODY), cm.Copy("check", NOBODY)])
def test_only_who_serves_is_asked_to_sign_or_told(command):
    assert refused(accepted(), ANN, command) == "cases.no_such_colleague"


@pytest.mark.parametrize(
    "command", [cm.Transfer("check", ANN, "x"), cm.Delegate("check", ANN, "x"), cm.AddSigner("check", ANN)]
)
def test_nobody_passes_a_task_to_himself(command):
    assert refused(accepted(), ANN, command) == "cases.already_yours"


def test_what_was_assigned_to_somebody_is_not_put_back_into_the_pool():
    case = accepted()
    case.do(ANN, cm.Assign("check", (BEN,)))
    assert refused(case, BEN, cm.Release("check")) == "cases.not_yours"


def test_who_is_asked_by_name_speaks_for_himself_and_not_for_the_pool():
    case = accepted()
    case.do(ANN, cm.AddSigner("check", BEN))
    case.do(BEN, cm.Opine("check"))
    assert [slot.kind for slot in case.step("check").asked() if slot.verdict] == [SlotKind.ADDED]
    assert "check" in case.active()


def test_who_delegates_a_task_of_the_pool_gets_it_back():
    case = accepted()
    case.do(ANN, cm.Delegate("check", CHEN, "请先看"))
    case.do(CHEN, cm.Opine("check"))
    assert refused(case, BEN, cm.Opine("check")) == "cases.not_yours"
    case.do(ANN, cm.Opine("check"))
    assert case.step("check").status == "done"


def test_a_delegate_who_has_answered_may_be_asked_to_sign_as_well():
    case = accepted()
    case.do(ANN, cm.Delegate("check", CHEN, "请先看"))
    assert refused(case, CHEN, cm.Recall("check", "看错")) == "cases.not_yours"
    case.do(CHEN, cm.Opine("check"))
    assert refused(case, CHEN, cm.Recall("check", "看错")) == "cases.not_yours"
    case.do(ANN, cm.AddSigner("check", CHEN))
    assert case.step("check").asked()[-1].kind is SlotKind.ADDED


def test_a_refusal_gives_the_reasons_of_all_who_refuse_and_not_a_delegates_advice():
    case = joint_decision()
    case.do(DECIDER, cm.Delegate("decide", CHEN, "请先看"))
    case.do(CHEN, cm.Opine("decide", NO, "只是提醒"))
    case.do(DECIDER, cm.Opine("decide", NO, "材料不实", "可申请复议"))
    case.do(SECOND, cm.Opine("decide", NO, "不符合条件", "可以起诉"))
    assert (case.state.outcome, case.state.reasons, case.state.remedies) == (
        "refused",
        "材料不实；不符合条件",
        "可申请复议",
    )


def test_a_decision_is_not_recalled_and_nothing_is_extended_after_it():
    case = at_decision()
    case.do(DECIDER, cm.Opine("decide"))
    assert refused(case, DECIDER, cm.Recall("decide", "看错")) == "cases.already_decided"
    assert refused(case, DECIDER, cm.Extend(1, "复杂")) == "cases.not_now"


def test_one_of_two_named_officers_is_asked_again_alone_and_the_one_who_spoke_last():
    case = accepted()
    for who, back in ((ANN, BEN), (BEN, None)):
        case.do(who, cm.Opine("check"))
        case.do(ANN, cm.Return("recheck", "check", "再看"))
        assert [slot.staff for slot in case.step("check").asked()] == [who]
        if back:
            case.do(who, cm.Transfer("check", back, "休假"))


def test_two_who_are_named_at_a_step_that_asks_for_one_are_both_asked():
    case = accepted()
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check"))
    assert "check" in case.active()
    case.do(BEN, cm.Opine("check"))
    assert case.step("check").status == "done"


def test_what_is_taken_back_is_unsaid():
    case = joint_decision()
    case.do(DECIDER, cm.Opine("decide", NO, "材料不实", "可申请复议"))
    case.do(DECIDER, cm.Recall("decide", "看错"))
    mine = case.step("decide").asked()[0]
    assert (mine.staff, mine.status, mine.verdict, mine.comment, mine.remedies) == (DECIDER, "open", None, "", "")


def test_what_was_said_before_a_case_went_back_does_not_hold_a_recall_up():
    case = at_decision()
    case.do(DECIDER, cm.AddSigner("decide", SECOND))
    case.do(SECOND, cm.Opine("decide"))
    case.do(DECIDER, cm.Return("decide", "accept", "申请表有误"))
    case.do(CLERK, cm.Opine("accept"))
    case.do(ANN, cm.Opine("check"), cm.Opine("recheck"))
    case.do(ANN, cm.Recall("recheck", "漏看一项"))
    assert case.active() == {"recheck", "visit"}


def test_a_copy_stays_to_be_read_when_the_step_is_over():
    case = accepted()
    case.do(ANN, cm.Copy("check", CHEN))
    case.do(ANN, cm.Opine("check"))
    case.do(CLERK, cm.Withdraw("不办了"))
    case.do(CHEN, cm.Acknowledge("check"))
    assert case.told()[-1] == "Acknowledged"
