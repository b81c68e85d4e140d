"""Verb: put an organisation that applies on record, or bring its name and legal representative up to date."""

from datetime import datetime

from django.db import transaction

from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_credit_code
from yichuang.organisation.actor import Actor
from yichuang.people.models import Organisation, Person
from yichuang.people.representation import check_recorder, record_representative

LONGEST_NAME = 200


@transaction.atomic
def register_organisation(
    actor: Actor, uscc: str, name: str, *, reason: str, now: datetime, legal_representative: Person | None = None,
    document: str = "",
) -> Organisation:  # fmt: skip
    """Find or create the organisation with this credit code, and take over its name and representative of now.

    ``legal_representative`` is the person whom the licence ``document`` that lies on the desk names; that leaves a trail.
    Refusal("identifier.credit_code…"), ("people.no_name"), ("people.no_document") for a representative without one.
    """
    told = check_recorder(actor, reason)
    code, called = check_credit_code(uscc), name.replace("\x00", "").strip()[:LONGEST_NAME]
    if not called:
        raise Refusal("people.no_name")
    found, _made = Organisation.objects.update_or_create(uscc=code, defaults={"name": called})
    if legal_representative is not None and found.legal_representative_id != legal_representative.pk:
        if not document.strip():
            raise Refusal("people.no_document")
        found.legal_representative = legal_representative
        found.save(update_fields=["legal_representative"])
        record_representative(actor, found, legal_representative, document.strip(), now, told)
    return found
