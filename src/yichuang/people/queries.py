"""Reads of the room: persons by number, what a screen shows of them, guardians, mandates, checks and reveals."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from msgspec import Struct

from yichuang.kernel.identifiers import Sex
from yichuang.kernel.masking import mask_number, mask_phone
from yichuang.kernel.moment import now
from yichuang.people.agency import MandateFacts
from yichuang.people.capacity import GuardianshipFacts, PersonFacts
from yichuang.people.card import Validity, checked_number, validity
from yichuang.people.models import (
    Agency,
    Guardianship,
    IdentityCheck,
    Person,
    PersonLook,
    RepresentationLog,
    RevealLog,
)
from yichuang.people.terms import Capacity, CheckResult, IdType


class Presentation(Struct, frozen=True):
    """What a screen may show of a person without a reason."""

    person_id: int
    id_type: IdType
    id_number: str
    """Masked."""
    validity: Validity
    id_valid_to: date | None
    name: str
    sex: Sex
    birth: date
    nation: str
    phone: str
    """Masked."""
    address: str
    deceased: bool


def person_by_number(id_type: IdType, number: str, among: QuerySet[Person] | None = None) -> Person | None:
    """Return the person with this number, however it is spaced; raise what is wrong with a malformed one (one query).

    ``among`` narrows to the people whom somebody may find.
    """
    sound = checked_number(id_type, number, localdate(now()))
    people = Person.objects.all() if among is None else among
    return people.filter(id_type=id_type, id_index=sound).first()


def presentation(person: Person, on: date) -> Presentation:
    """Return what a screen may show of ``person``: numbers masked."""
    return Presentation(
        person_id=person.pk,
        id_type=IdType(person.id_type),
        id_number=mask_number(person.id_number),
        validity=validity(person.id_valid_to, on),
        id_valid_to=person.id_valid_to,
        name=person.name,
        sex=Sex(person.sex),
        birth=person.birth,
        nation=person.nation,
        phone=mask_phone(person.phone),
        address=person.address,
        deceased=person.deceased,
    )


def person_facts(person: Person) -> PersonFacts:
    """Return a person as the capacity rules see them."""
    return PersonFacts(person.pk, person.birth, Capacity(person.capacity), person.deceased)


def guardianships_of(ward_ids: list[int], on: date) -> list[GuardianshipFacts]:
    """Return the guardianships of these persons in force on that day (one query)."""
    found = Guardianship.objects.filter(Q(until__isnull=True) | Q(until__gte=on), ward_id__in=ward_ids, since__lte=on)
    return [GuardianshipFacts(g.ward_id, g.guardian_id, g.since, g.until) for g in found.order_by("pk")]


def guardianships_on_record(ward: int, limit: int = 50) -> list[Guardianship]:
    """Return a person's guardianships, over or not, newest first (one query)."""
    return list(Guardianship.objects.filter(ward_id=ward).select_related("guardian").order_by("-pk")[:limit])


def mandates_on_record(*, person: int | None = None, organisation: int | None = None, limit: int = 50) -> list[Agency]:
    """Return the mandates that a person or an organisation has given, over or not, newest first (one query)."""
    given = Agency.objects.filter(principal_person=person, principal_organisation=organisation)
    return list(given.select_related("agent").order_by("-pk")[:limit])


def mandate_facts(agency: Agency) -> MandateFacts:
    """Return a mandate as the rules see it."""
    return MandateFacts(frozenset(agency.items), agency.since, agency.expires_on, agency.revoked_on)


def checks_of(person_id: int, limit: int = 50) -> list[IdentityCheck]:
    """Return a person's identity checks, newest first (one query)."""
    return list(
        IdentityCheck.objects.filter(person_id=person_id).select_related("staff").order_by("-at", "-pk")[:limit]
    )


def passed_check(person_id: int, since: datetime, until: datetime) -> int | None:
    """The last check that found the person to be who the document says; None where there is none in between."""
    checks = IdentityCheck.objects.filter(person_id=person_id, result=CheckResult.PASSED, at__range=(since, until))
    return checks.order_by("-at").values_list("pk", flat=True).first()


def reveals_of(person_id: int, limit: int = 50) -> list[RevealLog]:
    """Return who saw a person's numbers, newest first (one query); the person may ask for it."""
    return list(RevealLog.objects.filter(person_id=person_id).select_related("staff").order_by("-at", "-pk")[:limit])


def looks_of(person_id: int, limit: int = 50) -> list[PersonLook]:
    """Return who looked at a person's record, newest first (one query); the person may ask for it."""
    return list(PersonLook.objects.filter(person_id=person_id).select_related("staff__unit").order_by("-at")[:limit])


def representations_of(person_id: int, limit: int = 50) -> list[RepresentationLog]:
    """Return who recorded that somebody may act for a person, newest first (one query)."""
    found = RepresentationLog.objects.filter(person_id=person_id).select_related("staff", "by")
    return list(found.order_by("-at", "-pk")[:limit])
