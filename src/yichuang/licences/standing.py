"""Which state of a licence may follow which. Pure.

Source: 行政许可法 arts. 69, 70 (revocation, mandatory cancellation); state list of standards 2.5.
"""

from datetime import date

from yichuang.licences.terms import LicenceStatus as S

FOLLOWS: dict[S, frozenset[S]] = {
    S.VALID: frozenset({S.SUSPENDED, S.REVOKED, S.CANCELLED, S.VOID, S.SUPERSEDED}),
    S.SUSPENDED: frozenset({S.VALID, S.REVOKED, S.CANCELLED, S.VOID}),
    S.REVOKED: frozenset(),
    S.CANCELLED: frozenset(),
    S.VOID: frozenset(),
    S.SUPERSEDED: frozenset(),
}
RECORDED = tuple(FOLLOWS)
"""States that a row can hold."""


def may_follow(recorded: S, wanted: S) -> bool:
    """Whether a licence recorded as ``recorded`` may become ``wanted``.

    Expiry is no obstacle: an expired licence is recorded as valid and may still be replaced or cancelled.
    """
    return wanted in FOLLOWS[recorded]


def standing(recorded: S, valid_to: date | None, today: date) -> S:
    """What the licence is worth today: its last day still counts; no end date means for good (长期)."""
    if recorded is S.VALID and valid_to is not None and valid_to < today:
        return S.EXPIRED
    return recorded
