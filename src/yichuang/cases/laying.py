"""Lay the item's steps out as this case's route: each bound to the office that carries it. Pure."""

from functools import lru_cache

from yichuang.cases.events import RouteStep
from yichuang.catalogue.definition import Handling, Level, Line, Step, StepAct
from yichuang.organisation.offices import RANK, Office, OfficeBook

AT_THE_WINDOW = frozenset({StepAct.ACCEPT, StepAct.ISSUE})
"""前台综合受理, 统一窗口出件: carried by whoever received the case."""


@lru_cache(maxsize=4096)
def lay_route(line: Line, handling: Handling, steps: tuple[Step, ...], book: OfficeBook) -> tuple[RouteStep, ...]:
    """The route of a case of an item of ``line`` that is received at ``book.receiving``."""
    return tuple(_bound(step.line or line, handling, step, book) for step in steps)


def _bound(line: Line, handling: Handling, step: Step, book: OfficeBook) -> RouteStep:
    office = _carrier(handling, step, line, book)
    return RouteStep(
        key=step.key,
        act=step.act,
        level=office.level,
        line=line,
        unit=office.unit,
        unit_path=office.path,
        after=step.after,
        signing=step.signing,
        limit=step.limit,
        external=step.external.zh if step.external else _outside(step, book),
    )


def _carrier(handling: Handling, step: Step, line: Line, book: OfficeBook) -> Office:
    """A step below the receiving unit's level is carried at that unit's level; one above everything we have, or with a
    party outside, is followed up by the line's department where the case was received.
    """
    if step.act in AT_THE_WINDOW or _on_the_spot(handling, step, book):
        return book.receiving
    home = book.receiving.level
    wanted = step.level if step.level is not Level.EXTERNAL and RANK[step.level] > RANK[home] else home
    return book.carrier(wanted, line) or book.carrier(home, line) or book.receiving


def _on_the_spot(handling: Handling, step: Step, book: OfficeBook) -> bool:
    """即办件: the window decides and produces at once what lies within its own level."""
    within = step.level is not Level.EXTERNAL and RANK[step.level] <= RANK[book.receiving.level]
    return handling is Handling.ON_THE_SPOT and within and not step.external


def _outside(step: Step, book: OfficeBook) -> str:
    """The level itself names the party where our tree ends below it."""
    if step.act in AT_THE_WINDOW or step.level is Level.EXTERNAL:
        return ""
    return step.level.value if RANK[step.level] > RANK[book.highest().level] else ""
