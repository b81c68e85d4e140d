"""The closed lists of the room."""

from enum import StrEnum


class Channel(StrEnum):
    """How a notice reaches the person."""

    IN_APP = "in_app"
    SMS = "sms"


class NoticeState(StrEnum):
    """Where a notice stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    """The operator does not take it: a wrong number, for instance. Somebody must look."""
    GIVEN_UP = "given_up"
    """The operator stayed silent until the last attempt. Somebody must send it again, or call."""
    TOLD = "told"
    """Somebody told the person in another way, and said how."""


class Care(StrEnum):
    """What a member of staff did about a notice that had not got through."""

    RESENT = "resent"
    TOLD = "told"


ENDED = frozenset({NoticeState.SENT, NoticeState.FAILED, NoticeState.GIVEN_UP, NoticeState.TOLD})
NEEDS_SOMEBODY = frozenset({NoticeState.FAILED, NoticeState.GIVEN_UP})
