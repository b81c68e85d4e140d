"""A reason of any length is written down, as far as the log holds it."""

from tests.ground.world import TODAY
from yichuang.people.models import RevealLog
from yichuang.people.reveal import LONGEST_REASON, reveal
from yichuang.people.terms import Sensitive


def test_an_endless_reason_is_kept_in_part_and_the_look_is_recorded(world):
    person = world.person()
    clerk = world.actor("990801")
    assert reveal(clerk, person.pk, Sensitive.ID_NUMBER, reason="核对\x00" * 500, now=TODAY) == person.id_number
    assert RevealLog.objects.get(person=person).reason == ("核对" * 500)[:LONGEST_REASON]
