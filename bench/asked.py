"""The questions of ``./run bench search``, and which of them may be looked at."""

from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import yaml
from msgspec import Struct

HERE = Path(__file__).parent / "questions"


class Use(StrEnum):
    """What a question is for."""

    TUNING = "tuning"
    """Its failures may be read, and words written for them."""
    HELD_OUT = "held_out"
    """Half of our own questions, by their own hash: nobody picks which. Only counted."""
    FOREIGN = "foreign"
    """Written by somebody who saw neither the words nor the engine. Only counted."""
    STORIES = "stories"
    """Long stories by such an author. Only counted."""


OURS = (Use.TUNING, Use.HELD_OUT)
HALVES = {
    "foreign_first": (Use.TUNING, Use.TUNING),
    "foreign_second": (Use.FOREIGN, Use.FOREIGN),
    "foreign_third": (Use.TUNING, Use.FOREIGN),
    "foreign_stories": (Use.TUNING, Use.STORIES),
}
"""What the halves of other authors' files are for (``questions/README.md``); every other file is ours."""


class Question(Struct, frozen=True):
    """What a citizen says, and the items any of which is right; none = it is no business of the police."""

    said: str
    right: frozenset[str]
    use: Use


def questions() -> tuple[Question, ...]:
    """All of them, by file."""
    return tuple(
        Question(str(said), frozenset(right), HALVES.get(path.stem, OURS)[_half(str(said))])
        for path in sorted(HERE.glob("*.yaml"))
        for said, *right in yaml.safe_load(path.read_text("utf-8"))
    )


def _half(said: str) -> int:
    return sha256(said.encode()).digest()[0] % 2
