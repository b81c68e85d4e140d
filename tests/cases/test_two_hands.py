"""审查与决定相分离, where the bureau has set it: whoever examined a commitment case does not decide it."""

import pytest
from msgspec.structs import replace

from tests.cases.proceedings import ANN, DECIDER, SECOND, Proceeding, accepted, parallel_route
from yichuang.cases import commands as cm
from yichuang.cases.status import Verdict
from yichuang.catalogue.definition import Handling
from yichuang.kernel.errors import Refusal
from yichuang.organisation.local_rules import STANDARD, rules_of

APART = rules_of({"examine_and_decide": "2"})


def examined(*, by: int = DECIDER, rules=APART, **changes: object) -> Proceeding:
    """A case that waits for its decision; ``by`` has done one of the three examinations, Ann the rest."""
    case = accepted(**changes)
    case.rules = rules
    for who, key in ((by, "check"), (ANN, "recheck"), (ANN, "visit")):
        case.do(who, cm.Opine(key))
    return case


def decided(case: Proceeding, who: int, *opinion: object) -> str:
    """The decision, or the code of the refusal to let ``who`` make it."""
    try:
        return str(case.do(who, cm.Opine("decide", *opinion)).outcome)
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize("opinion", [(), (Verdict.DISAGREE, "不符合条件", "可申请复议")], ids=["grant", "refuse"])
def test_whoever_examined_the_case_leaves_the_decision_to_another(opinion):
    case = examined()
    assert decided(case, DECIDER, *opinion) == "cases.examined_by_yourself"
    case.do(DECIDER, cm.Transfer("decide", SECOND, "本人审查过"))
    assert decided(case, SECOND) == "granted"


def test_who_has_not_examined_it_decides():
    assert decided(examined(by=ANN), DECIDER) == "granted"


def test_one_officer_does_both_where_the_bureau_has_set_nothing_and_on_the_spot():
    assert decided(examined(rules=STANDARD), DECIDER) == "granted"
    assert decided(examined(handling=Handling.ON_THE_SPOT), DECIDER) == "granted"


def test_who_was_asked_to_sign_the_examination_too_has_examined_and_who_only_advised_has_not():
    for draw_in, code in (
        (cm.AddSigner("check", DECIDER), "cases.examined_by_yourself"),
        (cm.Delegate("check", DECIDER, "请先看"), "granted"),
    ):
        case = accepted()
        case.rules = APART
        case.do(ANN, draw_in)
        case.do(DECIDER, cm.Opine("check"))
        for key in ("check", "recheck", "visit"):
            case.do(ANN, cm.Opine(key))
        assert decided(case, DECIDER) == code


def test_whoever_notes_what_a_party_outside_has_examined_may_decide():
    route = tuple(replace(each, external="民政") if each.key == "check" else each for each in parallel_route())
    assert decided(examined(route=route), DECIDER) == "granted"


def test_what_counts_is_the_last_examination():
    case = examined()
    case.do(DECIDER, cm.Return("decide", "check", "由他人重审"))
    case.do(DECIDER, cm.Transfer("check", ANN, "回避"))
    case.do(ANN, cm.Opine("check"))
    case.do(ANN, cm.Opine("recheck"))
    assert decided(case, DECIDER) == "granted"
