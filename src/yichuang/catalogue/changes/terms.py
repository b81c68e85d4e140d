"""Closed lists of how a catalogue changes. Their words are in ``labels.yaml``."""

from enum import StrEnum


class ChangeKind(StrEnum):
    """What a change does (C-03 of the buyers' list: 新增、变更、拆分、合并、暂停、恢复、取消)."""

    EDIT = "edit"
    ADD = "add"
    IMPORT = "import"
    SPLIT = "split"
    MERGE = "merge"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"


class ChangeState(StrEnum):
    """Where a change stands: draft → linted → in review → published | sent back; or discarded by its author."""

    DRAFT = "draft"
    LINTED = "linted"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    SENT_BACK = "sent_back"
    DISCARDED = "discarded"


class TrailEvent(StrEnum):
    """What the catalogue's trail records."""

    BEGUN = "begun"
    SAVED = "saved"
    WRITTEN = "written"
    """One field that a saving altered."""
    ENTERED = "entered"
    """An entry of a dictionary that the change brings."""
    RENEWED = "renewed"
    LINTED = "linted"
    SUBMITTED = "submitted"
    RECALLED = "recalled"
    """Taken back from its review before anybody had decided."""
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    """An own entry of a dictionary that nothing uses was taken away."""
    STATUS = "status"


WORKABLE = (ChangeState.DRAFT, ChangeState.LINTED, ChangeState.SENT_BACK)
"""States in which the author may still write."""
OPEN = (*WORKABLE, ChangeState.IN_REVIEW)
STANDING = {
    ChangeKind.SUSPEND: "suspended",
    ChangeKind.RESUME: "in_use",
    ChangeKind.CANCEL: "cancelled",
    ChangeKind.SPLIT: "cancelled",
    ChangeKind.MERGE: "cancelled",
}
"""What becomes of the items a change names, by its kind: a value of ``definition.ItemStatus``."""
