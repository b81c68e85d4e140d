"""Who may act for whom: legal capacity, guardians. Pure; the day is passed in.

Source: Civil Code (民法典) arts. 17-24 (capacity), 23 and 27-31 (guardians act as statutory agents).
"""

from collections.abc import Collection, Iterable
from datetime import date

from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import age_on
from yichuang.people.terms import Capacity

ADULT = 18
"""Art. 17: adult from 18."""
SOME_CAPACITY = 8
"""Arts. 19, 20: none under 8, limited from 8 to 17."""
LADDER = (Capacity.NONE, Capacity.LIMITED, Capacity.FULL)


class PersonFacts(Struct, frozen=True):
    """A person as far as the right to act goes."""

    person_id: int
    birth: date
    declared: Capacity = Capacity.FULL
    """As a court has declared it (art. 24)."""
    deceased: bool = False


class GuardianshipFacts(Struct, frozen=True):
    """A guardianship; ``until`` is its last day, none = open."""

    ward_id: int
    guardian_id: int
    since: date
    until: date | None = None


class Acting(Struct, frozen=True):
    """Who may act in a person's name."""

    alone: bool
    """The person may act alone."""
    accompanied: bool
    """The person may act with a guardian present or consenting."""
    guardians: tuple[int, ...]
    """The guardians in office, who may act in the person's name."""


def capacity_on(person: PersonFacts, on: date, *, alone_from: int = ADULT) -> Capacity:
    """Return the lesser of what age allows and what a court has declared.

    ``alone_from`` is the age at which an item's own law lets a person apply alone (居民身份证法 art. 7: 16).
    """
    age = age_on(person.birth, on)
    by_age = (
        Capacity.FULL if age >= min(alone_from, ADULT) else Capacity.LIMITED if age >= SOME_CAPACITY else Capacity.NONE
    )
    return min(by_age, person.declared, key=LADDER.index)


def who_may_act(
    person: PersonFacts, guardianships: Iterable[GuardianshipFacts], on: date, *, alone_from: int = ADULT
) -> Acting:
    """Return who may act in ``person``'s name on that day."""
    capacity = capacity_on(person, on, alone_from=alone_from)
    if capacity is Capacity.FULL:
        return Acting(alone=True, accompanied=True, guardians=())
    return Acting(
        alone=False, accompanied=capacity is Capacity.LIMITED, guardians=_in_office(person, guardianships, on)
    )


def _in_office(person: PersonFacts, guardianships: Iterable[GuardianshipFacts], on: date) -> tuple[int, ...]:
    return tuple(
        g.guardian_id for g in guardianships if g.ward_id == person.person_id and g.since <= on <= (g.until or date.max)
    )


def check_acting(
    person: PersonFacts,
    guardianships: Iterable[GuardianshipFacts],
    present: Collection[int],
    on: date,
    *,
    alone_from: int = ADULT,
) -> Refusal | None:
    """Return why the people at the window (``present``, ids of checked persons) cannot act for ``person``, or None."""
    if person.deceased:
        return Refusal("people.deceased")
    acting = who_may_act(person, guardianships, on, alone_from=alone_from)
    if acting.alone:
        return None
    if not acting.guardians:
        return Refusal("people.no_guardian_recorded")
    if not set(acting.guardians) & set(present):
        return Refusal("people.needs_guardian")
    return None


def check_guardian(ward: PersonFacts, guardian: PersonFacts, on: date) -> Refusal | None:
    """Return why ``guardian`` cannot be put on record for ``ward``, or None.

    A ward is a minor or has been declared without full capacity; a guardian is alive and has full capacity (art. 39).
    """
    if ward.person_id == guardian.person_id:
        return Refusal("people.own_guardian")
    if ward.deceased or guardian.deceased:
        return Refusal("people.deceased")
    if capacity_on(ward, on) is Capacity.FULL:
        return Refusal("people.ward_has_capacity")
    if capacity_on(guardian, on) is not Capacity.FULL:
        return Refusal("people.guardian_without_capacity")
    return None
