"""Verb: put a guardianship on record, and end one. Each leaves a trail."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.people.capacity import check_guardian
from yichuang.people.models import Guardianship, Person
from yichuang.people.queries import person_facts
from yichuang.people.representation import check_recorder, record_guardianship
from yichuang.people.terms import GuardianBasis, RepresentationEvent


class NewGuardianship(Struct, frozen=True):
    """A guardianship to put on record."""

    ward_id: int
    guardian_id: int
    basis: GuardianBasis
    since: date
    document: str
    """The proof: birth certificate, household booklet, judgment."""
    until: date | None = None


def set_guardian(actor: Actor, new: NewGuardianship, *, reason: str, now: datetime) -> Guardianship:
    """Put a guardianship on record. Refuses one without proof, for a ward with full capacity, or by somebody without.

    ``reason`` says on what occasion; who serves no line records none.
    """
    told = check_recorder(actor, reason)
    if not new.document.strip():
        raise Refusal("people.no_document")
    if new.until and new.until < new.since:
        raise Refusal("people.validity_backwards")
    people = Person.objects.in_bulk({new.ward_id, new.guardian_id})
    if not {new.ward_id, new.guardian_id} <= people.keys():
        raise Refusal("authority.not_found")
    ward, guardian = person_facts(people[new.ward_id]), person_facts(people[new.guardian_id])
    refusal = check_guardian(ward, guardian, local_date(now))
    if refusal:
        raise refusal
    with transaction.atomic():
        made = _write(new)
        record_guardianship(RepresentationEvent.GUARDIAN_SET, actor, made, now, told)
    return made


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


@transaction.atomic
def end_guardianship(actor: Actor, guardianship: Guardianship, last_day: date, *, reason: str, now: datetime) -> None:
    """End a guardianship; one that is over by then stays as it is. The day before it began: it was entered wrongly."""
    told = check_recorder(actor, reason)
    if last_day < guardianship.since - timedelta(days=1):
        raise Refusal("people.validity_backwards")
    if guardianship.until is not None and guardianship.until <= last_day:
        return
    guardianship.until = last_day
    guardianship.save(update_fields=["until"])
    record_guardianship(RepresentationEvent.GUARDIAN_ENDED, actor, guardianship, now, told)
