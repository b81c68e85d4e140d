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


class ChangeEvent(StrEnum):
    """What the change log records: everything an administrator does besides granting."""

    UNIT_ADDED = "unit_added"
    UNIT_CHANGED = "unit_changed"
    HALL_ADDED = "hall_added"
    HALL_CHANGED = "hall_changed"
    WINDOW_ADDED = "window_added"
    WINDOW_CHANGED = "window_changed"
    WINDOW_OPENED = "window_opened"
    WINDOW_CLOSED = "window_closed"
    HIRED = "hired"
    STAFF_CHANGED = "staff_changed"
    LEFT = "left"
    RETURNED = "returned"
    QUALIFIED = "qualified"
    ENROLLED = "enrolled"
    STANDING_ENDED = "standing_ended"
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of an event
    CODE_UNBOUND = "code_unbound"
    DAY_SET = "day_set"
    DAY_CLEARED = "day_cleared"
    YEAR_CONFIRMED = "year_confirmed"
    YEAR_WITHDRAWN = "year_withdrawn"
    SETTING_CHANGED = "setting_changed"


class Restoring(StrEnum):
    """The two halves of somebody's access that administrators restore."""

    PASSWORD = "password"  # noqa: S105 - the name of a half
    CODE = "code"


class SignInEvent(StrEnum):
    """What the sign-in log records."""

    SIGNED_IN = "signed_in"
    FAILED = "failed"
    FAILED_CODE = "failed_code"
    SIGNED_OUT = "signed_out"


class Lapse(StrEnum):
    """Why a recorded grant is not in force."""

    LEFT = "left"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    NO_QUALIFICATION = "no_qualification"
    QUALIFICATION_EXPIRED = "qualification_expired"
    NO_STANDING = "no_standing"
    STANDING_ENDED = "standing_ended"
