"""A key makes one order of one officer happen once; it never answers for another order, nor for somebody else."""

import pytest

from yichuang.kernel.errors import Refusal
from yichuang.surfaces.order_keys import order_key

EXAMINER, HEAD = "990812", "990811"


def test_a_key_that_comes_again_with_another_order_is_not_answered_as_done(office):
    number = office.number()
    version = office.state(number).version
    once = {"version": version, "idempotency_key": "one-pane"}
    assert office.order(EXAMINER, number, "claim", "review", **once).status_code == 200
    answer = office.order(EXAMINER, number, "opine", "review", verdict="agree", **once)
    assert answer.status_code == 409
    assert not [slot for slot in office.state(number).step("review").slots if slot.verdict]


def test_nobody_meets_the_key_of_another(office):
    examiner, head = office.world.actor(EXAMINER), office.world.actor(HEAD)
    assert order_key("desk", examiner, "k", "A") == order_key("desk", examiner, "k", "A")
    others = {
        order_key("desk", head, "k", "A"),
        order_key("desk", examiner, "k", "B"),
        order_key("office", examiner, "k", "A"),
    }
    assert order_key("desk", examiner, "k", "A") not in others
    assert len(others) == 3


@pytest.mark.parametrize("key", ["", "  ", "k" * 65])
def test_an_order_without_a_key_of_its_own_is_refused(office, key):
    with pytest.raises(Refusal) as said:
        order_key("desk", office.world.actor(HEAD), key, "A")
    assert said.value.code == "office.bad_order"
