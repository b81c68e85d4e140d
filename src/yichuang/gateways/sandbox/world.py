"""Everything the sandbox remembers. One lock guards it; it is small and the visits are short."""

from collections import deque
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from msgspec import Struct, field

from yichuang.gateways.id_card import CardRead
from yichuang.gateways.line_systems import Packet, PacketStatus, Receipt
from yichuang.gateways.payment import Payment
from yichuang.gateways.population import Question, Resident
from yichuang.gateways.sandbox.faults import Faults, none_failing
from yichuang.gateways.sms import Message, SmsReceipt

OUTBOX = 10_000
"""Oldest sent messages and questions are forgotten beyond this, so that a long demo does not grow."""


class Sent(Struct, frozen=True):
    """A message in the outbox."""

    message: Message
    receipt: SmsReceipt


class Handed(Struct, frozen=True):
    """A packet that a line has, with its outcome so far."""

    packet: Packet
    receipt: Receipt
    status: PacketStatus


class Asked(Struct, frozen=True):
    """An entry of the register's own access log."""

    at: datetime
    question: Question
    found: int
    """How many persons it answered with."""
    register: str = "population"


class World(Struct):
    """The state of all services."""

    faults: dict[Any, Faults] = field(default_factory=none_failing)
    card_people: dict[str, CardRead] = field(default_factory=dict)
    readers: dict[str, deque[CardRead]] = field(default_factory=dict)
    residents: dict[str, Resident] = field(default_factory=dict)
    records: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """What each register holds: by register, then by number."""
    asked: deque[Asked] = field(default_factory=lambda: deque(maxlen=OUTBOX))
    sent: dict[str, Sent] = field(default_factory=dict)
    packets: dict[tuple[str, str], Handed] = field(default_factory=dict)
    manual_lines: set[str] = field(default_factory=set)
    """Lines whose packets wait for a person; the others grant when they are first asked for the outcome."""
    payments: dict[str, Payment] = field(default_factory=dict)
    serial: int = 0
    mornings: int = 0
    """How often it has begun anew."""
    lock: Any = field(default_factory=RLock)

    def number(self, prefix: str) -> str:
        """The next number of a receipt or result."""
        self.serial += 1
        return f"{prefix}{self.serial:08}"


def moment() -> datetime:
    """The sandbox has its own clock, as the outside world has."""
    return datetime.now(UTC)
