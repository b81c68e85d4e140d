"""Short messages. A message has an id; sending it again under that id sends nothing twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec import Struct

from yichuang.gateways.config import HTTP, Endpoint, Service, endpoint
from yichuang.gateways.transport import ask
from yichuang.kernel.registry import Registry


class Message(Struct, frozen=True):
    """One short message to one phone."""

    message_id: str
    phone: str
    text: str


class SmsReceipt(Struct, frozen=True):
    """The operator took the message over."""

    message_id: str
    receipt_no: str
    accepted_at: datetime
    repeated: bool
    """It had been taken over before; nothing was sent again."""


class SmsSender(Protocol):
    """Takes messages over for delivery."""

    def send(self, message_id: str, phone: str, text: str) -> SmsReceipt:
        """Hand one message over. Refused for good (``gateway.rejected``) where the operator does not take the phone."""


senders: Registry[Callable[[Endpoint], SmsSender]] = Registry("sms")


def sms_sender() -> SmsSender:
    """The operator, with the driver that the deployment chose."""
    where = endpoint(Service.SMS)
    return senders.get(where.driver)(where)


@senders.register(HTTP)
class HttpSmsSender:
    """An operator's web interface."""

    def __init__(self, where: Endpoint) -> None:
        self._where = where

    def send(self, message_id: str, phone: str, text: str) -> SmsReceipt:
        body = msgspec.json.encode(Message(message_id, phone, text))
        receipt = ask(self._where, "POST", "/messages", SmsReceipt, body=body)
        if receipt.message_id != message_id:
            raise self._where.refusal("gateway.garbled")
        return receipt
