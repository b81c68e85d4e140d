"""收回: nothing lies with somebody who cannot do it, whoever is absent, silent or gone."""

import pytest

from tests.applications.filings import MOVE, story_1
from tests.cases.proceedings import ANN, BEN, CHEN, DECIDER, MANAGER, Proceeding, accepted, at_decision, parallel_route
from tests.ground.refusals import refused as refusal
from tests.ground.world import TODAY, World
from yichuang.applications.submit import submit
from yichuang.cases import commands as cm
from yichuang.cases.models import Case, Task
from yichuang.cases.perform import perform
from yichuang.cases.status import Verdict
from yichuang.cases.tasks import take_back
from yichuang.cases.worklist import Heap, Sieve, stretch
from yichuang.catalogue.definition import Signing
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import Staff

EXAMINER, COLLEAGUE = "990812", "990813"
GONE = "病假"


def refused(case: Proceeding, who: int, command: cm.Command) -> str:
    with pytest.raises(Refusal) as found:
        case.do(who, command)
    return found.value.code


def joint() -> Proceeding:
    return accepted(route=parallel_route(Signing.ALL))


def test_a_manager_takes_a_claimed_task_back_to_the_pool_and_a_colleague_goes_on():
    case = accepted()
    case.do(ANN, cm.Claim("check"))
    assert refused(case, BEN, cm.Opine("check")) == "cases.not_yours"
    assert refused(case, BEN, cm.TakeBack("check", ANN, GONE)) == "cases.manager_only"
    assert refused(case, MANAGER, cm.TakeBack("check", ANN)) == "cases.reason_needed"
    assert refused(case, MANAGER, cm.TakeBack("check", BEN, GONE)) == "cases.holds_nothing"
    case.do(MANAGER, cm.TakeBack("check", ANN, GONE))
    case.do(BEN, cm.Opine("check"))
    assert case.step("check").status == "done"
    assert case.replayed() == case.state


def test_who_delegated_takes_back_what_is_never_answered():
    case = accepted()
    case.do(ANN, cm.Delegate("check", CHEN, "请看"))
    assert refused(case, BEN, cm.TakeBack("check", CHEN, GONE)) == "cases.manager_only"
    case.do(ANN, cm.TakeBack("check", CHEN, "没有答复"))
    assert refused(case, CHEN, cm.Opine("check")) == "cases.not_yours"
    case.do(ANN, cm.Opine("check"))
    assert case.step("check").status == "done"
    assert case.replayed() == case.state


def test_a_task_delegated_by_one_who_is_gone_comes_to_the_pool_when_the_delegate_has_answered():
    case = accepted()
    case.do(ANN, cm.Delegate("check", CHEN, "请看"))
    case.do(MANAGER, cm.TakeBack("check", ANN, GONE))
    case.do(CHEN, cm.Opine("check", comment="属实"))
    case.do(BEN, cm.Opine("check"))
    assert case.step("check").status == "done"


def test_an_added_signer_who_is_gone_was_the_last_voice_missing():
    case = accepted()
    case.do(ANN, cm.AddSigner("check", CHEN))
    case.do(ANN, cm.Opine("check"))
    case.do(MANAGER, cm.TakeBack("check", CHEN, GONE))
    assert case.step("check").status == "done"


def test_a_joint_signature_goes_on_with_another_and_nobody_signs_twice():
    case = joint()
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    case.do(ANN, cm.Opine("check"))
    case.do(MANAGER, cm.TakeBack("check", BEN, GONE))
    assert refused(case, ANN, cm.Claim("check")) == "cases.not_yours"
    assert refused(case, ANN, cm.Opine("check")) == "cases.not_yours"
    case.do(DECIDER, cm.Opine("check"))
    assert case.step("check").status == "done"


def test_copies_are_read_by_those_they_are_for_and_are_not_taken_back():
    case = accepted()
    case.do(ANN, cm.Copy("check", CHEN))
    assert refused(case, MANAGER, cm.TakeBack("check", CHEN, GONE)) == "cases.holds_nothing"


