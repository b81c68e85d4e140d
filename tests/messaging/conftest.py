"""What the tests of this room stand on: the real operator's sandbox, in a process of its own."""

from tests.gateways.conftest import sandbox_process, world

__all__ = ["sandbox_process", "world"]
