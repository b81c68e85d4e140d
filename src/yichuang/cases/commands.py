"""What one can ask of a case. A command names its action; :mod:`yichuang.cases.decide` says yes with events or no with a
:class:`~yichuang.kernel.errors.Refusal`.
"""

from typing import ClassVar

from msgspec import Struct

from yichuang.cases.events import RouteStep
from yichuang.cases.status import Action, Cargo, DeliveryWay, SpecialKind, Verdict
from yichuang.catalogue.definition import Handling, Limits, Line


class Command(Struct, frozen=True, tag_field="action", forbid_unknown_fields=True):
    """Base of all commands."""

    action: ClassVar[Action]


class Submit(Command, frozen=True, tag="submit"):
    """Hand in: the case comes into being."""

    action: ClassVar[Action] = Action.SUBMIT

    number: str
    application: int
    applicant: int
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
    urgent: str = ""


class Receive(Command, frozen=True, tag="receive"):
    """收件."""

    action: ClassVar[Action] = Action.RECEIVE


class AskCorrection(Command, frozen=True, tag="ask_correction"):
    """补正告知. A second one needs ``again_because`` and a manager."""

    action: ClassVar[Action] = Action.ASK_CORRECTION

    missing: tuple[str, ...]
    text: str
    again_because: str = ""


class SupplyCorrection(Command, frozen=True, tag="supply_correction"):
    """The person brought what was asked for."""

    action: ClassVar[Action] = Action.SUPPLY_CORRECTION

    supplied: tuple[str, ...]


class Accept(Command, frozen=True, tag="accept"):
    """受理; with ``deferred`` it is 容缺受理, to be made up within ``make_up_days`` working days."""

    action: ClassVar[Action] = Action.ACCEPT

    deferred: tuple[str, ...] = ()
    make_up_days: int = 0


class DeemAccepted(Command, frozen=True, tag="deem_accepted"):
    """The five days passed without a word: accepted from the day of receipt."""

    action: ClassVar[Action] = Action.DEEM_ACCEPTED


class RefuseAcceptance(Command, frozen=True, tag="refuse_acceptance"):
    """不予受理."""

    action: ClassVar[Action] = Action.REFUSE_ACCEPTANCE

    reason: str
    remedies: str


class FindNotOurs(Command, frozen=True, tag="not_ours"):
    """不属本机关."""

    action: ClassVar[Action] = Action.NOT_OURS

    agency: str


class SupplyDeferred(Command, frozen=True, tag="supply_deferred"):
    """容缺 materials came in."""

    action: ClassVar[Action] = Action.SUPPLY_DEFERRED

    supplied: tuple[str, ...]


class MeetDependency(Command, frozen=True, tag="meet_dependency"):
    """By the system, after a case this one waits for was granted."""

    action: ClassVar[Action] = Action.MEET_DEPENDENCY

    case: int


class FailDependency(Command, frozen=True, tag="fail_dependency"):
    """By the system, after a case this one waits for ended otherwise."""

    action: ClassVar[Action] = Action.FAIL_DEPENDENCY

    case: int
    ending: str


class Claim(Command, frozen=True, tag="claim"):
    """认领."""

    action: ClassVar[Action] = Action.CLAIM

    step: str


class Release(Command, frozen=True, tag="release"):
    """Back to the pool."""

    action: ClassVar[Action] = Action.RELEASE

    step: str


class Assign(Command, frozen=True, tag="assign"):
    """分派 to named officers, who sign as the step says (one, any, all)."""

    action: ClassVar[Action] = Action.ASSIGN

    step: str
    staff: tuple[int, ...]


class Opine(Command, frozen=True, tag="opine"):
    """通过 / 不同意. At the deciding step a disagreement is the refusal: comment (reasons) and remedies are required."""

    action: ClassVar[Action] = Action.OPINE

    step: str
    verdict: Verdict = Verdict.AGREE
    comment: str = ""
    remedies: str = ""


class Return(Command, frozen=True, tag="return"):
    """退回 from ``step`` to any step before it."""

    action: ClassVar[Action] = Action.RETURN

    step: str
    to: str
    reason: str


class Transfer(Command, frozen=True, tag="transfer"):
    """转办."""

    action: ClassVar[Action] = Action.TRANSFER

    step: str
    to: int
    reason: str


class TakeBack(Command, frozen=True, tag="take_back"):
    """收回 what lies with ``holder``, who cannot do it, or not now."""

    action: ClassVar[Action] = Action.TAKE_BACK

    step: str
    holder: int
    """Staff id."""
    reason: str = ""
    """Required of a person; the system takes back from those who have left."""


