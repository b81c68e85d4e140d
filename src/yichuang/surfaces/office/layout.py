"""How a route is drawn: each step in the column of its depth, parallel steps under each other. Pure."""

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from yichuang.cases.state import StepState


class Cell(Struct, frozen=True):
    """Where a step stands: column and row, from 1."""

    step: StepState
    column: int
    row: int
    joins: bool
    """Several steps lead into it."""


def grid(route: tuple[StepState, ...]) -> tuple[Cell, ...]:
    """The route's steps with their places, in its own order."""
    depths = _depths(route)
    taken: dict[int, int] = defaultdict(int)
    cells = []
    for step in route:
        column = depths[step.key]
        taken[column] += 1
        cells.append(Cell(step, column, taken[column], joins=len(step.after) > 1))
    return tuple(cells)


def _depths(route: tuple[StepState, ...]) -> Mapping[str, int]:
    """The longest way to each step; a route names steps before those that come after them, or not: both work."""
    depths = {step.key: 1 for step in route}
    for _ in route:
        for step in route:
            depths[step.key] = max([depths[step.key], *(depths.get(key, 0) + 1 for key in step.after)])
    return depths
