"""What is offered is exactly what the engine would do, for every officer at every point of a proceeding."""

from typing import get_args

import pytest
from msgspec import Struct

from tests.cases import proceedings as p
from yichuang.cases import commands as cm
from yichuang.cases.facts import Facts
from yichuang.cases.status import Action
from yichuang.organisation.local_rules import rules_of
from yichuang.surfaces.office import asks, offers
from yichuang.surfaces.office.layout import grid
from yichuang.surfaces.office.views.answers import FORWARD, MENU, SIMPLE

SYSTEM_OR_DESK = {
    Action.SUBMIT, Action.DEEM_ACCEPTED, Action.MEET_DEPENDENCY, Action.FAIL_DEPENDENCY, Action.REMIND, Action.DELIVER,
    Action.SEND_ON, Action.TAKE_OVER, Action.SUPPLY_CORRECTION, Action.SUPPLY_DEFERRED,
}  # fmt: skip


def offered(case: p.Proceeding, who: int) -> set[tuple[str, str]]:
    found = offers.offers(case.state, Facts(case.now, p.CALENDAR, p.STAFF[who]))
    return {(offer.action.value, offer.step) for offer in found}


def actions(case: p.Proceeding, who: int) -> set[str]:
    return {action for action, _ in offered(case, who)}


def test_every_action_of_an_officer_can_be_offered_and_has_its_place_on_the_screen():
    officers = {command.action for command in get_args(cm.AnyCommand)} - SYSTEM_OR_DESK
    assert officers == offers.OFFERED
    assert {*FORWARD, *(action for group in MENU for action in group)} == officers


def test_every_action_asks_its_questions_or_needs_none():
    assert set(asks.FIELDS) | SIMPLE | {Action.OPINE} == offers.OFFERED
    assert not set(asks.FIELDS) & SIMPLE


def test_an_examiner_may_speak_in_each_branch_that_is_open():
    case = p.accepted()
    assert {step for action, step in offered(case, p.ANN) if action == "opine"} == {"check", "visit"}


def test_who_holds_no_grant_may_only_urge():
    assert actions(p.accepted(), p.CHEN) == {"urge"}


def test_an_examiner_is_not_offered_the_decision():
    assert not {step for action, step in offered(p.at_decision(), p.ANN) if action == "opine"}
    assert ("opine", "decide") in offered(p.at_decision(), p.DECIDER)


def test_who_examined_is_told_why_the_decision_is_another_ones():
    case = p.accepted()
    case.rules = rules_of({"examine_and_decide": "2"})
    for who, key in ((p.DECIDER, "check"), (p.ANN, "recheck"), (p.ANN, "visit")):
        case.do(who, cm.Opine(key))
    told = {who: hindrance(case, who) for who in (p.DECIDER, p.SECOND, p.CHEN)}
    assert told == {p.DECIDER: "cases.examined_by_yourself", p.SECOND: "", p.CHEN: ""}


def hindrance(case: p.Proceeding, who: int) -> str:
    found = offers.hindrance(case.state, Facts(case.now, p.CALENDAR, p.STAFF[who], rules=case.rules))
    return found.code if found else ""


def test_what_is_on_hold_is_offered_to_be_resumed_and_nothing_else_that_works_on_it():
    case = p.accepted()
    case.do(p.ANN, cm.Suspend("waiting"))
    assert "resume" in actions(case, p.ANN)
    assert not actions(case, p.ANN) & {"opine", "return", "suspend", "transfer", "claim"}


def test_a_claimed_task_is_released_by_its_holder_only():
    case = p.accepted()
    case.do(p.ANN, cm.Claim("check"))
    assert ("release", "check") in offered(case, p.ANN)
    assert ("release", "check") not in offered(case, p.BEN)
    assert ("opine", "check") not in offered(case, p.BEN)


def test_an_opinion_is_recalled_while_nobody_has_gone_on():
    case = p.accepted()
    case.do(p.ANN, cm.Opine("check"))
    assert ("recall", "check") in offered(case, p.ANN)
    case.do(p.BEN, cm.Opine("recheck"))
    assert ("recall", "check") not in offered(case, p.ANN)


def test_a_case_is_returned_to_what_lies_before_it_and_not_across_to_the_other_branch():
    case = p.accepted()
    case.do(p.ANN, cm.Opine("check"))
    assert [step.key for step in offers.returnable(case.state, "recheck")] == ["check", "accept"]
    assert [step.key for step in offers.returnable(case.state, "visit")] == ["accept"]


def test_an_added_signer_can_be_removed_until_they_speak():
    case = p.accepted()
    case.do(p.ANN, cm.AddSigner("check", p.CHEN))
    assert ("remove_signer", "check") in offered(case, p.ANN)
    case.do(p.CHEN, cm.Opine("check"))
    assert ("remove_signer", "check") not in offered(case, p.ANN)


@pytest.mark.parametrize("who", [p.CLERK, p.ANN, p.CHEN, p.DECIDER, p.MANAGER])
@pytest.mark.parametrize("make", [p.Proceeding, p.accepted, p.at_decision, p.ready])
def test_what_asks_nothing_and_is_offered_is_done_by_the_engine(make, who):
    for action, step in offered(make(), who):
        if Action(action) in SIMPLE:
            command = offers.AT_STEP[Action(action)](step) if step else offers.ON_CASE[Action(action)](make().state)
            make().do(who, command)


def test_parallel_steps_stand_in_one_column_and_their_join_behind_them():
    places = {cell.step.key: (cell.column, cell.row) for cell in grid(p.accepted().state.route)}
    assert places["accept"] == (1, 1)
    assert {places["check"], places["visit"]} == {(2, 1), (2, 2)}
    assert places["recheck"][0] == 3
    assert places["decide"] == (4, 1)


def test_a_route_may_name_its_steps_in_any_order():
    class Step(Struct, frozen=True):
        key: str
        after: tuple[str, ...] = ()

    backwards = (Step("c", ("b",)), Step("b", ("a",)), Step("a"))
    assert [cell.column for cell in grid(backwards)] == [3, 2, 1]
