"""Nobody does with a case what he holds no grant for, and nobody does without a reason what asks for one."""

import pytest

from tests.cases.proceedings import (
    ANN,
    BEN,
    CHEN,
    CLERK,
    DECIDER,
    MANAGER,
    Proceeding,
    accepted,
    at_decision,
    ready,
)
from yichuang.cases import commands as cm
from yichuang.cases.status import DeliveryWay, SpecialKind
from yichuang.kernel.errors import Refusal

TEST = cm.StartSpecial(SpecialKind.TESTING, "检测", 5)
ASK = cm.AskCorrection(("photo",), "请补照片")
HANDED = cm.Deliver(DeliveryWay.WINDOW, "周念安", identity_check=1, signature="s")


def received(*further: cm.Command) -> Proceeding:
    case = Proceeding()
    case.do(CLERK, cm.Receive(), *further)
    return case


def under_way(*further: cm.Command) -> Proceeding:
    case = accepted()
    case.do(ANN, *further)
    return case


def refused(case: Proceeding, who: int | None, command: cm.Command) -> str:
    with pytest.raises(Refusal) as caught:
        case.do(who, command)
    return caught.value.code


@pytest.mark.parametrize(
    ("case", "command"),
    [
        (Proceeding, cm.Receive()),
        (received, ASK),
        (received, cm.Accept()),
        (received, cm.RefuseAcceptance("不需要许可", "可申请复议")),
        (received, cm.FindNotOurs("民政局")),
        (lambda: received(ASK), cm.SupplyCorrection(("photo",))),
        (lambda: received(cm.Accept(("photo",), 3)), cm.SupplyDeferred(("photo",))),
        (accepted, cm.Claim("check")),
        (accepted, cm.Assign("check", (BEN,))),
        (accepted, cm.Return("check", "accept", "x")),
        (lambda: under_way(cm.AddSigner("check", BEN)), cm.RemoveSigner("check", BEN, "x")),
        (accepted, cm.Suspend("x")),
        (lambda: under_way(cm.Suspend("x")), cm.Resume()),
        (accepted, TEST),
        (lambda: under_way(TEST), cm.EndSpecial("合格")),
        (accepted, cm.Extend(1, "x")),
        (accepted, cm.Withdraw("x")),
        (lambda: received(ASK), cm.Terminate("x")),
        (ready, HANDED),
    ],
    ids=lambda each: str(each.action) if isinstance(each, cm.Command) else "",
)
def test_who_holds_no_grant_for_it_does_nothing_with_a_case(case, command):
    assert refused(case(), CHEN, command) == "cases.not_authorised"


@pytest.mark.parametrize(
    ("case", "who", "command"),
    [
        (accepted, ANN, cm.Transfer("check", BEN, " ")),
        (accepted, ANN, cm.Delegate("check", BEN, "")),
        (accepted, ANN, cm.Return("check", "accept", "")),
        (lambda: under_way(cm.AddSigner("check", BEN)), ANN, cm.RemoveSigner("check", BEN, "")),
        (lambda: under_way(cm.Opine("check")), ANN, cm.Recall("check", " ")),
        (accepted, CHEN, cm.Urge("check", "")),
        (accepted, ANN, cm.Suspend("")),
        (accepted, ANN, cm.StartSpecial(SpecialKind.TESTING, " ", 5)),
        (accepted, DECIDER, cm.Extend(1, "")),
        (accepted, CLERK, cm.Withdraw("")),
        (lambda: received(ASK), CLERK, cm.Terminate(" ")),
        (accepted, MANAGER, cm.Void("")),
    ],
    ids=lambda each: str(each.action) if isinstance(each, cm.Command) else "",
)
def test_what_is_done_to_a_case_or_a_colleague_has_its_reason(case, who, command):
    assert refused(case(), who, command) == "cases.reason_needed"


def test_what_only_the_system_knows_nobody_tells_it():
    case = Proceeding(waits_for=(9,))
    case.do(CLERK, cm.Receive(), cm.Accept())
    for command in (cm.MeetDependency(9), cm.FailDependency(9, "refused")):
        assert refused(case, MANAGER, command) == "cases.system_only"


def test_what_a_case_never_waited_for_changes_nothing():
    case = accepted()
    for command in (cm.MeetDependency(9), cm.FailDependency(9, "refused")):
        before = case.state
        assert case.do(None, command) == before


@pytest.mark.parametrize("command", [cm.Suspend("x"), TEST, cm.Extend(1, "x"), cm.Withdraw("x"), cm.Terminate("x")])
def test_the_system_holds_no_grant(command):
    assert refused(accepted(), None, command) == "cases.not_authorised"


def test_the_system_urges_nobody_and_speaks_at_no_step():
    assert refused(accepted(), None, cm.Urge("check", "请尽快")) == "cases.not_yours"
    assert refused(accepted(), None, cm.Opine("check")) == "cases.not_yours"


def test_the_clerk_who_received_a_case_hands_it_over_where_its_route_has_no_step_for_that():
    case = Proceeding(route=tuple(step for step in at_decision().history[0][0].route if step.key != "issue"))
    case.do(CLERK, cm.Receive(), cm.Accept())
    for who, key in ((ANN, "check"), (ANN, "recheck"), (ANN, "visit"), (DECIDER, "decide"), (DECIDER, "produce")):
        case.do(who, cm.Opine(key))
    assert refused(case, ANN, HANDED) == "cases.not_authorised"
    assert case.do(CLERK, HANDED).status == "delivered"
