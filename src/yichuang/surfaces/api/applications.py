"""``/applications``: hand in one form for 1..n items, and look an application up."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from msgspec import Struct
from ninja import Body, Path, Router
from pydantic import Field

from yichuang.applications.filing import Given
from yichuang.applications.meet_material import Met, meet_material
from yichuang.applications.queries import APPLICATION, Whole, whole
from yichuang.applications.submit import Filed, submit
from yichuang.catalogue.definition import Channel
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.api import fields
from yichuang.surfaces.api.auth import FILING, READING, WORKING
from yichuang.surfaces.api.border import inward, schema_of
from yichuang.surfaces.api.fields import IdempotencyKey, Key, Number
from yichuang.surfaces.api.filings import FilingBody, GivenBody, check_place, filing
from yichuang.surfaces.api.once import Sent, canonical, once
from yichuang.surfaces.api.problems import WRITE, answers
from yichuang.surfaces.api.rows import CaseLine, case_line

router = Router(tags=["applications"])


class MaterialLine(Struct, frozen=True):
    """How one line of the material list was met."""

    evidence: str
    items: tuple[str, ...]
    state: MaterialState
    grade: str
    originals: int
    copies: int
    register: str
    file: str


class ApplicationView(Struct, frozen=True):
    """One application. What the person wrote stays in the form; it is not given out."""

    number: str
    person: int
    agent: int | None
    channel: Channel
    items: tuple[str, ...]
    submitted_at: datetime
    signature: str
    urgent: str
    cases: tuple[CaseLine, ...]
    materials: tuple[MaterialLine, ...]


@router.post("/applications", response=answers(schema_of(Filed), WRITE), auth=FILING, operation_id="submit_application")
def submit_application(request: HttpRequest, wanted: Annotated[FilingBody, Body()], key: IdempotencyKey) -> Filed:
    """Submit one form, one material set and one signature; it becomes a case for each item. All problems come at once."""
    actor, moment = current_actor(request), now()
    asked = Sent(actor, key, "submit", canonical(wanted.model_dump(mode="json")), moment)
    filed = filing(actor, wanted)
    check_place(actor, filed)
    return once(asked, lambda inner: submit(actor, filed, key=inner, now=moment))


class MaterialsBody(fields.Sent):
    """What comes in after the filing."""

    materials: dict[Key, GivenBody] = Field(min_length=1, max_length=100, description="By evidence type.")


@router.post(
    "/applications/{number}/materials", response=answers(schema_of(Met), WRITE), auth=WORKING,
    operation_id="meet_materials",
)  # fmt: skip
def meet_materials(
    request: HttpRequest,
    number: Annotated[Number, Path()],
    wanted: Annotated[MaterialsBody, Body()],
    key: IdempotencyKey,
) -> Met:
    """What a correction notice asked for, or what was to follow, has come in. The cases that wait for it go on."""
    actor, moment = current_actor(request), now()
    asked = Sent(actor, key, f"materials of {number}", canonical(wanted.model_dump(mode="json")), moment)
    brought = {evidence: inward(given, Given) for evidence, given in wanted.materials.items()}
    return once(asked, lambda inner: meet_material(actor, number, brought, key=inner, now=moment))


@router.get(
    "/applications/{number}", response=answers(schema_of(ApplicationView, "Application")), auth=READING,
    operation_id="get_application",
)  # fmt: skip
def get_application(request: HttpRequest, number: Annotated[Number, Path()]) -> ApplicationView:
    """An application with its cases and materials."""
    return _view(whole(APPLICATION.open(current_actor(request), number, "see")))


def _view(found: Whole) -> ApplicationView:
    application = found.application
    return ApplicationView(
        number=application.number,
        person=application.person_id,
        agent=application.agent_id,
        channel=Channel(application.channel),
        items=tuple(application.items),
        submitted_at=application.submitted_at,
        signature=application.signature_sm3,
        urgent=application.urgent,
        cases=tuple(case_line(each) for each in found.cases),
        materials=tuple(
            MaterialLine(
                each.evidence, tuple(each.items), MaterialState(each.state), each.grade, each.originals, each.copies,
                each.register, each.file,
            )
            for each in found.materials
        ),
    )  # fmt: skip
