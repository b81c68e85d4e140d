"""What the tests of this room stand on."""

from tests.gateways.conftest import sandbox_process, world
from tests.people.conftest import bureau, clerk

__all__ = ["bureau", "clerk", "sandbox_process", "world"]
