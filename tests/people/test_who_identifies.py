"""Only who serves may put people on record or change what is said of them."""

import pytest

from tests.people.cards import card
from yichuang.kernel.errors import Refusal
from yichuang.people.identify import identify, identify_manually
from yichuang.people.models import IdentityCheck, Person


@pytest.mark.parametrize("badge", ["990870", "990871"])
def test_who_holds_no_grant_identifies_nobody(world, badge):
    from tests.ground.world import TODAY

    actor = world.actor(badge)
    before = Person.objects.count(), IdentityCheck.objects.count()
    by_hand = {"reason": "读卡器故障", "now": TODAY, "new_name_document": "改名证明"}
    for step in (lambda: identify(actor, card(), now=TODAY), lambda: identify_manually(actor, card(), **by_hand)):
        with pytest.raises(Refusal) as said:
            step()
        assert said.value.code == "people.not_serving"
    assert (Person.objects.count(), IdentityCheck.objects.count()) == before
