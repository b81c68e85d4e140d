"""A long story, cut into the clauses in which it may be understood. Pure.

Said as a whole, a story is like nothing that people usually say: the bus, the daughter and the bank in it are words that
nobody looks for. Clause by clause what matters keeps coming back.
"""

import re
from collections.abc import Iterable, Iterator

STORY = 40
"""Characters; what is shorter is understood as a whole or not at all."""
TOLD = 1.2
"""What the clauses together must speak for an item. Like the next, chosen on the tuning halves of the stories."""
OTHERWISE = 0.3
"""What each clause that is another office's business takes away."""
BREATH = 24
"""Signs of the longest clause in Chinese; who sets no stops is cut at half of it."""
WORDS = 8
"""Of an English clause without stops."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
STOPS = re.compile(r"[,，。;；!！?？、：:\s]+")
ENGLISH_STOPS = re.compile(r"[,;!?:\n]+|\.\s")


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a story; ``()`` of what is none."""
    if len(text) < STORY:
        return ()
    chinese = len(CHINESE.findall(text)) * 2 > len(text)
    told = (part.strip() for part in (STOPS if chinese else ENGLISH_STOPS).split(text))
    return tuple(piece for part in told if part for piece in (_breaths(part) if chinese else _words(part)))


def _breaths(part: str) -> Iterable[str]:
    half = BREATH // 2
    return (part,) if len(part) <= BREATH else (part[at : at + half] for at in range(0, len(part), half))


def _words(part: str) -> Iterator[str]:
    words = part.split()
    return (" ".join(words[at : at + WORDS]) for at in range(0, len(words), WORDS))
