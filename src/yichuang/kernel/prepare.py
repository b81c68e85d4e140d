"""Verb: let every typed value of the house be known to its library before threads use it.

msgspec reads a Struct's annotations the first time something is turned into it, and publishes what it has read so far
while it is still reading: a second thread that comes in between follows an empty pointer and the process dies (seen with
0.22; sixteen threads at a fresh server are enough). Reading them all in one thread costs some ten milliseconds.
"""

from collections.abc import Iterator

from msgspec import Struct, json


def prepare_types() -> int:
    """Read the annotations of every Struct that has been imported; how many there are. Call it before any thread."""
    return len([json.Decoder(kind) for kind in _kinds(Struct)])


def _kinds(of: type[Struct]) -> Iterator[type[Struct]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)
