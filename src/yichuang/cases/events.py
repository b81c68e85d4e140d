"""What can have happened to a case. Facts only, in the past tense; the record keeps them for ever.

The ``kind`` tag of each is its name in the record and never changes its meaning.
"""

from datetime import date

from msgspec import Struct

from yichuang.cases.status import Cargo, DeliveryWay, Outcome, SlotKind, SpecialKind, Verdict
from yichuang.catalogue.definition import Handling, Level, Limit, Limits, Line, Signing, StepAct


class Event(Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Base of all events."""


class RouteStep(Struct, frozen=True):
    """A step of the route as it was laid for this case: the item's step, bound to the office that carries it."""

    key: str
    act: StepAct
    level: Level
    line: Line
    unit: int
    """The unit whose pool gets the task."""
    unit_path: str
    after: tuple[str, ...] = ()
    signing: Signing = Signing.ONE
    limit: Limit | None = None
    external: str = ""


class Submitted(Event, frozen=True, tag="submitted"):
    """The person handed in the application; the case exists."""

    number: str
    application: int
    applicant: int
    """Person id."""
    item: str
    version: int
    line: Line
    handling: Handling
    limits: Limits
    route: tuple[RouteStep, ...]
    channel: str
    unit: int
    unit_path: str
    window: int | None = None
    waits_for: tuple[int, ...] = ()
    """Cases of the same application that must be granted first."""
    urgent: str = ""
    """Why the green channel was opened; empty = not urgent."""


class Received(Event, frozen=True, tag="received"):
    """收件: somebody took the materials over and gave a receipt."""


class CorrectionAsked(Event, frozen=True, tag="correction_asked"):
    """补正告知: everything that is missing, at once."""

    missing: tuple[str, ...]
    text: str
    again_because: str = ""
    """Why a second notice was needed; approved by ``approved_by``."""
    approved_by: int | None = None
    correct_by: date | None = None
    """Until when the person may answer; None in a notice of before a day was told."""


class CorrectionSupplied(Event, frozen=True, tag="correction_supplied"):
    """What was asked for has come in."""

    supplied: tuple[str, ...]


class Accepted(Event, frozen=True, tag="accepted"):
    """受理. ``on`` is the day all later limits run from."""

    on: date
    deemed: bool = False
    deferred: tuple[str, ...] = ()
    """容缺受理: evidence types that may follow."""
    make_up_by: date | None = None


class AcceptanceRefused(Event, frozen=True, tag="acceptance_refused"):
    """不予受理."""

    reason: str
    remedies: str


class FoundNotOurs(Event, frozen=True, tag="found_not_ours"):
    """不属本机关职权."""

    agency: str
    """The agency to turn to."""


class DeferredSupplied(Event, frozen=True, tag="deferred_supplied"):
    """容缺 materials made up."""

    supplied: tuple[str, ...]


class DependencyMet(Event, frozen=True, tag="dependency_met"):
    """A case this one waited for has been granted."""

    case: int


class DependencyFailed(Event, frozen=True, tag="dependency_failed"):
    """A case this one waits for ended without being granted; its owner must speak with the person."""

    case: int
    ending: str


class StepOpened(Event, frozen=True, tag="step_opened"):
    """A step's turn has come; its pool or the named signers are asked."""

    step: str
    at_round: int


class StepDone(Event, frozen=True, tag="step_done"):
    """A step is complete."""

    step: str
    verdict: Verdict


class StepSkipped(Event, frozen=True, tag="step_skipped"):
    """A step is not needed any more (nothing is produced after a refusal)."""

    step: str


class Claimed(Event, frozen=True, tag="claimed"):
    """认领: an officer took the task from the pool."""

    step: str
    slot: int
    staff: int


class Released(Event, frozen=True, tag="released"):
    """The task went back to the pool."""

    step: str
    slot: int


class TakenBack(Event, frozen=True, tag="taken_back"):
    """收回: the task lies with ``staff`` no more, but with the pool, or with whoever had delegated it."""

    step: str
    slot: int
    staff: int
    reason: str


class Assigned(Event, frozen=True, tag="assigned"):
    """分派: the step's principals were named."""

    step: str
    staff: tuple[int, ...]


class OpinionGiven(Event, frozen=True, tag="opinion_given"):
    """A signer spoke."""

    step: str
    slot: int
    staff: int
    verdict: Verdict
    comment: str = ""
    remedies: str = ""


class Returned(Event, frozen=True, tag="returned"):
    """退回: the case goes back; every step behind ``to`` starts anew."""

    step: str
    to: str
    reason: str


class Transferred(Event, frozen=True, tag="transferred"):
    """转办: another officer has the task now."""

    step: str
    slot: int
    to: int
    reason: str


class Delegated(Event, frozen=True, tag="delegated"):
    """委派: another officer is to answer first; the task comes back."""

    step: str
    slot: int
    to: int
    reason: str


class SignerAdded(Event, frozen=True, tag="signer_added"):
    """加签, or 抄送 when ``as_kind`` is copy."""

    step: str
    staff: int
    as_kind: SlotKind
    note: str = ""


class SignerRemoved(Event, frozen=True, tag="signer_removed"):
    """减签."""

    step: str
    slot: int
    reason: str


class Acknowledged(Event, frozen=True, tag="acknowledged"):
    """A copy was read."""

    step: str
    slot: int


class Urged(Event, frozen=True, tag="urged"):
    """催办."""

    step: str
    text: str


class Reminded(Event, frozen=True, tag="reminded"):
    """超时提醒 by the system."""

    step: str
    reason: str
    """due_soon or overdue."""


class Recalled(Event, frozen=True, tag="recalled"):
    """撤回: the officer took the own opinion back before anybody acted on it."""

    step: str
    reason: str
    slot: int | None = None
    """The own opinion in a step that others still have to speak at; None = the whole step, which was done."""


class Suspended(Event, frozen=True, tag="suspended"):
    """挂起."""

    reason: str


class Resumed(Event, frozen=True, tag="resumed"):
    """恢复."""


class SpecialStarted(Event, frozen=True, tag="special_started"):
    """特别程序 begins; the clock stops."""

    procedure: SpecialKind
    reason: str
    days: int
    """Needed working days, told to the applicant in writing."""


class SpecialEnded(Event, frozen=True, tag="special_ended"):
    """特别程序 ends; the clock runs on."""

    result: str


class Extended(Event, frozen=True, tag="extended"):
    """延长: once, approved, the reason told."""

    days: int
    reason: str
    approved_by: int


class Decided(Event, frozen=True, tag="decided"):
    """The decision; a refusal carries its reasons and the remedies (行政许可法 art. 38)."""

    outcome: Outcome
    reasons: str = ""
    remedies: str = ""


class MadeReady(Event, frozen=True, tag="made_ready"):
    """The result waits for the person."""


class SentOn(Event, frozen=True, tag="sent_on"):
    """移交: papers or the result left for another unit."""

    bundle: str
    cargo: Cargo
    to_unit: int
    pieces: int


class TakenOver(Event, frozen=True, tag="taken_over"):
    """签收: the receiver has counted them."""

    bundle: str
    cargo: Cargo
    pieces: int
    """0 = none had arrived; they are the sender's still."""
    note: str = ""
    """What differed from the list."""


class Delivered(Event, frozen=True, tag="delivered"):
    """送达: the result is in the person's hands."""

    way: DeliveryWay
    receiver: str
    receiver_relation: str
    identity_check: int | None = None
    signature: str = ""
    """SM3 of the signature image."""
    surrendered: tuple[str, ...] = ()
    not_surrendered_because: str = ""


class Archived(Event, frozen=True, tag="archived"):
    """归档."""


class Withdrawn(Event, frozen=True, tag="withdrawn"):
    """The applicant took the application back."""

    reason: str


class Terminated(Event, frozen=True, tag="terminated"):
    """The proceeding ended without a decision."""

    reason: str


class Voided(Event, frozen=True, tag="voided"):
    """Entered by mistake."""

    reason: str


AnyEvent = (
    Submitted | Received | CorrectionAsked | CorrectionSupplied | Accepted | AcceptanceRefused | FoundNotOurs
    | DeferredSupplied | DependencyMet | DependencyFailed | StepOpened | StepDone | StepSkipped | Claimed | Released
    | TakenBack | Assigned | OpinionGiven | Returned | Transferred | Delegated | SignerAdded | SignerRemoved | Acknowledged
    | Urged | Reminded | Recalled | Suspended | Resumed | SpecialStarted | SpecialEnded | Extended | Decided
    | MadeReady | SentOn | TakenOver | Delivered | Archived | Withdrawn | Terminated | Voided
)  # fmt: skip
