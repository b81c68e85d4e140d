"""What can have happened to an application as a whole; each of its cases has a history of its own."""

from msgspec import Struct


class Event(Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Base of the application's events."""


class Filed(Event, frozen=True, tag="filed"):
    """One form, one material set, one signature: the application came into being."""

    number: str
    person: int
    channel: str
    items: tuple[str, ...]
    cases: tuple[int, ...]
    form_sm3: str
    """SM3 of the form's canonical JSON as it was signed."""
    signature_sm3: str
    materials: tuple[tuple[str, str], ...]
    """(evidence type, state) as they stood at the signature."""
    agent: int | None = None
    window: int | None = None
    organisation: int | None = None


class MaterialMet(Event, frozen=True, tag="material_met"):
    """A material that was owed came in, or a scan was checked against its original."""

    evidence: str
    state: str
    file: str = ""


class HandedOver(Event, frozen=True, tag="handed_over"):
    """Everything of the visit was handed out at one window, for one signature."""

    cases: tuple[int, ...]
    receiver: str
    receiver_relation: str
    identity_check: int | None
    signature_sm3: str
    shown: tuple[str, ...] = ()
    """Evidence types that somebody else showed to fetch them."""


AnyEvent = Filed | MaterialMet | HandedOver


class ApplicationRow(Struct, frozen=True):
    """One row of ``applications_application``; the fields are the table's columns."""

    id: int
    number: str
    person_id: int
    agent_id: int | None
    organisation_id: int | None
    channel: str
    items: tuple[str, ...]
    unit_id: int
    unit_path: str
    window_id: int | None
    staff_id: int | None
    submitted_at: str
    signature_sm3: str
    signed: bool
    urgent: str
    version: int
    hash: str


class FormRow(Struct, frozen=True):
    """One row of ``applications_form``: answers and values, encrypted as a whole."""

    application_id: int
    sealed: str


class MaterialRow(Struct, frozen=True):
    """One row of ``evidence_material``."""

    application_id: int
    evidence: str
    items: tuple[str, ...]
    state: str
    grade: str
    originals: int
    copies: int
    register: str
    file: str
    by: int | None
    at: str
