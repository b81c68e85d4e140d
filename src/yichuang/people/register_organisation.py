"""Verb: put an organisation that applies on record, or bring its name up to date."""

from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_credit_code
from yichuang.people.models import Organisation, Person


def register_organisation(uscc: str, name: str, legal_representative: Person | None = None) -> Organisation:
    """Find or create the organisation with this credit code, and take over its name and representative of now."""
    code = check_credit_code(uscc)
    if not name.strip():
        raise Refusal("people.no_name")
    told: dict[str, object] = {"name": name.strip()}
    if legal_representative is not None:
        told["legal_representative"] = legal_representative
    organisation, _made = Organisation.objects.update_or_create(uscc=code, defaults=told)
    return organisation
