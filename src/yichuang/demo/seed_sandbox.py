"""The sandbox with the demo's people in it: their cards, their entries in every register."""

from collections import deque
from datetime import date

from yichuang.demo.bureau import bureau
from yichuang.demo.people import Someone, townsfolk
from yichuang.demo.records import cards, registers, residents
from yichuang.gateways.sandbox.server import Server
from yichuang.gateways.sandbox.world import World
from yichuang.kernel import moment

COUNTY_BUREAU = "澄溪县公安局{}派出所"


def station_names() -> list[str]:
    """The names of the eleven stations in the order of ``bureau.yaml``."""
    return [COUNTY_BUREAU.format(name) for name in bureau().stations]


def demo_people(today: date | None = None) -> tuple[Someone, ...]:
    """The county's people as they are on that day (now, if none is given)."""
    return townsfolk(today or moment.today(), station_names())


def furnish(world: World, today: date | None = None) -> None:
    """Put the people into ``world``: what lies on nobody's reader yet, and what every register holds."""
    day = today or moment.today()
    people = demo_people(day)
    world.card_people = {card.number: card for card in cards(people)}
    world.residents = {resident.number: resident for resident in residents(people)}
    world.records = registers(people, day)
    for window in bureau().windows:
        world.readers.setdefault(reader_name(window.number), deque())


def reader_name(window: int) -> str:
    """What the card reader at a window is called."""
    return f"window-{window}"


def serve(port: int) -> None:
    """Play the outside world with the demo's people on the loopback ``port`` until told to stop."""
    with Server(port) as server:
        furnish(server.world)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
