"""Closed lists of the room. Their words are in ``labels.yaml``."""

from enum import StrEnum


class PaperKind(StrEnum):
    """法律文书: the papers that a proceeding hands out (standards W-04)."""

    APPLICATION_FORM = "application_form"
    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    CORRECTION = "correction"
    REFUSAL_OF_ACCEPTANCE = "refusal_of_acceptance"
    SPECIAL_PROCEDURE = "special_procedure"
    DECISION_GRANTED = "decision_granted"
    DECISION_REFUSED = "decision_refused"
    CONCLUSION = "conclusion"
    DELIVERY_RECEIPT = "delivery_receipt"
    HANDOVER_LIST = "handover_list"


class LicenceStatus(StrEnum):
    """State of a licence as recorded. ``EXPIRED`` is never recorded: it follows from the date (see ``standing``)."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    VOID = "void"
    SUPERSEDED = "superseded"
