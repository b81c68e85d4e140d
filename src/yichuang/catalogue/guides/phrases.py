"""The words that pages add to what definitions say, filled in. Pure."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.catalogue.wording import listed
from yichuang.kernel.data_files import read_data


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``words.yaml``."""

    facts: Mapping[str, Text]
    says: Mapping[str, Text]
    offices: Mapping[str, Text]
    places: Mapping[str, Text]
    own_papers: tuple[str, ...]
    remedies: Mapping[str, Text]


@cache
def words() -> _Words:
    """The words as the file has them."""
    return read_data(Path(__file__).with_name("words.yaml"), _Words)


def say(key: str, **filled: object) -> Text:
    """The phrase, filled in."""
    said = words().says[key]
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in filled.items()}
    en = {name: value.en if isinstance(value, Text) else value for name, value in filled.items()}
    return Text(said.zh.format(**zh), said.en.format(**en))


def count(key: str, count: int) -> Text:
    """``3 years``, ``1 year``."""
    return say(f"{key}_one" if count == 1 else key, count=count)


def notes(*told: Text | None) -> Text:
    """Several remarks as one; what is nothing is passed over."""
    return listed((each for each in told if each), "\uff1b", "; ")
