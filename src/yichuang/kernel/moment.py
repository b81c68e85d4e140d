"""The present moment, read in one place, so that the demo world can live through ninety past days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The aware present moment; verbs pass it on as a fact, pure rules never call it."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The local date of :func:`now` (Asia/Shanghai)."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let ``now`` answer ``moment`` inside the block."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
