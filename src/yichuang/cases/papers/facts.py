"""What each paper says: one frozen value per kind. Whoever issues a paper fills one; the templates only lay it out.

Numbers of persons arrive masked (law 7 of the house); the one signed form alone carries what the applicant wrote.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from yichuang.catalogue.definition import ItemKind, Text, Unit
from yichuang.licences.terms import PaperKind


class MaterialForm(StrEnum):
    """In which form a material came."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"
    DECLARATION = "declaration"
    FORM = "form"


class MaterialState(StrEnum):
    """What became of a material at the counter."""

    KEPT = "kept"
    SEEN = "seen"
    """Original seen, copied and given back."""
    CAPTURED = "captured"
    """Taken from the person on the spot (portrait, fingerprints)."""
    SHARED = "shared"
    """Fetched from a register or the person's own archive; nothing was asked for (免证办)."""
    DECLARED = "declared"
    DEFERRED = "deferred"
    """To follow (容缺)."""


class RefusalGround(StrEnum):
    """Why an application is not accepted, 行政许可法 art. 32."""

    NOT_NEEDED = "not_needed"
    NOT_OURS = "not_ours"
    NOT_ELIGIBLE = "not_eligible"
    NOT_CORRECTED = "not_corrected"
    STATED = "stated"
    """None of these by itself: the reason says it."""


class Procedure(StrEnum):
    """特别程序: what takes time outside the limit (行政许可法 art. 45), or the one extension of it (art. 42)."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    VERIFICATION = "verification"
    EXTENSION = "extension"


class Outcome(StrEnum):
    """How a case ended."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


class DeliveryMethod(StrEnum):
    """送达方式, in the terms of 民事诉讼法."""

    DIRECT = "direct"
    POST = "post"
    AGENT = "agent"
    LEFT = "left"
    """留置送达: the recipient would not sign."""
    ELECTRONIC = "electronic"
    LOCKER = "locker"


class Office(Struct, frozen=True):
    """The issuing unit (发文单位)."""

    name: Text
    mark: str
    """发文代字: what the paper's number begins with, set by the unit."""
    phone: str
    address: Text | None = None
    complaint_phone: str = ""


class Agent(Struct, frozen=True):
    """Who acts for the applicant (代理人, 监护人, 经办人)."""

    name: str
    number: str
    """Masked."""
    relation: Text


class Applicant(Struct, frozen=True):
    """To whom the paper is addressed."""

    name: str
    number: str
    """Masked number of the identity document or 统一社会信用代码."""
    number_name: Text | None = None
    """What the number is, where "identity document" would not say enough."""
    agent: Agent | None = None


class CaseLine(Struct, frozen=True):
    """One case that the paper is about."""

    number: str
    item: Text
    kind: ItemKind
    due: date | None = None
    """Promised end, where it is known."""
    fee: int | None = None
    """Whole yuan; 0 prints as free, None prints nothing."""


class MaterialLine(Struct, frozen=True):
    """One line of the material list."""

    name: Text
    form: MaterialForm
    state: MaterialState
    count: int = 1
    cases: tuple[int, ...] = ()
    """Which cases of the paper need it, counted from 1; empty = all."""
    due: date | None = None
    """By when it follows, if deferred."""
    note: str = ""


class LimitLine(Struct, frozen=True):
    """A limit with the date on which it ends."""

    name: Text
    amount: int
    unit: Unit
    due: date
    basis: str = ""


class MissingLine(Struct, frozen=True):
    """One thing to put right: what is wrong with it and how it becomes right."""

    name: Text
    problem: str
    cure: str


class OutputLine(Struct, frozen=True):
    """A result document."""

    name: Text
    number: str = ""
    copies: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


class SurrenderLine(Struct, frozen=True):
    """An old document handed in, and what was done with it."""

    name: Text
    number: str
    treatment: str


class Remedies(Struct, frozen=True):
    """Where a person may turn: 行政复议法 art. 20 (60 days), 行政诉讼法 art. 46 (6 months)."""

    review_body: Text
    court: Text
    review_days: int = 60
    court_months: int = 6
    text: str = ""
    """The remedies in the words of the decision; empty = the usual sentence."""


class Signature(Struct, frozen=True):
    """A signature given on a pad or on the screen."""

    name: str
    signed_at: datetime
    image: bytes
    """PNG."""


class Facts(Struct, frozen=True, kw_only=True):
    """What every paper has."""

    kind: ClassVar[PaperKind]
    office: Office
    application_no: str


class CaseFacts(Facts, frozen=True, kw_only=True):
    """What every paper to an applicant has."""

    applicant: Applicant
    cases: tuple[CaseLine, ...]
    """One line, or several where one paper covers a visit."""
    articles: tuple[str, ...] = ()
    """The legal articles it rests on, beyond those that its kind always names."""


class FieldLine(Struct, frozen=True):
    """One answered place of the form."""

    label: Text
    value: str
    wide: bool = False
    """Takes the whole width."""


class FieldGroup(Struct, frozen=True):
    """The answered places about one subject."""

    name: Text
    fields: tuple[FieldLine, ...]
    listed: bool = False
    """Questions with their answers: a row each."""


