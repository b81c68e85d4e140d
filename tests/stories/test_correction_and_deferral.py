"""Story 4: an online filing lacks something; everything is asked for at once; one proof may follow (容缺)."""

import pytest

from yichuang.cases import commands as cm
from yichuang.cases.clock import Settings, promised
from yichuang.cases.status import DeliveryWay
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.queries import calendar

ITEM = "hz-move-spouse"
ORIGIN = {"move_origin": "other_province", "move_transfer": "paper"}
FOLLOWS = ("migration_certificate",)
CLERK = "990801"


@pytest.fixture
def number(town) -> str:
    """叶清禾 files online for the move to her husband from another province; nobody has received it yet."""
    person = town.comes("corrected")
    filing = town.begins(person, ITEM, channel="online", answers=ORIGIN)
    filed = town.files(town.filled(filing))
    assert filed.cases[0].status == "submitted"
    return filed.cases[0].number


def test_the_notice_names_everything_and_stops_the_case(town, number):
    town.does(
        CLERK,
        number,
        cm.Receive(),
        cm.AskCorrection(("marriage_certificate", "id_card"), "结婚证不清晰，身份证反面缺失"),
    )
    state = town.state(number)
    assert state.status == "correction"
    assert state.missing == ("marriage_certificate", "id_card")


def test_a_second_notice_needs_a_manager_and_a_reason(town, number):
    town.does(
        CLERK, number, cm.Receive(), cm.AskCorrection(("id_card",), "缺身份证"), cm.SupplyCorrection(("id_card",))
    )
    again = cm.AskCorrection(("marriage_certificate",), "结婚证不清晰")
    with pytest.raises(Refusal) as refused:
        town.does(CLERK, number, again)
    assert refused.value.code == "cases.second_correction"


def test_half_of_what_was_asked_for_is_not_enough(town, number):
    town.does(CLERK, number, cm.Receive(), cm.AskCorrection(("marriage_certificate", "id_card"), "x"))
    town.later(days=3)
    town.does(CLERK, number, cm.SupplyCorrection(("id_card",)))
    with pytest.raises(Refusal) as refused:
        town.does(CLERK, number, cm.Accept())
    assert refused.value.code == "cases.correction_open"


def test_the_time_that_the_person_took_does_not_count(town, number):
    town.does(CLERK, number, cm.Receive(), cm.AskCorrection(("id_card",), "缺身份证"))
    town.later(days=10)
    town.does(CLERK, number, cm.SupplyCorrection(("id_card",)), cm.Accept())
    state, days = town.state(number), calendar("990785")
    due = promised(state, days, Settings())
    assert due is not None
    assert due.due is not None
    assert local_date(due.due) == days.add_workdays(local_date(town.now), state.limits.promised.amount)


def test_a_proof_that_follows_holds_back_the_decision_and_nothing_before_it(town, number):
    town.does(CLERK, number, cm.Receive(), cm.Accept(FOLLOWS, 3))
    with pytest.raises(Refusal) as refused:
        town.works(number, "ready")
    assert refused.value.code == "cases.deferred_open"
    assert [step.key for step in town.state(number).route if step.status == "active"] == ["approve"]
    town.does(CLERK, number, cm.SupplyDeferred(FOLLOWS))
    town.works(number, "ready")
    person = town.comes("corrected")
    give = cm.Deliver(DeliveryWay.WINDOW, "叶清禾", "self", town.check(person), town.signs(person))
    town.does(CLERK, number, give)
    assert town.state(number).status == "delivered"


def test_nothing_may_follow_for_longer_than_the_bureau_allows(town, number):
    town.does(CLERK, number, cm.Receive())
    with pytest.raises(Refusal) as refused:
        town.does(CLERK, number, cm.Accept(FOLLOWS, 15))
    assert refused.value.code == "cases.deferral_too_long"


def test_five_working_days_of_silence_mean_acceptance_from_the_day_of_receipt(town, number):
    from yichuang.cases.sweep import deem_accepted

    town.does(CLERK, number, cm.Receive())
    received = local_date(town.now)
    town.later(days=9)
    assert deem_accepted(town.now) == 1
    state = town.state(number)
    assert state.deemed
    assert state.accepted_on == received
