"""The right side: everything one case shows, loaded in as few reads as its parts have owners."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from yichuang.applications.models import Application
from yichuang.applications.queries import Whole, form_of, whole
from yichuang.cases.facts import Facts
from yichuang.cases.models import Case
from yichuang.cases.perform import facts_for
from yichuang.cases.queries import told
from yichuang.cases.state import CaseState, Slot, StepState
from yichuang.cases.status import SlotKind
from yichuang.cases.store import Loaded
from yichuang.catalogue.definition import Element, Item
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import item_version
from yichuang.evidence.models import Material
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.masking import mask_number, mask_phone
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.people.gates import PERSON
from yichuang.people.models import Person
from yichuang.surfaces.design.dates import plain_day_words
from yichuang.surfaces.office.issued import Certificate, Paper, certificates, papers
from yichuang.surfaces.office.layout import Cell, grid
from yichuang.surfaces.office.offers import Offer, hindrance, my_step, offers
from yichuang.surfaces.office.worklist import standing
from yichuang.surfaces.story import deadline
from yichuang.surfaces.story.deadline import Deadline
from yichuang.surfaces.story.history import Scene, Sentence, sentences
from yichuang.surfaces.story.names import Names, evidence, material_look, names_for, outside, said

OWN_NUMBER = "person."
"""Where a document number that is the person's own comes from; other documents' numbers are what an examiner compares."""


class Signer(Struct, frozen=True):
    """One who is or was asked at a step."""

    name: str
    kind: str
    status: str
    verdict: str
    comment: str
    mine: bool


class Station(Struct, frozen=True):
    """One step of the route as it is drawn."""

    cell: Cell
    name: str
    unit: str
    signers: tuple[Signer, ...]
    done_at: datetime | None


class FormGroup(Struct, frozen=True):
    """The values of one subject, as signed."""

    name: str
    values: tuple[tuple[str, str, bool], ...]
    """(what, value, whether masked)."""


class Proof(Struct, frozen=True):
    """One line of the material list."""

    name: str
    look: str
    grade: str
    note: str
    file: str


class Relative(Struct, frozen=True):
    """Another case of the same application."""

    case: Case
    name: str
    status: str
    waits: str
    """``mine``: this case waits for it; ``theirs``: it waits for this one; empty: neither."""


class CasePage(Struct, frozen=True):
    """Everything that the right side shows."""

    state: CaseState
    item_name: str
    line: str
    unit: str
    person: Person
    id_number: str
    phone: str
    revealed: bool
    status: str
    due: Deadline | None
    promised: Deadline | None
    statutory: Deadline | None
    stations: tuple[Station, ...]
    groups: tuple[FormGroup, ...]
    proofs: tuple[Proof, ...]
    relatives: tuple[Relative, ...]
    papers: tuple[Paper, ...]
    certificates: tuple[Certificate, ...]
    application: str
    history: tuple[Sentence, ...]
    offers: tuple[Offer, ...]
    step: StepState | None
    """Where the officer is to speak."""
    slot_kind: str
    """As what: principal, added, delegate; empty where the officer is not asked."""
    hindrance: Refusal | None
    """Why the officer who is asked may not speak, where a rule keeps them from it."""


class _Parts(Struct, frozen=True):
    """What was read of one case."""

    state: CaseState
    item: Item
    whole: Whole
    person: Person
    names: Names
    facts: Facts


def case_page(actor: Actor, loaded: Loaded, now: datetime, step: str = "", *, revealed: bool = False) -> CasePage:
    """Everything of a case that the gate has opened. Nine queries."""
    state = loaded.state
    item = item_version(state.item, state.item_version)
    happened = told(state.id)
    names = names_for(state, happened)
    person = PERSON.open(actor, state.applicant, "case", state.number)
    facts = facts_for(actor, now)
    parts = _Parts(state, item, whole(_application(state)), person, names, facts)
    found = offers(state, facts)
    mine = my_step(state, found, step)
    return CasePage(
        state=state, item_name=said(item.name), line=label("line", state.line), unit=names.unit(state.unit), person=person,
        id_number=person.id_number if revealed else mask_number(person.id_number),
        phone=person.phone if revealed else mask_phone(person.phone), revealed=revealed,
        status=standing(state), due=deadline.governing(state, facts), promised=deadline.promised(state, facts),
        statutory=deadline.statutory(state, facts), stations=tuple(_station(cell, parts) for cell in grid(state.route)),
        groups=_groups(parts, revealed=revealed), proofs=tuple(_proofs(parts)), relatives=tuple(_relatives(parts)),
        papers=tuple(papers(state.number)),
        certificates=tuple(certificates(state.number, local_date(now), "" if revealed else person.id_number)),
        application=parts.whole.application.number,
        history=sentences(happened, Scene(state, item, names, person.name)), offers=found, step=mine,
        slot_kind=_slot_kind(mine, actor), hindrance=hindrance(state, facts),
    )  # fmt: skip


def _application(state: CaseState) -> Application:
    return Application.objects.get(id=state.application)


def _slot_kind(step: StepState | None, actor: Actor) -> str:
    if step is None:
        return ""
    asked = (slot for slot in step.asked() if slot.staff == actor.staff_id and slot.kind is not SlotKind.COPY)
    own = next(asked, None)
    return (own.kind if own else SlotKind.PRINCIPAL).value


# --- the route --------------------------------------------------------------------------------------------------------


def _station(cell: Cell, parts: _Parts) -> Station:
    step = cell.step
    named = next((each for each in parts.item.steps if each.key == step.key), None)
    return Station(
        cell,
        said(named.name) if named else step.key,
        outside(step.external, parts.item, step.key) or parts.names.unit(step.unit),
        tuple(_signer(slot, parts) for slot in step.asked()),
        step.done_at,
    )


def _signer(slot: Slot, parts: _Parts) -> Signer:
    name = parts.names.staff(slot.staff) if slot.staff else label("history_word", "pool")
    mine = parts.facts.staff is not None and slot.staff == parts.facts.staff
    verdict = slot.verdict.value if slot.verdict else ""
    return Signer(name, slot.kind.value, slot.status.value, verdict, slot.comment, mine)


# --- the form ---------------------------------------------------------------------------------------------------------


def _groups(parts: _Parts, *, revealed: bool) -> tuple[FormGroup, ...]:
    """What the applicant signed of this item's own fields, by subject, in the item's order; then the answers."""
    content = form_of(parts.state.application)
    elements = catalogue().elements
    by_group: dict[str, list[tuple[str, str, bool]]] = {}
    for field in parts.item.form:
        element, value = elements.get(field.element), content.form.get(field.element, "")
        if element and value:
            by_group.setdefault(element.group, []).append(_value(element, value, revealed=revealed))
    answers = next((choice.answers for choice in content.choices if choice.item == parts.item.code), {})
    groups = [FormGroup(label("element_group", name), tuple(values)) for name, values in by_group.items()]
    told_answers = tuple(_answer(parts.item, key, value) for key, value in answers.items() if value)
    return (*groups, *([FormGroup("", told_answers)] if told_answers else []))


def numbers_of_others(state: CaseState) -> frozenset[str]:
    """The numbers of other persons that the form's masked fields of this case hold: what a reveal shows besides the own."""
    form, elements = form_of(state.application).form, catalogue().elements
    fields = (elements.get(field.element) for field in item_version(state.item, state.item_version).form)
    others = (
        each
        for each in fields
        if each and (_is_number(each) or each.type == "phone") and not each.prefill.startswith(OWN_NUMBER)
    )
    return frozenset(filter(None, (form.get(each.key, "") for each in others)))


