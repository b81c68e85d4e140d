"""Lay a card on a reader of the sandbox, as a person does at the counter."""

import httpx
import msgspec

from yichuang.demo.people import Someone
from yichuang.demo.records import cards
from yichuang.demo.seed_sandbox import demo_people
from yichuang.gateways.id_card import CardRead
from yichuang.kernel.errors import Refusal


def press_card(wanted: str, reader: str, sandbox: str) -> CardRead:
    """Lay the card of the person with this name, number or story name on ``reader``."""
    card = cards([_found(wanted)])[0]
    try:
        reply = httpx.post(
            f"{sandbox.rstrip('/')}/id-card/press",
            content=msgspec.json.encode({"reader": reader, "card": card}),
            trust_env=False,
        )
        reply.raise_for_status()
    except httpx.HTTPError as error:
        raise Refusal("demo.no_sandbox", sandbox=sandbox) from error
    return card


def _found(wanted: str) -> Someone:
    for person in demo_people():
        if wanted in {person.key, person.number, person.name} and person.citizen:
            return person
    raise Refusal("demo.unknown_person", person=wanted)
