"""A case relived: its state after each of its events, and what each event changed. Pure but for the active language."""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct, json
from msgspec.structs import replace

from yichuang.cases.evolve import begin, evolve
from yichuang.cases.facts import Facts
from yichuang.cases.queries import Told
from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import SlotStatus, StepStatus
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.design.dates import day_words
from yichuang.surfaces.story import deadline
from yichuang.surfaces.story.deadline import Deadline
from yichuang.surfaces.story.history import Scene, Sentence, sentences
from yichuang.surfaces.story.names import evidence, listed, outside

NOTHING = "—"


class Stop(Struct, frozen=True):
    """One step of the route as it stood."""

    key: str
    name: str
    unit: str
    level: str
    status: str
    officers: str
    opened_at: datetime | None
    done_at: datetime | None
    changed: bool


class Change(Struct, frozen=True):
    """One thing that the event changed."""

    what: str
    before: str
    after: str


class Instant(Struct, frozen=True):
    """The case right after one of its events."""

    seq: int
    last: int
    sentence: Sentence
    status: str
    due: Deadline | None
    promised: Deadline | None
    statutory: Deadline | None
    stops: tuple[Stop, ...]
    changes: tuple[Change, ...]
    hash: str
    data: str

    @property
    def before(self) -> int:
        """The event before this one."""
        return self.seq - 1

    @property
    def after(self) -> int:
        """The event behind this one."""
        return self.seq + 1


def states(case: int, told: Sequence[Told]) -> list[CaseState]:
    """The state after each event, in order."""
    found: list[CaseState] = []
    for each in told:
        at = datetime.fromisoformat(each.recorded.at)
        found.append(evolve(found[-1], each.event, at) if found else begin(case, each.event, at))
    return found


def instant(told: Sequence[Told], seq: int, scene: Scene, around: Facts) -> Instant:
    """The case after the event ``seq``, 1 to the last one. Its clock is read at that moment, by the rules of today."""
    through = states(scene.state.id, told[:seq])
    state, before = through[-1], through[-2] if seq > 1 else None
    recorded = told[seq - 1].recorded
    facts = replace(around, now=datetime.fromisoformat(recorded.at))
    return Instant(
        seq=seq,
        last=len(told),
        sentence=sentences(told[seq - 1 : seq], scene)[0],
        status=standing(state),
        due=deadline.governing(state, facts),
        promised=deadline.promised(state, facts),
        statutory=deadline.statutory(state, facts),
        stops=tuple(_stop(step, before, scene) for step in state.route),
        changes=tuple(_changes(before, state, scene, facts)),
        hash=recorded.hash,
        data=pretty(recorded.data),
    )


def standing(state: CaseState) -> str:
    """Where the case stands in one word of ``look_case``: what holds it comes before where it is."""
    if state.suspended:
        return "suspended"
    if state.waits_for:
        return "waiting"
    if state.outcome and state.status.value == "decided":
        return state.outcome.value
    return state.status.value


def pretty(data: object) -> str:
    """An event's data as it is recorded, laid out for reading."""
    return json.format(json.encode(data), indent=2).decode()


def _stop(step: StepState, before: CaseState | None, scene: Scene) -> Stop:
    earlier = before.step(step.key) if before else None
    return Stop(
        key=step.key,
        name=scene.step(step.key),
        unit=outside(step.external, scene.item, step.key) or scene.names.unit(step.unit),
        level=label("level", step.level),
        status=step.status.value,
        officers=_officers(step, scene),
        opened_at=step.opened_at,
        done_at=step.done_at if step.status is StepStatus.DONE else None,
        changed=before is not None and step != earlier,
    )


def _officers(step: StepState, scene: Scene) -> str:
    asked = [slot for slot in step.asked() if slot.status is not SlotStatus.CANCELLED]
    return listed(_officer(slot.staff, slot.verdict, scene) for slot in asked)


def _officer(staff: int | None, verdict: object, scene: Scene) -> str:
    name = scene.names.staff(staff) if staff else label("history_word", "pool")
    return f"{name} ({label('verdict', str(verdict))})" if verdict else name


def _changes(before: CaseState | None, after: CaseState, scene: Scene, facts: Facts) -> list[Change]:
    if before is None:
        return []
    pairs = [
        (name, words(before, scene, facts), words(after, scene, facts)) for name, words in _TOLD.items()
    ]  # fmt: skip
    return [
        Change(label("console_change", name), old or NOTHING, new or NOTHING) for name, old, new in pairs if old != new
    ]


def _due_words(state: CaseState, _scene: Scene, facts: Facts) -> str:
    due = deadline.governing(state, facts)
    if due is None:
        return ""
    return label("look_due", due.state) if due.has_no_day else day_words(due.day.date(), facts.now.year)


_TOLD: dict[str, Callable[[CaseState, Scene, Facts], str]] = {
    "status": lambda s, _c, _f: label("look_case", standing(s)),
    "due": _due_words,
    "missing": lambda s, _c, _f: listed(map(evidence, s.missing)),
    "deferred": lambda s, _c, _f: listed(map(evidence, s.deferred)),
    "waits_for": lambda s, c, _f: listed(map(c.names.case, s.waits_for)),
    "outcome": lambda s, _c, _f: label("outcome", s.outcome) if s.outcome else "",
    "steps": lambda s, c, _f: listed(c.step(p.key) for p in s.route if p.status is StepStatus.ACTIVE),
    "officers": lambda s, c, _f: listed(
        _officers(p, c) for p in s.route if p.status is StepStatus.ACTIVE and _officers(p, c)
    ),
}
