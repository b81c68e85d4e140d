"""The sandbox's card readers: people with cards, and readers on which a card lies until it is read."""

from collections import deque
from html import escape
from urllib.parse import quote

from msgspec import Struct

from yichuang.gateways.config import Service
from yichuang.gateways.id_card import CardRead
from yichuang.gateways.sandbox.web import BadRequestError, Reply, Request, Routes, answer, button, page, see
from yichuang.gateways.sandbox.world import World

routes = Routes()


class Press(Struct, frozen=True, forbid_unknown_fields=True):
    """Lay a card on a reader: a given one, or that of a person of the list by ``number``."""

    reader: str
    card: CardRead | None = None
    number: str = ""


@routes.add("PUT", "/id-card/people")
def set_people(world: World, request: Request) -> Reply:
    """The people whose cards can be pressed by hand: a JSON list of cards."""
    world.card_people = {card.number: card for card in request.json(list[CardRead])}
    return answer({"people": len(world.card_people)})


@routes.add("GET", "/id-card/people")
def people(world: World, _request: Request) -> Reply:
    return answer(list(world.card_people.values()))


@routes.add("POST", "/id-card/press")
def press(world: World, request: Request) -> Reply:
    pressed = request.json(Press)
    _lay(world, pressed.reader, pressed.card or _card_of(world, pressed.number))
    return answer({"waiting": len(world.readers[pressed.reader])}, 201)


@routes.add("GET", "/id-card/<reader>/read", Service.ID_CARD)
def read(world: World, request: Request) -> Reply:
    waiting = world.readers.get(request.path["reader"])
    return answer(waiting.popleft()) if waiting else Reply(204)


@routes.add("POST", "/id-card/<reader>/press")
def press_by_hand(world: World, request: Request) -> Reply:
    reader = request.path["reader"]
    _lay(world, reader, _card_of(world, request.form("number")))
    return see(_address(reader))


@routes.add("POST", "/id-card/<reader>/clear")
def clear(world: World, request: Request) -> Reply:
    world.readers.pop(request.path["reader"], None)
    return see(_address(request.path["reader"]))


@routes.add("GET", "/id-card/<reader>")
def reader_page(world: World, request: Request) -> Reply:
    """Where a person in the demo lays a card on the reader."""
    reader = request.path["reader"]
    waiting = world.readers.get(reader, deque())
    cards = "".join(
        button(f"{_address(reader)}/press", f"{card.name} {card.number}", "number", card.number)
        for card in world.card_people.values()
    )
    lying = "、".join(card.name for card in waiting) or "—"
    return page(
        "reader", reader=escape(reader), waiting=escape(lying), cards=cards, clear=escape(f"{_address(reader)}/clear")
    )


def _lay(world: World, reader: str, card: CardRead) -> None:
    world.readers.setdefault(reader, deque()).append(card)


def _card_of(world: World, number: str) -> CardRead:
    if number not in world.card_people:
        raise BadRequestError(f"no card of {number!r} among the people")
    return world.card_people[number]


def _address(reader: str) -> str:
    return f"/id-card/{quote(reader, safe='')}"
