"""``/licences``: what a case has issued, and what becomes of it by law: suspended, restored, revoked, cancelled, void."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest
from msgspec import Struct
from ninja import Body, Path, Router
from pydantic import Field, StringConstraints

from yichuang.cases.gates import CASE, SEE
from yichuang.catalogue.definition import Text
from yichuang.kernel.moment import now, today
from yichuang.licences.change_standing import change_standing
from yichuang.licences.models import Licence
from yichuang.licences.queries import licences_of_case
from yichuang.licences.standing import standing
from yichuang.licences.terms import LicenceStatus
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.api.auth import READING, WORKING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.fields import IdempotencyKey, Number, Sent, Term
from yichuang.surfaces.api.gates import END, LICENCE
from yichuang.surfaces.api.once import Sent as Asked
from yichuang.surfaces.api.once import canonical, once_here
from yichuang.surfaces.api.problems import WRITE, answers

router = Router(tags=["cases"])
Identifier = Annotated[str, StringConstraints(max_length=120, pattern=r"^[0-9A-Z.]+$")]


class Wanted(StrEnum):
    """What somebody can say; expiry follows from the day, replacement from the hand-over."""

    VALID = LicenceStatus.VALID
    SUSPENDED = LicenceStatus.SUSPENDED
    REVOKED = LicenceStatus.REVOKED
    CANCELLED = LicenceStatus.CANCELLED
    VOID = LicenceStatus.VOID


class LicenceLine(Struct, frozen=True):
    """A licence as it stands today. `identifier` is its 电子证照标识; `reason` why it stands as it does."""

    identifier: str
    kind: str
    name: Text
    number: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    status: LicenceStatus
    reason: str


class Licences(Struct, frozen=True):
    """The licences of a case, oldest first."""

    licences: tuple[LicenceLine, ...]


class StandingBody(Sent):
    """What becomes of it, with the reason and the article that it rests on."""

    status: Wanted
    reason: Annotated[Term, Field(min_length=1)]


class Standing(Struct, frozen=True):
    """How it stands now."""

    identifier: str
    status: LicenceStatus


@router.get(
    "/cases/{number}/licences", response=answers(schema_of(Licences)), auth=READING, operation_id="list_licences"
)
def list_licences(request: HttpRequest, number: Annotated[Number, Path()]) -> Licences:
    """What the case has issued."""
    CASE.open(current_actor(request), number, SEE)
    return Licences(tuple(_line(each) for each in licences_of_case(number)))


@router.post(
    "/licences/{identifier}/standing", response=answers(schema_of(Standing), WRITE), auth=WORKING,
    operation_id="change_standing",
)  # fmt: skip
def change(
    request: HttpRequest,
    identifier: Annotated[Identifier, Path()],
    body: Annotated[StandingBody, Body()],
    key: IdempotencyKey,
) -> Standing:
    """Suspend, restore, revoke, cancel or void a licence: for a manager who decides on such where it was issued, or above."""
    actor = current_actor(request)
    asked = Asked(actor, key, f"standing of {identifier}", canonical(body.model_dump(mode="json")), now())
    return Standing(**once_here(asked, lambda: _changed(actor, identifier, body)))


def _changed(actor: Actor, identifier: str, body: StandingBody) -> dict[str, Any]:
    found = LICENCE.open(actor, identifier, END)
    wanted = LicenceStatus(body.status.value)
    changed = change_standing(found.identifier, wanted, reason=body.reason, by=actor.staff_id, now=now())
    return {"identifier": changed.identifier, "status": changed.status}


def _line(licence: Licence) -> LicenceLine:
    return LicenceLine(
        identifier=licence.identifier,
        kind=licence.kind,
        name=Text(licence.name_zh, licence.name_en),
        number=licence.number,
        issued_on=licence.issued_on,
        valid_from=licence.valid_from,
        valid_to=licence.valid_to,
        status=standing(LicenceStatus(licence.status), licence.valid_to, today()),
        reason=licence.status_reason,
    )
