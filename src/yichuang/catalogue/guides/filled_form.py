"""A form filled as an invented person would fill it: the sample beside each guide (示范文本, 行政许可法 art. 30). Pure."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.conditions import Facts, holds_or_fails
from yichuang.catalogue.definition import Effect, Element, Item, Text
from yichuang.kernel.data_files import read_data

ADULT, CHILD = Facts(age=36, guardian=False), Facts(age=8, guardian=True)
"""The invented people who apply."""


class _Samples(Struct, frozen=True, forbid_unknown_fields=True):
    """``samples.yaml``. What stands there once is written the same in both languages: the form is a Chinese one."""

    elements: Mapping[str, str | Text]
    """By key; of a choice, the value of an option."""
    child: Mapping[str, str | Text]
    """What of it is otherwise where the applicant is a child."""
    items: Mapping[str, Mapping[str, str | Text]]
    """What is otherwise on one item's form, by its code."""
    endings: Mapping[str, str | Text]
    """By what the key ends with: names are names of people, addresses addresses."""
    types: Mapping[str, str | Text]


@cache
def _samples() -> _Samples:
    return read_data(Path(__file__).with_name("samples.yaml"), _Samples)


def refused(item: Item, who: Facts) -> bool:
    """Whether a rule refuses the item to whoever ``who`` describes, nothing else being known."""
    rules = (each for each in item.rules if each.effect is Effect.REFUSE)
    return any(holds_or_fails(each.when, who, item.code) for each in rules)


def filled(element: Element, item: str = "", *, child: bool = False) -> Text:
    """What stands in the sample of ``item`` at ``element``: its own value, else the first option, else its ending's or its
    type's.
    """
    told = _samples()
    own = (
        told.items.get(item, {}).get(element.key)
        or (told.child.get(element.key) if child else None)
        or told.elements.get(element.key)
    )
    for each in element.options:
        if own in {None, each.value}:
            return each.label
    value = own or _by_ending(element.key) or _samples().types[element.type]
    return value if isinstance(value, Text) else Text(value, value)


def _by_ending(key: str) -> str | Text | None:
    return next((value for ending, value in _samples().endings.items() if key.endswith(ending)), None)