class Delegate(Command, frozen=True, tag="delegate"):
    """委派."""

    action: ClassVar[Action] = Action.DELEGATE

    step: str
    to: int
    reason: str


class AddSigner(Command, frozen=True, tag="add_signer"):
    """加签."""

    action: ClassVar[Action] = Action.ADD_SIGNER

    step: str
    staff: int
    note: str = ""


class RemoveSigner(Command, frozen=True, tag="remove_signer"):
    """减签."""

    action: ClassVar[Action] = Action.REMOVE_SIGNER

    step: str
    staff: int
    reason: str


class Copy(Command, frozen=True, tag="copy"):
    """抄送."""

    action: ClassVar[Action] = Action.COPY

    step: str
    staff: int
    note: str = ""


class Acknowledge(Command, frozen=True, tag="acknowledge"):
    """抄送 read."""

    action: ClassVar[Action] = Action.ACKNOWLEDGE

    step: str


class Urge(Command, frozen=True, tag="urge"):
    """催办."""

    action: ClassVar[Action] = Action.URGE

    step: str
    text: str


class Remind(Command, frozen=True, tag="remind"):
    """超时提醒, by the system."""

    action: ClassVar[Action] = Action.REMIND

    step: str
    reason: str


class Recall(Command, frozen=True, tag="recall"):
    """撤回 one's own opinion while nobody has acted on it."""

    action: ClassVar[Action] = Action.RECALL

    step: str
    reason: str


class Suspend(Command, frozen=True, tag="suspend"):
    """挂起."""

    action: ClassVar[Action] = Action.SUSPEND

    reason: str


class Resume(Command, frozen=True, tag="resume"):
    """恢复."""

    action: ClassVar[Action] = Action.RESUME


class StartSpecial(Command, frozen=True, tag="start_special"):
    """特别程序."""

    action: ClassVar[Action] = Action.START_SPECIAL

    procedure: SpecialKind
    reason: str
    days: int


class EndSpecial(Command, frozen=True, tag="end_special"):
    """The special procedure is over."""

    action: ClassVar[Action] = Action.END_SPECIAL

    result: str


class Extend(Command, frozen=True, tag="extend"):
    """延长, by an officer who may decide."""

    action: ClassVar[Action] = Action.EXTEND

    days: int
    reason: str


class Deliver(Command, frozen=True, tag="deliver"):
    """出件. ``must_surrender`` lists the old documents that the law makes the person hand in."""

    action: ClassVar[Action] = Action.DELIVER

    way: DeliveryWay
    receiver: str
    receiver_relation: str = "self"
    identity_check: int | None = None
    signature: str = ""
    must_surrender: tuple[str, ...] = ()
    surrendered: tuple[str, ...] = ()
    not_surrendered_because: str = ""


class SendOn(Command, frozen=True, tag="send_on"):
    """移交: papers or result leave the actor's unit in a bundle; ``delivery.send_bundle`` says it of each case in it."""

    action: ClassVar[Action] = Action.SEND_ON

    bundle: str
    cargo: Cargo
    to_unit: int
    pieces: int


class TakeOver(Command, frozen=True, tag="take_over"):
    """签收: they have arrived, as counted by the receiver; no piece = they have not, and are the sender's still."""

    action: ClassVar[Action] = Action.TAKE_OVER

    bundle: str
    cargo: Cargo
    pieces: int
    note: str = ""


class Archive(Command, frozen=True, tag="archive"):
    """归档."""

    action: ClassVar[Action] = Action.ARCHIVE


class Withdraw(Command, frozen=True, tag="withdraw"):
    """The applicant takes the application back."""

    action: ClassVar[Action] = Action.WITHDRAW

    reason: str


class Terminate(Command, frozen=True, tag="terminate"):
    """End without a decision."""

    action: ClassVar[Action] = Action.TERMINATE

    reason: str


class Void(Command, frozen=True, tag="void"):
    """Entered by mistake."""

    action: ClassVar[Action] = Action.VOID

    reason: str


AnyCommand = (
    Submit | Receive | AskCorrection | SupplyCorrection | Accept | DeemAccepted | RefuseAcceptance | FindNotOurs
    | SupplyDeferred | MeetDependency | FailDependency | Claim | Release | TakeBack | Assign | Opine | Return
    | Transfer | Delegate | AddSigner | RemoveSigner | Copy | Acknowledge | Urge | Remind | Recall | Suspend
    | Resume | StartSpecial | EndSpecial | Extend | SendOn | TakeOver | Deliver | Archive | Withdraw | Terminate
    | Void
)  # fmt: skip
