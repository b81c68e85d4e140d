"""``/plans``: what one visit needs for any number of items. Nothing is written."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from msgspec import Struct
from ninja import Body, Router

from yichuang.applications.plan import Plan, PlanCase, PlanField, PlanMaterial
from yichuang.applications.submit import prepare
from yichuang.catalogue.definition import Limit, Line, Need, Option, Text
from yichuang.catalogue.eligibility import Finding
from yichuang.catalogue.requirements import Charge
from yichuang.kernel.masking import mask_number, mask_phone
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.organisation.offices import office_book
from yichuang.surfaces.api.auth import READING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.filings import PlanBody, filing
from yichuang.surfaces.api.problems import WRITE, answers

router = Router(tags=["applications"])
MASKS: dict[str, Callable[[str], str]] = {"citizen_id": mask_number, "document_no": mask_number, "phone": mask_phone}


class CaseToBe(Struct, frozen=True):
    """What becomes one case."""

    item: str
    version: int
    name: Text
    line: Line
    charge: Charge
    findings: tuple[Finding, ...]
    after: tuple[str, ...]
    expected_on: date | None
    """None where nobody has set a limit."""
    promised: Limit | None
    """The promise of this person's situation; None where none is published."""


class Question(Struct, frozen=True):
    """A question whose answer changes what is needed."""

    key: str
    question: Text
    options: tuple[Option, ...]
    items: tuple[str, ...]
    answer: str


class FormPlace(Struct, frozen=True):
    """A place of the one form. ``masked``: what is known is shown in part; leave it out and it is used as it is."""

    element: str
    name: Text
    type: str
    group: str
    options: tuple[Option, ...]
    max_length: int
    required: bool
    items: tuple[str, ...]
    value: str
    source: str
    masked: bool


class Proof(Struct, frozen=True):
    """A line of the one material list."""

    evidence: str
    name: Text
    need: Need
    needs: dict[str, Need]
    originals: int
    copies: int
    register: str
    biometric: bool
    notes: tuple[Text, ...]


class PlanView(Struct, frozen=True):
    """Everything one visit needs."""

    cases: tuple[CaseToBe, ...]
    questions: tuple[Question, ...]
    fields: tuple[FormPlace, ...]
    materials: tuple[Proof, ...]
    fee: int
    fee_certain: bool
    visits: int
    expected_on: date | None


@router.post("/plans", response=answers(schema_of(PlanView, "Plan"), WRITE), auth=READING, operation_id="make_plan")
def make_plan(request: HttpRequest, wanted: Annotated[PlanBody, Body()]) -> PlanView:
    """Questions, fields, materials, fee and expected dates for a person's items."""
    actor = current_actor(request)
    visit = prepare(actor, filing(actor, wanted), office_book(actor.unit_id), now())
    return _view(visit.plan)


def _view(plan: Plan) -> PlanView:
    return PlanView(
        cases=tuple(_case(each) for each in plan.cases),
        questions=tuple(
            Question(q.situation.key, q.situation.question, q.situation.options, q.items, q.answer)
            for q in plan.questions
        ),
        fields=tuple(_field(each) for each in plan.fields),
        materials=tuple(_material(each) for each in plan.materials),
        fee=plan.fee,
        fee_certain=plan.fee_certain,
        visits=plan.visits,
        expected_on=plan.expected_on,
    )


def _case(case: PlanCase) -> CaseToBe:
    item = case.item
    return CaseToBe(
        item.code, item.version, item.name, item.line, case.charge, case.findings, case.after, case.expected_on,
        case.promised,
    )  # fmt: skip


def _field(field: PlanField) -> FormPlace:
    element = field.element
    mask = MASKS.get(element.type)
    return FormPlace(
        element=element.key,
        name=element.name,
        type=element.type,
        group=element.group,
        options=element.options,
        max_length=element.max_length,
        required=field.required,
        items=field.items,
        value=mask(field.value) if mask else field.value,
        source=field.source,
        masked=bool(mask and field.value),
    )


def _material(line: PlanMaterial) -> Proof:
    evidence = line.evidence
    return Proof(
        evidence.key, evidence.name, line.need, dict(line.needs), line.originals, line.copies, line.register,
        evidence.biometric, line.notes,
    )  # fmt: skip
