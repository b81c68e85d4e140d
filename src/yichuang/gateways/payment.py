"""Fees: an order is placed with the treasury's payment service, the person pays there, we ask whether it was paid."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import quote

import msgspec
from msgspec import Struct

from yichuang.gateways.config import HTTP, Endpoint, Service, endpoint
from yichuang.gateways.transport import ask, ask_for
from yichuang.kernel.registry import Registry


class Order(Struct, frozen=True):
    """What is to be paid."""

    order_id: str
    amount_fen: int
    """Hundredths of a yuan."""
    subject: str
    case_no: str


class PaymentState(StrEnum):
    """How far a payment is."""

    UNPAID = "unpaid"
    PAID = "paid"


class Payment(Struct, frozen=True):
    """An order as the payment service has it."""

    order_id: str
    amount_fen: int
    state: PaymentState
    pay_url: str
    """Where the person pays; shown as a code."""
    paid_at: datetime | None = None
    transaction_no: str = ""


class PaymentService(Protocol):
    """The treasury's payment service."""

    def create(self, order: Order) -> Payment:
        """Place ``order``, once however often it is called; another amount under its id is rejected."""

    def query(self, order_id: str) -> Payment | None:
        """The order as it stands; ``None`` where it was never placed."""


payment_services: Registry[Callable[[Endpoint], PaymentService]] = Registry("payment")


def payment_service() -> PaymentService:
    """The payment service, with the driver that the deployment chose."""
    where = endpoint(Service.PAYMENT)
    return payment_services.get(where.driver)(where)


@payment_services.register(HTTP)
class HttpPaymentService:
    """A payment service's web interface."""

    def __init__(self, where: Endpoint) -> None:
        self._where = where

    def create(self, order: Order) -> Payment:
        payment = ask(self._where, "POST", "/orders", Payment, body=msgspec.json.encode(order))
        if (payment.order_id, payment.amount_fen) != (order.order_id, order.amount_fen):
            raise self._where.refusal("gateway.garbled")
        return payment

    def query(self, order_id: str) -> Payment | None:
        payment = ask_for(self._where, "GET", f"/orders/{quote(order_id, safe='')}", Payment)
        if payment and payment.order_id != order_id:
            raise self._where.refusal("gateway.garbled")
        return payment
