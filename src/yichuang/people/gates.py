"""The gate to persons: who serves some line, or audits, may open one; looking is not revealing."""

from django.db.models import QuerySet

from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate, Sluice
from yichuang.organisation.terms import Role
from yichuang.people.models import Person


def _load(key: int | str) -> Person | None:
    return Person.objects.filter(pk=int(key)).first()


def _serves(actor: Actor) -> bool:
    return bool(actor.grants) or Role.AUDITOR in actor.roles


def _allows(actor: Actor, _person: Person, _need: str) -> bool:
    return _serves(actor)


def _narrow(actor: Actor, rows: QuerySet[Person], _need: str) -> QuerySet[Person]:
    return rows if _serves(actor) else rows.none()


PERSON = Gate[int | str, Person, str]("person", _load, _allows)
PERSONS = Sluice["QuerySet[Person]", str]("persons", _narrow)
