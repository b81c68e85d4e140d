"""Exactly what the citizen is shown and signs, and its fingerprint. Pure.

The fingerprint covers what was shown and nothing that moves by itself (the expected date): whatever the clerk changes
after the signature changes it, and the signature no longer stands.
"""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, json

from yichuang.applications.submit import Visit
from yichuang.catalogue.definition import Element, EvidenceType, Item, Situation, Text
from yichuang.catalogue.requirements import Charge
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.crypto import sm3
from yichuang.kernel.data_files import read_data
from yichuang.kernel.masking import mask_number

STATEMENT = read_data(Path(__file__).with_name("statement.yaml"), dict[str, str])
"""What the signature declares, in both languages."""


class Entry(Struct, frozen=True):
    """One place of the form."""

    element: Element
    value: str


class Reply(Struct, frozen=True):
    """One answered question."""

    situation: Situation
    answer: str


class Proof(Struct, frozen=True):
    """One line of the material list."""

    evidence: EvidenceType
    state: MaterialState


class Shown(Struct, frozen=True):
    """The content of the counter's screen."""

    name: str
    number: str
    """Masked: the screen faces the hall."""
    items: tuple[Item, ...]
    replies: tuple[Reply, ...]
    entries: tuple[Entry, ...]
    proofs: tuple[Proof, ...]
    charges: tuple[tuple[Item, Charge], ...]
    fee: int
    statement: Text
    digest: str


class _Signed(Struct, frozen=True):
    """What the fingerprint is taken of."""

    person: int
    agent: int | None
    guardian: int | None
    organisation: int | None
    items: tuple[tuple[str, int], ...]
    answers: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    materials: tuple[tuple[str, str, str], ...]
    fee: int
    urgent: str
    make_up_days: int
    statement: dict[str, str]


def shown(visit: Visit) -> Shown:
    """What is shown of ``visit``."""
    plan, applicant, body = visit.plan, visit.ground.applicant, visit.ground.body
    return Shown(
        name=body.name if body else applicant.name,
        number=body.uscc if body else mask_number(applicant.id_number),
        items=tuple(case.item for case in plan.cases),
        replies=tuple(Reply(each.situation, each.answer) for each in plan.questions if each.answer),
        entries=tuple(_entries(visit)),
        proofs=tuple(Proof(line.evidence, _state(visit, line.evidence.key)) for line in plan.materials),
        charges=tuple((case.item, case.charge) for case in plan.cases),
        fee=plan.fee,
        statement=Text(STATEMENT["zh"], STATEMENT["en"]),
        digest=digest(visit),
    )


def digest(visit: Visit) -> str:
    """SM3 of what is shown."""
    return sm3(json.encode(_signed(visit), order="deterministic")).hex()


def _signed(visit: Visit) -> _Signed:
    filing, plan = visit.filing, visit.plan
    return _Signed(
        person=filing.person,
        agent=filing.agent,
        guardian=filing.guardian,
        organisation=filing.organisation,
        items=tuple((case.item.code, case.item.version) for case in plan.cases),
        answers=tuple((each.situation.key, each.answer) for each in plan.questions),
        form=tuple((each.element.key, each.value) for each in _entries(visit)),
        materials=tuple(_material(visit, line.evidence.key) for line in plan.materials),
        fee=plan.fee,
        urgent=filing.urgent,
        make_up_days=filing.make_up_days,
        statement=STATEMENT,
    )


def _entries(visit: Visit) -> Iterable[Entry]:
    values = ((field.element, visit.filing.form.get(field.element.key, "")) for field in visit.plan.fields)
    return (Entry(element, value) for element, value in values if value)


def _state(visit: Visit, evidence: str) -> MaterialState:
    given = visit.filing.materials.get(evidence)
    return given.state if given else MaterialState.MISSING


def _material(visit: Visit, evidence: str) -> tuple[str, str, str]:
    given = visit.filing.materials.get(evidence)
    return (evidence, _state(visit, evidence).value, given.file if given else "")
