"""When a session has ended: after a time without activity, and at the latest some hours after sign-in. Pure."""

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

GRAIN = timedelta(seconds=60)
"""Activity is written down at most this often, so that reading pages does not write the session each time."""


class Ended(StrEnum):
    """Why a session has ended."""

    IDLE = "idle"
    TOO_LONG = "too_long"


class Limits(Struct, frozen=True):
    """How long a session lives."""

    idle: timedelta
    absolute: timedelta


class Mark(Struct, frozen=True):
    """What a session remembers, in seconds since the epoch."""

    account: str
    began: float
    active: float


def ended(mark: Mark, now: float, limits: Limits) -> Ended | None:
    """Say whether and why the session of ``mark`` is over."""
    if now - mark.began >= limits.absolute.total_seconds():
        return Ended.TOO_LONG
    if now - mark.active >= limits.idle.total_seconds():
        return Ended.IDLE
    return None


def touched(mark: Mark | None, account: str, now: float) -> Mark | None:
    """Return the mark to write after activity, or None when the one there is fresh enough."""
    if mark is None or mark.account != account:
        return Mark(account, now, now)
    if now - mark.active < GRAIN.total_seconds():
        return None
    return Mark(account, mark.began, now)
