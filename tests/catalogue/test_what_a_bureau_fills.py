"""What the tables propose, a bureau replaces by its own list; what an article or a published source fixes, it keeps."""

import pytest

from tests.catalogue.test_layers import overlay
from yichuang.catalogue.layers import layered
from yichuang.catalogue.lint import findings
from yichuang.catalogue.loader import national
from yichuang.kernel.errors import Refusal

ONE_DAY = {"limits": {"promised": {"amount": 1, "unit": "working_day"}}, "handling": "commitment"}
PROPOSED = [
    ("jg-d-renew", ONE_DAY),
    ("jg-d-reissue", ONE_DAY),
    ("jg-v-license", ONE_DAY),
    ("jg-v-plate", {"limits": {"promised": {"amount": 5}}}),
    ("hz-birth-domestic", ONE_DAY),
    ("jg-d-renew", {"channels": ["window", "online"]}),
    ("xz-norecord-person", {"channels": ["window", "online"]}),
    ("hz-proof-hukou", {"visits": 1, "visit_reason": {"zh": "须本人核验身份", "en": "Identity is checked"}}),
]
FIXED = [
    ("crj-passport-first", {"limits": {"promised": {"amount": 8}}}),
    ("crj-passport-first", {"visits": 2}),
    ("xz-norecord-person", ONE_DAY),
    ("hz-resreg", ONE_DAY),
    ("hz-id-remote-renew", {"steps": {"sign": {"level": "city"}}}),
    ("jg-v-unmortgage", {"channels": ["window"]}),
]
BY_A_SOURCE = {
    "limits.promised": lambda item: (
        item.code in {"xz-norecord-person", "xz-norecord-unit", "hz-resreg"} or _permit(item)
    ),
    "channels": lambda item: list(item.channels) == ["window"] or item.code == "jg-v-unmortgage",
    "visits": lambda item: item.code == "jg-user-face" or (_permit(item) and not item.code.startswith("crj-hk-")),
    "steps": lambda item: item.code.startswith("hz-id-remote-"),
}


def _permit(item):
    """Exit and entry: seven working days nationwide, fingerprints in person."""
    return item.code.startswith("crj-") and item.code != "crj-records"


@pytest.mark.parametrize(("code", "own"), PROPOSED)
def test_a_county_replaces_a_proposal_and_may_publish_it(code, own):
    assert findings(layered(national(), [overlay(own, code=code)]), [code]) == ()


@pytest.mark.parametrize(("code", "own"), FIXED)
def test_a_county_does_not_undo_what_a_source_fixes(code, own):
    with pytest.raises(Refusal) as refusal:
        layered(national(), [overlay(own, code=code)])
    assert refusal.value.code == "catalogue.layer_worse"


@pytest.mark.parametrize("field", BY_A_SOURCE)
def test_each_frequent_item_marks_what_is_only_proposed(field):
    frequent = [item for item in national().items.values() if item.high_frequency]
    assert len(frequent) == 42
    marked = {item.code for item in frequent if field in (*item.unverified, *item.local)}
    assert marked == {item.code for item in frequent if not BY_A_SOURCE[field](item)}
