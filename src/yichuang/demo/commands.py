"""Command line of the demo: who lives there, sign-in codes, laying a card on a reader, the outside world."""

import time
from argparse import Namespace

from msgspec import to_builtins

from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal


def people(_: Namespace) -> Answer:
    """Everybody of the demo, the people of the stories first."""
    from yichuang.demo.seed_sandbox import demo_people  # noqa: PLC0415 - data is read only when asked for

    found = demo_people()
    lines = tuple(f"{each.number:18} {each.name} {each.birth} {each.address}" for each in found)
    return Answer([to_builtins(each) for each in found], lines)


def totp(arguments: Namespace) -> Answer:
    """The one-time code of a badge, now."""
    from yichuang.demo.bureau import bureau, totp_secret  # noqa: PLC0415
    from yichuang.demo.codes import code_at  # noqa: PLC0415 - needs the sign-in library's settings

    if arguments.badge not in {member.badge for member in bureau().roster()}:
        raise Refusal("demo.unknown_badge", badge=arguments.badge)
    code = code_at(totp_secret(arguments.badge), time.time())
    return Answer({"badge": arguments.badge, "code": code}, (code,))


def press(arguments: Namespace) -> Answer:
    """Lay somebody's ID card on a reader of the sandbox."""
    from yichuang.demo.press import press_card  # noqa: PLC0415

    card = press_card(arguments.person, arguments.reader, arguments.sandbox)
    return Answer(to_builtins(card), (f"{card.name} {card.number} → {arguments.reader}",))


def sandbox(arguments: Namespace) -> Answer:
    """Play the outside world with the demo's people in it until told to stop."""
    from yichuang.demo.seed_sandbox import serve  # noqa: PLC0415

    serve(arguments.port)
    return Answer({}, ())


COMMANDS = (
    Command("demo people", "list the invented people", people, needs_database=False),
    Command(
        "demo totp", "show the present one-time code of a badge", totp,
        (Argument(("badge",), "badge number, such as 990801"),), needs_database=False,
    ),
    Command(
        "demo press", "lay an ID card on a card reader of the sandbox", press,
        (
            Argument(("person",), "name, number or story name (nianan)"),
            Argument(("--reader",), "name of the reader", {"default": "window-1"}),
            Argument(("--sandbox",), "address of the sandbox", {"default": "http://127.0.0.1:8002"}),
        ),
        needs_database=False,
    ),
    Command(
        "demo sandbox", "play the outside world with the demo's people in it", sandbox,
        (Argument(("--port",), "port to answer on", {"type": int, "default": 8002}),), needs_database=False,
    ),
)  # fmt: skip
