"""What the population register says of life and capacity becomes our record, and only as far as the law lets it."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.world import TODAY
from yichuang.people.capacity import LADDER, PersonFacts
from yichuang.people.models import Person, StandingLog
from yichuang.people.standing import RegisterWord, changes
from yichuang.people.take_over import take_over
from yichuang.people.terms import Capacity

DAY = TODAY.date()
DIED = RegisterWord(deceased_on=date(2024, 5, 6))
ADULT, CHILD = date(1990, 3, 7), date(2019, 8, 15)


def found(birth: date, word: RegisterWord, *, by_register: bool = False, **facts) -> list[tuple[str, str]]:
    return [(each.field.value, each.after) for each in changes(
        PersonFacts(1, birth, **facts), word, DAY, died_by_register=by_register)]  # fmt: skip


def test_a_death_is_taken_over_once():
    assert found(ADULT, DIED) == [("life", "deceased")]
    assert found(ADULT, DIED, deceased=True) == []


def test_the_register_takes_back_its_own_word_only():
    assert found(ADULT, RegisterWord(), deceased=True, by_register=True) == [("life", "alive")]
    assert found(ADULT, RegisterWord(), deceased=True) == []


def test_an_adults_capacity_is_lowered_and_never_raised():
    assert found(ADULT, RegisterWord(capacity=Capacity.LIMITED)) == [("capacity", "limited")]
    assert found(ADULT, RegisterWord(), declared=Capacity.LIMITED) == []


def test_a_childs_capacity_is_a_matter_of_age_and_is_not_written_down():
    assert found(CHILD, RegisterWord(capacity=Capacity.NONE)) == []


@given(st.sampled_from(LADDER), st.sampled_from(LADDER), st.dates(date(1930, 1, 1), DAY))
def test_no_word_of_the_register_gives_capacity(declared, said, birth):
    after = dict(found(birth, RegisterWord(capacity=said), declared=declared)).get("capacity", declared.value)
    assert LADDER.index(Capacity(after)) <= LADDER.index(declared)


def test_each_change_leaves_a_trail_that_cannot_be_changed(world):
    person, actor = world.person(), world.actor("990801")
    assert take_over(actor, person.pk, DIED, reference="window 1", now=TODAY)
    assert take_over(actor, person.pk, DIED, reference="window 1", now=TODAY) == ()
    assert Person.objects.get(pk=person.pk).deceased
    log = StandingLog.objects.get()
    assert (log.staff_id, log.before, log.after, log.reference) == (actor.staff_id, "alive", "deceased", "window 1")
    with pytest.raises(DatabaseError), transaction.atomic():
        StandingLog.objects.all().delete()
    take_over(actor, person.pk, RegisterWord(), reference="window 1", now=TODAY)
    assert not Person.objects.get(pk=person.pk).deceased
