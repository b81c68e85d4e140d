"""Story 7: the husband fetches the passport; the old one is surrendered, or the reason why not is on record."""

import pytest

from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import history

RECEIVER = "林屿舟"


@pytest.fixture
def number(town) -> str:
    """周念安's new passport is ready."""
    return made_ready(town)


def made_ready(town) -> str:
    filed = town.files(town.filled(town.begins(town.comes("nianan"), "crj-passport-renew")))
    town.works(filed.cases[0].number, "ready")
    return filed.cases[0].number


def wanted(town, number, **changes) -> HandOver:
    husband = town.comes("yuzhou")
    plain = {
        "cases": (number,), "receiver": RECEIVER, "receiver_relation": "spouse",
        "identity_check": town.check(husband), "signature": town.signs(husband),
    }  # fmt: skip
    return HandOver(**{**plain, **changes})


def test_the_old_passport_is_asked_for(town, number):
    with pytest.raises(Refusal) as refused:
        hand_over(town.actor("990808"), wanted(town, number), key="a", now=town.now)
    assert refused.value.code == "cases.surrender"
    assert town.state(number).status == "ready"


def test_with_the_old_passport_the_new_one_is_handed_to_the_husband(town, number):
    give = wanted(town, number, surrendered={number: ("passport_old",)})
    hand_over(town.actor("990808"), give, key="a", now=town.now)
    [delivered] = [event for event in history(town.state(number).id) if event.kind == "delivered"]
    assert delivered.data["receiver"] == RECEIVER
    assert delivered.data["receiver_relation"] == "spouse"
    assert delivered.data["surrendered"] == ["passport_old"]


def test_a_lost_old_passport_needs_its_reason(town, number):
    give = wanted(town, number, not_surrendered_because={number: "旧护照在境外遗失，已声明"})
    hand_over(town.actor("990808"), give, key="a", now=town.now)
    assert town.state(number).status == "delivered"


@pytest.mark.parametrize("missing", [{"signature": ""}, {"identity_check": 0}])
def test_nothing_leaves_the_window_without_identity_check_and_signature(town, number, missing):
    give = wanted(town, number, surrendered={number: ("passport_old",)}, **missing)
    with pytest.raises(Refusal) as refused:
        hand_over(town.actor("990808"), give, key="a", now=town.now)
    assert refused.value.code == "cases.identity_and_signature"


def test_a_double_click_hands_out_once(committed_town):
    town, number = committed_town, made_ready(committed_town)
    give = wanted(town, number, surrendered={number: ("passport_old",)})
    first = hand_over(town.actor("990808"), give, key="a", now=town.now)
    version = town.state(number).version
    assert hand_over(town.actor("990808"), give, key="a", now=town.now) == first
    assert town.state(number).version == version
