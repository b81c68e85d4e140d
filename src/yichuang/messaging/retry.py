"""What becomes of a notice after an attempt to send it. Pure."""

from yichuang.gateways.transport import transient
from yichuang.kernel.errors import Refusal
from yichuang.messaging.terms import NoticeState

LATER = frozenset({"gateway.not_configured", "gateway.bad_configuration"})
"""An administrator can mend these; the notice waits for that like for an outage."""


def after(refusal: Refusal, attempts: int, most: int) -> NoticeState:
    """The state after the ``attempts``-th attempt ended with ``refusal``; ``most`` are made by themselves."""
    if not transient(refusal) and refusal.code not in LATER:
        return NoticeState.FAILED
    return NoticeState.GIVEN_UP if attempts >= most else NoticeState.QUEUED
