"""A case's history and deadlines in both languages at once: a program shows either."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import override
from msgspec import Struct

from yichuang.cases import clock
from yichuang.cases.clock import Explained, LineKind
from yichuang.cases.queries import Told
from yichuang.cases.state import CaseState
from yichuang.cases.surroundings import facts_at
from yichuang.catalogue.definition import Text
from yichuang.catalogue.queries import item_version
from yichuang.kernel.moment import now
from yichuang.surfaces.story.deadline import reasons
from yichuang.surfaces.story.history import Scene, sentences
from yichuang.surfaces.story.names import names_for

T = TypeVar("T")


class Happening(Struct, frozen=True):
    """One event: what a program reads, and what a person reads."""

    seq: int
    kind: str
    at: datetime
    actor: int | None
    """Staff id; null for the system itself."""
    who: Text
    text: Text
    law: Text
    data: dict[str, Any]
    hash: str


class Reason(Struct, frozen=True):
    """One line of an explanation, in words."""

    term: str
    text: str


class Explanation(Struct, frozen=True):
    """The same lines in both languages."""

    zh: tuple[Reason, ...]
    en: tuple[Reason, ...]


class Cause(Struct, frozen=True):
    """One line of an explanation, as data."""

    kind: LineKind
    day: date
    until: date | None
    days: int
    name: str
    article: str


class Deadline(Struct, frozen=True):
    """A deadline with its reasons. ``due`` is null while the clock is stopped."""

    due: datetime | None
    lines: tuple[Cause, ...]
    explanation: Explanation


class Clock(Struct, frozen=True):
    """The deadlines of a case; ``governing`` is the one it runs against now. Null where one does not run yet, or never."""

    governing: Deadline | None
    acceptance: Deadline | None
    promised: Deadline | None
    statutory: Deadline | None
    delivery: Deadline | None


def clock_of(state: CaseState) -> Clock:
    """Every deadline of the case, explained."""
    facts = facts_at(state.unit, now())
    days, settings = facts.calendar, facts.settings
    return Clock(
        governing=_deadline(clock.governing(state, days, settings)),
        acceptance=_deadline(clock.acceptance(state, days)),
        promised=_deadline(clock.promised(state, days, settings)),
        statutory=_deadline(clock.statutory(state, days, settings)),
        delivery=_deadline(clock.delivery(state, days)),
    )


def _deadline(explained: Explained | None) -> Deadline | None:
    if explained is None:
        return None
    lines = tuple(
        Cause(each.kind, each.day, each.until, each.days, each.name, each.article) for each in explained.lines
    )
    zh, en = _both(lambda: tuple(Reason(term, text) for term, text in reasons(explained)))
    return Deadline(explained.due, lines, Explanation(zh, en))


def history_of(state: CaseState, events: tuple[Told, ...], applicant: str) -> tuple[Happening, ...]:
    """The whole history, oldest first."""
    scene = Scene(state, item_version(state.item, state.item_version), names_for(state, events), applicant)
    zh, en = _both(lambda: sentences(events, scene))
    return tuple(
        Happening(
            seq=each.recorded.seq,
            kind=each.recorded.kind,
            at=datetime.fromisoformat(each.recorded.at),
            actor=each.recorded.actor,
            who=Text(one.who, other.who),
            text=Text(one.text, other.text),
            law=Text(one.law, other.law),
            data=each.recorded.data,
            hash=each.recorded.hash,
        )
        for each, one, other in zip(events, zh, en, strict=True)
    )


def _both(say: Callable[[], T]) -> tuple[T, T]:
    with override("zh-hans"):
        chinese = say()
    with override("en"):
        return chinese, say()
