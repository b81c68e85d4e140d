"""The back offices' own systems (exit-entry, traffic, household …): a packet is handed over, its outcome asked for.

A packet is signed and has an id. Handing it over again gives the first receipt back, so a lost answer costs nothing;
another content under the same id is rejected.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import quote

import msgspec
from msgspec import Raw, Struct

from yichuang.gateways.config import HTTP, Endpoint, Service, endpoint
from yichuang.gateways.transport import ask, ask_for
from yichuang.kernel.crypto import hmac_sm3, sm3
from yichuang.kernel.registry import Registry

DIGEST_HEADER = "X-Packet-Digest"
SIGNATURE_HEADER = "X-Packet-Signature"


class Packet(Struct, frozen=True):
    """What is handed over to a line."""

    packet_id: str
    line: str
    case_no: str
    item_code: str
    step: str
    """The route step that the line is asked to do."""
    created_at: datetime
    content: Raw
    """The handed-over data as JSON, of whatever shape the line agreed on."""


class Receipt(Struct, frozen=True):
    """The line has the packet."""

    packet_id: str
    receipt_no: str
    received_at: datetime
    digest: str
    """SM3 of what the line received, to be compared with what was sent."""
    repeated: bool
    """It had the packet already."""


class PacketState(StrEnum):
    """How far the line is."""

    RECEIVED = "received"
    GRANTED = "granted"
    REFUSED = "refused"
    RETURNED = "returned"
    """The line wants something corrected; see the opinion."""


class PacketStatus(Struct, frozen=True):
    """The line's answer so far."""

    packet_id: str
    state: PacketState
    at: datetime
    opinion: str = ""
    officer: str = ""
    result_no: str = ""
    """Number of what was issued, where something was."""


class LineSystem(Protocol):
    """One line's own system."""

    def hand_over(self, packet: Packet) -> Receipt:
        """Hand ``packet`` over, once however often it is called."""

    def status(self, packet_id: str) -> PacketStatus | None:
        """How far the line is; ``None`` where it never got the packet."""


line_drivers: Registry[Callable[[Endpoint], LineSystem]] = Registry("line")


def line_system(line: str) -> LineSystem:
    """The system of ``line``, with the driver that the deployment chose for it."""
    where = endpoint(Service.LINE, line)
    return line_drivers.get(where.driver)(where)


def signature(secret: str, body: bytes) -> str:
    """HMAC-SM3 of a packet as it is sent, hexadecimal."""
    return hmac_sm3(secret.encode(), body).hex()


@line_drivers.register(HTTP)
class HttpLineSystem:
    """A line that takes packets over HTTP."""

    def __init__(self, where: Endpoint) -> None:
        self._where = where

    def hand_over(self, packet: Packet) -> Receipt:
        body = msgspec.json.encode(packet, order="deterministic")
        digest = sm3(body).hex()
        headers = {DIGEST_HEADER: digest, SIGNATURE_HEADER: signature(self._where.secret, body)}
        receipt = ask(self._where, "POST", "/packets", Receipt, body=body, headers=headers)
        if (receipt.packet_id, receipt.digest) != (packet.packet_id, digest):
            raise self._where.refusal("gateway.garbled")
        return receipt

    def status(self, packet_id: str) -> PacketStatus | None:
        found = ask_for(self._where, "GET", f"/packets/{quote(packet_id, safe='')}", PacketStatus)
        if found and found.packet_id != packet_id:
            raise self._where.refusal("gateway.garbled")
        return found
