"""Who may act for somebody: guardianships and mandates on record, and the end of one that is wrong or over."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from msgspec import Struct
from ninja import Body, Path, Router
from pydantic import Field

from yichuang.kernel.moment import now
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.people.gates import END, GUARDIANSHIP, MANDATE, ORGANISATION, PERSON
from yichuang.people.mandate import revoke_mandate
from yichuang.people.models import Agency, Guardianship
from yichuang.people.queries import guardianships_on_record, mandates_on_record
from yichuang.people.set_guardian import end_guardianship
from yichuang.people.terms import GuardianBasis
from yichuang.surfaces.api.auth import FILING, READING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.fields import Day, IdempotencyKey, PathId, Sent, Term
from yichuang.surfaces.api.once import Sent as Asked
from yichuang.surfaces.api.once import canonical, once_here
from yichuang.surfaces.api.problems import WRITE, answers

router = Router(tags=["persons"])
SEE = "see"


class GuardianLine(Struct, frozen=True):
    """A guardianship on record. `until` is its last day; one before `since` says that it never held."""

    id: int
    guardian: int
    name: str
    basis: GuardianBasis
    document: str
    since: date
    until: date | None


class MandateLine(Struct, frozen=True):
    """A mandate on record. From `revoked_on` on it is gone."""

    id: int
    agent: int
    name: str
    items: tuple[str, ...]
    document: str
    since: date
    expires_on: date
    revoked_on: date | None


class Representatives(Struct, frozen=True):
    """Who may act, or might, newest first; an organisation has no guardians."""

    guardianships: tuple[GuardianLine, ...]
    mandates: tuple[MandateLine, ...]


class RevokeBody(Sent):
    """Why it ends."""

    reason: Annotated[Term, Field(min_length=1)] = Field(description="Kept in the trail.")


class EndBody(RevokeBody):
    """When and why it ends."""

    last_day: Day = Field(description="The day before it began says that it never held: it was entered wrongly.")


class Ended(Struct, frozen=True):
    """What was ended."""

    id: int


@router.get(
    "/persons/{person}/representatives", response=answers(schema_of(Representatives)), auth=READING,
    operation_id="list_representatives_of_person",
)  # fmt: skip
def of_person(request: HttpRequest, person: Annotated[PathId, Path()]) -> Representatives:
    """The guardianships and mandates of a person, over or not."""
    found = PERSON.open(current_actor(request), person, SEE)
    return Representatives(
        _guardians(guardianships_on_record(found.pk)), _mandates(mandates_on_record(person=found.pk))
    )


@router.get(
    "/organisations/{organisation}/representatives", response=answers(schema_of(Representatives)), auth=READING,
    operation_id="list_representatives_of_organisation",
)  # fmt: skip
def of_organisation(request: HttpRequest, organisation: Annotated[PathId, Path()]) -> Representatives:
    """The mandates of an organisation, over or not."""
    found = ORGANISATION.open(current_actor(request), organisation, SEE)
    return Representatives((), _mandates(mandates_on_record(organisation=found.pk)))


@router.post(
    "/guardianships/{guardianship}/end", response=answers(schema_of(Ended), WRITE), auth=FILING,
    operation_id="end_guardianship",
)  # fmt: skip
def end(
    request: HttpRequest,
    guardianship: Annotated[PathId, Path()],
    body: Annotated[EndBody, Body()],
    key: IdempotencyKey,
) -> Ended:
    """End a guardianship. One that is over by then stays as it is."""

    def act(actor: Actor) -> None:
        found = GUARDIANSHIP.open(actor, guardianship, END)
        end_guardianship(actor, found, body.last_day, reason=body.reason, now=now())

    return _ended(request, f"end guardianship {guardianship}", guardianship, body, key, act)


@router.post(
    "/mandates/{mandate}/revoke", response=answers(schema_of(Ended), WRITE), auth=FILING, operation_id="revoke_mandate"
)
def revoke(
    request: HttpRequest, mandate: Annotated[PathId, Path()], body: Annotated[RevokeBody, Body()], key: IdempotencyKey
) -> Ended:
    """Revoke a mandate from today on. A second time changes nothing."""

    def act(actor: Actor) -> None:
        revoke_mandate(actor, MANDATE.open(actor, mandate, END), reason=body.reason, now=now())

    return _ended(request, f"revoke mandate {mandate}", mandate, body, key, act)


def _ended(
    request: HttpRequest, operation: str, number: int, body: RevokeBody, key: str, act: Callable[[Actor], None]
) -> Ended:
    actor = current_actor(request)

    def once() -> dict[str, int]:
        act(actor)
        return {"id": number}

    return Ended(**once_here(Asked(actor, key, operation, canonical(body.model_dump(mode="json")), now()), once))


def _guardians(rows: Iterable[Guardianship]) -> tuple[GuardianLine, ...]:
    return tuple(
        GuardianLine(
            each.pk, each.guardian_id, each.guardian.name, GuardianBasis(each.basis), each.document, each.since,
            each.until,
        )
        for each in rows
    )  # fmt: skip


def _mandates(rows: Iterable[Agency]) -> tuple[MandateLine, ...]:
    return tuple(
        MandateLine(
            each.pk, each.agent_id, each.agent.name, tuple(each.items), each.document, each.since, each.expires_on,
            each.revoked_on,
        )
        for each in rows
    )  # fmt: skip
