"""A case's record as sentences: who did what, when, and the article where the law speaks. Pure but for the active language.

Each kind of event has its sentence in the list ``event``; where one kind says different things, its variant has its own
(``accepted.deemed``).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from yichuang.cases import events as ev
from yichuang.cases.clock import STOPPED, longer_under
from yichuang.cases.queries import Told
from yichuang.cases.state import CaseState
from yichuang.cases.status import Outcome, SlotKind, SpecialKind, Verdict
from yichuang.catalogue.definition import Item, Limits
from yichuang.kernel.vocabulary import label, labels
from yichuang.surfaces.design.dates import day_words, plain_day_words
from yichuang.surfaces.story.deadline import article
from yichuang.surfaces.story.names import Names, evidence, listed, outside, said

GRAVE = frozenset({"acceptance_refused", "decided.refused", "opinion_given.disagree", "opinion_given.disagree_said",
                   "terminated", "voided", "dependency_failed", "taken_over.differs", "delivered.not_surrendered"})  # fmt: skip
"""What a reader must not overlook."""


class Sentence(Struct, frozen=True):
    """One event as a person reads it."""

    seq: int
    kind: str
    when: datetime
    who: str
    text: str
    law: str
    grave: bool


class Scene(Struct, frozen=True):
    """What the sentences of one case speak of."""

    state: CaseState
    item: Item
    names: Names
    applicant: str

    def step(self, key: str) -> str:
        """The name of a step in the version of the item that the case is pinned to."""
        found = next((step for step in self.item.steps if step.key == key), None)
        return said(found.name) if found else key


def sentences(told: Iterable[Told], scene: Scene) -> tuple[Sentence, ...]:
    """The whole history, oldest first."""
    return tuple(_sentence(each, scene) for each in told)


def _sentence(told: Told, scene: Scene) -> Sentence:
    event = told.event
    kind = told.recorded.kind
    variant = _VARIANTS.get(type(event))
    name = f"{kind}.{variant(event)}" if variant and variant(event) else kind
    who = scene.names.staff(told.recorded.actor)
    text = label("event", name).format(**_parts(event, scene), who=who)
    return Sentence(
        told.recorded.seq,
        kind,
        datetime.fromisoformat(told.recorded.at),
        who,
        text.strip(),
        _law(event, kind, name, scene),
        name in GRAVE,
    )


def _law(event: ev.Event, kind: str, name: str, scene: Scene) -> str:
    if type(event) in _ARTICLES:
        return article(_ARTICLES[type(event)](event, scene.state.limits))
    laws = labels()["event_law"]
    found = name if name in laws else kind
    return label("event_law", found) if found in laws else ""


_ARTICLES: dict[type[ev.Event], Callable[[Any, Limits], str]] = {
    ev.SpecialStarted: lambda e, limits: limits.uncounted if e.procedure is SpecialKind.VERIFICATION else STOPPED,
    ev.Extended: lambda _e, limits: longer_under(limits),
}
"""Events that may rest on the item's own law."""
_Variant = Callable[[Any], str]
_VARIANTS: dict[type[ev.Event], _Variant] = {
    ev.Submitted: lambda e: "urgent" if e.urgent else "",
    ev.CorrectionAsked: lambda e: "again" if e.again_because else "",
    ev.Accepted: lambda e: "deemed" if e.deemed else "deferred" if e.deferred else "",
    ev.StepOpened: lambda e: "again" if e.at_round > 1 else "",
    ev.OpinionGiven: lambda e: ("agree" if e.verdict is Verdict.AGREE else "disagree") + ("_said" if e.comment else ""),
    ev.TakenBack: lambda e: "" if e.reason else "gone",
    ev.SignerAdded: lambda e: "copy" if e.as_kind is SlotKind.COPY else "",
    ev.Decided: lambda e: "granted" if e.outcome is Outcome.GRANTED else "refused",
    ev.TakenOver: lambda e: "differs" if e.note else "",
    ev.Delivered: lambda e: "not_surrendered" if e.not_surrendered_because else "surrendered" if e.surrendered else "",
}


