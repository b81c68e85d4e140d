"""How a service can be made to fail, and the addresses that switch it."""

from msgspec import Struct

from yichuang.gateways.config import Service


class Faults(Struct, frozen=True, forbid_unknown_fields=True):
    """What is wrong with a service now. All off by default."""

    outage: bool = False
    """Answers 503 and does nothing."""
    drop: bool = False
    """Does what it is asked, then hangs up without an answer: the case that idempotency is for."""
    garbage: bool = False
    """Does what it is asked and answers 200 with something that is not JSON."""
    delay_ms: int = 0
    """Waits before anything else."""


NO_FAULTS = Faults()
GARBAGE = b"<html><body>login expired \xff"


def none_failing() -> dict[Service, Faults]:
    return dict.fromkeys(Service, NO_FAULTS)