def _is_number(element: Element) -> bool:
    return element.type == "citizen_id" or (element.type == "document_no" and element.prefill.startswith(OWN_NUMBER))


def _value(element: Element, value: str, *, revealed: bool) -> tuple[str, str, bool]:
    name = said(element.name)
    if _is_number(element):
        return name, value if revealed else mask_number(value), not revealed
    if element.type == "phone":
        return name, value if revealed else mask_phone(value), not revealed
    return name, _plain(element, value), False


def _plain(element: Element, value: str) -> str:
    option = next((each for each in element.options if each.value == value), None)
    if option:
        return said(option.label)
    if element.type == "date":
        return plain_day_words(date.fromisoformat(value))
    return value


def _answer(item: Item, key: str, value: str) -> tuple[str, str, bool]:
    situation = next((each for each in item.situations if each.key == key), None)
    option = next((each for each in situation.options if each.value == value), None) if situation else None
    return said(situation.question) if situation else key, said(option.label) if option else value, False


# --- materials and the other cases ------------------------------------------------------------------------------------


def _proofs(parts: _Parts) -> Iterable[Proof]:
    for material in parts.whole.materials:
        if parts.state.item in material.items:
            yield _proof(material, parts.state)


def _proof(material: Material, state: CaseState) -> Proof:
    owed = material.evidence in state.missing
    look = "rejected" if owed else material_look(material.evidence, material.state)
    return Proof(evidence(material.evidence), look, material.grade, _counts(material), material.file)


def _counts(material: Material) -> str:
    parts = [("originals", material.originals), ("copies", material.copies)]
    return " · ".join(label("proof_count", name).format(n=count) for name, count in parts if count)


def _relatives(parts: _Parts) -> Iterable[Relative]:
    for case in parts.whole.cases:
        if case.id != parts.state.id:
            other = item_version(case.item, case.item_version)
            yield Relative(case, said(other.name), _standing_of(case), _waits(case, other, parts.state))


def _standing_of(case: Case) -> str:
    return "suspended" if case.is_suspended else "waiting" if case.is_waiting else case.status


def _waits(case: Case, item: Item, state: CaseState) -> str:
    if case.id in state.waits_for or case.id in state.failed_dependencies:
        return "mine"
    return "theirs" if case.is_waiting and state.item in item.depends_on else ""
