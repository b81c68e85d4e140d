"""Story 7: the husband fetches the passport; the old one is surrendered, or the reason why not is on record."""

import pytest
from msgspec import structs

from tests.evidence import samples
from yichuang.cases.status import DeliveryWay
from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.evidence.store_file import store_file
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import history
from yichuang.people.models import Person

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
    town.empowers(town.comes("nianan"), husband, "crj-passport-renew")
    check = town.check(husband)
    plain = {
        "cases": (number,), "receiver": RECEIVER, "receiver_relation": "spouse",
        "identity_check": check, "signature": town.signs(husband, check),
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


def test_a_relation_alone_is_no_right_to_another_ones_passport(town, number):
    husband = town.comes("yuzhou")
    check = town.check(husband)
    give = HandOver(
        (number,), RECEIVER, check, town.signs(husband, check), "spouse", surrendered={number: ("passport_old",)}
    )
    assert refused(town, give) == "delivery.no_mandate"
    assert town.state(number).status == "ready"


def test_a_guardian_on_record_takes_what_is_the_wards(town):
    ward, guardian = town.comes("ward"), town.comes("guardian")
    Person.objects.filter(pk=ward.pk).update(capacity="limited")
    town.guardian(ward, guardian)
    filed = town.files(town.filled(town.begins(ward, "hz-id-renew", guardian=guardian.pk)))
    [case] = filed.cases
    town.works(case.number, "ready")
    check = town.check(guardian)
    why = {case.number: "旧证已遗失"}
    give = HandOver(
        (case.number,), guardian.name, check, town.signs(guardian, check), "guardian", not_surrendered_because=why
    )
    hand_over(town.actor("990808"), give, key="a", now=town.now)
    assert town.state(case.number).status == "delivered"


def test_an_id_card_goes_to_a_relative_with_the_slip_and_to_nobody_else(town):
    """户口居民身份证管理工作规范 art. 81: no mandate is asked of a relative, and none makes an agent one."""
    filed = town.files(town.filled(town.begins(town.comes("nianan"), "hz-id-renew")))
    [case] = filed.cases
    town.works(case.number, "ready")
    husband = town.comes("yuzhou")
    town.empowers(town.comes("nianan"), husband, "hz-id-renew")
    check = town.check(husband)
    give = HandOver(
        (case.number,), RECEIVER, check, town.signs(husband, check), "spouse",
        not_surrendered_because={case.number: "旧证已遗失"},
    )  # fmt: skip
    slip = {case.number: ("id_card_collection_slip",)}
    assert refused(town, structs.replace(give, receiver_relation="agent", shown=slip)) == "delivery.relatives_only"
    assert refused(town, give) == "delivery.not_shown"
    hand_over(town.actor("990808"), structs.replace(give, shown=slip), key="a", now=town.now)
    [handed] = [event for event in history(filed.application) if event.kind == "handed_over"]
    assert handed.data["shown"] == ["id_card_collection_slip"]


def test_only_what_was_drawn_on_the_pad_at_this_check_is_a_signature(town, number):
    old, husband = {number: ("passport_old",)}, town.comes("yuzhou")
    town.empowers(town.comes("nianan"), husband, "crj-passport-renew")
    drawn_before = town.signs(husband)
    upload = store_file(samples.jpeg(), "signature.jpg", by=None, now=town.now).sm3
    for file in (drawn_before, upload):
        give = HandOver((number,), RECEIVER, town.check(husband), file, "spouse", surrendered=old)
        assert refused(town, give) == "delivery.not_signed_here"


def test_the_receiver_named_is_the_one_who_was_checked(town, number):
    give = wanted(town, number, receiver="王大锤", surrendered={number: ("passport_old",)})
    assert refused(town, give) == "delivery.receiver_differs"


def test_a_check_of_this_morning_is_stale_in_the_afternoon(town, number):
    give = wanted(town, number, surrendered={number: ("passport_old",)})
    town.later(minutes=60 * 5)
    assert refused(town, give) == "delivery.identity_not_checked"


@pytest.mark.parametrize("way", [DeliveryWay.POST, DeliveryWay.LOCKER, DeliveryWay.ELECTRONIC])
def test_what_is_sent_goes_to_the_applicant(town, number, way):
    old = {number: ("passport_old",)}
    to_husband = HandOver((number,), RECEIVER, 0, "", "spouse", surrendered=old, way=way)
    assert refused(town, to_husband) == "delivery.sent_to_the_person"
    hand_over(
        town.actor("990808"), structs.replace(to_husband, receiver="周念安", receiver_relation="self"), key="b",
        now=town.now,
    )  # fmt: skip
    assert town.state(number).status == "delivered"


def test_other_ways_check_whoever_stands_there_too(town, number):
    husband = town.comes("yuzhou")
    check = town.check(husband)
    give = HandOver(
        (number,), RECEIVER, check, town.signs(husband, check), "spouse",
        surrendered={number: ("passport_old",)}, way=DeliveryWay.LOCKER,
    )  # fmt: skip
    assert refused(town, give) == "delivery.no_mandate"


def refused(town, give: HandOver) -> str:
    with pytest.raises(Refusal) as refusal:
        hand_over(town.actor("990808"), give, key="refused", now=town.now)
    return refusal.value.code


def test_a_double_click_hands_out_once(committed_town):
    town, number = committed_town, made_ready(committed_town)
    give = wanted(town, number, surrendered={number: ("passport_old",)})
    first = hand_over(town.actor("990808"), give, key="a", now=town.now)
    version = town.state(number).version
    assert hand_over(town.actor("990808"), give, key="a", now=town.now) == first
    assert town.state(number).version == version
