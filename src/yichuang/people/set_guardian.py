"""Verb: put a guardianship on record, and end one."""

from datetime import date

from django.db import IntegrityError, transaction
from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.people.capacity import check_guardian
from yichuang.people.models import Guardianship, Person
from yichuang.people.queries import person_facts
from yichuang.people.terms import GuardianBasis


class NewGuardianship(Struct, frozen=True):
    """A guardianship to put on record."""

    ward_id: int
    guardian_id: int
    basis: GuardianBasis
    since: date
    document: str
    """The proof: birth certificate, household booklet, judgment."""
    until: date | None = None


def set_guardian(new: NewGuardianship, *, on: date) -> Guardianship:
    """Put a guardianship on record. Refuses one without proof, for a ward with full capacity, or by somebody without."""
    if not new.document.strip():
        raise Refusal("people.no_document")
    if new.until and new.until < new.since:
        raise Refusal("people.validity_backwards")
    people = Person.objects.in_bulk({new.ward_id, new.guardian_id})
    if not {new.ward_id, new.guardian_id} <= people.keys():
        raise Refusal("authority.not_found")
    refusal = check_guardian(person_facts(people[new.ward_id]), person_facts(people[new.guardian_id]), on)
    if refusal:
        raise refusal
    return _write(new)


def _write(new: NewGuardianship) -> Guardianship:
    try:
        with transaction.atomic():
            return Guardianship.objects.create(
                ward_id=new.ward_id,
                guardian_id=new.guardian_id,
                basis=new.basis,
                since=new.since,
                until=new.until,
                document=new.document.strip(),
            )
    except IntegrityError:
        raise Refusal("people.guardian_recorded") from None


def end_guardianship(guardianship: Guardianship, last_day: date) -> None:
    """End a guardianship."""
    if last_day < guardianship.since:
        raise Refusal("people.validity_backwards")
    guardianship.until = last_day
    guardianship.save(update_fields=["until"])
