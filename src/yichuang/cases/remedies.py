"""The remedies a refusal must name (行政许可法 art. 38), as data by act."""

from functools import cache
from pathlib import Path

import yaml
from msgspec import convert

from yichuang.catalogue.definition import Text


@cache
def remedies() -> dict[str, Text]:
    """The text for each act that refuses: ``refuse`` (the decision) and ``refuse_acceptance``."""
    return convert(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8")), dict[str, Text])
