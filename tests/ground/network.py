"""The network is closed: a test may talk to this machine and to nobody else."""

import ipaddress
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
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
