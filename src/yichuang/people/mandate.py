"""Verb: put an agent's mandate on record, and revoke one. Each leaves a trail."""

from datetime import date, datetime

from django.db import transaction
from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.people.capacity import capacity_on
from yichuang.people.models import Agency, Organisation, Person
from yichuang.people.queries import person_facts
from yichuang.people.representation import check_recorder, record_mandate
from yichuang.people.terms import Capacity, RepresentationEvent


class NewMandate(Struct, frozen=True):
    """A mandate to put on record; exactly one principal."""

    agent_id: int
    document: str
    items: tuple[str, ...]
    """Codes of the items it names."""
    since: date
    expires_on: date
    principal_person_id: int | None = None
    principal_organisation_id: int | None = None


@transaction.atomic
def mandate(actor: Actor, new: NewMandate, *, reason: str, now: datetime) -> Agency:
    """Put a mandate on record. Refuses one without document, items or principal, and people who cannot give or take it.

    ``reason`` says on what occasion; who serves no line records none.
    """
    told = check_recorder(actor, reason)
    _check(new)
    _check_people(new, local_date(now))
    made = Agency.objects.create(
        agent_id=new.agent_id,
        principal_person_id=new.principal_person_id,
        principal_organisation_id=new.principal_organisation_id,
        document=new.document.strip(),
        items=sorted(set(new.items)),
        since=new.since,
        expires_on=new.expires_on,
    )
    record_mandate(RepresentationEvent.MANDATED, actor, made, now, told)
    return made


def _check(new: NewMandate) -> None:
    if not new.document.strip():
        raise Refusal("people.no_document")
    if not new.items:
        raise Refusal("people.mandate_without_items")
    if new.expires_on < new.since:
        raise Refusal("people.validity_backwards")
    if (new.principal_person_id is None) == (new.principal_organisation_id is None):
        raise Refusal("people.mandate_one_principal")
    if new.principal_person_id == new.agent_id:
        raise Refusal("people.own_agent")


def _check_people(new: NewMandate, on: date) -> None:
    """Civil Code arts. 19-22, 143-144: without full capacity nobody gives a mandate; their guardian acts. Nor takes one."""
    people = Person.objects.in_bulk([new.agent_id, *([new.principal_person_id] if new.principal_person_id else [])])
    organisation = new.principal_organisation_id
    if len(people) < 1 + bool(new.principal_person_id) or (
        organisation is not None and not Organisation.objects.filter(pk=organisation).exists()
    ):
        raise Refusal("authority.not_found")
    if any(person.deceased for person in people.values()):
        raise Refusal("people.deceased")
    for pk, person in people.items():
        if capacity_on(person_facts(person), on) is not Capacity.FULL:
            raise Refusal(
                "people.agent_without_capacity" if pk == new.agent_id else "people.principal_without_capacity"
            )


@transaction.atomic
def revoke_mandate(actor: Actor, agency: Agency, *, reason: str, now: datetime) -> None:
    """Revoke a mandate from today on; a second time changes nothing."""
    told = check_recorder(actor, reason)
    if agency.revoked_on is None:
        agency.revoked_on = local_date(now)
        agency.save(update_fields=["revoked_on"])
        record_mandate(RepresentationEvent.MANDATE_REVOKED, actor, agency, now, told)
