"""How a text is read: the words known in it, however they are spelled, and what is left over. Pure."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from yichuang.catalogue.search.characters import simplify
from yichuang.catalogue.search.letters import GROWS, from_initials, mend
from yichuang.catalogue.search.words import FORGIVING, LONGEST, NOISE, PAIR, Book, Units, book, slips, sounds, units


class How(StrEnum):
    """How a word was known."""

    EXACT = "exact"
    SOUND = "sound"
    SLIP = "slip"
    INITIALS = "initials"
    LEFT = "left"
    """Not a word of ours: it is compared by its characters."""


SURE = {How.EXACT: 1.0, How.INITIALS: 1.0, How.SOUND: 0.6, How.SLIP: 0.45, How.LEFT: 0.0}


class Part(Struct, frozen=True):
    """A run of the text that was understood as one."""

    typed: str
    feature: str
    """Key of a notion, ``agency:…``, or ``=…`` for characters as they stand."""
    how: How
    meant: str = ""
    """The word that was understood, where it was not typed so."""
    share: float = 1.0
    """How sure it is: less than 1 where the letters may stand for several words."""


class Reading(Struct, frozen=True):
    """A text as it was understood."""

    parts: tuple[Part, ...]
    """Without what says nothing."""
    signs: Units
    """The units it consists of, slips mended."""

    @property
    def features(self) -> frozenset[str]:
        """What it speaks of."""
        return frozenset(part.feature for part in self.parts)


def understood(text: str, *, exact: bool = False) -> Reading:
    """``text`` as it is understood; ``exact``: as it is spelled, which our own texts are."""
    cover = _cover(units(text if exact else mend(simplify(text))), exact=exact)
    return Reading(
        tuple(part for part in _parts(cover, exact=exact) if part.feature != NOISE),
        tuple(sign for part in cover for sign in (units(part.meant) if part.meant else _split(part.typed))),
    )


def _split(typed: str) -> Units:
    return tuple(typed.split()) if typed.isascii() else tuple(typed)


def _parts(cover: list[Part], *, exact: bool) -> Iterator[Part]:
    left: list[str] = []
    for part in cover:
        meant = () if exact or part.how is not How.LEFT else tuple(_initials(part.typed))
        if part.how is How.LEFT and not meant:
            left.append(part.typed)
            continue
        yield from _left_over(left)
        left = []
        yield from meant or (part,)
    yield from _left_over(left)


def _initials(letters: str) -> Iterator[Part]:
    """What ``letters`` may mean as initials of pinyin; several words share what one would say."""
    for run, words in from_initials(letters) if letters.isascii() and letters not in book().english else ():
        for feature, word in words.items():
            yield Part(run, feature, How.INITIALS, word, 1 / len(words))


def _cover(signs: Units, *, exact: bool) -> list[Part]:
    """The best way to cover ``signs`` with known words: long words before short, true spelling before slips."""
    words = book()
    heard = () if exact else sounds(signs)
    best: list[tuple[float, int, Part]] = []
    latin = 0
    for end in range(1, len(signs) + 1):
        latin = end if signs[end - 1].isascii() else latin
        here = (best[end - 2][0] if end > 1 else 0.0, end - 1, Part(signs[end - 1], "", How.LEFT))
        for start in range(max(0, end - LONGEST), end):
            if exact and end - start > words.longest.get(signs[start], 0):
                continue
            part = _known(signs[start:end], heard[start:end], words, exact=exact or start < latin)
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
    return float(_length(run) ** GROWS) * SURE[part.how] * (0.8 if part.feature == NOISE else 1)


def _length(run: Units) -> int:
    return sum(2 if unit.isascii() and len(unit) > 1 else 1 for unit in run)


def _known(run: Units, heard: Units, words: Book, *, exact: bool) -> Part | None:
    """The word that ``run`` is, that is ``heard`` so, or that it is but for one character."""
    key = words.exact.get(run)
    if key:
        return Part(_joined(run), key, How.EXACT)
    if exact or len(run) < PAIR:
        return None
    alike = words.sounding.get(heard)
    if alike and 2 * sum(a == b for a, b in zip(alike, run, strict=True)) >= len(run):
        return Part("".join(run), words.exact[alike], How.SOUND, "".join(alike))
    half_right = run[:PAIR] in words.halves or run[-PAIR:] in words.halves
    for slip in slips(run) if len(run) >= FORGIVING and half_right else ():
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
