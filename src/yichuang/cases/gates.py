"""The gate to cases: who works on one, receives or oversees where it runs, may open it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case
from yichuang.cases.state import CaseState
from yichuang.cases.store import Loaded, load
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate, Sluice
from yichuang.organisation.terms import Role

SEE = "see"
WORK = "work"
OVERSEEING = frozenset({Role.MANAGER, Role.AUDITOR})
"""Roles that see every case of their own unit's tree; a manager works on them too."""


def _allows(actor: Actor, loaded: Loaded, need: str) -> bool:
    state = loaded.state
    return _runs_here(actor, state, need) or _is_asked(actor, state)


def _runs_here(actor: Actor, state: CaseState, need: str) -> bool:
    """The case was received, or a step of it is carried, where a grant of its line holds, or where the actor manages."""
    places = {(state.line, state.unit_path), *((step.line, step.unit_path) for step in state.route)}
    granted = {(grant.line, grant.unit_path) for grant in actor.grants}
    return any(path.startswith(own) for line, path in places for of, own in granted if of == line) or any(
        path.startswith(own) for _, path in places for own in _overseen(actor, need)
    )


def _overseen(actor: Actor, need: str) -> set[str]:
    roles = OVERSEEING if need == SEE else OVERSEEING - {Role.AUDITOR}
    return {actor.unit_path} if actor.roles & roles else set()


def _is_asked(actor: Actor, state: CaseState) -> bool:
    return any(slot.staff == actor.staff_id for step in state.route for slot in step.slots)


CASE = Gate[str, Loaded, str]("case", load, _allows)


def _narrow(actor: Actor, rows: "QuerySet[Case]", need: str) -> "QuerySet[Case]":
    granted = {(grant.line.value, grant.unit_path) for grant in actor.grants}
    by_line = [Q(line=line, unit_path__startswith=path) for line, path in sorted(granted)]
    return rows.filter(_any([*by_line, *(Q(unit_path__startswith=path) for path in _overseen(actor, need))]))


def _any(conditions: Iterable[Q]) -> Q:
    joined = Q(pk__in=[])
    for condition in conditions:
        joined |= condition
    return joined


CASES = Sluice["QuerySet[Case]", str]("cases", _narrow)