def _parts(event: ev.Event, scene: Scene) -> dict[str, str]:
    """What the sentence's braces hold: every field of the event in words."""
    parts = {name: _word(name, getattr(event, name), scene) for name in event.__struct_fields__}
    parts |= _OWN[type(event)](event, scene) if type(event) in _OWN else {}
    return parts


def _word(name: str, value: Any, scene: Scene) -> str:
    if name in _WORDS:
        return _WORDS[name](value, scene)
    if isinstance(value, date):
        return plain_day_words(value)
    return str(value)


def _step(value: Any, scene: Scene) -> str:
    return scene.step(str(value))


def _person(value: Any, scene: Scene) -> str:
    return listed(scene.names.staff(one) for one in (value if isinstance(value, tuple) else (value,)))


def _proofs(value: Any, _scene: Scene) -> str:
    return listed(evidence(key) for key in value)


def _listed_in(name: str) -> Callable[[Any, Scene], str]:
    return lambda value, _scene: label(name, value)


_WORDS: dict[str, Callable[[Any, Scene], str]] = {
    "step": _step,
    "staff": _person,
    "missing": _proofs,
    "supplied": _proofs,
    "deferred": _proofs,
    "surrendered": _proofs,
    "verdict": _listed_in("verdict"),
    "outcome": _listed_in("outcome"),
    "procedure": _listed_in("special_kind"),
    "cargo": _listed_in("cargo"),
    "to_unit": lambda value, scene: scene.names.unit(value),
    "way": _listed_in("delivery_way"),
    "channel": _listed_in("channel"),
    "case": lambda value, scene: scene.names.case(value),
    "route": lambda _value, _scene: "",
    "limits": lambda _value, _scene: "",
}


def _ending(event: ev.DependencyFailed, _scene: Scene) -> dict[str, str]:
    known = next((name for name in ("case_status", "outcome") if event.ending in labels()[name]), None)
    return {"ending": label(known, event.ending)} if known else {}


_OWN: dict[type[ev.Event], Callable[[Any, Scene], dict[str, str]]] = {
    ev.Submitted: lambda e, s: {"applicant": s.applicant, "item": said(s.item.name), "reason": e.urgent},
    ev.CorrectionAsked: lambda e, _s: {"reason": e.again_because, "until": _last_day(e.correct_by)},
    ev.Accepted: lambda e, _s: {
        "day": day_words(e.on, e.on.year),
        "until": day_words(e.make_up_by, e.on.year) if e.make_up_by else "",
    },
    ev.DependencyFailed: _ending,
    ev.StepOpened: lambda e, s: {"round": str(e.at_round), "unit": _unit_of(e.step, s)},
    ev.Returned: lambda e, s: {"to": s.step(e.to)},
    ev.Transferred: lambda e, s: {"to": s.names.staff(e.to)},
    ev.Delegated: lambda e, s: {"to": s.names.staff(e.to)},
    ev.SignerRemoved: lambda e, s: {"staff": _holder(e.step, e.slot, s)},
    ev.Reminded: lambda e, _s: {"reason": label("remind_reason", e.reason)},
    ev.Delivered: lambda e, _s: {"reason": e.not_surrendered_because},
}


def _last_day(day: date | None) -> str:
    """Until when the person may answer a notice; empty for one of before a day was told."""
    return label("history_word", "correct_by").format(day=plain_day_words(day)) if day else ""


def _unit_of(step: str, scene: Scene) -> str:
    found = scene.state.step(step)
    if found is None:
        return ""
    return outside(found.external, scene.item, step) or scene.names.unit(found.unit)


def _holder(step: str, slot: int, scene: Scene) -> str:
    found = scene.state.step(step)
    staff = next((each.staff for each in found.slots if each.no == slot), None) if found else None
    return scene.names.staff(staff) if staff else label("history_word", "pool")
