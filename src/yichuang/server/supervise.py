"""Run a set of processes as one: all up, restarted when one dies, all down in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from http.client import HTTPConnection, HTTPException

from msgspec import Struct

from yichuang.kernel.errors import Refusal

QUICK = 10.0
"""Seconds; a process that ends sooner after its start counts as a quick death."""
QUICK_DEATHS = 3
GRACE = 20.0
"""Seconds a process gets to end by itself; a running job may finish in them."""


class Child(Struct, frozen=True):
    """A process to keep running."""

    name: str
    command: tuple[str, ...]


class Running(Struct):
    """A child with its present process and how often it died young."""

    child: Child
    process: subprocess.Popen[bytes]
    since: float
    deaths: int = 0


def supervise(
    children: Iterable[Child],
    address: tuple[str, int],
    *,
    on_ready: Callable[[], None],
    say: Callable[..., None],
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Keep the children running until KeyboardInterrupt; ``on_ready`` is called when ``address`` answers HTTP.

    ``say`` speaks to whoever started us; ``pause`` waits between two looks.
    Raises Refusal ``server.child_gave_up`` when one dies young three times in a row. Whatever happens, none is left.
    """
    running: list[Running] = []
    try:
        for child in children:
            running.append(_start(child))  # noqa: PERF401 - one by one, so that a failing start finds the others listed
        ready = False
        while True:
            for number, each in enumerate(running):
                running[number] = _revived(each, say)
            if not ready and answers(*address):
                ready = True
                on_ready()
            pause(0.2)
    finally:
        stop([each.process for each in running])


def answers(host: str, port: int) -> bool:
    """Does something speak HTTP there?"""
    connection = HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=5)  # noqa: S104 - asked, not bound
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, wait, then end those that did not, with everything they started."""
    alive = [process for process in processes if process.poll() is None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in alive:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(child: Child, deaths: int = 0) -> Running:
    """In a process group of its own, so that Ctrl-C reaches only us and we end the children in order."""
    ends_with_us = partial(_end_with_parent, os.getpid())
    process = subprocess.Popen(child.command, process_group=0, preexec_fn=ends_with_us)  # noqa: S603, PLW1509 - our commands; one thread
    return Running(child, process, time.monotonic(), deaths)


def _revived(each: Running, say: Callable[..., None]) -> Running:
    status = each.process.poll()
    if status is None:
        return each
    deaths = each.deaths + 1 if time.monotonic() - each.since < QUICK else 1
    if deaths >= QUICK_DEATHS:
        raise Refusal("server.child_gave_up", child=each.child.name, times=deaths)
    say("restarting", child=each.child.name, status=status)
    return _start(each.child, deaths)


def _end_with_parent(parent: int) -> None:
    """Linux ends the child when we are killed, so that none is left without a supervisor.

    Also when we are killed before the child has asked for it: no signal comes any more, but its parent is another.
    """
    if sys.platform == "linux":
        set_parent_death_signal = 1
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
