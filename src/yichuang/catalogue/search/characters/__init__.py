"""What characters are to a searcher: their simplified form, their sound, their first letters. Pure.

``simplified.tsv`` is derived from OpenCC's TSCharacters (Apache-2.0), ``readings.tsv`` from pypinyin's character table
(MIT), cut to GB 2312. Columns of the latter: syllable, characters read so first of all, characters read so also.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SAME_SOUND = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))
"""What many speakers do not tell apart."""


@cache
def _simplified() -> dict[int, str]:
    rows = (line.split("\t") for line in (HERE / "simplified.tsv").read_text("utf-8").splitlines())
    return {ord(old): new for old, new in rows}


def simplify(text: str) -> str:
    """``text`` in simplified characters, full-width letters made plain, lower case."""
    plain = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
    return plain.translate(_simplified()).lower()


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    first: dict[str, list[str]] = defaultdict(list)
    more: dict[str, list[str]] = defaultdict(list)
    for line in (HERE / "readings.tsv").read_text("utf-8").splitlines():
        syllable, usual, also = line.split("\t")
        for sign in usual:
            first[sign].append(syllable)
        for sign in also:
            more[sign].append(syllable)
    return {sign: (*first[sign], *more[sign]) for sign in first}


def readings(sign: str) -> tuple[str, ...]:
    """The syllables a character may be read as, the usual one first; empty for what is no common character."""
    return _readings().get(sign, ())


@cache
def syllables() -> frozenset[str]:
    """Every syllable of the table."""
    return frozenset(each for read in _readings().values() for each in read)


@cache
def sound(sign: str) -> str:
    """The usual reading as most ears take it."""
    heard = readings(sign)[0] if readings(sign) else sign
    for clear, loose in SAME_SOUND:
        if heard.startswith(clear):
            heard = loose + heard[len(clear) :]
        elif heard.endswith(clear):
            heard = heard[: -len(clear)] + loose
    return heard


def spelled(letters: str) -> tuple[str, ...]:
    """``letters`` as syllables of pinyin, the fewest; empty when they are none."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        ways = [
            (*before, letters[start:end])
            for start in range(max(0, end - 6), end)
            if (before := best[start]) is not None and letters[start:end] in syllables()
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1] or ()


def initials(text: str) -> tuple[str, ...]:
    """The first letters that each character of ``text`` may have; Latin letters and digits stand for themselves."""
    return tuple(found for found in map(_letters, text) if found)


def _letters(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    return "".join(dict.fromkeys(read[0] for read in readings(sign)))


def fits(typed: str, text: tuple[str, ...]) -> int | None:
    """Where ``typed`` stands in the initials of ``text`` as one run; None when it does not."""
    last = len(text) - len(typed)
    return next(
        (at for at in range(last + 1) if all(letter in text[at + place] for place, letter in enumerate(typed))), None
    )
