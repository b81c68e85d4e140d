"""Words of the version in force that may be put right without a new one: which they are, and the item with them put right."""

import re

from django.http import QueryDict
from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.changes.difference import is_editorial
from yichuang.catalogue.definition import Item
from yichuang.surfaces.console.editing.drawing import Drawn, Sheet
from yichuang.surfaces.console.editing.moves import put
from yichuang.surfaces.console.editing.reading import text_of, wrong_words

SHORT = 40
"""Letters that a line shows without hiding any."""


class Words(Struct, frozen=True):
    """One text of the item."""

    title: str
    name: str
    """Of its input: ``situations.0.question.en``."""
    value: str
    beside: str = ""
    """The other language, to read while one writes."""
    language: str = ""
    long: bool = False


def correctable(item: Item) -> tuple[Words, ...]:
    """Every text of an item that is a matter of wording."""
    fields = (field for field in Sheet(item).fields if isinstance(field[0], Drawn))
    return tuple(words for field, title in fields for words in _words(field, title))  # type: ignore[arg-type]


def _words(field: Drawn, title: str) -> list[Words]:
    pattern = re.sub(r"\.\d+", ".*", field.name)
    long = field.kind in ("prose", "area")
    if field.kind in ("line", "area"):
        return [Words(title, field.name, field.value, long=long)] if is_editorial(pattern) and field.value else []
    if field.kind not in ("text", "prose") or not field.value.zh:
        return []
    sides = (("zh", field.value.zh, field.value.en), ("en", field.value.en, field.value.zh))
    return [
        Words(title, f"{field.name}.{language}", value, other, language, long or len(value) > SHORT)
        for language, value, other in sides
        if is_editorial(f"{pattern}.{language}")
    ]


def corrected(item: Item, sent: QueryDict) -> tuple[Item, dict[str, str]]:
    """``item`` with the words that were sent; and what is wrong with those that cannot be kept, by input."""
    errors: dict[str, str] = {}
    for words in correctable(item):
        if words.name not in sent:
            continue
        try:
            typed = text_of(sent, words.name)
        except ValueError as wrong:
            errors[words.name] = wrong_words(wrong, words.title)
            continue
        if typed != words.value.strip():
            item = put(item, words.name, typed)
    return item, errors


def as_typed(words: Words, sent: QueryDict) -> Words:
    """The same text holding what was typed, to be asked again."""
    return replace(words, value=sent.get(words.name, words.value))
