"""What a bench reports: one JSON object, or a table for people."""

import operator

import msgspec
from msgspec import Struct

from bench.machine import Machine

GOALS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}


class Figure(Struct, frozen=True):
    """One measured number, with the goal it is held to."""

    name: str
    value: float
    unit: str
    goal: str = ""
    """``">= 0.5"``; empty for a figure that only informs, such as the floor itself."""

    @property
    def holds(self) -> bool:
        """Is the goal met? A figure without one always holds."""
        if not self.goal:
            return True
        sign, bound = self.goal.split()
        return bool(GOALS[sign](self.value, float(bound)))


class Report(Struct, frozen=True):
    """One run of one bench."""

    bench: str
    machine: Machine
    figures: tuple[Figure, ...]

    @property
    def holds(self) -> bool:
        """Are all goals met?"""
        return all(figure.holds for figure in self.figures)

    def as_json(self) -> str:
        """One object: bench, machine, figures with name, value, unit, goal and holds, and holds of all."""
        figures = [{**msgspec.to_builtins(figure), "holds": figure.holds} for figure in self.figures]
        whole = {"bench": self.bench, "machine": msgspec.to_builtins(self.machine), "figures": figures}
        return msgspec.json.format(msgspec.json.encode({**whole, "holds": self.holds})).decode()

    def as_text(self) -> str:
        """The figures in columns below the machine."""
        m = self.machine
        software = f"PostgreSQL {m.postgres}, Python {m.python}"
        head = f"{self.bench}: {m.cpu}, {m.cores} cores, {m.memory}, {software}, load {m.load:.1f}"
        return "\n".join([head, *(_row(figure) for figure in self.figures)])


def _row(figure: Figure) -> str:
    goal = f"goal {figure.goal}: {'holds' if figure.holds else 'MISSED'}" if figure.goal else ""
    return f"  {figure.name:44} {figure.value:12,.3f} {figure.unit:10} {goal}".rstrip()
