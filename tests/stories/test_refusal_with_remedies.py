"""Story 6: a refusal is written, with its reasons and the remedies, and the old passport stays with the person."""

import pytest

from tests.ground.refusals import refused
from yichuang.cases import commands as cm
from yichuang.cases.status import DeliveryWay, Outcome, Verdict
from yichuang.kernel.errors import Refusal

REASONS = "经核查，申请人属于法定不准出境情形。"
REMEDIES = "六十日内可申请行政复议，六个月内可提起行政诉讼。"
CITY = "990701"


@pytest.fixture
def number(town) -> str:
    """彭子墨 asks for a new passport; the county has examined it, the city is to decide."""
    filed = town.files(town.filled(town.begins(town.comes("refused"), "crj-passport-renew")))
    town.does("990822", filed.cases[0].number, cm.Opine("examine"))
    return filed.cases[0].number


@pytest.mark.parametrize(("reasons", "remedies"), [("", REMEDIES), (REASONS, ""), ("  ", "  ")])
def test_a_refusal_without_reasons_or_remedies_is_not_taken(town, number, reasons, remedies):
    with pytest.raises(Refusal) as refused:
        town.does(CITY, number, cm.Opine("decide", Verdict.DISAGREE, reasons, remedies))
    assert refused.value.code == "cases.reasons_and_remedies"


def test_the_county_cannot_decide_what_is_the_citys(town, number):
    with refused("cases.not_authorised"):
        town.does("990821", number, cm.Opine("decide"))


def test_a_refusal_is_ready_at_once_and_nothing_is_produced(town, number):
    town.does(CITY, number, cm.Opine("decide", Verdict.DISAGREE, REASONS, REMEDIES))
    state = town.state(number)
    assert state.status == "ready"
    assert (state.outcome, state.reasons, state.remedies) == (Outcome.REFUSED, REASONS, REMEDIES)
    produce = state.step("produce")
    assert produce is not None
    assert produce.status == "skipped"


def test_the_decision_is_handed_over_and_the_old_passport_is_not_taken_away(town, number):
    town.does(CITY, number, cm.Opine("decide", Verdict.DISAGREE, REASONS, REMEDIES))
    person = town.comes("refused")
    town.does(
        "990801", number,
        cm.Deliver(DeliveryWay.WINDOW, "彭子墨", "self", town.check(person), town.signs(person), ("passport_old",)),
    )  # fmt: skip
    assert town.state(number).status == "delivered"


def test_what_is_decided_is_not_decided_again(town, number):
    town.does(CITY, number, cm.Opine("decide", Verdict.DISAGREE, REASONS, REMEDIES))
    with refused("cases.not_now"):
        town.does(CITY, number, cm.Opine("decide"))
    with refused("cases.not_now"):
        town.does("990801", number, cm.Withdraw("不办了"))
