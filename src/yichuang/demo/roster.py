"""Who of the bureau's staff does what in the demo's past: officers are found by their grants, as the engine asks for."""

from collections.abc import Iterable
from datetime import date
from random import Random

from yichuang.cases.facts import ACT_OF
from yichuang.cases.state import CaseState, StepState
from yichuang.catalogue.definition import Line, StepAct
from yichuang.organisation.actor import Actor, may
from yichuang.organisation.terms import Act


class Roster:
    """Everybody who may act, found once."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._actors = tuple(actors)
        self._found: dict[tuple[object, ...], tuple[Actor, ...]] = {}

    def at_windows(self, lines: Iterable[Line]) -> tuple[Actor, ...]:
        """Clerks who sit at a window of the hall and may receive all ``lines``."""
        wanted = frozenset(lines)
        key = ("window", wanted)
        if key not in self._found:
            self._found[key] = tuple(
                actor for actor in self._actors if actor.window_id and wanted <= _lines(actor, Act.RECEIVE)
            )
        return self._found[key]

    def for_step(self, step: StepState, on: date, chance: Random) -> Actor | None:
        """Somebody who may do ``step``: of its own unit rather than of another."""
        return self._one(ACT_OF[step.act], step, on, chance)

    def for_intake(self, state: CaseState, on: date, chance: Random) -> Actor | None:
        """Somebody who may receive, correct and accept the case."""
        step = state.step_of(StepAct.ACCEPT)
        return self._one(Act.RECEIVE, step, on, chance) if step else None

    def _one(self, act: Act, step: StepState, on: date, chance: Random) -> Actor | None:
        key = (act, step.line, step.level, step.unit_path, on.toordinal() // 400)
        if key not in self._found:
            able = [each for each in self._actors if may(each, act, step.line, step.level, step.unit_path, on)]
            self._found[key] = tuple([each for each in able if each.unit_id == step.unit] or able)
        found = self._found[key]
        return chance.choice(found) if found else None

    def named(self, staff: int) -> Actor:
        """The actor with this staff id."""
        return next(actor for actor in self._actors if actor.staff_id == staff)


def _lines(actor: Actor, act: Act) -> frozenset[Line]:
    return frozenset(grant.line for grant in actor.grants if grant.act == act)
