"""How a text is read: the words known in it, however they are spelled, and what is left over. Pure."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from yichuang.catalogue.search.characters import spelled
from yichuang.catalogue.search.words import (
    FORGIVING,
    LONGEST,
    PAIR,
    SHORT,
    Book,
    Units,
    book,
    by_pinyin,
    slips,
    sounds,
    units,
)


class How(StrEnum):
    """How a word was known."""

    EXACT = "exact"
    SOUND = "sound"
    SLIP = "slip"
    PINYIN = "pinyin"
    LEFT = "left"
    """Not a word of ours: it is compared by its characters."""


SURE = {How.EXACT: 1.0, How.PINYIN: 1.0, How.SOUND: 0.6, How.SLIP: 0.45, How.LEFT: 0.0}


class Part(Struct, frozen=True):
    """A run of the text that was understood as one."""

    typed: str
    feature: str
    """Key of a notion, ``noise``, ``agency:…``, or ``=…`` for characters as they stand."""
    how: How
    meant: str = ""
    """The word that was understood, where it was not typed so."""
    share: float = 1.0
    """How sure it is: less than 1 where the letters may stand for several words."""


class Reading(Struct, frozen=True):
    """A text as it was understood."""

    parts: tuple[Part, ...]
    signs: Units
    """The units it consists of, slips mended."""


def understood(text: str, *, exact: bool = False) -> Reading:
    """``text`` as it is understood; ``exact``: as it is spelled, which our own texts are."""
    cover = _cover(units(text), exact=exact)
    return Reading(tuple(_parts(cover)), tuple(sign for part in cover for sign in units(part.meant or part.typed)))


def read(text: str, *, exact: bool = False) -> tuple[Part, ...]:
    """``text`` part by part."""
    return understood(text, exact=exact).parts


def _parts(cover: list[Part]) -> Iterator[Part]:
    left: list[str] = []
    for part in cover:
        if part.how is How.LEFT:
            left.append(part.typed)
            continue
        yield from _left_over(left)
        left = []
        yield part
    yield from _left_over(left)


def _cover(signs: Units, *, exact: bool) -> list[Part]:
    """The best way to cover ``signs`` with known words: long words before short, true spelling before slips."""
    words = book()
    best: list[tuple[float, int, Part]] = []
    for end in range(1, len(signs) + 1):
        here = (best[end - 2][0] if end > 1 else 0.0, end - 1, Part(signs[end - 1], "", How.LEFT))
        for start in range(max(0, end - LONGEST), end):
            part = _known(signs[start:end], words, exact=exact)
            if part is None:
                continue
            score = (best[start - 1][0] if start else 0.0) + _worth(signs[start:end], part)
            if score > here[0]:
                here = (score, start, part)
        best.append(here)
    return _followed(best)


def _followed(best: list[tuple[float, int, Part]]) -> list[Part]:
    """The parts, from the last one back to the first."""
    found: list[Part] = []
    end = len(best)
    while end:
        _, end, part = best[end - 1]
        found.append(part)
    return found[::-1]


def _worth(run: Units, part: Part) -> float:
    return float(_length(run) ** 1.7) * SURE[part.how] * (0.8 if part.feature == "noise" else 1)


def _length(run: Units) -> int:
    return sum(2 if unit.isascii() and len(unit) > 1 else 1 for unit in run)


def _known(run: Units, words: Book, *, exact: bool) -> Part | None:
    key = words.exact.get(run)
    if key:
        return Part(_joined(run), key, How.EXACT)
    if exact or len(run) < PAIR or any(unit.isascii() for unit in run):
        return None
    alike = words.sounding.get(sounds(run))
    if alike and 2 * sum(a == b for a, b in zip(alike, run, strict=True)) >= len(run):
        return Part("".join(run), words.exact[alike], How.SOUND, "".join(alike))
    for slip in slips(run) if len(run) >= FORGIVING else ():
        if slip in words.slipped:
            meant = words.slipped[slip]
            return Part("".join(run), words.exact[meant], How.SLIP, "".join(meant))
    return None


def _joined(run: Units) -> str:
    return (" " if run[0].isascii() else "").join(run)


def _left_over(left: list[str]) -> Iterator[Part]:
    """Characters as they stand, in pairs; a single one, or an English word, alone."""
    for place, sign in enumerate(left):
        following = left[place + 1] if place + 1 < len(left) else ""
        if sign.isascii() or (len(left) == 1 and sign):
            yield Part(sign, f"={sign}", How.LEFT)
        elif following and not following.isascii():
            yield Part(sign + following, f"={sign}{following}", How.LEFT)


def from_pinyin(typed: str, vocabulary: dict[Units, str]) -> tuple[str, str]:
    """``typed`` with its pinyin turned into characters of known words, and what was turned; as it is where none is.

    ``vocabulary`` holds further words by their syllables: runs of the items' names.
    """
    runs = units(typed)
    english = [unit for unit in runs if unit.isascii() and unit in book().english]
    raw = typed.lower().split()
    if not raw or not all(word.isascii() and word.isalpha() for word in raw) or len(english) * 2 > len(runs):
        return typed, ""
    spelling = tuple(syllable for word in raw for syllable in (spelled(word) or ("?",)))
    if spelling.count("?") > len(raw) // 3 or (len(spelling) < PAIR and len(raw[0]) < SHORT):
        return typed, ""
    found = _decoded(spelling, vocabulary)
    return (found, typed) if found else (typed, "")


def _decoded(spelling: Units, vocabulary: dict[Units, str]) -> str:
    best: list[tuple[float, str]] = [(0.0, "")]
    for end in range(1, len(spelling) + 1):
        here = best[end - 1]
        for start in range(max(0, end - 8), end):
            run = spelling[start:end]
            word = by_pinyin().get(run) or (vocabulary.get(run) if len(run) > 1 else None)
            score = best[start][0] + len(run) ** 1.7 if word else 0
            if word and score > here[0]:
                here = (score, best[start][1] + word)
        best.append(here)
    return best[-1][1]
