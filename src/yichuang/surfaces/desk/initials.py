"""Pinyin initials of Chinese text, so that a clerk finds 普通护照换发 by ``hzhf``. Pure.

The common characters of GB 2312 (level 1) stand in the order of their pinyin, so a character's place tells its first
letter; second readings are data (``initials.yaml``). A rarer character is passed over.
"""

from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml
from msgspec import convert

STARTS = {
    "a": 0xB0A1, "b": 0xB0C5, "c": 0xB2C1, "d": 0xB4EE, "e": 0xB6EA, "f": 0xB7A2, "g": 0xB8C1, "h": 0xB9FE, "j": 0xBBF7,
    "k": 0xBFA6, "l": 0xC0AC, "m": 0xC2E8, "n": 0xC4C3, "o": 0xC5B6, "p": 0xC5BE, "q": 0xC6DA, "r": 0xC8BB, "s": 0xC8F6,
    "t": 0xCBFA, "w": 0xCDDA, "x": 0xCEF4, "y": 0xD1B9, "z": 0xD4D1,
}  # fmt: skip
"""First place of each letter in GB 2312."""
END = 0xD7FA
RANGES = [(letter, start, stop) for (letter, start), (_, stop) in pairwise([*STARTS.items(), ("", END)])]


@cache
def second_readings() -> dict[str, str]:
    """The other first letter of characters that have two."""
    return convert(yaml.safe_load(Path(__file__).with_name("initials.yaml").read_text("utf-8")), dict[str, str])


def letters(character: str) -> str:
    """The first letters a character may have; Latin letters and digits stand for themselves; "" for punctuation."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    return _by_place(character) + second_readings().get(character, "")


def _by_place(character: str) -> str:
    try:
        place = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    return next((letter for letter, start, stop in RANGES if start <= place < stop), "")


def initials(text: str) -> tuple[str, ...]:
    """The possible first letters of each character of ``text``, in order."""
    return tuple(found for found in map(letters, text) if found)


def fits(typed: str, text: tuple[str, ...]) -> int | None:
    """Where ``typed`` stands in the initials of ``text`` as one run; None when it does not."""
    last = len(text) - len(typed)
    return next(
        (at for at in range(last + 1) if all(letter in text[at + place] for place, letter in enumerate(typed))), None
    )
