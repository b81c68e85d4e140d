"""What the applicant is told when something happens to a case: which template, filled with what. Pure.

行政许可法 arts. 32, 38, 42, 45: acceptance, correction, refusal, extension and special procedure are told with reasons.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from yichuang.cases import events as ev
from yichuang.cases.status import Outcome
from yichuang.kernel.vocabulary import label
from yichuang.messaging.wording import spoken

Message = tuple[str, dict[str, str]]
"""Template and what fills it beyond name, item and number."""


class Context(Struct, frozen=True):
    """What is known of the case, in the person's language."""

    language: str
    happened_on: date
    accept_by: date | None
    """Until when the bureau must say whether it accepts."""
    decide_by: date | None
    """The promised day, or the law's where nothing is promised; None while the clock is stopped, and without either."""
    place: str
    """Where results are handed out."""
    bring: tuple[str, ...]
    """What to bring to the pick-up besides an identity document."""
    outcome: Outcome | None
    names: Mapping[str, str]
    """Names of evidence types, by key."""
    items: Mapping[int, str]
    """Names of the application's items, by case."""
    promised: bool = True
    """Whether the office has promised a time for it."""


def message(event: ev.Event, context: Context) -> Message | None:
    """What to tell about ``event``; None where it is told otherwise or not at all."""
    compose = _MESSAGES.get(type(event))
    return compose(event, context) if compose else None


def reminder(by: date, owed: Sequence[str], context: Context) -> Message:
    """What to tell while there is still time to bring what is ``owed``."""
    return "still_owed", {"date": _by(by, context), "materials": _materials(owed, context)}


TOLD: tuple[type[ev.Event], ...] = (
    ev.Received, ev.Accepted, ev.CorrectionAsked, ev.AcceptanceRefused, ev.FoundNotOurs, ev.SpecialStarted, ev.Extended,
    ev.Decided, ev.MadeReady, ev.DependencyFailed, ev.Withdrawn, ev.Terminated, ev.Voided,
)  # fmt: skip
"""The events that the applicant hears of."""
_TOLD_KINDS = frozenset(str(kind.__struct_config__.tag) for kind in TOLD)


def is_overtaken(event: ev.Event, later: Collection[str]) -> bool:
    """Whether a message would only say less than one that follows it at once (``later``: kinds of the events behind).

    A case taken, accepted and decided in one minute makes one message, not four. What binds the person or gives
    reasons is always told.
    """
    if isinstance(event, ev.Received) or (isinstance(event, ev.Decided) and event.outcome is Outcome.GRANTED):
        return not _TOLD_KINDS.isdisjoint(later)
    if isinstance(event, ev.Accepted):
        return not (event.deferred or event.deemed) and not _TOLD_KINDS.isdisjoint(later)
    return False


# --- one function a kind of event -------------------------------------------------------------------------------------


def _received(_event: ev.Received, c: Context) -> Message:
    return "received", {"date": _by(c.accept_by, c)}


def _accepted(event: ev.Accepted, c: Context) -> Message:
    if event.deferred:
        return "accepted_deferred", {"date": _by(event.make_up_by, c), "materials": _materials(event.deferred, c)}
    if c.promised or event.deemed:
        return "deemed_accepted" if event.deemed else "accepted", {"date": _by(c.decide_by, c)}
    return ("accepted_by_law", {"date": _by(c.decide_by, c)}) if c.decide_by else ("accepted_unpromised", {})


def _correction(event: ev.CorrectionAsked, c: Context) -> Message:
    missing, text = _materials(event.missing, c), _sentence(event.text, c)
    return "correction", {"date": _by(event.correct_by, c), "materials": missing, "text": text}


def _refused_acceptance(event: ev.AcceptanceRefused, c: Context) -> Message:
    return "refused_acceptance", {"reason": _bare(event.reason), "remedies": _sentence(event.remedies, c)}


def _not_ours(event: ev.FoundNotOurs, _c: Context) -> Message:
    return "not_ours", {"agency": event.agency}


def _special(event: ev.SpecialStarted, c: Context) -> Message:
    words = label("special_kind", event.procedure, c.language)
    return "special", {
        "date": _by(c.happened_on, c), "procedure": words, "days": str(event.days), "reason": _bare(event.reason),
    }  # fmt: skip


def _extended(event: ev.Extended, c: Context) -> Message:
    return "extended", {"days": str(event.days), "date": _by(c.decide_by, c), "reason": _bare(event.reason)}


def _decided(event: ev.Decided, c: Context) -> Message:
    if event.outcome is Outcome.GRANTED:
        return "granted", {}
    return "refused", {"reason": _bare(event.reasons), "remedies": _sentence(event.remedies, c)}


def _ready(_event: ev.MadeReady, c: Context) -> Message | None:
    """A refusal has been told with where to fetch it; only a granted result is announced as ready."""
    if c.outcome is not Outcome.GRANTED:
        return None
    bring = _listed((_words("identity_document", c), *c.bring), c)
    return "ready", {"date": _by(c.happened_on, c), "place": c.place, "bring": bring}


def _dependency_failed(event: ev.DependencyFailed, c: Context) -> Message:
    return "dependency_failed", {"other": c.items.get(event.case, "")}


def _withdrawn(_event: ev.Withdrawn, _c: Context) -> Message:
    return "withdrawn", {}


def _terminated(event: ev.Terminated, _c: Context) -> Message:
    return "terminated", {"reason": _bare(event.reason)}


def _voided(event: ev.Voided, _c: Context) -> Message:
    return "voided", {"reason": _bare(event.reason)}


_MESSAGES: dict[type[ev.Event], Callable[[Any, Context], Message | None]] = {
    ev.Received: _received,
    ev.Accepted: _accepted,
    ev.CorrectionAsked: _correction,
    ev.AcceptanceRefused: _refused_acceptance,
    ev.FoundNotOurs: _not_ours,
    ev.SpecialStarted: _special,
    ev.Extended: _extended,
    ev.Decided: _decided,
    ev.MadeReady: _ready,
    ev.DependencyFailed: _dependency_failed,
    ev.Withdrawn: _withdrawn,
    ev.Terminated: _terminated,
    ev.Voided: _voided,
}


# --- parts of sentences -----------------------------------------------------------------------------------------------


def _by(day: date | None, c: Context) -> str:
    return spoken(day, c.language) if day is not None else _words("day_to_be_told", c)


def _materials(kinds: Sequence[str], c: Context) -> str:
    return _listed([c.names.get(kind, kind) for kind in kinds], c)


def _listed(words: Sequence[str], c: Context) -> str:
    return _words("comma", c).join(words)


def _bare(text: str) -> str:
    """Free text that goes before a full stop."""
    return text.strip().rstrip("。.;；")


def _sentence(text: str, c: Context) -> str:
    """Free text as a sentence of its own, or nothing."""
    bare = _bare(text)
    return f"{bare}{_words('full_stop', c)}" if bare else ""


def _words(key: str, c: Context) -> str:
    return label("notice_words", key, c.language)
