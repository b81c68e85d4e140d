"""The gate to persons: who serves some line, or audits, may open one; looking is not revealing.

Who serves one line serves whoever comes, so the gate is as wide as the house; therefore each look leaves a line in the log
that the person can see.
"""

from django.db import connection
from django.db.models import QuerySet

from yichuang.kernel.moment import now
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate, Sluice
from yichuang.organisation.terms import Role
from yichuang.people.look import look
from yichuang.people.models import Agency, Guardianship, Organisation, Person
from yichuang.people.terms import Screen

END = "end"
"""That somebody may act for another; like every check of an identity it is for who serves, not for who inspects."""
CHECK = "check"
LOOKS = {screen.value: screen for screen in Screen}


def _load(key: int | str) -> Person | None:
    return Person.objects.filter(pk=int(key)).first()


def _serves(actor: Actor) -> bool:
    return bool(actor.grants) or Role.AUDITOR in actor.roles


def _allows(actor: Actor, _person: Person, need: str) -> bool:
    return bool(actor.grants) if need == CHECK else _serves(actor)


def _narrow(actor: Actor, rows: QuerySet[Person], _need: str) -> QuerySet[Person]:
    return rows if _serves(actor) else rows.none()


class PersonGate(Gate[int | str, Person, str]):
    """The gate to one person. Opening it for a screen is a look, which it writes down."""

    def open(self, actor: Actor, key: int | str, need: str, reference: str = "") -> Person:
        """Return the person as ``Gate.open`` does; ``reference`` numbers the case or application it is for."""
        person = super().open(actor, key, need)
        if need in LOOKS:
            look(actor, [person.pk], LOOKS[need], now=now(), reference=reference)
        return person


PERSON = PersonGate("person", _load, _allows)
ALL_THERE = """SELECT count(*) = cardinality(string_to_array(%s, ',')) FROM people_person
WHERE id = ANY(string_to_array(%s, ',')::bigint[])"""


def _all_there(keys: frozenset[int]) -> frozenset[int] | None:
    """One plain query, since a filing by a program waits for nothing else."""
    listed = ",".join(map(str, keys))
    with connection.cursor() as cursor:
        cursor.execute(ALL_THERE, [listed, listed])
        return keys if cursor.fetchone() == (True,) else None


def _allows_all(actor: Actor, _people: frozenset[int], _need: str) -> bool:
    return _serves(actor)


def _named(key: int) -> int:
    return key


CONCERNED = Gate[int, int, str]("person", _named, lambda actor, _person, _need: _serves(actor))
"""The person whom a filing concerns: whoever loads the filing's ground refuses an absent one alike."""
PEOPLE = Gate[frozenset[int], frozenset[int], str]("person", _all_there, _allows_all)
"""Several at once, to be named in a filing: all of them or none."""
PERSONS = Sluice["QuerySet[Person]", str]("persons", _narrow)


def _organisation(key: int) -> Organisation | None:
    return Organisation.objects.filter(pk=key).first()


ORGANISATION = Gate[int, Organisation, str]("organisation", _organisation, lambda actor, _body, _need: _serves(actor))
"""An organisation for which somebody files; who serves persons serves whoever comes for one."""


def _guardianship(key: int) -> Guardianship | None:
    return Guardianship.objects.filter(pk=key).first()


def _mandate(key: int) -> Agency | None:
    return Agency.objects.filter(pk=key).first()


GUARDIANSHIP = Gate[int, Guardianship, str](
    "guardianship", _guardianship, lambda actor, _held, _need: bool(actor.grants)
)
MANDATE = Gate[int, Agency, str]("mandate", _mandate, lambda actor, _given, _need: bool(actor.grants))
"""Who serves whoever comes ends what a wrong or withdrawn word lets others do in their name; the trail keeps who did."""
