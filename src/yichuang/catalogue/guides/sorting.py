"""In which order an index stands: by sound (pinyin) in Chinese, by letter in English, each under its letter. Pure."""

from collections import defaultdict
from collections.abc import Mapping

from yichuang.catalogue.search.characters import readings

FIGURES = "#"
"""Under it stand names that begin with no letter of the alphabet."""


def by_letter(names: Mapping[str, str], language: str) -> list[tuple[str, list[str]]]:
    """The keys of ``names`` (key: name) under the letter their name begins with, in the order of the names."""
    found: dict[str, list[str]] = defaultdict(list)
    sorted_keys = sorted(names, key=lambda key: (sounds(names[key], language), names[key]))
    for key in sorted_keys:
        first = sounds(names[key], language)[0][:1].upper()
        found[first if first.isascii() and first.isalpha() else FIGURES].append(key)
    return sorted(found.items())


def sounds(name: str, language: str) -> tuple[str, ...]:
    """How a name is read, sign by sign: pinyin for a character, itself for any other sign."""
    if language != "zh":
        return tuple(name.casefold()) or ("",)
    return tuple((readings(sign) or (sign.casefold(),))[0] for sign in name) or ("",)
