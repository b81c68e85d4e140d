"""How a requirement was met, and how far that can be trusted. Pure.

Grades after 国办函〔2016〕108号: A issued by an agency; B checked by an officer against the original; C uploaded by the
person, the original still to be checked; D the person's own statement. Checking the original lifts C to B.
"""

from enum import StrEnum

from yichuang.catalogue.definition import Need


class MaterialState(StrEnum):
    """What was done about one line of the material list."""

    SEEN = "seen"
    """The original was seen and checked by an officer."""
    SCANNED = "scanned"
    """A scan is on file; the original was not checked."""
    SHARED = "shared"
    """Another agency's data answered (免证办)."""
    DECLARED = "declared"
    """告知承诺: the person declares it."""
    TO_FOLLOW = "to_follow"
    """容缺: promised for later."""
    MISSING = "missing"


class Grade(StrEnum):
    """Trust in a proof."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


GRADES: dict[MaterialState, Grade] = {
    MaterialState.SHARED: Grade.A,
    MaterialState.SEEN: Grade.B,
    MaterialState.SCANNED: Grade.C,
    MaterialState.DECLARED: Grade.D,
}
"""States without a grade prove nothing yet."""


class Standing(StrEnum):
    """Whether a line of the material list lets its case be accepted."""

    MET = "met"
    FOLLOWS = "follows"
    MISSING = "missing"


def standing(need: Need, state: MaterialState, *, biometric: bool = False, at_window: bool = True) -> Standing:
    """How ``state`` answers ``need``.

    A biometric is captured in person and can neither be shared, declared nor follow. At a window a scan alone does not
    prove what must be produced: the original is there to be looked at. Online it does, until the visit.
    """
    if state in {MaterialState.SEEN, MaterialState.SHARED}:
        return Standing.MISSING if biometric and state is MaterialState.SHARED else Standing.MET
    if biometric:
        return Standing.MISSING
    if state is MaterialState.SCANNED:
        return Standing.MISSING if need is Need.PRODUCED and at_window else Standing.MET
    if state is MaterialState.DECLARED:
        return Standing.MET if need is Need.DECLARABLE else Standing.MISSING
    if state is MaterialState.TO_FOLLOW:
        return Standing.FOLLOWS if need is Need.DEFERRABLE else Standing.MISSING
    return Standing.MISSING
