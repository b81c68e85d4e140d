"""Finding a case: by its number, by the applicant's name or document number; otherwise the newest ones."""

from datetime import datetime

from django.db.models import QuerySet
from msgspec import Struct

from yichuang.cases.gates import CASES, SEE
from yichuang.cases.models import Case
from yichuang.catalogue.queries import item_version, items_in_use
from yichuang.kernel.errors import Refusal
from yichuang.kernel.masking import mask_number
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.people.gates import PERSON, PERSONS
from yichuang.people.look import look
from yichuang.people.models import Person
from yichuang.people.queries import person_by_number
from yichuang.people.terms import IdType, Screen
from yichuang.surfaces.story.names import said

SIZE = 30
MOST_NAMESAKES = 20
CITIZEN = 18


class Row(Struct, frozen=True):
    """A case in the list."""

    number: str
    applicant: str
    item: str
    line: str
    status: str
    submitted_at: datetime
    ended_at: datetime | None
    version: int
    """How many events it has."""


class Namesake(Struct, frozen=True):
    """A person found by name."""

    id: int
    name: str
    born: object
    number: str
    """Masked."""


class Found(Struct, frozen=True):
    """What a search brought."""

    rows: tuple[Row, ...] = ()
    people: tuple[Namesake, ...] = ()
    person: Namesake | None = None
    following: int = 0
    """Id after which the next page begins; 0 on the last."""


def newest(actor: Actor, before: int = 0) -> Found:
    """The newest cases that the actor may see (two queries, and those that warm the catalogue)."""
    rows = CASES.open(actor, Case.objects.all(), SEE)
    return _page(rows.filter(pk__lt=before) if before else rows)


def of_person(actor: Actor, person_id: int | str, before: int = 0) -> Found:
    """One person's cases, newest first (three queries)."""
    person = PERSON.open(actor, person_id, Screen.SEARCH.value)
    rows = CASES.open(actor, Case.objects.filter(applicant_id=person.pk), SEE)
    found = _page(rows.filter(pk__lt=before) if before else rows)
    return Found(found.rows, (), namesake(person), found.following)


def by_words(actor: Actor, words: str) -> Found:
    """People of that very name, or the one with that document number. Whom the actor may not see is not there."""
    person = _by_number(actor, words)
    if person is not None:
        return of_person(actor, person.pk)
    people = PERSONS.open(actor, Person.objects.filter(name=words), SEE).order_by("pk")[:MOST_NAMESAKES]
    found = tuple(map(namesake, people))
    look(actor, [each.id for each in found], Screen.SEARCH, now=now())
    return Found(people=found)


def by_case_number(actor: Actor, words: str) -> str:
    """The number of the case that the words are, grouped or not; empty for none."""
    bare = "".join(words.split())
    rows = CASES.open(actor, Case.objects.filter(number=bare), SEE)
    return bare if rows.exists() else ""


def _by_number(actor: Actor, words: str) -> Person | None:
    among = PERSONS.open(actor, Person.objects.all(), SEE)
    bare = "".join(words.split())
    if len(bare) < CITIZEN - 10 or not any(sign.isdigit() for sign in bare):
        return None
    for kind in IdType:
        try:
            person = person_by_number(kind, bare, among)
        except Refusal:
            continue
        if person is not None:
            return person
    return None


def namesake(person: Person) -> Namesake:
    """What the list shows of a person: the number masked."""
    return Namesake(person.pk, person.name, person.birth, mask_number(person.id_number))


def _page(rows: "QuerySet[Case]") -> Found:
    items_in_use()  # reads them all at once, so that each row finds its item read
    found = list(rows.order_by("-pk")[: SIZE + 1])
    names = dict(Person.objects.filter(pk__in={case.applicant_id for case in found}).values_list("pk", "name"))
    shown = found[:SIZE]
    return Found(
        rows=tuple(_row(case, names.get(case.applicant_id, "")) for case in shown),
        following=shown[-1].pk if len(found) > SIZE else 0,
    )


def _row(case: Case, applicant: str) -> Row:
    return Row(
        number=case.number,
        applicant=applicant,
        item=said(item_version(case.item, case.item_version).name),
        line=label("line", case.line),
        status="suspended" if case.is_suspended else "waiting" if case.is_waiting else case.status,
        submitted_at=case.submitted_at,
        ended_at=case.ended_at,
        version=case.version,
    )
