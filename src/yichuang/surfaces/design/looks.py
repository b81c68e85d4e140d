"""What a status looks like: always a word, an icon and a tone together (never colour alone, WCAG 2.2 SC 1.4.1)."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.kernel.data_files import read_data
from yichuang.kernel.vocabulary import label


class Tone(StrEnum):
    """The meaning of a colour; the colours themselves are tokens."""

    PLAIN = "plain"
    PRIMARY = "primary"
    ACCENT = "accent"
    DONE = "done"
    SOON = "soon"
    OVERDUE = "overdue"
    MUTED = "muted"


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """Icon and tone of one value of a closed list."""

    icon: str
    tone: Tone


class Mark(Struct, frozen=True):
    """A status ready to be shown."""

    word: str
    icon: str
    tone: Tone


@cache
def looks() -> dict[str, dict[str, Look]]:
    """Looks by list and value, from ``looks.yaml``."""
    return read_data((Path(__file__).parent / "looks.yaml"), dict[str, dict[str, Look]])


def mark(list_name: str, value: str, word: str = "") -> Mark:
    """The mark of ``value``; ``word`` replaces the label of the list. A value without a look is a KeyError, so a new
    status cannot reach a screen undrawn.
    """
    look = looks()[list_name][str(value)]
    return Mark(word or label(list_name, value), look.icon, look.tone)
