"""Words of the version in force that may be put right without a new one: which they are, and the item with them put right."""

import re
from collections.abc import Iterable, Iterator

from django.http import QueryDict
from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.changes.difference import is_editorial
from yichuang.catalogue.definition import Item
from yichuang.surfaces.console.editing.drawing import Drawn, Sheet
from yichuang.surfaces.console.editing.layout import layout
from yichuang.surfaces.console.editing.moves import put
from yichuang.surfaces.console.editing.reading import text_of, wrong_words
from yichuang.surfaces.story.names import said

SHORT = 40
"""Letters that a line shows without hiding any."""


class Side(Struct, frozen=True):
    """A text in one language."""

    name: str
    """Of its input: ``faqs.0.question.en``."""
    value: str
    language: str = ""


class Words(Struct, frozen=True):
    """One text of the item, in one language or in both."""

    title: str
    sides: tuple[Side, ...]

    @property
    def long(self) -> bool:
        """Whether a line would hide some of it."""
        return any(len(side.value) > SHORT for side in self.sides)


class Part(Struct, frozen=True):
    """A part of the item's form with its texts that are a matter of wording."""

    key: str
    title: str
    words: tuple[Words, ...]


def correctable(item: Item) -> tuple[Part, ...]:
    """Every text of an item that is a matter of wording, by part of its form; parts without any are left out."""
    sheet = Sheet(item)
    found = (Part(each.key, said(each.title), tuple(_words(sheet, each.key))) for each in layout().sections)
    return tuple(part for part in found if part.words)


def _words(sheet: Sheet, section: str) -> Iterator[Words]:
    for field, title in sheet.of(section):
        if isinstance(field, Drawn) and field.value and (sides := _sides(field)):
            yield Words(title, sides)


def _sides(field: Drawn) -> tuple[Side, ...]:
    """The sides of a text, where it is one and may be put right."""
    if field.kind in ("line", "area") and _is_wording(field.name):
        return (Side(field.name, field.value),)
    if field.kind in ("text", "prose") and field.value.zh and _is_wording(field.halves[0]):
        zh, en = field.halves
        return (Side(zh, field.value.zh, "zh"), Side(en, field.value.en, "en"))
    return ()


def _is_wording(name: str) -> bool:
    return is_editorial(re.sub(r"\.\d+", ".*", name))


def _every_side(parts: Iterable[Part]) -> Iterator[tuple[Words, Side]]:
    """Every side, with the text that it is of."""
    return ((words, side) for part in parts for words in part.words for side in words.sides)


def corrected(item: Item, sent: QueryDict) -> tuple[Item, dict[str, str]]:
    """``item`` with the words that were sent; and what is wrong with those that cannot be kept, by input."""
    errors: dict[str, str] = {}
    for words, side in _every_side(correctable(item)):
        if side.name not in sent:
            continue
        try:
            typed = text_of(sent, side.name)
        except ValueError as wrong:
            errors[side.name] = wrong_words(wrong, words.title)
            continue
        if typed != side.value.strip():
            item = put(item, side.name, typed)
    return item, errors


def as_typed(parts: Iterable[Part], sent: QueryDict) -> tuple[Part, ...]:
    """The same texts holding what was typed, to be asked again."""

    def typed(words: Words) -> Words:
        return replace(words, sides=tuple(replace(side, value=sent.get(side.name, side.value)) for side in words.sides))

    return tuple(replace(part, words=tuple(map(typed, part.words))) for part in parts)
