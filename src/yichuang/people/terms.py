"""The closed lists of the room. Their words are in ``labels.yaml``."""

from enum import StrEnum


class IdType(StrEnum):
    """The document whose number names a person; the values are those of the form element ``applicant_id_type``.

    Somebody with a citizen number is an ``ID_CARD`` person also when the household booklet was shown.
    """

    ID_CARD = "id_card"
    HKMO_PERMIT = "hkmo_home_return"
    TW_PERMIT = "tw_compatriot"
    HKMOTW_RESIDENCE = "hkmotw_residence"
    PASSPORT = "passport"
    FOREIGN_PERMIT = "permanent_residence"


class Capacity(StrEnum):
    """民事行为能力."""

    FULL = "full"
    LIMITED = "limited"
    NONE = "none"


class GuardianBasis(StrEnum):
    """What a guardianship rests on (Civil Code arts. 27-33)."""

    PARENT = "parent"
    SPOUSE = "spouse"
    CHILD = "child"
    RELATIVE = "relative"
    WILL = "will"
    AGREEMENT = "agreement"
    COURT = "court"


class CheckMethod(StrEnum):
    """How an identity was checked."""

    CARD_READER = "card_reader"
    FACE_MATCH_RESULT = "face_match_result"
    MANUAL = "manual"
    INTERFACE = "interface"
    """A program told what the document says: by what means it was read is not known here."""


class CheckResult(StrEnum):
    """What an identity check found."""

    PASSED = "passed"
    FAILED = "failed"


class Screen(StrEnum):
    """Where somebody's record is looked at; the needs of the gate ``PERSON`` that leave a line in the look log.

    Its other needs are on record elsewhere: filing (the application itself), questions to registers, revealed numbers.
    """

    SEE = "see"
    """Asked for by a program over the interface."""
    VISIT = "serve"
    INTAKE = "intake"
    RECEIPT = "receipt"
    HAND_OVER = "hand over"
    CASE = "case"
    """A case opened at the office."""
    HISTORY = "history"
    """A case lived through again on the console."""
    SEARCH = "search"
    """Found on the console by name or number."""


class RepresentationEvent(StrEnum):
    """What was put on record about who may act for somebody."""

    GUARDIAN_SET = "guardian_set"
    GUARDIAN_ENDED = "guardian_ended"
    REPRESENTS = "represents"
    MANDATED = "mandated"
    MANDATE_REVOKED = "mandate_revoked"


class StandingField(StrEnum):
    """A fact about a person that a register may change on our record."""

    LIFE = "life"
    CAPACITY = "capacity"


class Sensitive(StrEnum):
    """A field that is masked until it is revealed with a reason."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    OTHERS = "others"
    """Numbers of other persons in a form: the sponsor's, the guardian's, the spouse's."""
