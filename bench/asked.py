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


FOREIGN_FILES = {"foreign_first": Use.TUNING, "foreign_second": Use.FOREIGN}
"""The files of other authors; see ``questions/README.md``."""


class Question(Struct, frozen=True):
    """What a citizen says, and the items any of which is right; none = it is no business of the police."""

    said: str
    right: frozenset[str]
    use: Use


def questions() -> tuple[Question, ...]:
    """All of them, by file."""
    return tuple(
        Question(str(said), frozenset(right), FOREIGN_FILES.get(path.stem) or _half(str(said)))
        for path in sorted(HERE.glob("*.yaml"))
        for said, *right in yaml.safe_load(path.read_text("utf-8"))
    )


def _half(said: str) -> Use:
    return Use.HELD_OUT if sha256(said.encode()).digest()[0] % 2 else Use.TUNING
