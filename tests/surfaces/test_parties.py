"""Who does a step outside the house is named in the reader's language, whatever the record holds."""

import pytest
from django.utils.translation import override

from yichuang.catalogue.loader import catalogue
from yichuang.surfaces.story.names import outside, party

CARD = catalogue().items["hz-id-renew"]
MADE = next(step.key for step in CARD.steps if step.external)


@pytest.mark.parametrize(
    ("recorded", "key", "zh", "en"),
    [
        ("省级制证中心", MADE, "省级制证中心", "Provincial card production centre"),
        ("province", "decide", "省级", "Province"),
        ("某中心", MADE, "某中心", "某中心"),
        ("", MADE, "", ""),
    ],
)
def test_the_party_is_named_in_both_languages(recorded, key, zh, en):
    with override("zh-hans"):
        assert outside(recorded, CARD, key) == zh
    with override("en"):
        assert outside(recorded, CARD, key) == en


def test_a_step_of_the_house_has_no_party():
    assert party("", CARD, CARD.steps[0].key) is None
