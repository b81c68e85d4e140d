"""How long an officer takes to publish a changed limit: ``python -m tools.officer_time [--url URL]``.

The story of ``tests/console/publishing.py`` is played in a real browser on a demo. What people do is reckoned by the
keystroke-level model (Card, Moran, Newell 1980): no person's pace is measured. What they wait for is measured: the
browser plays without pause, so that its time is the pages' own, the form's pause before it saves and the reviewer's too.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence

from tests.console.publishing import OFFICER, REVIEWER, Editing
from tools.screenshots import Shot, Studio, camera, demo

THINK, POINT, KEY, HOME = 1.35, 1.1, 0.28, 0.4
"""Seconds: to make up one's mind before each interaction; to point with the mouse; a key, or the mouse's button; a hand
between keyboard and mouse.
"""
LETTERS = 3
"""Keys of a Chinese character by pinyin, the choice among its namesakes included."""
ASCII = 128
AUTHOR, SECOND = "990811", "990872"
Step = Callable[[Editing], None]


class Reckoned(Editing):
    """Hands whose time is added up as they go."""

    seconds = 0.0
    _at_mouse = False

    def press(self, key: str) -> None:
        self._typed(key.count("+") + 1)
        super().press(key)

    def type(self, text: str) -> None:
        self._typed(keys(text))
        super().type(text)

    def click(self, name: str, role: str = "link") -> None:
        self._pointed()
        super().click(name, role)

    def fill(self, field: str, value: str) -> None:
        """Point into the field, press twice so that what is there goes, and type."""
        self._pointed()
        self.seconds += KEY
        self._typed(keys(value), think=False)
        super().fill(field, value)

    def _pointed(self) -> None:
        self.seconds += THINK + (0 if self._at_mouse else HOME) + POINT + KEY
        self._at_mouse = True

    def _typed(self, count: int, *, think: bool = True) -> None:
        self.seconds += THINK * think + (HOME if self._at_mouse else 0) + KEY * count
        self._at_mouse = False


def keys(text: str) -> int:
    """Keys that a text takes."""
    return sum(1 if ord(sign) < ASCII else LETTERS for sign in text)


def main(arguments: Sequence[str]) -> int:
    """Play the story and print what it takes."""
    top = ArgumentParser(prog="python -m tools.officer_time", description="Reckon how long a changed limit takes.")
    top.add_argument("--url", help="a demo that already runs, in which nobody has changed that limit")
    with demo(top.parse_args(arguments).url) as url, camera(url, {}) as studio:
        told = [_played(studio, badge, steps) for badge, steps in ((AUTHOR, OFFICER), (SECOND, REVIEWER))]
    total = 0.0
    for who, (count, hands, pages) in zip(("officer", "reviewer"), told, strict=True):
        print(f"{who}: {count} interactions, {hands:.1f} s by the model + {pages:.1f} s of pages")
        total += hands + pages
    print(f"together: {total:.0f} s")
    return 0


def _played(studio: Studio, badge: str, steps: Iterable[Step]) -> tuple[int, float, float]:
    """(interactions, seconds by the model, seconds of pages) of one person, who is signed in already."""
    context = studio.window(Shot(name=badge, badge=badge), "desktop", "zh")
    hands, begun = Reckoned(context.new_page()), time.monotonic()
    for step in steps:
        step(hands)
    pages = time.monotonic() - begun
    context.close()
    return len(hands.done), hands.seconds, pages


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