class ApplicationForm(CaseFacts, frozen=True, kw_only=True):
    """申请表: the one merged form of an application, signed once."""

    kind = PaperKind.APPLICATION_FORM
    groups: tuple[FieldGroup, ...]
    materials: tuple[MaterialLine, ...]
    applied_at: datetime
    signature: Signature | None = None


class Receipt(CaseFacts, frozen=True, kw_only=True):
    """收件凭证 of one case, or of all cases of a visit (W-02: received is not yet accepted)."""

    kind = PaperKind.RECEIPT
    materials: tuple[MaterialLine, ...]
    received_at: datetime
    received_by: str
    answer_by: date | None = None
    """Last of the 5 working days of 行政许可法 art. 32; silence means acceptance. None in a year that is not confirmed yet."""
    signature: Signature | None = None


class Acceptance(CaseFacts, frozen=True, kw_only=True):
    """受理通知书; with deferred materials it is the 容缺受理通知书."""

    kind = PaperKind.ACCEPTANCE
    received_on: date
    accepted_on: date
    limits: tuple[LimitLine, ...]
    deemed: bool = False
    """Accepted by law because the 5 working days passed in silence."""
    deferred: tuple[MaterialLine, ...] = ()
    collect: Text | None = None
    """How and where the result reaches the person."""


class Correction(CaseFacts, frozen=True, kw_only=True):
    """补正告知书: everything that is missing, told once (行政许可法 art. 32 (4))."""

    kind = PaperKind.CORRECTION
    received_on: date
    missing: tuple[MissingLine, ...]
    explanation: str = ""
    """What the officer adds to the list."""
    correct_by: date | None = None
    ordinal: int = 1
    """1 for the first notice; a later one needs a recorded reason and a supervisor (W-03)."""
    repeat_reason: str = ""
    approved_by: str = ""
    signature: Signature | None = None


class RefusalOfAcceptance(CaseFacts, frozen=True, kw_only=True):
    """不予受理通知书."""

    kind = PaperKind.REFUSAL_OF_ACCEPTANCE
    received_on: date
    ground: RefusalGround
    reason: str
    remedies: Remedies | None
    right_body: Text | None = None
    """Which agency is competent; needed with ``NOT_OURS`` (art. 32 (2))."""


class SpecialProcedure(CaseFacts, frozen=True, kw_only=True):
    """特别程序告知书: the needed time, told in writing (art. 45), or the extension and its reason (art. 42)."""

    kind = PaperKind.SPECIAL_PROCEDURE
    procedure: Procedure
    reason: str
    starts_on: date
    amount: int
    unit: Unit
    basis: str = ""
    """The article of the item's own law, where it rests on that; empty = on art. 45 or 42."""
    ends_on: date | None = None
    new_due: date | None = None
    approved_by: str = ""
    """Head of the agency; needed with ``EXTENSION``."""


class DecisionGranted(CaseFacts, frozen=True, kw_only=True):
    """准予决定书."""

    kind = PaperKind.DECISION_GRANTED
    decided_on: date
    content: str
    outputs: tuple[OutputLine, ...] = ()
    deliver_by: date | None = None
    """Last of the 10 working days of art. 44."""


class DecisionRefused(CaseFacts, frozen=True, kw_only=True):
    """不予决定书: with reasons and remedies (art. 38)."""

    kind = PaperKind.DECISION_REFUSED
    decided_on: date
    reason: str
    remedies: Remedies | None
    findings: str = ""
    """What the examination found."""


class Conclusion(CaseFacts, frozen=True, kw_only=True):
    """办结通知书."""

    kind = PaperKind.CONCLUSION
    outcome: Outcome
    concluded_on: date
    reason: str = ""
    """Needed with ``TERMINATED``."""
    outputs: tuple[OutputLine, ...] = ()
    collect: Text | None = None


class DeliveryReceipt(CaseFacts, frozen=True, kw_only=True):
    """送达回执."""

    kind = PaperKind.DELIVERY_RECEIPT
    documents: tuple[OutputLine, ...]
    method: DeliveryMethod
    recipient: Agent
    """Who took them: the applicant or another, with the relation and the masked number."""
    delivered_at: datetime
    place: str
    servers: tuple[str, ...]
    surrendered: tuple[SurrenderLine, ...] = ()
    signature: Signature | None = None
    note: str = ""
    """Why nobody signed and who witnessed it; needed with ``LEFT``."""


class Party(Struct, frozen=True):
    """One side of a hand-over."""

    unit: Text
    person: str
    signature: Signature | None = None


class HandoverLine(Struct, frozen=True):
    """One bundle that changes hands."""

    case_no: str
    applicant: str
    """Masked name."""
    item: Text
    documents: str
    pieces: int


class HandoverList(Facts, frozen=True, kw_only=True):
    """交接单 between the one-window desk and a back office. ``application_no`` is the batch's own number."""

    kind = PaperKind.HANDOVER_LIST
    purpose: Text
    giver: Party
    taker: Party
    lines: tuple[HandoverLine, ...]
    handed_at: datetime
    bag: str = ""
    """Seal number of the bag."""
