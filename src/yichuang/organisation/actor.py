"""What an acting officer may do. Pure: the facts come from ``queries.actor_for``, the day is passed in."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.organisation.terms import Act


class GrantFacts(Struct, frozen=True):
    """One grant as far as it is in force: qualification and standing of the line have already cut its span."""

    line: Line
    act: Act
    level: Level
    unit_path: str
    """The subtree in which it holds."""
    since: date
    until: date
    """Its last good day."""


Right = tuple[Act, Line, Level]


class Actor(Struct, frozen=True, dict=True):
    """Who acts: one member of staff as the house sees them on one day."""

    staff_id: int
    account_id: int
    name: str
    unit_id: int
    unit_path: str
    """Ids from the root of the tree to the own unit, ``/1/4/9/``."""
    unit_level: Level
    window_id: int | None
    """The window at which they sit now, if any."""
    grants: tuple[GrantFacts, ...]
    roles: frozenset[str]

    @cached_property
    def rights(self) -> dict[Right, tuple[GrantFacts, ...]]:
        """The grants by what they let do."""
        found: dict[Right, tuple[GrantFacts, ...]] = {}
        for grant in self.grants:
            right = (grant.act, grant.line, grant.level)
            found[right] = (*found.get(right, ()), grant)
        return found


def may(actor: Actor, act: Act, line: Line, level: Level, unit_path: str, on: date) -> bool:
    """Whether ``actor`` may do ``act`` for ``line`` at ``level`` in the unit at ``unit_path`` on that day.

    A grant of one level says nothing about another: a county's right to decide is not the city's, nor its stations'.
    """
    held = actor.rights.get((act, line, level), ())
    return any(unit_path.startswith(grant.unit_path) and grant.since <= on <= grant.until for grant in held)


def receives(actor: Actor, on: date, lines: Iterable[Line] = Line) -> frozenset[Line]:
    """Of ``lines``, or of all, those that ``actor`` may receive at the own office on that day."""
    here, level = actor.unit_path, actor.unit_level
    return frozenset(line for line in lines if may(actor, Act.RECEIVE, line, level, here, on))


def oversees(actor: Actor, unit_path: str) -> bool:
    """Whether the unit at ``unit_path`` is the actor's own or stands under it."""
    return unit_path.startswith(actor.unit_path)


def at_root(actor: Actor) -> bool:
    """Whether the actor's own unit is the top of the tree: nobody stands above it."""
    return actor.unit_path.count("/") == 2  # noqa: PLR2004 - ``/1/``: one id between two strokes
