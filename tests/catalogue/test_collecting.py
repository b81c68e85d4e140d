"""Who else may fetch a result is a fact of the item: hall facts A6."""

import pytest

from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.loader import national
from yichuang.catalogue.terms import Collector

TRAVEL = {"passport", "passport_annotation", "hkmo_permit", "tw_permit", "home_return_permit", "tw_compatriot_permit"}


def results(key):
    return [(each, output) for each in national().items.values() for output in each.outputs if output.key == key]


def told(of):
    return " ".join(line.note.zh for line in guide(of, national()).outputs)


@pytest.mark.parametrize("key", sorted(TRAVEL))
def test_passports_and_permits_are_applied_for_in_person_and_fetched_by_an_agent(key):
    found = results(key)
    assert found
    for of, output in found:
        assert not of.agent_allowed
        assert output.collected_by == (Collector.AGENT,)
        assert output.collected_basis
        assert "可由持委托书的人代领" in told(of)


def test_an_id_card_is_fetched_by_a_relative_with_the_slip():
    found = results("id_card")
    assert len(found) == 11
    for of, output in found:
        assert (output.collected_by, output.collected_with) == ((Collector.RELATIVE,), ("id_card_collection_slip",))
        assert "可由近亲属代领，出示本人身份证和居民身份证领取凭证" in told(of)


def test_a_result_that_says_nothing_goes_to_whoever_holds_a_mandate_and_the_guide_adds_no_word():
    licence = national().items["jg-d-renew"]
    assert licence.outputs[0].collected_by == ()
    assert "代领" not in told(licence)
