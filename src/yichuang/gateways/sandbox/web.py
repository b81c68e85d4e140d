"""Just enough of a web framework for the sandbox: typed requests and answers, routes, pages."""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Template
from typing import TypeVar
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct

from yichuang.gateways.config import Service
from yichuang.gateways.sandbox.world import World

PAGES = Path(__file__).parent / "pages"
JSON = "application/json"
HTML = "text/html; charset=utf-8"

T = TypeVar("T")


class BadRequestError(Exception):
    """The caller sent something that cannot be used; the text says what."""


class Request(Struct, frozen=True):
    """What came in."""

    path: dict[str, str]
    """The named parts of the address."""
    body: bytes
    headers: dict[str, str]
    """Names in lower case."""
    base: str
    """The sandbox's own address as the caller knows it."""

    def json(self, kind: type[T]) -> T:
        """The body as a ``kind``."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise BadRequestError(str(fault)) from None

    def form(self, name: str) -> str:
        """The value of a form's field; empty where it has none."""
        return parse_qs(self.body.decode(errors="replace")).get(name, [""])[0]


class Reply(Struct, frozen=True):
    """What goes out."""

    status: int = 200
    body: bytes = b""
    kind: str = JSON
    location: str = ""


Action = Callable[[World, Request], Reply]


class Route(Struct, frozen=True):
    """One address."""

    method: str
    pattern: re.Pattern[str]
    action: Action
    failing: Service | None
    """The service whose faults it shows; ``None`` for addresses that arrange the world."""


class Routes:
    """The addresses of one part of the sandbox."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def add(self, method: str, path: str, failing: Service | None = None) -> Callable[[Action], Action]:
        """Decorator: answer ``method`` on ``path``, whose ``<name>`` parts match up to a slash."""
        pattern = re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path))

        def file(action: Action) -> Action:
            self.all.append(Route(method, pattern, action, failing))
            return action

        return file


def answer(value: object, status: int = 200) -> Reply:
    return Reply(status, msgspec.json.encode(value))


def problem(status: int, reason: str) -> Reply:
    return answer({"reason": reason}, status)


def see(location: str) -> Reply:
    """Send a browser on after a form."""
    return Reply(303, location=location)


def page(name: str, **parts: str) -> Reply:
    """A page of ``pages/``; ``parts`` are HTML already."""
    frame = Template((PAGES / "frame.html").read_text("utf-8"))
    content = Template((PAGES / f"{name}.html").read_text("utf-8")).substitute(parts)
    return Reply(200, frame.substitute(content=content).encode(), HTML)


def button(action: str, text: str, name: str = "", value: str = "", *, kind: str = "") -> str:
    """A form that is one button; every part is escaped."""
    return (
        f'<form method="post" action="{escape(action)}">'
        f'<button class="{escape(kind)}" name="{escape(name)}" value="{escape(value)}">{escape(text)}</button></form>'
    )
