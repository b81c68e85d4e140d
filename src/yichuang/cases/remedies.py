"""The remedies a refusal must name (行政许可法 art. 38), as data by act."""

from functools import cache
from pathlib import Path

from yichuang.catalogue.definition import Text
from yichuang.kernel.data_files import read_data


@cache
def remedies() -> dict[str, Text]:
    """The text for each act that refuses: ``refuse`` (the decision) and ``refuse_acceptance``."""
    return read_data(Path(__file__).with_suffix(".yaml"), dict[str, Text])
