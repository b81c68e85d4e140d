"""Which faces somebody works with, the one they begin with first. Pure."""

from collections.abc import Iterator

from msgspec import Struct

from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Act, Role


class Face(Struct, frozen=True):
    """A face that staff work with."""

    name: str
    """Also the list value of its words, ``face`` and ``face_for``."""
    route: str
    """Name of the address it begins at."""
    key: str


DESK = Face("desk", "desk:start", "1")
OFFICE = Face("office", "office:index", "2")
CONSOLE = Face("console", "console:overview", "3")
KEEPERS = frozenset({Role.ADMIN, Role.AUDITOR, Role.MANAGER})


def faces_for(actor: Actor) -> tuple[Face, ...]:
    """The faces of an actor: who sits at a window or takes things in begins at the desk, who examines in the office."""
    return tuple(_faces(actor))


def _faces(actor: Actor) -> Iterator[Face]:
    acts = {grant.act for grant in actor.grants}
    if actor.window_id is not None or (Role.CLERK in actor.roles and Act.RECEIVE in acts):
        yield DESK
    if acts & {Act.REVIEW, Act.DECIDE, Act.ISSUE}:
        yield OFFICE
    if actor.roles & KEEPERS:
        yield CONSOLE
