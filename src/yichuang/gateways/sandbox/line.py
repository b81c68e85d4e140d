"""The sandbox's line systems: they check signatures, keep packets, and decide at once or when a person says so."""

from html import escape
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from yichuang.gateways.config import SANDBOX_SECRET, Service
from yichuang.gateways.line_systems import (
    DIGEST_HEADER,
    SIGNATURE_HEADER,
    Packet,
    PacketState,
    PacketStatus,
    Receipt,
    signature,
)
from yichuang.gateways.sandbox.web import BadRequestError, Reply, Request, Routes, answer, button, page, problem, see
from yichuang.gateways.sandbox.world import Handed, World, moment
from yichuang.kernel.crypto import same, sm3
from yichuang.kernel.vocabulary import label

routes = Routes()
CHOICES = (PacketState.GRANTED, PacketState.REFUSED, PacketState.RETURNED)


class Decision(Struct, frozen=True, forbid_unknown_fields=True):
    """What the line decides."""

    state: PacketState
    opinion: str = ""
    officer: str = "sandbox"


class Mode(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the line's packets wait for a person."""

    manual: bool


@routes.add("POST", "/line/<line>/packets", Service.LINE)
def receive(world: World, request: Request) -> Reply:
    packet, digest = request.json(Packet), sm3(request.body).hex()
    if not _signed(request, digest):
        return problem(401, "digest or signature does not match")
    if packet.line != request.path["line"]:
        return problem(422, "the packet is for another line")
    before = world.packets.get((packet.line, packet.packet_id))
    if before:
        return _again(before, digest)
    receipt = Receipt(packet.packet_id, world.number("RCV"), moment(), digest, repeated=False)
    status = PacketStatus(packet.packet_id, PacketState.RECEIVED, receipt.received_at)
    world.packets[packet.line, packet.packet_id] = Handed(packet, receipt, status)
    return answer(receipt, 201)


@routes.add("GET", "/line/<line>/packets/<packet>", Service.LINE)
def status(world: World, request: Request) -> Reply:
    key = _key(request)
    if key not in world.packets:
        return problem(404, "no such packet")
    undecided = world.packets[key].status.state is PacketState.RECEIVED
    if undecided and key[0] not in world.manual_lines:
        _decide(world, key, Decision(PacketState.GRANTED))
    return answer(world.packets[key].status)


@routes.add("PUT", "/line/<line>/mode")
def set_mode(world: World, request: Request) -> Reply:
    change = world.manual_lines.add if request.json(Mode).manual else world.manual_lines.discard
    change(request.path["line"])
    return answer({"manual": sorted(world.manual_lines)})


@routes.add("GET", "/line/<line>/packets")
def packets(world: World, request: Request) -> Reply:
    return answer(_of(world, request.path["line"]))


@routes.add("POST", "/line/<line>/packets/<packet>/decide")
def decide(world: World, request: Request) -> Reply:
    _decide(world, _key(request), request.json(Decision))
    return answer(world.packets[_key(request)].status)


@routes.add("POST", "/line/<line>/packets/<packet>/decide-by-hand")
def decide_by_hand(world: World, request: Request) -> Reply:
    try:
        state = PacketState(request.form("state"))
    except ValueError as fault:
        raise BadRequestError(str(fault)) from None
    _decide(world, _key(request), Decision(state))
    return see(f"/line/{quote(request.path['line'], safe='')}")


@routes.add("GET", "/line/<line>")
def line_page(world: World, request: Request) -> Reply:
    """Where a person in the demo plays the back office."""
    rows = "".join(_row(handed) for handed in reversed(_of(world, request.path["line"])))
    return page("line", line=escape(request.path["line"]), rows=rows)


def _signed(request: Request, digest: str) -> bool:
    given = request.headers.get(SIGNATURE_HEADER.lower(), "").encode(errors="replace")
    expected = signature(SANDBOX_SECRET, request.body).encode()
    return request.headers.get(DIGEST_HEADER.lower()) == digest and same(given, expected)


def _again(before: Handed, digest: str) -> Reply:
    if before.receipt.digest != digest:
        return problem(409, "another content was handed over under this packet id")
    return answer(replace(before.receipt, repeated=True))


def _decide(world: World, key: tuple[str, str], decision: Decision) -> None:
    if key not in world.packets:
        raise BadRequestError("no such packet")
    result = world.number("RES") if decision.state is PacketState.GRANTED else ""
    decided = PacketStatus(key[1], decision.state, moment(), decision.opinion, decision.officer, result)
    world.packets[key] = replace(world.packets[key], status=decided)


def _key(request: Request) -> tuple[str, str]:
    return request.path["line"], request.path["packet"]


def _of(world: World, line: str) -> list[Handed]:
    return [handed for (of, _), handed in world.packets.items() if of == line]


def _row(handed: Handed) -> str:
    packet, state = handed.packet, handed.status.state
    action = f"/line/{quote(packet.line, safe='')}/packets/{quote(packet.packet_id, safe='')}/decide-by-hand"
    buttons = "".join(button(action, _word(choice), "state", choice) for choice in CHOICES)
    texts = (packet.case_no, packet.item_code, packet.step, _word(state))
    cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return f"<tr>{cells}<td>{buttons if state is PacketState.RECEIVED else ''}</td></tr>"


def _word(state: PacketState) -> str:
    return " ".join(label("packet_state", state, language) for language in ("zh", "en"))
