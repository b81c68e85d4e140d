"""The sandbox's operator: an outbox instead of phones."""

import re
from html import escape

from msgspec.structs import replace

from yichuang.gateways.config import Service
from yichuang.gateways.sandbox.web import Reply, Request, Routes, answer, page, problem
from yichuang.gateways.sandbox.world import OUTBOX, Sent, World, moment
from yichuang.gateways.sms import Message, SmsReceipt

SHOWN = 100
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
routes = Routes()


@routes.add("POST", "/sms/messages", Service.SMS)
def take(world: World, request: Request) -> Reply:
    message = request.json(Message)
    if not MOBILE.fullmatch(message.phone):
        return problem(422, "not a mobile number")
    before = world.sent.get(message.message_id)
    if before:
        return answer(replace(before.receipt, repeated=True))
    receipt = SmsReceipt(message.message_id, world.number("SMS"), moment(), repeated=False)
    world.sent[message.message_id] = Sent(message, receipt)
    if len(world.sent) > OUTBOX:
        del world.sent[next(iter(world.sent))]
    return answer(receipt, 201)


@routes.add("GET", "/sms/outbox")
def outbox(world: World, _request: Request) -> Reply:
    """All messages in the order they were sent."""
    return answer(list(world.sent.values()))


@routes.add("GET", "/sms")
def outbox_page(world: World, _request: Request) -> Reply:
    """The newest messages for people."""
    rows = "".join(
        f"<tr><td>{escape(sent.message.phone)}</td><td>{escape(sent.message.text)}</td></tr>"
        for sent in list(world.sent.values())[: -SHOWN - 1 : -1]
    )
    return page("outbox", rows=rows)
