"""``/organisations``: put an organisation on record that applies, with who represents it."""

from typing import Annotated, Any

from django.http import HttpRequest
from msgspec import Struct
from ninja import Body, Router
from pydantic import Field

from yichuang.kernel.moment import now
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.people.gates import PERSON
from yichuang.people.register_organisation import register_organisation
from yichuang.surfaces.api.auth import FILING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.fields import Id, IdempotencyKey, Sent, Term
from yichuang.surfaces.api.once import Sent as Asked
from yichuang.surfaces.api.once import canonical, once_here
from yichuang.surfaces.api.problems import WRITE, answers

router = Router(tags=["organisations"])


class OrganisationBody(Sent):
    """What its licence says."""

    uscc: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z ]+$")]
    name: Annotated[Term, Field(min_length=1, max_length=200)]
    legal_representative: Id | None = Field(None, description="Person id, as `/persons/identify` answered it.")
    document: Annotated[Term, Field(max_length=100)] = ""
    reason: Annotated[Term, Field(min_length=1, max_length=200)] = Field(
        description="On what occasion; kept in the trail."
    )


class Registered(Struct, frozen=True):
    """The organisation as it is on record."""

    id: int
    uscc: str
    name: str


@router.post("", response=answers(schema_of(Registered), WRITE), auth=FILING, operation_id="register_organisation")
def register(request: HttpRequest, body: Annotated[OrganisationBody, Body()], key: IdempotencyKey) -> Registered:
    """Find or enter the organisation with this credit code; a legal representative stands on the licence shown."""
    actor = current_actor(request)
    asked = Asked(actor, key, "register_organisation", canonical(body.model_dump(mode="json")), now())
    return Registered(**once_here(asked, lambda: _register(actor, body)))


def _register(actor: Actor, body: OrganisationBody) -> dict[str, Any]:
    who = PERSON.open(actor, body.legal_representative, "file") if body.legal_representative is not None else None
    found = register_organisation(
        actor, body.uscc, body.name, reason=body.reason, now=now(), legal_representative=who, document=body.document
    )
    return {"id": found.pk, "uscc": found.uscc, "name": found.name}
