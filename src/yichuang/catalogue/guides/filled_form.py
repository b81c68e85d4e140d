"""A form filled as an invented person would fill it: the sample beside each guide (示范文本, 行政许可法 art. 30). Pure."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct, convert

from yichuang.catalogue.definition import Element, Text


class _Samples(Struct, frozen=True, forbid_unknown_fields=True):
    """``samples.yaml``. What stands there once is written the same in both languages: the form is a Chinese one."""

    elements: Mapping[str, str | Text]
    """By key; of a choice, the value of an option."""
    endings: Mapping[str, str | Text]
    """By what the key ends with: names are names of people, addresses addresses."""
    types: Mapping[str, str | Text]


@cache
def _samples() -> _Samples:
    return convert(yaml.safe_load(Path(__file__).with_name("samples.yaml").read_text("utf-8")), _Samples)


def filled(element: Element) -> Text:
    """What stands in the sample at ``element``: its own value, else the first option, else its ending's or its type's."""
    own = _samples().elements.get(element.key)
    for each in element.options:
        if own in {None, each.value}:
            return each.label
    value = own or _by_ending(element.key) or _samples().types[element.type]
    return value if isinstance(value, Text) else Text(value, value)


def _by_ending(key: str) -> str | Text | None:
    return next((value for ending, value in _samples().endings.items() if key.endswith(ending)), None)
