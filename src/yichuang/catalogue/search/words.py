"""The words of people as ``words.yaml`` and its neighbours say them. Pure."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.catalogue.search.characters import readings, simplify, sound
from yichuang.catalogue.strict_yaml import read_yaml

HERE = Path(__file__).parent
LONGEST = 12
"""Units of the longest word."""
PAIR = 2
"""Characters that a word needs to be known by its sound."""
TRIPLE = 3
"""Letters of the shortest part of a code or stem that is compared."""
FORGIVING = 4
"""Characters that a word needs to forgive a wrong one; a shorter one would be met by chance."""
SHORT = 4
"""Shorter English words have no ending to take off."""
NOISE = "noise"
"""Key of the words that say nothing: how, please, where."""
VOWELS = frozenset("aeiouy")
"""Letters without any of them are initials, not an English word."""
UNITS = re.compile(r"[a-z]?\d+[a-z]?|[a-z][a-z']*|[\u3400-\u9fff]")

ELSEWHERE = "ext:"
AGENCY = 2.5
"""What a word weighs that is another office's business."""
SPOKEN_OF, PERHAPS = 0.6, 0.45
"""How much of a notion one stands for that is near to it, and the other way about."""

Units = tuple[str, ...]
"""A text as it is compared: one Chinese character, one stemmed English word or one number each."""


