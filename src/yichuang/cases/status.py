"""The closed lists of the engine: where a case stands, what can be done with it, how a step and its signers stand."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands (办件状态)."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    CORRECTION = "correction"
    ACCEPTED = "accepted"
    REVIEWING = "reviewing"
    SPECIAL = "special"
    DECIDED = "decided"
    PRODUCING = "producing"
    READY = "ready"
    DELIVERED = "delivered"
    ARCHIVED = "archived"
    REFUSED_ACCEPTANCE = "refused_acceptance"
    NOT_OURS = "not_ours"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    VOIDED = "voided"


OPEN = frozenset(
    {
        Status.SUBMITTED,
        Status.RECEIVED,
        Status.CORRECTION,
        Status.ACCEPTED,
        Status.REVIEWING,
        Status.SPECIAL,
        Status.DECIDED,
        Status.PRODUCING,
        Status.READY,
    }
)
"""Somebody still owes something on the case."""


class Action(StrEnum):
    """What a command does to a case; one row of the lifecycle table each, but for handing in."""

    SUBMIT = "submit"
    RECEIVE = "receive"
    ASK_CORRECTION = "ask_correction"
    SUPPLY_CORRECTION = "supply_correction"
    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    REFUSE_ACCEPTANCE = "refuse_acceptance"
    NOT_OURS = "not_ours"
    SUPPLY_DEFERRED = "supply_deferred"
    MEET_DEPENDENCY = "meet_dependency"
    FAIL_DEPENDENCY = "fail_dependency"
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    OPINE = "opine"
    RETURN = "return"
    TAKE_BACK = "take_back"
    TRANSFER = "transfer"
    DELEGATE = "delegate"
    ADD_SIGNER = "add_signer"
    REMOVE_SIGNER = "remove_signer"
    COPY = "copy"
    ACKNOWLEDGE = "acknowledge"
    URGE = "urge"
    RECALL = "recall"
    SUSPEND = "suspend"
    RESUME = "resume"
    START_SPECIAL = "start_special"
    END_SPECIAL = "end_special"
    EXTEND = "extend"
    REMIND = "remind"
    SEND_ON = "send_on"
    TAKE_OVER = "take_over"
    DELIVER = "deliver"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    TERMINATE = "terminate"
    VOID = "void"


class StepStatus(StrEnum):
    """How a step of the route stands."""

    PENDING = "pending"
    ACTIVE = "active"
    DONE = "done"
    SKIPPED = "skipped"


class SlotKind(StrEnum):
    """Why somebody is asked at a step: as its officer, as an added signer (加签), in the officer's stead (委派), or only
    to know (抄送).
    """

    PRINCIPAL = "principal"
    ADDED = "added"
    DELEGATE = "delegate"
    COPY = "copy"


class SlotStatus(StrEnum):
    """Whether the one asked has answered."""

    OPEN = "open"
    HELD = "held"
    """Waits for the delegate's answer."""
    DONE = "done"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    """What a signer says."""

    AGREE = "agree"
    DISAGREE = "disagree"


class Outcome(StrEnum):
    """办结结果: what was decided."""

    GRANTED = "granted"
    REFUSED = "refused"


class SpecialKind(StrEnum):
    """特别程序 of 行政许可法 art. 45: their time does not count. Verifying is none of them, and stops the clock only where
    the item's own law says so (``Limits.uncounted``).
    """

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    VERIFICATION = "verification"


class DeliveryWay(StrEnum):
    """How the result reaches the person."""

    WINDOW = "window"
    POST = "post"
    LOCKER = "locker"
    ELECTRONIC = "electronic"


class Cargo(StrEnum):
    """What of a case travels between units."""

    PAPERS = "papers"
    """The originals and copies that were taken in with an application."""
    RESULT = "result"
    """The certificate that an office has produced, on its way to the window that hands it out."""
