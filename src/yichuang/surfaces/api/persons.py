"""``/persons``: identify who stands there, and what is known of them. A number is never in an address, an answer or a log."""

from typing import Annotated, Any

from django.http import HttpRequest
from msgspec import Struct
from ninja import Body, Path, Router
from pydantic import Field

from yichuang.cases.gates import CASES
from yichuang.cases.models import Case
from yichuang.kernel.identifiers import Sex
from yichuang.kernel.moment import now, today
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.people.card import Card
from yichuang.people.gates import CHECK, PERSON
from yichuang.people.identify import identify, record_face_match
from yichuang.people.models import Person
from yichuang.people.queries import Presentation, checks_of, presentation
from yichuang.people.terms import CheckMethod, CheckResult, IdType
from yichuang.surfaces.api.auth import FILING, READING
from yichuang.surfaces.api.border import inward, schema_of
from yichuang.surfaces.api.fields import Day, IdempotencyKey, MaybeSm3, PathId, Sent, Term
from yichuang.surfaces.api.once import Sent as Asked
from yichuang.surfaces.api.once import canonical, once_here
from yichuang.surfaces.api.paging import Cursor, Limit, opened, sealed
from yichuang.surfaces.api.problems import WRITE, answers
from yichuang.surfaces.api.rows import CasePage, case_line

router = Router(tags=["persons"])
SEE = "see"


class CardBody(Sent):
    """What an identity document says. One that ends before the document on record is older, and changes nothing there."""

    id_type: IdType
    id_number: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z ()-]+$")]
    name: Annotated[Term, Field(min_length=1, max_length=100)]
    sex: Sex
    birth: Day
    nation: Annotated[Term, Field(max_length=40)] = ""
    address: Term = ""
    valid_from: Day | None = None
    valid_to: Day | None = Field(
        None,
        description="Its last good day; null leaves the day on record, unless `long_term` says that there is none.",
    )
    long_term: bool = Field(default=False, description="The document says that it is good without end.")


class Identified(Struct, frozen=True):
    """Who stands there, and the record of the check."""

    person: Presentation
    identity_check: int


class ComparisonBody(Sent):
    """What a comparison of faces found; never the pictures."""

    result: CheckResult
    evidence: MaybeSm3 = Field("", description="SM3 of what the comparing service answered.")


class Compared(Struct, frozen=True):
    """The record of the check; of one that failed nothing follows."""

    identity_check: int


class Place(Struct, frozen=True):
    """The last case of a page."""

    id: int


@router.post("/identify", response=answers(schema_of(Identified), WRITE), auth=FILING, operation_id="identify_person")
def identify_person(request: HttpRequest, card: Annotated[CardBody, Body()], key: IdempotencyKey) -> Identified:
    """Find or enter the person whose card was read, and record the check."""
    actor = current_actor(request)
    asked = Asked(actor, key, "identify", canonical(card.model_dump(mode="json")), now())
    made = once_here(asked, lambda: _identify(actor, inward(card, Card)))
    return Identified(_shown(actor, made["person"]), made["check"])


def _identify(actor: Actor, card: Card) -> dict[str, Any]:
    person = identify(actor, card, now=now(), method=CheckMethod.INTERFACE)
    PERSON.open(actor, person.pk, SEE)  # who may not see persons has entered none: the transaction is undone
    return {"person": person.pk, "check": checks_of(person.pk, 1)[0].pk}


@router.post(
    "/{person}/face-matches",
    response=answers(schema_of(Compared), WRITE),
    auth=FILING,
    operation_id="record_face_match",
)
def compare(
    request: HttpRequest,
    person: Annotated[PathId, Path()],
    found: Annotated[ComparisonBody, Body()],
    key: IdempotencyKey,
) -> Compared:
    """Keep what a machine found that compared the person's face with the document."""
    actor, moment = current_actor(request), now()
    asked = Asked(actor, key, f"face of {person}", canonical(found.model_dump(mode="json")), moment)
    return Compared(**once_here(asked, lambda: _compared(actor, person, found)))


def _compared(actor: Actor, person: int, found: ComparisonBody) -> dict[str, Any]:
    whom = PERSON.open(actor, person, CHECK)
    return {"identity_check": record_face_match(actor, whom, found.result, now=now(), evidence_hash=found.evidence).pk}


@router.get("/{person}", response=answers(schema_of(Presentation)), auth=READING, operation_id="get_person")
def get_person(request: HttpRequest, person: Annotated[PathId, Path()]) -> Presentation:
    """A person as a screen may show them: numbers masked."""
    return _shown(current_actor(request), person)


@router.get("/{person}/cases", response=answers(schema_of(CasePage)), auth=READING, operation_id="list_cases_of_person")
def list_cases_of_person(
    request: HttpRequest, person: Annotated[PathId, Path()], cursor: Cursor = "", limit: Limit = 50
) -> CasePage:
    """The person's cases that the caller may see, newest first."""
    actor = current_actor(request)
    found: Person = PERSON.open(actor, person, SEE)
    of = f"cases of {found.pk} for {actor.staff_id}"
    place = opened(cursor, Place, of)
    rows = CASES.open(actor, Case.objects.filter(applicant_id=found.pk), SEE).order_by("-id")
    rows = rows.filter(id__lt=place.id) if place else rows
    shown = list(rows[: limit + 1])
    following = Place(shown[limit - 1].id) if len(shown) > limit else None
    return CasePage(tuple(case_line(each) for each in shown[:limit]), sealed(following, of))


def _shown(actor: Actor, person: int) -> Presentation:
    return presentation(PERSON.open(actor, person, SEE), today())
