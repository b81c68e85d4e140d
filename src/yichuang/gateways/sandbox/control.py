"""Switching failures, forgetting everything, and the list of what can be looked at."""

from html import escape

import msgspec

from yichuang.gateways.config import Service
from yichuang.gateways.sandbox.faults import Faults
from yichuang.gateways.sandbox.web import BadRequestError, Reply, Request, Routes, answer, page
from yichuang.gateways.sandbox.world import World

routes = Routes()


@routes.add("GET", "/control")
def faults(world: World, _request: Request) -> Reply:
    return answer({str(service): faults for service, faults in world.faults.items()})


@routes.add("PUT", "/control/<service>")
def set_faults(world: World, request: Request) -> Reply:
    """Replace the faults of one service (named as in its addresses or with an underscore); ``{}`` mends it.

    One register alone is named ``registers.<register>``.
    """
    name, _, part = request.path["service"].partition(".")
    try:
        service = Service(name.replace("-", "_"))
    except ValueError as fault:
        raise BadRequestError(str(fault)) from None
    failing = f"{service}.{part}" if part else service
    world.faults[failing] = request.json(Faults)
    return answer(world.faults[failing])


@routes.add("POST", "/control/reset")
def reset(world: World, _request: Request) -> Reply:
    """As on the first morning: nobody registered, nothing sent, nothing failing."""
    for name, value in msgspec.structs.asdict(World(mornings=world.mornings + 1)).items():
        if name != "lock":
            setattr(world, name, value)
    return answer({})


@routes.add("GET", "/")
def index(world: World, _request: Request) -> Reply:
    readers = "".join(
        f'<li><a href="/id-card/{escape(name)}">{escape(name)}</a></li>' for name in sorted(world.readers)
    )
    lines = sorted({line for line, _ in world.packets})
    links = "".join(f'<li><a href="/line/{escape(line)}">{escape(line)}</a></li>' for line in lines)
    return page("index", readers=readers, lines=links)
