"""What a decision may know besides the case itself. The moment is a fact like any other."""

from datetime import datetime

from msgspec import Struct

from yichuang.cases.clock import Settings
from yichuang.cases.state import StepState
from yichuang.catalogue.definition import Level, Line, StepAct
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor, may
from yichuang.organisation.terms import Act, Role

ACT_OF: dict[StepAct, Act] = {
    StepAct.ACCEPT: Act.RECEIVE,
    StepAct.EXAMINE: Act.REVIEW,
    StepAct.DECIDE: Act.DECIDE,
    StepAct.PRODUCE: Act.ISSUE,
    StepAct.ISSUE: Act.ISSUE,
}
"""The authority that a step asks for."""


class DeferralPolicy(Struct, frozen=True):
    """容缺 limits, LOCAL: how long materials may follow, in working days."""

    longest: int = 20
    before_promise: int = 2
    """They must be there this many working days before the promise ends."""


class Facts(Struct, frozen=True):
    """Everything outside the case that a rule may look at."""

    now: datetime
    calendar: Calendar
    actor: Actor | None = None
    """None: the system itself."""
    settings: Settings = Settings()
    deferral: DeferralPolicy = DeferralPolicy()

    @property
    def staff(self) -> int | None:
        """Id of the acting member of staff."""
        return self.actor.staff_id if self.actor else None


def require(facts: Facts, act: Act, line: Line, level: Level, unit_path: str) -> Actor:
    """The acting officer, if a grant covers this; else Refusal("cases.not_authorised")."""
    actor = facts.actor
    if actor is None or not may(actor, act, line, level, unit_path, local_date(facts.now)):
        raise Refusal("cases.not_authorised", act=act.value, line=line.value, level=level.value)
    return actor


def require_step(facts: Facts, step: StepState) -> Actor:
    """The acting officer, if a grant covers the step."""
    return require(facts, ACT_OF[step.act], step.line, step.level, step.unit_path)


def require_manager(facts: Facts) -> Actor:
    """The acting officer, if a manager; else Refusal("cases.manager_only")."""
    if facts.actor is None or Role.MANAGER not in facts.actor.roles:
        raise Refusal("cases.manager_only")
    return facts.actor


def require_system(facts: Facts) -> None:
    """Only the system itself does this; Refusal("cases.system_only") for a person."""
    if facts.actor is not None:
        raise Refusal("cases.system_only")
