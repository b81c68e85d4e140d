"""The questions of ``./run bench search`` and the fixed rule that halves them."""

from hashlib import sha256
from pathlib import Path

import yaml
from msgspec import Struct

HERE = Path(__file__).parent / "questions"


class Question(Struct, frozen=True):
    """What a citizen says, and the items any of which is right; none = it is no business of the police."""

    said: str
    right: frozenset[str]
    theme: str

    @property
    def held_out(self) -> bool:
        """Half of all questions, by their own hash: nobody picks which. These are never looked at while tuning."""
        return sha256(self.said.encode()).digest()[0] % 2 == 1


def questions() -> tuple[Question, ...]:
    """All of them, by file."""
    return tuple(
        Question(str(said), frozenset(right), path.stem)
        for path in sorted(HERE.glob("*.yaml"))
        for said, *right in yaml.safe_load(path.read_text("utf-8"))
    )
