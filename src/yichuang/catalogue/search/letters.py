"""What Latin letters stand for: words in pinyin, the initials of their pinyin, English with a slip. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from re import Match

from yichuang.catalogue.search.characters import initials, spelled
from yichuang.catalogue.search.words import PAIR, SHORT, TRIPLE, Units, book, by_pinyin, said, stem, units

LONG = 12
"""Letters of the longest run that is taken for initials."""
FOUR = 4
"""Letters of the shortest English word, and of the shortest run inside Chinese text, that is mended."""
RUN = re.compile(r"[a-z]{4,}")
WORD = re.compile(r"[a-z]+")
GROWS = 1.7
"""By which power of its length a longer word is worth more than several short ones."""

Vocabulary = Mapping[Units, str]
"""Further words by their syllables: runs of the items' names."""


def from_pinyin(typed: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """``typed`` with its pinyin turned into characters of known words, and what was turned; as it is where none is."""
    if not typed.isascii():
        return _inside(typed, vocabulary)
    runs = units(typed)
    english = [unit for unit in runs if unit in book().english]
    raw = typed.lower().split()
    if not raw or not all(word.isalpha() for word in raw) or len(english) * 2 > len(runs):
        return typed, ""
    spelling = tuple(syllable for word in raw for syllable in (spelled(word) or ("?",)))
    if spelling.count("?") > len(raw) // 3 or (len(spelling) < PAIR and len(raw[0]) < SHORT):
        return typed, ""
    found, _ = _decoded(spelling, vocabulary)
    return (found, typed) if found else (typed, "")


def _inside(typed: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Runs of pinyin inside Chinese text."""
    turned: list[str] = []

    def turn(run: Match[str]) -> str:
        spelling = spelled(run[0]) if mended(run[0]) == run[0] and not _is_english(run[0]) else ()
        found, length = _decoded(spelling, vocabulary)
        if len(spelling) < PAIR or length < len(spelling):
            return run[0]
        turned.append(run[0])
        return found

    text = RUN.sub(turn, typed.lower())
    return (text, " ".join(turned)) if turned else (typed, "")


def _is_english(word: str) -> bool:
    return all(unit in book().english for unit in units(word))


def _decoded(spelling: Units, vocabulary: Vocabulary) -> tuple[str, int]:
    """The words that ``spelling`` is best covered by, and how many syllables they cover."""
    best: list[tuple[float, str, int]] = [(0.0, "", 0)]
    for end in range(1, len(spelling) + 1):
        here = best[end - 1]
        for start in range(max(0, end - 8), end):
            run = spelling[start:end]
            word = by_pinyin().get(run) or (vocabulary.get(run) if len(run) > 1 else None)
            score = best[start][0] + len(run) ** GROWS if word else 0
            if word and score > here[0]:
                here = (score, best[start][1] + word, best[start][2] + len(run))
        best.append(here)
    return best[-1][1], best[-1][2]


@cache
def by_initials() -> dict[str, dict[str, str]]:
    """Features and one of their words, by the initials of its pinyin."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for word, feature in book().exact.items():
        letters = initials("".join(word)) if all(not unit.isascii() for unit in word) else ()
        if len(letters) >= PAIR:
            found["".join(each[0] for each in letters)].setdefault(feature, "".join(word))
    return found


def from_initials(letters: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """``letters`` in runs that are the initials of known words, with what each may mean; empty where they are not.

    Two letters fit some word nearly always: a longer text needs a longer run to be no chance.
    """
    if not PAIR <= len(letters) <= LONG or not letters.isalpha():
        return ()
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
    for end in range(1, len(letters) + 1):
        ways = [
            (before[0] + (end - start) ** GROWS, (*before[1], letters[start:end]))
            for start in range(end - 1)
            if (before := best[start]) is not None and letters[start:end] in by_initials()
        ]
        best.append(max(ways) if ways else None)
    runs = best[-1][1] if best[-1] else ()
    chance = len(letters) > FOUR and max(map(len, runs), default=0) < TRIPLE
    return () if chance else tuple((run, by_initials()[run]) for run in runs)


@cache
def _english() -> frozenset[str]:
    """Every English word that stands in what people say, as it is written there."""
    texts = (
        *(text for texts in said().values() for text in texts),
        *(word for each in book().notions.values() for word in each.words),
    )
    return frozenset(word for text in texts for word in WORD.findall(text.lower()) if len(word) >= FOUR)


@cache
def _shortened() -> dict[str, str]:
    """English words by themselves with one letter left out; a word that two stand for is the first of them."""
    found: dict[str, str] = {}
    for word in sorted(_english(), key=lambda word: (len(word), word)):
        for short in _without_one(word):
            found.setdefault(short, word)
    return found


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def mend(text: str) -> str:
    """``text`` with its English words as we know them."""
    return WORD.sub(lambda word: mended(word[0]), text)


@cache
def mended(word: str) -> str:
    """An English word with one slip as we know it (left out, too much, another one, two changed about); else as it is."""
    if len(word) <= FOUR or stem(word) in book().english:
        return word
    tries = (word, *_without_one(word))
    known = next((each for each in tries if each in _english()), "")
    return known or next((_shortened()[each] for each in tries if each in _shortened()), word)
