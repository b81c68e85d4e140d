"""What a decision may know besides the case itself. The moment is a fact like any other."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from msgspec import Struct

from yichuang.cases.clock import Settings
from yichuang.cases.state import CaseState, StepState
from yichuang.catalogue.definition import Level, Line, StepAct
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor, may
from yichuang.organisation.local_rules import STANDARD, LocalRules
from yichuang.organisation.terms import Act, Role

ACT_OF: dict[StepAct, Act] = {
    StepAct.ACCEPT: Act.RECEIVE,
    StepAct.EXAMINE: Act.REVIEW,
    StepAct.DECIDE: Act.DECIDE,
    StepAct.PRODUCE: Act.ISSUE,
    StepAct.ISSUE: Act.ISSUE,
}
"""The authority that a step asks for."""


class Facts(Struct, frozen=True, dict=True):
    """Everything outside the case that a rule may look at."""

    now: datetime
    calendar: Calendar
    actor: Actor | None = None
    """None: the system itself."""
    others: Mapping[int, Actor] = {}
    """Those of the staff named in the command who serve, by staff id."""
    settings: Settings = Settings()
    rules: LocalRules = STANDARD
    """What the bureau has set by itself, as it holds today."""

    @cached_property
    def today(self) -> date:
        """The day of ``now`` where the bureau is."""
        return local_date(self.now)

    @property
    def staff(self) -> int | None:
        """Id of the acting member of staff."""
        return self.actor.staff_id if self.actor else None


def require(facts: Facts, act: Act, line: Line, level: Level, unit_path: str) -> Actor:
    """The acting officer, if a grant covers this; else Refusal("cases.not_authorised")."""
    actor = facts.actor
    if actor is None or not may(actor, act, line, level, unit_path, facts.today):
        raise Refusal("cases.not_authorised", act=act.value, line=line.value, level=level.value)
    return actor


def step_for(state: CaseState, *acts: StepAct) -> StepState:
    """The first step of the route that does the first of ``acts`` it has; else Refusal("cases.no_such_step")."""
    for act in acts:
        step = state.step_of(act)
        if step is not None:
            return step
    raise Refusal("cases.no_such_step", step=acts[0].value)


def require_step(facts: Facts, step: StepState) -> Actor:
    """The acting officer, if a grant covers the step."""
    return require(facts, ACT_OF[step.act], step.line, step.level, step.unit_path)


def require_colleague(facts: Facts, staff: int) -> Actor:
    """The named member of staff, if serving; else Refusal("cases.no_such_colleague")."""
    found = facts.others.get(staff)
    if found is None:
        raise Refusal("cases.no_such_colleague")
    return found


def require_able(facts: Facts, staff: int, step: StepState) -> None:
    """Pass when the named member of staff holds the grant for the step; else Refusal("cases.colleague_not_authorised")."""
    found = require_colleague(facts, staff)
    if not may(found, ACT_OF[step.act], step.line, step.level, step.unit_path, facts.today):
        raise Refusal("cases.colleague_not_authorised", name=found.name)


def require_manager(facts: Facts) -> Actor:
    """The acting officer, if a manager; else Refusal("cases.manager_only")."""
    if facts.actor is None or Role.MANAGER not in facts.actor.roles:
        raise Refusal("cases.manager_only")
    return facts.actor


def require_reason(text: str) -> None:
    """Pass when something is written; else Refusal("cases.reason_needed")."""
    if not text.strip():
        raise Refusal("cases.reason_needed")


def require_system(facts: Facts) -> None:
    """Only the system itself does this; Refusal("cases.system_only") for a person."""
    if facts.actor is not None:
        raise Refusal("cases.system_only")
