from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogue.builders import item
from yichuang.catalogue.changes.difference import difference
from yichuang.catalogue.changes.undo import undone
from yichuang.catalogue.definition import Channel, FeeRule, Text
from yichuang.catalogue.loader import national
from yichuang.kernel.errors import Refusal

CODES = st.sampled_from(sorted(national().items))
SHARED = (
    "name", "limits", "materials", "situations", "steps", "outputs", "fee", "rules", "faqs", "form", "visits",
    "visit_reason", "channels", "legal_basis", "remedies", "codes",
)  # fmt: skip


@cache
def of(code):
    return national().items[code]


@settings(deadline=None, max_examples=60)
@given(CODES, CODES, st.sets(st.sampled_from(SHARED)))
def test_with_every_difference_taken_back_one_is_where_one_began(code, other, fields):
    old = of(code)
    wanted = replace(old, **{name: getattr(of(other), name) for name in fields})
    left = difference(old, wanted)
    for _ in range(2 * len(left) + 1):  # one by one, as on the page; an order shows only when the rest is taken back
        if left:
            wanted = undone(old, wanted, left[0].path)
            left = difference(old, wanted)
    assert wanted == old


@settings(deadline=None)
@given(CODES, st.randoms(use_true_random=False))
def test_another_order_is_taken_back_as_one_difference(code, chance):
    old = of(code)
    shuffled = list(old.materials)
    chance.shuffle(shuffled)
    wanted = replace(old, materials=tuple(shuffled))
    for change in difference(old, wanted):
        wanted = undone(old, wanted, change.path)
    assert wanted.materials == old.materials


def test_a_removed_entry_comes_back_where_it_stood_and_the_rest_stays_as_it_is():
    old = of("crj-passport-renew")
    wanted = replace(old, materials=old.materials[:1] + old.materials[2:], visits=2)
    back = undone(old, wanted, f"materials.{old.materials[1].evidence}")
    assert (back.materials, back.visits) == (old.materials, 2)


def test_keys_that_hold_dots_are_found():
    fees = tuple(FeeRule(amount, Text(name, name)) for amount, name in ((1, "1"), (2, "1.5 元")))
    old = replace(item(), fee=replace(item().fee, rules=fees))
    dearer = replace(old, fee=replace(old.fee, rules=(fees[0], replace(fees[1], amount=9))))
    assert undone(old, dearer, "fee.rules.1.5 元.amount") == old


@pytest.mark.parametrize("path", ["nothing", "limits.nothing", "materials.nothing", "limits.promised.amount.more", ""])
def test_a_place_that_is_not_there_is_refused_in_words(path):
    with pytest.raises(Refusal) as refusal:
        undone(item(), replace(item(), channels=(Channel.HOME,)), path)
    assert refusal.value.code == "catalogue.unknown_place"
