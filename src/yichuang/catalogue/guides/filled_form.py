"""A form filled as an invented person would fill it: the sample beside each guide (示范文本, 行政许可法 art. 30). Pure."""

from functools import cache
from pathlib import Path

import yaml

from yichuang.catalogue.definition import Element, Text


@cache
def _samples() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("samples.yaml").read_text("utf-8"))
    return found


def filled(element: Element) -> Text:
    """What stands in the sample at ``element``: its own value, else the first option, else its type's."""
    own = _samples()["elements"].get(element.key)
    if own is not None:
        return next((each.label for each in element.options if each.value == own), Text(own, own))
    if element.options:
        return element.options[0].label
    plain = _samples()["types"].get(element.type) or _by_name(element.key)
    return Text(plain, plain)


def _by_name(key: str) -> str:
    """Text elements by what their key ends with: names are names of people, addresses addresses."""
    endings = _samples()["endings"]
    return next((value for ending, value in endings.items() if key.endswith(ending)), endings[""])
