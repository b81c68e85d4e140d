"""Put the demo's people on record, as earlier visits would have left them."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.demo.people import Someone
from yichuang.people.models import Guardianship, Person
from yichuang.people.queries import person_by_number


def settle(people: Sequence[Someone], now: datetime) -> dict[str, int]:
    """Record all people and guardianships; person ids by key."""
    Person.objects.bulk_create([_person(each, now) for each in people])
    found = {person.id_number: person.pk for person in Person.objects.all()}
    ids = {each.key: found[each.number] for each in people}
    Guardianship.objects.bulk_create([_guardianship(each, ids, now) for each in people if each.guardian])
    return ids


def settled(people: Sequence[Someone]) -> dict[str, int]:
    """Ids of people who are on record, by key."""
    found = ((each.key, person_by_number(each.id_type, each.number)) for each in people)
    return {key: person.pk for key, person in found if person is not None}


def _person(someone: Someone, now: datetime) -> Person:
    return Person(
        id_type=someone.id_type,
        id_number=someone.number,
        id_valid_to=someone.valid_to,
        name=someone.name,
        sex=someone.sex,
        birth=someone.birth,
        nation=someone.nation,
        phone=someone.phone,
        address=someone.address,
        capacity=someone.capacity.value,
        known_since=now,
    )


def _guardianship(ward: Someone, ids: dict[str, int], now: datetime) -> Guardianship:
    court = ward.guardian_basis == "court"
    return Guardianship(
        ward_id=ids[ward.key],
        guardian_id=ids[ward.guardian],
        basis=ward.guardian_basis,
        since=now.date() if court else ward.birth,
        document="（2026）云99民特12号判决书" if court else f"户口簿 {ward.household}",
    )
