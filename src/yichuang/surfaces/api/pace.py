"""How fast one token may call. Each server process counts for itself; nothing is written for it."""

from math import ceil

from msgspec import Struct

BURST = 240
"""Calls that may come at once."""
PER_SECOND = 20.0
"""Calls that may come on and on."""


class Bucket(Struct, frozen=True):
    """How many calls are left, as of a moment (seconds of a clock that never goes back)."""

    left: float
    at: float


def full(moment: float) -> Bucket:
    """The bucket of a token that has not called for long."""
    return Bucket(float(BURST), moment)


def drawn(bucket: Bucket, moment: float) -> Bucket | None:
    """The bucket after one more call at ``moment``; None when it is empty. Pure."""
    filled = min(float(BURST), bucket.left + max(0.0, moment - bucket.at) * PER_SECOND)
    return Bucket(filled - 1, moment) if filled >= 1 else None


def wait(bucket: Bucket, moment: float) -> int:
    """Whole seconds until the next call is let through. Pure."""
    return max(1, ceil((1 - bucket.left) / PER_SECOND - (moment - bucket.at)))
