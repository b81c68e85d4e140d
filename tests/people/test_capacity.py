"""Who may act for whom, by age, declared capacity and guardianship."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.people.capacity import (
    GuardianshipFacts,
    PersonFacts,
    capacity_on,
    check_acting,
    check_guardian,
    who_may_act,
)
from yichuang.people.terms import Capacity

TODAY = date(2026, 11, 21)
CHILD, PARENT, STRANGER = 1, 2, 3


def aged(years: int, person_id: int = CHILD, **more) -> PersonFacts:
    return PersonFacts(person_id, date(TODAY.year - years, TODAY.month, TODAY.day), **more)


def guardian(since: date = date(2020, 1, 1), until: date | None = None) -> GuardianshipFacts:
    return GuardianshipFacts(CHILD, PARENT, since, until)


def refused(person, guardianships=(), present=(), **more) -> str | None:
    refusal = check_acting(person, guardianships, present, TODAY, **more)
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("years", "capacity"),
    [(0, Capacity.NONE), (7, Capacity.NONE), (8, Capacity.LIMITED), (17, Capacity.LIMITED), (18, Capacity.FULL)],
)
def test_age_gives_capacity_on_the_birthday(years, capacity):
    assert capacity_on(aged(years), TODAY) is capacity


def test_on_the_eve_of_eighteen_one_is_a_minor():
    almost = PersonFacts(CHILD, date(2008, 11, 22))
    assert capacity_on(almost, TODAY) is Capacity.LIMITED
    assert capacity_on(almost, TODAY + timedelta(days=1)) is Capacity.FULL


def test_a_court_takes_capacity_away_and_never_gives_it():
    assert capacity_on(aged(40, declared=Capacity.NONE), TODAY) is Capacity.NONE
    assert capacity_on(aged(5, declared=Capacity.LIMITED), TODAY) is Capacity.NONE


def test_an_items_own_law_may_let_sixteen_year_olds_apply_alone_but_not_who_was_declared_incapable():
    assert refused(aged(16)) == "people.no_guardian_recorded"
    assert refused(aged(16), alone_from=16) is None
    assert refused(aged(15), alone_from=16) == "people.no_guardian_recorded"
    assert refused(aged(16, declared=Capacity.NONE), alone_from=16) == "people.no_guardian_recorded"


def test_no_item_can_make_an_adult_wait():
    assert refused(aged(18), alone_from=60) is None


def test_a_minor_needs_a_guardian_at_the_window():
    child = aged(10)
    assert refused(child) == "people.no_guardian_recorded"
    assert refused(child, [guardian()], [CHILD]) == "people.needs_guardian"
    assert refused(child, [guardian()], [CHILD, STRANGER]) == "people.needs_guardian"
    assert refused(child, [guardian()], [CHILD, PARENT]) is None


def test_a_guardian_acts_alone_for_a_small_child():
    acting = who_may_act(aged(3), [guardian()], TODAY)
    assert (acting.alone, acting.accompanied, acting.guardians) == (False, False, (PARENT,))
    assert refused(aged(3), [guardian()], [PARENT]) is None


def test_an_older_child_may_come_along():
    acting = who_may_act(aged(9), [guardian()], TODAY)
    assert (acting.alone, acting.accompanied) == (False, True)


@pytest.mark.parametrize(
    "held",
    [
        guardian(until=TODAY - timedelta(days=1)),
        guardian(since=TODAY + timedelta(days=1)),
        GuardianshipFacts(9, PARENT, TODAY),
    ],
    ids=["ended", "not begun", "somebody else's"],
)
def test_a_guardianship_counts_only_while_it_lasts_and_for_its_ward(held):
    assert refused(aged(10), [held], [PARENT]) == "people.no_guardian_recorded"


def test_an_adult_under_guardianship_needs_the_guardian():
    ward = aged(70, declared=Capacity.LIMITED)
    assert refused(ward, [guardian()], [CHILD]) == "people.needs_guardian"
    assert refused(ward, [guardian()], [PARENT]) is None


def test_nothing_is_filed_in_the_name_of_the_dead():
    assert refused(aged(40, deceased=True)) == "people.deceased"


def test_who_becomes_a_guardian():
    def code(ward, keeper):
        refusal = check_guardian(ward, keeper, TODAY)
        return refusal.code if refusal else None

    assert code(aged(10), aged(40, PARENT)) is None
    assert code(aged(10), aged(10)) == "people.own_guardian"
    assert code(aged(30), aged(40, PARENT)) == "people.ward_has_capacity"
    assert code(aged(10), aged(17, PARENT)) == "people.guardian_without_capacity"
    assert code(aged(10), aged(40, PARENT, declared=Capacity.LIMITED)) == "people.guardian_without_capacity"
    assert code(aged(10), aged(40, PARENT, deceased=True)) == "people.deceased"


BIRTHS = st.dates(date(1930, 1, 1), TODAY)
DECLARED = st.sampled_from(list(Capacity))


@given(BIRTHS, DECLARED, st.integers(0, 20000))
def test_growing_older_never_takes_capacity_away(birth, declared, days):
    person = PersonFacts(CHILD, birth, declared)
    ladder = [Capacity.NONE, Capacity.LIMITED, Capacity.FULL]
    later = TODAY + timedelta(days=days)
    assert ladder.index(capacity_on(person, TODAY)) <= ladder.index(capacity_on(person, later))


@given(BIRTHS, DECLARED, st.sets(st.integers(1, 5)), st.integers(0, 120))
def test_more_people_at_the_window_never_make_it_worse(birth, declared, present, alone_from):
    person = PersonFacts(CHILD, birth, declared)
    if check_acting(person, [guardian()], present, TODAY, alone_from=alone_from) is None:
        assert check_acting(person, [guardian()], present | {PARENT}, TODAY, alone_from=alone_from) is None
