"""The network is closed: a test may talk to this machine and to nobody else."""

import ipaddress
import random
import socket
from typing import Any

import pytest


class NetworkClosedError(AssertionError):
    """A test tried to leave the machine."""


def is_local(address: Any) -> bool:
    """Unix sockets, loopback addresses and ``localhost``."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(autouse=True, scope="session")
def _closed_network() -> Any:
    patch = pytest.MonkeyPatch()
    for verb in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, verb, _guarded(getattr(socket.socket, verb)))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
    yield
    patch.undo()


def _guarded(original: Any) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family != socket.AF_UNIX and not is_local(arguments[-1]):
            raise NetworkClosedError(f"the network is closed in tests: {arguments[-1]!r}")
        return original(self, *arguments)

    return guarded


def _guarded_lookup(original: Any) -> Any:
    def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_local((name,)):
            raise NetworkClosedError(f"the network is closed in tests: {name!r}")
        return original(host, *arguments, **options)

    return guarded


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on, with three free ones above it.

    Below the range from which the system gives out ports by itself, so that no other test is given them meanwhile.
    """
    return next(port for port in iter(lambda: random.randrange(15_000, 30_000, 4), None) if _are_free(port))


def _are_free(first: int) -> bool:
    for port in range(first, first + 4):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
