"""Cases for the engine's tests: a route with two parallel branches, officers by name, and a hand to play with them."""

from datetime import date, datetime, timedelta

from yichuang.cases import commands as cm
from yichuang.cases.decide import carry_out
from yichuang.cases.events import Event, RouteStep
from yichuang.cases.evolve import replay
from yichuang.cases.facts import Facts
from yichuang.cases.state import CaseState, StepState
from yichuang.catalogue.definition import Handling, Level, Limit, Limits, Line, Signing, StepAct, Unit
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.calendar_data import national
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.actor import Actor, GrantFacts
from yichuang.organisation.local_rules import STANDARD
from yichuang.organisation.terms import Act

UNIT = "/1/2/"
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=BUREAU_TIME)
CALENDAR: Calendar = national()

CLERK, ANN, BEN, CHEN, DECIDER, MANAGER, SECOND = 1, 2, 3, 4, 5, 6, 7


def officer(staff: int, *acts: Act, roles: tuple[str, ...] = (), unit: str = UNIT) -> Actor:
    """Somebody of the household line with these grants."""
    grants = tuple(
        GrantFacts(Line.HOUSEHOLD, act, Level.COUNTY, UNIT, date(2026, 1, 1), date(2027, 12, 31)) for act in acts
    )
    return Actor(staff, staff, f"officer {staff}", 2, unit, Level.COUNTY, None, grants, frozenset(roles))


STAFF = {
    CLERK: officer(CLERK, Act.RECEIVE, Act.ISSUE),
    ANN: officer(ANN, Act.REVIEW),
    BEN: officer(BEN, Act.REVIEW),
    CHEN: officer(CHEN),
    DECIDER: officer(DECIDER, Act.DECIDE, Act.REVIEW, Act.ISSUE),
    SECOND: officer(SECOND, Act.DECIDE),
    MANAGER: officer(MANAGER, Act.RECEIVE, Act.REVIEW, roles=("manager",)),
}


def step(key: str, act: StepAct, *after: str, signing: Signing = Signing.ONE, limit: Limit | None = None) -> RouteStep:
    return RouteStep(key, act, Level.COUNTY, Line.HOUSEHOLD, 2, UNIT, after, signing, limit)


def parallel_route(signing: Signing = Signing.ONE) -> tuple[RouteStep, ...]:
    """accept → (check → recheck | visit) → decide → produce → issue."""
    return (
        step("accept", StepAct.ACCEPT),
        step("check", StepAct.EXAMINE, "accept", signing=signing),
        step("recheck", StepAct.EXAMINE, "check"),
        step("visit", StepAct.EXAMINE, "accept"),
        step("decide", StepAct.DECIDE, "recheck", "visit", signing=signing),
        step("produce", StepAct.PRODUCE, "decide"),
        step("issue", StepAct.ISSUE, "produce"),
    )


def submission(**changes: object) -> cm.Submit:
    plain: dict[str, object] = {
        "number": "990785202603020000010", "application": 100, "applicant": 7, "item": "hz-move-spouse", "version": 1,
        "line": Line.HOUSEHOLD, "handling": Handling.COMMITMENT,
        "limits": Limits(Limit(10, Unit.WORKING_DAY), Limit(20, Unit.WORKING_DAY, "行政许可法 art. 42")),
        "route": parallel_route(), "channel": "window", "unit": 2, "unit_path": UNIT,
    }  # fmt: skip
    return cm.Submit(**{**plain, **changes})


class Proceeding:
    """A case being played: each move by a named officer at a moment."""

    def __init__(self, **changes: object) -> None:
        self.state: CaseState | None = None
        self.now = MONDAY
        self.rules = STANDARD
        self.history: list[tuple[Event, datetime]] = []
        self.do(CLERK, submission(**changes))

    def do(self, who: int | None, *commands: cm.Command, after: timedelta = timedelta()) -> CaseState:
        """Let ``who`` (None = the system) carry out ``commands``; time moves on by ``after`` first."""
        self.now += after
        facts = Facts(self.now, CALENDAR, STAFF[who] if who else None, STAFF, rules=self.rules)
        self.state, happened = carry_out(1, self.state, commands, facts)
        self.history += [(event, self.now) for event in happened]
        return self.state

    def step(self, key: str) -> StepState:
        assert self.state is not None
        found = self.state.step(key)
        assert found is not None
        return found

    def active(self) -> set[str]:
        assert self.state is not None
        return {each.key for each in self.state.route if each.status == "active"}

    def replayed(self) -> CaseState:
        return replay(1, self.history)

    def told(self) -> list[str]:
        return [type(event).__name__ for event, _ in self.history]


def accepted(**changes: object) -> Proceeding:
    """A case that was received and accepted: both branches are open."""
    case = Proceeding(**changes)
    case.do(CLERK, cm.Receive(), cm.Accept())
    return case


def at_decision(**changes: object) -> Proceeding:
    """A case whose examination is done."""
    case = accepted(**changes)
    for key in ("check", "recheck", "visit"):
        case.do(ANN, cm.Opine(key))
    return case


def ready(**changes: object) -> Proceeding:
    """A case whose result waits for the person."""
    case = at_decision(**changes)
    case.do(DECIDER, cm.Opine("decide"))
    case.do(DECIDER, cm.Opine("produce"))
    return case
