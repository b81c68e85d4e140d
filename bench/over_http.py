"""Many connections to a real server: keep-alive HTTP/1.1 over sockets, so that the client costs little."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Ask = Callable[[int, int], tuple[str, dict[str, str], bytes]]
"""(connection, turn) → path, headers, body."""


@contextmanager
def serving() -> Iterator[int]:
    """The project behind granian as ``./run serve`` starts it: two workers of eight threads. The port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--log-level", "error", "--interface", "wsgi", "--workers", "2",
        "--blocking-threads", "8", "--host", "127.0.0.1", "--port", str(port), "bench.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=os.environ)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def rate(port: int, ask: Ask, connections: int, seconds: float, most: int) -> float:
    """Answers a second over ``connections`` at once; every answer must be a success."""
    return asyncio.run(_rate(port, ask, connections, seconds, most))


async def _rate(port: int, ask: Ask, connections: int, seconds: float, most: int) -> float:
    begun = time.perf_counter()
    done = await asyncio.gather(*(_talk(port, ask, place, begun + seconds, most) for place in range(connections)))
    return sum(done) / (time.perf_counter() - begun)


async def _talk(port: int, ask: Ask, place: int, until: float, most: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    turn = 0
    while turn < most and time.perf_counter() < until:
        path, headers, body = ask(place, turn)
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode() + body
        )
        await _answer(reader)
        turn += 1
    writer.close()
    return turn


async def _answer(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length = next(int(line[15:]) for line in head.lower().split("\r\n") if line.startswith("content-length:"))
    body = await reader.readexactly(length)
    if status >= 300:
        raise RuntimeError(f"{status}: {body[:300].decode(errors='replace')}")
