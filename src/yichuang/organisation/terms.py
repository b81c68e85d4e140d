"""The closed lists of the room. Their words are in ``labels.yaml``."""

from enum import StrEnum


class Act(StrEnum):
    """What a grant lets an officer do with a case of one line at one level."""

    RECEIVE = "receive"
    """受理: take it in at a window."""
    REVIEW = "review"
    """审核: examine it."""
    DECIDE = "decide"
    """审批: grant or refuse it."""
    ISSUE = "issue"
    """发证/出件: produce the result and hand it out."""


class Role(StrEnum):
    """What a member of staff is to the house as a whole, beside the grants of the lines."""

    ADMIN = "admin"
    MANAGER = "manager"
    AUDITOR = "auditor"
    CLERK = "clerk"
    OFFICER = "officer"


class StaffKind(StrEnum):
    """民警 or 辅警."""

    OFFICER = "officer"
    AUXILIARY = "auxiliary"


class PostKind(StrEnum):
    """岗位: a place in the division of work that a member of staff fills."""

    WINDOW = "window"
    REVIEW = "review"
    DECISION = "decision"
    ISSUE = "issue"
    ARCHIVE = "archive"
    HALL_MANAGER = "hall_manager"
    COMMUNITY = "community"
    SUPERVISION = "supervision"
    ADMINISTRATION = "administration"


class StandingKind(StrEnum):
    """How an officer belongs to a line beside the own unit: 调任, 借调, 交管备案."""

    TRANSFERRED = "transferred"
    SECONDED = "seconded"
    TRAFFIC_ENROLLED = "traffic_enrolled"


class WindowKind(StrEnum):
    """窗口类型."""

    ONE_WINDOW = "one_window"
    TWO_IN_ONE = "two_in_one"
    THREE_IN_ONE = "three_in_one"
    FIVE_IN_ONE = "five_in_one"
    SPECIALIST = "specialist"
    HARD_CASES = "hard_cases"


class GrantEvent(StrEnum):
    """What the grant log records."""

    GRANTED = "granted"
    REVOKED = "revoked"
    REFUSED = "refused"