def test_a_read_copy_and_an_answered_delegation_hold_up_no_assignment_and_no_recall():
    case = joint()
    case.do(ANN, cm.Copy("check", CHEN))
    case.do(CHEN, cm.Acknowledge("check"))
    case.do(ANN, cm.Delegate("check", CHEN, "请看"))
    assert refused(case, MANAGER, cm.Assign("check", (ANN, BEN))) == "cases.not_yours"
    case.do(CHEN, cm.Opine("check", comment="属实"))
    case.do(ANN, cm.Assign("check", (ANN, BEN)))
    plain = accepted()
    plain.do(ANN, cm.Opine("check"))
    plain.do(ANN, cm.Copy("recheck", CHEN))
    plain.do(CHEN, cm.Acknowledge("recheck"))
    plain.do(ANN, cm.Recall("check", "看错"))
    assert "check" in plain.active()


def test_nobody_is_assigned_who_was_added_already():
    case = joint()
    case.do(ANN, cm.AddSigner("check", BEN))
    assert refused(case, ANN, cm.Assign("check", (ANN, BEN))) == "cases.already_asked"


def test_nothing_is_recalled_while_the_case_is_suspended():
    case = accepted()
    case.do(ANN, cm.Opine("check"), cm.Suspend("待查"))
    assert refused(case, ANN, cm.Recall("check", "看错")) == "cases.suspended"


def test_nothing_is_granted_while_something_that_was_to_follow_is_owed():
    case = Proceeding()
    case.do(1, cm.Receive(), cm.Accept(("household_register",), 3))
    for key in ("check", "recheck", "visit"):
        case.do(ANN, cm.Opine(key))
    assert refused(case, DECIDER, cm.Opine("decide")) == "cases.deferred_open"
    case.do(1, cm.SupplyDeferred(("household_register",)))
    case.do(DECIDER, cm.Opine("decide"))
    assert case.state.outcome == "granted"


def test_what_is_decided_is_not_voided():
    case = at_decision()
    case.do(DECIDER, cm.Opine("decide", Verdict.DISAGREE, "不符", "可申请复议"))
    assert refused(case, MANAGER, cm.Void("录错")) == "cases.not_now"


@pytest.fixture
def claimed(world: World) -> Case:
    filing = story_1(world.person().pk, world.file(), choices=(MOVE,))
    number = submit(world.actor("990801"), filing, key="filed", now=TODAY).cases[0].number
    perform(world.actor(EXAMINER), number, cm.Claim("review"), key="claim", now=TODAY)
    return Case.objects.get(number=number)


def listed(world: World, case: Case, heap: Heap, badge: str = COLLEAGUE) -> bool:
    pools = list(Task.objects.filter(case=case).values_list("pool", flat=True))
    rows = stretch(heap, pools, world.actor(badge).staff_id, Sieve(), None, 50).rows
    return case.number in {row.state.number for row in rows}


def test_what_lies_with_one_who_has_left_comes_back_to_the_pool_by_itself(world: World, claimed: Case):
    assert not listed(world, claimed, Heap.POOL)
    with moment.at(TODAY):
        take_back(timestamp=0)
        assert not listed(world, claimed, Heap.POOL)
        Staff.objects.filter(badge=EXAMINER).update(active=False)
        take_back(timestamp=0)
    assert listed(world, claimed, Heap.POOL)
    perform(world.actor(COLLEAGUE), claimed.number, cm.Opine("review"), key="goes on", now=TODAY)


def test_a_suspended_case_and_one_that_waits_for_a_delegate_stay_on_their_officers_list(world: World, claimed: Case):
    perform(world.actor(EXAMINER), claimed.number, cm.Suspend("待查"), key="stop", now=TODAY)
    assert listed(world, claimed, Heap.MINE, EXAMINER)
    perform(world.actor(EXAMINER), claimed.number, cm.Resume(), key="go", now=TODAY)
    to = world.actor(COLLEAGUE).staff_id
    perform(world.actor(EXAMINER), claimed.number, cm.Delegate("review", to, "请看"), key="ask", now=TODAY)
    assert listed(world, claimed, Heap.MINE, EXAMINER)
    assert listed(world, claimed, Heap.MINE)


def test_a_notice_asks_for_what_the_item_asks_for_and_only_what_may_follow_follows(world: World):
    filing = story_1(world.person().pk, world.file(), choices=(MOVE,))
    number = submit(world.actor("990801"), filing, key="filed", now=TODAY).cases[0].number
    clerk = world.actor("990801")
    for command, code in (
        (cm.AskCorrection(("moonrock",), "请补"), "cases.not_on_the_list"),
        (cm.Accept(("id_card",), 1), "cases.not_deferrable"),
    ):
        with refusal(code):
            perform(clerk, number, command, key=code, now=TODAY)
