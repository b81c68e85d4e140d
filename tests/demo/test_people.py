"""The invented people: numbers that check and belong to nobody, the same people at every build."""

from datetime import date

from tests.ground.refusals import refused
from yichuang.demo.people import Someone, by_key, townsfolk
from yichuang.demo.seed_sandbox import station_names
from yichuang.kernel.identifiers import check_citizen_id, check_region
from yichuang.people.card import checked_number

TODAY = date(2026, 11, 20)
PEOPLE = townsfolk(TODAY, station_names())
CITIZENS = [person for person in PEOPLE if person.citizen]


def test_there_are_about_four_hundred_people_and_no_two_share_a_number():
    assert 380 <= len(PEOPLE) <= 450
    assert len({person.number for person in PEOPLE}) == len(PEOPLE)


def test_every_number_checks_for_its_kind_of_document():
    assert [checked_number(person.id_type, person.number, TODAY) for person in PEOPLE] == [p.number for p in PEOPLE]


def test_a_citizen_number_tells_the_same_birth_and_sex_as_the_record():
    told = [check_citizen_id(person.number, today=TODAY) for person in CITIZENS]
    assert [(each.birth, each.sex) for each in told] == [(person.birth, person.sex) for person in CITIZENS]


def test_no_number_belongs_to_a_region_that_exists():
    for person in CITIZENS:
        with refused("identifier.citizen_region"):
            check_region(check_citizen_id(person.number, today=TODAY))


def test_phones_begin_with_a_prefix_that_no_operator_has():
    assert {person.phone[:3] for person in PEOPLE if person.phone} == {"154"}


def test_the_same_people_live_there_whatever_the_day_of_the_build():
    def who(person: Someone) -> tuple[str, str, str]:
        return person.number, person.name, person.address

    # Children who are three months old by then may have come.
    later = {who(person) for person in townsfolk(date(2027, 5, 4), station_names())}
    assert {who(person) for person in PEOPLE} <= later


def test_spouses_name_each_other_and_children_their_parents():
    town = by_key(PEOPLE)
    assert all(town[town[person.spouse].key].spouse == person.key for person in PEOPLE if person.spouse)
    assert all(town[parent].birth < person.birth for person in PEOPLE for parent in person.parents)


def test_a_card_begins_after_birth_and_before_it_ends():
    for person in CITIZENS:
        assert person.valid_from is not None
        assert person.birth <= person.valid_from <= TODAY
        assert person.valid_to is None or person.valid_from < person.valid_to


def test_the_people_of_the_stories_are_as_the_stories_need_them():
    town = by_key(PEOPLE)
    assert town["nianan"].spouse == "yuzhou"
    assert town["expired"].valid_to is not None
    assert town["expired"].valid_to < TODAY
    assert town["ward"].guardian == "guardian"
    assert town["wrong_name"].register_name != town["wrong_name"].name
