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
    types: Mapping[str, str | Text]
    endings: Mapping[str, str | Text]


@cache
def _samples() -> _Samples:
    return convert(yaml.safe_load(Path(__file__).with_name("samples.yaml").read_text("utf-8")), _Samples)


def filled(element: Element) -> Text:
    """What stands in the sample at ``element``: its own value, else the first option, else its type's."""
    own = _samples().elements.get(element.key)
    if own is not None:
        return next((each.label for each in element.options if each.value == own), _text(own))
    if element.options:
        return element.options[0].label
    return _text(_samples().types.get(element.type) or _by_name(element.key))


def _text(value: str | Text) -> Text:
    return value if isinstance(value, Text) else Text(value, value)


def _by_name(key: str) -> str | Text:
    """Text elements by what their key ends with: names are names of people, addresses addresses."""
    endings = _samples().endings
    return next((value for ending, value in endings.items() if key.endswith(ending)), endings[""])
