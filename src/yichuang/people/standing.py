"""What a register's word on somebody's life and capacity changes on our record. Pure.

Civil Code arts. 13 (rights end with death), 21-24 (an adult without full capacity). What age takes away is computed each
time, so a child's capacity is never written down; and a register never gives back what a court has taken.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from yichuang.kernel.identifiers import age_on
from yichuang.people.capacity import ADULT, LADDER, PersonFacts
from yichuang.people.terms import Capacity, StandingField

ALIVE, DEAD = "alive", "deceased"


class RegisterWord(Struct, frozen=True):
    """What the register says."""

    deceased_on: date | None = None
    capacity: Capacity = Capacity.FULL


class Change(Struct, frozen=True):
    """One fact of our record that becomes another."""

    field: StandingField
    before: str
    after: str


def changes(person: PersonFacts, word: RegisterWord, on: date, *, died_by_register: bool = False) -> Iterable[Change]:
    """What ``word`` changes. A death that stands on record by the register's own word (``died_by_register``) goes with it."""
    if word.deceased_on is not None:
        if not person.deceased:
            yield Change(StandingField.LIFE, ALIVE, DEAD)
        return
    if person.deceased and died_by_register:
        yield Change(StandingField.LIFE, DEAD, ALIVE)
    lower = LADDER.index(word.capacity) < LADDER.index(person.declared)
    if lower and age_on(person.birth, on) >= ADULT:
        yield Change(StandingField.CAPACITY, person.declared.value, word.capacity.value)
