"""Verb: put an agent's mandate on record, and revoke one."""

from datetime import date

from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.people.capacity import capacity_on
from yichuang.people.models import Agency, Person
from yichuang.people.queries import person_facts
from yichuang.people.terms import Capacity


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


def mandate(new: NewMandate, *, on: date) -> Agency:
    """Put a mandate on record. Refuses one without document, items or principal, and an agent without full capacity."""
    _check(new)
    agent = Person.objects.filter(pk=new.agent_id).first()
    if agent is None:
        raise Refusal("authority.not_found")
    if agent.deceased or capacity_on(person_facts(agent), on) is not Capacity.FULL:
        raise Refusal("people.agent_without_capacity")
    return Agency.objects.create(
        agent=agent,
        principal_person_id=new.principal_person_id,
        principal_organisation_id=new.principal_organisation_id,
        document=new.document.strip(),
        items=sorted(set(new.items)),
        since=new.since,
        expires_on=new.expires_on,
    )


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


def revoke_mandate(agency: Agency, *, on: date) -> None:
    """Revoke a mandate from that day on; a second time changes nothing."""
    if agency.revoked_on is None:
        agency.revoked_on = on
        agency.save(update_fields=["revoked_on"])
