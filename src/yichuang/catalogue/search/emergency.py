"""What cannot wait for a counter: known by what people say then, and answered by a number before anything else. Pure.

Nothing is weighed here: a saying of ``emergencies.yaml`` stands in the question or it does not, so that whoever answers for it
can read in the file when it speaks.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import msgspec
from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.catalogue.search.characters import readings, spelled
from yichuang.catalogue.search.words import Units, read_words, units

GAP = 6
"""Units that ``…`` may stand for."""
REST = "…"

Saying = tuple[Units, ...]
"""The runs of a saying, one after the other with at most :data:`GAP` units between."""


class Emergency(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of it."""

    name: Text
    first: Text
    """What to do first."""
    numbers: tuple[str, ...]
    """Telephone numbers, the first to be called first."""
    now: Text
    """What to do until help comes, a line for each thing."""
    danger: tuple[str, ...] = ()
    """Sayings that are known whatever else is said."""
    then: tuple[str, ...] = ()
    """Codes of items that may help afterwards."""
    said: tuple[str, ...] = ()
    """Sayings that are known unless a word tells that it is over."""
    alone: tuple[str, ...] = ()
    """What is known where nothing else is said."""


class Kinds(Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    numbers: dict[str, Text]
    """Who answers a number."""
    over: tuple[str, ...]
    """Words that tell that it is over, or that a paper is asked for."""
    kinds: dict[str, Emergency]


class _Ready(Struct, frozen=True):
    """One kind with its sayings in units."""

    kind: Emergency
    danger: tuple[Saying, ...]
    said: tuple[Saying, ...]
    alone: tuple[Saying, ...]


@cache
def kinds() -> Kinds:
    """The kinds of emergency, the gravest first."""
    return msgspec.convert(read_words("emergencies.yaml"), Kinds)


def emergency_in(typed: str) -> Emergency | None:
    """What ``typed`` tells of that cannot wait; None of an ordinary wish."""
    ready, over = _ready()
    for signs in _ways(typed):
        for each in ready:
            if _any(each.danger, signs) or _any((run for run in each.alone if len(run[0]) == len(signs)), signs):
                return each.kind
        past = _any(over, signs)
        found = next((each.kind for each in ready if not past and _any(each.said, signs)), None)
        if found:
            return found
    return None


@cache
def _ready() -> tuple[tuple[_Ready, ...], tuple[Saying, ...]]:
    told = kinds()
    ready = (_Ready(each, _cut(each.danger), _cut(each.said), _cut(each.alone)) for each in told.kinds.values())
    return tuple(ready), _cut(told.over)


def _cut(sayings: Iterable[str]) -> tuple[Saying, ...]:
    return tuple(tuple(units(run) for run in saying.split(REST)) for saying in sayings)


def _ways(typed: str) -> tuple[Units, ...]:
    """``typed`` in units, and in syllables where it may be pinyin."""
    syllables = [spelled(word) for word in typed.lower().split()] if typed.isascii() else []
    pinyin = tuple(each for word in syllables for each in word)
    signs = units(typed)
    return (signs, pinyin) if syllables and all(syllables) and pinyin != signs else (signs,)


def _any(sayings: Iterable[Saying], signs: Units) -> bool:
    heard = frozenset(signs)
    return any(_stands(saying, signs) for saying in sayings if _begins(saying[0][0], heard))


def _begins(first: str, heard: frozenset[str]) -> bool:
    """Whether it is worth while to look closer."""
    return first in heard or not heard.isdisjoint(readings(first))


def _stands(runs: Sequence[Units], signs: Units, start: int = 0, within: int | None = None) -> bool:
    """Whether ``runs`` stand in ``signs`` one after the other, the first at most ``within`` units behind ``start``."""
    if not runs:
        return True
    run, rest = runs[0], runs[1:]
    last = len(signs) - len(run)
    ends = last if within is None else min(last, start + within)
    first = (run[0], *readings(run[0]))
    return any(
        all(map(_same, run, signs[at : at + len(run)])) and _stands(rest, signs, at + len(run), GAP)
        for at in range(start, ends + 1)
        if signs[at] in first
    )


def _same(ours: str, theirs: str) -> bool:
    return ours == theirs or (theirs.isascii() and not ours.isascii() and theirs in readings(ours))
