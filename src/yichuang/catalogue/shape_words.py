"""What the typed shape of a definition says no to, in the words of people instead of the library's. Pure."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct, ValidationError

from yichuang.catalogue.definition import Text
from yichuang.kernel.data_files import read_data

NAME_OF_FIELD = r"^(Expected `str`).* - at `key` in `\$"
"""How the library says that the name of a field is wrong, not what stands there."""


class Sentence(Struct, frozen=True):
    """One sentence of the library, and what it means."""

    match: str
    zh: str
    en: str


class ShapeWords(Struct, frozen=True):
    """``shape_words.yaml``."""

    either: Text
    """Between two types that are both right."""
    kinds: Mapping[str, Text]
    """What types are called."""
    sentences: tuple[Sentence, ...]
    """The first that matches counts."""


def said(error: ValidationError, under: str = "") -> tuple[Text, list[str]]:
    """What is wrong and the keys that lead there, from the outermost; a field that nobody knows is the last of them."""
    problem, _, place = re.sub(NAME_OF_FIELD, r"\1 as a name - at `$", str(error)).partition(" - at `$")
    unknown = re.findall(r"unknown field `([^`]+)`", problem)
    return in_words(problem), [key for key in [under, *re.findall(r"\w+", place), *unknown] if key]


def in_words(problem: str) -> Text:
    """One sentence of the library in both languages; one that is not known stands as it is."""
    for each in _words().sentences:
        if found := re.fullmatch(each.match, problem):
            groups = found.groups()
            return Text(each.zh.format(*_named(groups, "zh")), each.en.format(*_named(groups, "en")))
    return Text(problem, problem)


def _named(groups: tuple[str, ...], language: str) -> list[str]:
    """Types by what they are called; several as alternatives."""
    joint, kinds = getattr(_words().either, language), _words().kinds
    return [
        joint.join(getattr(kinds[kind], language) if kind in kinds else kind for kind in group.split(" | "))
        for group in groups
    ]


@cache
def _words() -> ShapeWords:
    return read_data(Path(__file__).with_name("shape_words.yaml"), ShapeWords)
