"""Nobody gives themselves a role."""

import pytest

from tests.ground.world import TODAY
from yichuang.kernel.errors import Refusal
from yichuang.organisation.arrange_staff import StaffDetails, change_staff
from yichuang.organisation.terms import Role

ADMIN = "990870"


def test_an_administrator_does_not_make_themselves_an_auditor(world):
    mine = world.staff[ADMIN]
    details = StaffDetails(mine.name, mine.unit.code, roles=(Role.ADMIN, Role.AUDITOR))
    with pytest.raises(Refusal) as said:
        change_staff(world.actor(ADMIN), ADMIN, details, now=TODAY)
    assert said.value.code == "organisation.not_yourself"


def test_the_rest_of_the_own_entry_may_be_put_right(world):
    mine = world.staff[ADMIN]
    kept = StaffDetails("杜若兰", mine.unit.code, roles=tuple(Role(role) for role in mine.roles))
    assert change_staff(world.actor(ADMIN), ADMIN, kept, now=TODAY).name == "杜若兰"
