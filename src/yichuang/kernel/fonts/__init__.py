"""The fonts that papers are set in, vendored (``VENDORED.yaml``), and what they can print."""

from bisect import bisect_right
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the runs of characters that the text face draws, both ascending."""
    lines = (FOLDER / "coverage.txt").read_text("ascii").splitlines()
    runs = [line.split("-") for line in lines if not line.startswith("#")]
    return tuple(int(first, 16) for first, _ in runs), tuple(int(last, 16) for _, last in runs)


def prints(character: str) -> bool:
    """Whether the fonts draw ``character``; a line break counts as drawn."""
    if character == "\n":
        return True
    firsts, lasts = _ranges()
    at = bisect_right(firsts, ord(character)) - 1
    return at >= 0 and ord(character) <= lasts[at]


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no vendored font draws, each once, in order of appearance."""
    return tuple(character for character in dict.fromkeys(text) if not prints(character))