class Notion(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing, deed or circumstance with all its names."""

    zh: str
    en: str
    words: tuple[str, ...] = ()
    """What people call it: simplified Chinese, English, abbreviations."""
    near: tuple[str, ...] = ()
    """Notions that this one also speaks of, less surely: a newborn is a child."""
    weight: float = 0
    """How much it counts; 0 = as its section says."""


class Agency(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is asked about what the police does not do."""

    name: Text
    phone: str = ""
    words: tuple[str, ...] = ()


class Event(Struct, frozen=True, forbid_unknown_fields=True):
    """A life event (一件事): several items of several offices at once."""

    code: str
    name: Text
    category: str
    items: tuple[str, ...]
    """Codes of ours, and :data:`ELSEWHERE` with the Chinese name of what other offices do, in the order they are done."""
    said: tuple[str, ...] = ()


class Book(Struct, frozen=True, eq=False):
    """Every word known, in the forms it is looked up by."""

    notions: dict[str, Notion]
    weights: dict[str, float]
    """How much each notion and each agency tells."""
    agencies: dict[str, Agency]
    exact: dict[Units, str]
    """Notion of each word; :data:`NOISE` and ``agency:…`` among them."""
    longest: dict[str, int]
    """Units of the longest word that begins with a unit."""
    sounding: dict[Units, Units]
    """Word that sounds so."""
    slipped: dict[Units, Units]
    """Word of :data:`FORGIVING` characters or more with one of them replaced by ``?``."""
    halves: frozenset[Units]
    """The first and the last two characters of words that forgive a wrong one: one of the two is right."""
    english: frozenset[str]
    verb: tuple[str, str]
    """How the general verb is said behind its object, and how before it."""


def units(text: str) -> Units:
    """``text`` in units."""
    return tuple(stem(each) for each in UNITS.findall(simplify(text)))


def stem(word: str) -> str:
    """An English word without its common endings; anything else as it is."""
    if not word.isascii() or len(word) < SHORT or not set(word) & VOWELS:
        return word
    word = word.split("'", maxsplit=1)[0]
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= TRIPLE and not word.endswith("ss"):
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")


def read_words(name: str) -> Any:
    """One of the data files beside this module, read strictly: a word list with a key twice would lose words in silence. The
    library's own border, hence untyped.
    """
    path = HERE / name
    return read_yaml(path, path.read_bytes())


@cache
def said() -> dict[str, tuple[str, ...]]:
    """What people say, by the code of the item they need or the key of the office whose business it is; two files may both
    add to one.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((HERE / "said").glob("*.yaml")):
        for code, texts in msgspec.convert(read_words(f"said/{path.name}"), dict[str, tuple[str, ...]]).items():
            found[code] = (*found.get(code, ()), *texts)
    return found


@cache
def events() -> tuple[Event, ...]:
    """The life events."""
    return msgspec.convert(read_words("events.yaml"), tuple[Event, ...])


@cache
def elsewhere() -> dict[str, Text]:
    """What other offices do of life events, by its mark in ``events.yaml``."""
    english = msgspec.convert(read_words("elsewhere.yaml"), dict[str, str])
    return {ELSEWHERE + zh: Text(zh, en) for zh, en in english.items()}


@cache
def book() -> Book:
    """The words as the files stand, read once per process."""
    data = read_words("words.yaml")
    notions, weights = _notions(data)
    agencies = msgspec.convert(data["outside"], dict[str, Agency])
    weights |= {f"agency:{key}": AGENCY for key in agencies}
    exact = {units(word): NOISE for word in data["noise"]}
    exact |= {units(word): key for key, notion in notions.items() for word in notion.words}
    exact |= {units(word): f"agency:{key}" for key, agency in agencies.items() for word in agency.words}
    meant = [word for word, key in exact.items() if key != NOISE]
    asking = set(data["asking"])
    chinese = [word for word in meant if not any(unit.isascii() for unit in word)]
    forgiving = [word for word in chinese if len(word) >= FORGIVING and not asking & set(word)]
    return Book(
        notions,
        weights,
        agencies,
        exact,
        {word[0]: len(word) for word in sorted(filter(None, exact), key=len)},
        {sounds(word): word for word in reversed(chinese) if len(word) >= PAIR},
        {slip: word for word in forgiving for slip in slips(word)},
        frozenset(half for word in forgiving for half in (word[:PAIR], word[-PAIR:])),
        frozenset(unit for word in (*exact, *_said_units()) for unit in word if unit.isascii() and len(unit) > 1),
        tuple(data["verb"]),
    )


def _said_units() -> Iterator[Units]:
    return (units(text) for texts in said().values() for text in texts)


def _notions(data: Any) -> tuple[dict[str, Notion], dict[str, float]]:
    notions: dict[str, Notion] = {}
    weights: dict[str, float] = {}
    for section, weight in data["weights"].items():
        found = msgspec.convert(data[section], dict[str, Notion])
        notions |= found
        weights |= {key: notion.weight or weight for key, notion in found.items()}
    return notions, weights


def sounds(word: Units) -> Units:
    """How a Chinese word sounds."""
    return tuple(sound(sign) for sign in word)


def slips(word: Units) -> tuple[Units, ...]:
    """``word`` with each one of its characters replaced by ``?``."""
    return tuple((*word[:at], "?", *word[at + 1 :]) for at in range(len(word)))


@cache
def near() -> dict[str, dict[str, float]]:
    """How much of a notion another one stands for, in both directions; notions near the same third are no kin."""
    kin: dict[str, dict[str, float]] = {key: {} for key in book().notions}
    for key, notion in book().notions.items():
        for other in notion.near:
            kin[key][other] = SPOKEN_OF
            kin[other].setdefault(key, PERHAPS)
    return kin


@cache
def by_pinyin() -> dict[Units, str]:
    """Words by their exact syllables, for who types pinyin."""
    found: dict[Units, str] = {}
    for word in book().exact:
        if all(not unit.isascii() and readings(unit) for unit in word):
            found.setdefault(tuple(readings(sign)[0] for sign in word), "".join(word))
    return found


def pieces(text: str, longest: int = 6) -> set[str]:
    """Every run of two to ``longest`` Chinese characters of ``text``."""
    signs = "".join(unit if not unit.isascii() else " " for unit in units(text))
    cuts = combinations(range(len(signs) + 1), 2)
    return {signs[a:b] for a, b in cuts if PAIR <= b - a <= longest and " " not in signs[a:b]}
