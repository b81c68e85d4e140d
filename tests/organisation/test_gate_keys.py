"""A key that the database cannot even hold is a key of nothing."""

import pytest

from yichuang.kernel.errors import Refusal
from yichuang.organisation.gates import SEE, STAFF, UNIT, WINDOW


@pytest.mark.parametrize(("gate", "key"), [(UNIT, "CX\x00"), (STAFF, "\x00"), (WINDOW, "9" * 30), (WINDOW, "1 OR 1=1")])
def test_a_key_of_a_bad_shape_is_absent(world, gate, key):
    with pytest.raises(Refusal) as said:
        gate.open(world.actor("990870"), key, SEE)
    assert said.value.code == "authority.not_found"
