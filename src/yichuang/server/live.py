"""The live-update process: a small ASGI application that turns NOTIFY into server-sent events at ``/live/<token>``.

One LISTEN connection per process, one bounded queue per page. An event is named after its topic and carries the
announcement as JSON. ``resync`` tells a page to fetch everything again: after the database was away, or when the page was
too slow to take what came.
"""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core import signing

from yichuang.kernel.live import CHANNEL, token, topics_of

__all__ = ["application", "token"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT = 20.0
"""Seconds; shorter than the idle limit of every proxy we know."""
BACKLOG = 200
"""Announcements that may wait for one page before it is told to start afresh."""
RESYNC = "event: resync\ndata: {}\n\n"
HELLO = "retry: 2000\n: listening\n\n"

log = logging.getLogger(__name__)


class Page:
    """One open page: what it may hear and what it has not been sent yet."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.waiting: asyncio.Queue[str] = asyncio.Queue(BACKLOG)

    def hear(self, text: str) -> None:
        """Take an event; a page that lags behind loses its backlog and is told to fetch everything again."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            text = RESYNC
        self.waiting.put_nowait(text)


_pages: set[Page] = set()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve the life of the process or one page's stream."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


def spread(payload: str) -> None:
    """Hand one announcement to the pages that listen to its topic; what is not ours is ignored."""
    try:
        topic = json.loads(payload)["topic"]
    except (ValueError, KeyError, TypeError):
        log.warning("not an announcement: %s", payload[:80])
        return
    for page in _pages:
        if topic in page.topics:
            page.hear(f"event: {topic}\ndata: {payload}\n\n")


async def listen() -> None:
    """Follow the channel for ever; after each loss of the connection every page is told to fetch again."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                _resync_all()
                async for notice in connection.notifies():
                    spread(notice.payload)
        except psycopg.OperationalError as error:
            log.warning("live updates: the database is away (%s)", str(error).strip())
        await asyncio.sleep(1)


def conninfo() -> str:
    """How to reach Django's database without Django's own synchronous connection."""
    entry = settings.DATABASES["default"]
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg.conninfo.make_conninfo("", **{key: str(entry[ours]) for key, ours in named.items() if entry[ours]})


def _resync_all() -> None:
    for page in _pages:
        page.hear(RESYNC)


async def _live_and_die(receive: Receive, send: Send) -> None:
    await receive()
    listener = asyncio.create_task(listen())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listener.cancel()
    with suppress(asyncio.CancelledError):
        await listener
    await send({"type": "lifespan.shutdown.complete"})


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    try:
        topics = topics_of(scope["path"].removeprefix("/live/"))
    except signing.BadSignature:
        await _start(send, 403, "text/plain", _origin(scope))
        await send({"type": "http.response.body", "body": b"This listening token is not valid (any more).\n"})
        return
    await _start(send, 200, "text/event-stream", _origin(scope))
    async with _open(Page(topics)) as page:
        await _stream(page, receive, send)


async def _stream(page: Page, receive: Receive, send: Send) -> None:
    """Send until the page goes away."""
    sending = asyncio.create_task(_send_all(page, send))
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending


async def _send_all(page: Page, send: Send) -> None:
    text = HELLO
    while True:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
        try:
            text = await asyncio.wait_for(page.waiting.get(), HEARTBEAT)
        except TimeoutError:
            text = ": still here\n\n"


@asynccontextmanager
async def _open(page: Page) -> AsyncIterator[Page]:
    _pages.add(page)
    try:
        yield page
    finally:
        _pages.discard(page)


async def _start(send: Send, status: int, kind: str, origin: str) -> None:
    headers = [(b"content-type", f"{kind}; charset=utf-8".encode()), (b"cache-control", b"no-store")]
    headers += [(b"x-accel-buffering", b"no"), (b"vary", b"origin")]
    if origin:
        headers.append((b"access-control-allow-origin", origin.encode("latin-1")))
    await send({"type": "http.response.start", "status": status, "headers": headers})


def _origin(scope: Scope) -> str:
    """The page's origin, if it is one of ours: another port of an allowed host, or a trusted origin."""
    origin = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), "")
    ours = (urlsplit(origin).hostname or "") in settings.ALLOWED_HOSTS or origin in settings.CSRF_TRUSTED_ORIGINS
    return origin if ours else ""
