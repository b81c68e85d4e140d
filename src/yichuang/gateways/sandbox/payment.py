"""The sandbox's payment service: an order, a page with one button, a paid order."""

from html import escape
from urllib.parse import quote

from msgspec.structs import replace

from yichuang.gateways.config import Service
from yichuang.gateways.payment import Order, Payment, PaymentState
from yichuang.gateways.sandbox.web import BadRequestError, Reply, Request, Routes, answer, page, problem, see
from yichuang.gateways.sandbox.world import World, moment

FEN = 100
routes = Routes()


@routes.add("POST", "/payment/orders", Service.PAYMENT)
def create(world: World, request: Request) -> Reply:
    order = request.json(Order)
    if order.amount_fen <= 0:
        return problem(422, "nothing to pay")
    before = world.payments.get(order.order_id)
    if before and before.amount_fen != order.amount_fen:
        return problem(409, "another amount was ordered under this id")
    if not before:
        pay_url = f"{request.base}/payment/pay/{quote(order.order_id, safe='')}"
        world.payments[order.order_id] = Payment(order.order_id, order.amount_fen, PaymentState.UNPAID, pay_url)
    return answer(world.payments[order.order_id], 200 if before else 201)


@routes.add("GET", "/payment/orders/<order>", Service.PAYMENT)
def query(world: World, request: Request) -> Reply:
    found = world.payments.get(request.path["order"])
    return answer(found) if found else problem(404, "no such order")


@routes.add("GET", "/payment/pay/<order>")
def pay_page(world: World, request: Request) -> Reply:
    """Where a person in the demo pays."""
    payment = _payment(world, request)
    amount = f"{payment.amount_fen / FEN:.2f}"
    action = f"/payment/pay/{quote(payment.order_id, safe='')}"
    return page(f"pay_{payment.state}", order=escape(payment.order_id), amount=amount, action=escape(action))


@routes.add("POST", "/payment/pay/<order>")
def pay(world: World, request: Request) -> Reply:
    payment = _payment(world, request)
    if payment.state is PaymentState.UNPAID:
        world.payments[payment.order_id] = replace(
            payment, state=PaymentState.PAID, paid_at=moment(), transaction_no=world.number("PAY")
        )
    return see(f"/payment/pay/{quote(payment.order_id, safe='')}")


def _payment(world: World, request: Request) -> Payment:
    if request.path["order"] not in world.payments:
        raise BadRequestError("no such order")
    return world.payments[request.path["order"]]
