"""Which items the words of a question speak of, one by one: Bayes' rule over everything people say. Pure.

For each trait of a text (a notion, two units beside each other, one unit) the sayings tell how much oftener it stands in what
is said of an item than in what is said at all. A word that is said of one item alone outweighs many that are said of all,
so that a long story is known by its few telling words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log, sqrt

from yichuang.catalogue.search.reading import Reading
from yichuang.catalogue.search.words import near

NOTION, PAIR, UNIT = 1.0, 0.7, 0.4
"""How much a notion, a pair of units and a single unit count."""
KIN = 0.5
"""How much of a notion's nearness counts here."""
DOUBT = 4.0
"""How many sayings of nothing in particular every item is given beforehand."""
SUREST = 0.999

Traits = dict[str, float]
"""How much of each trait a text has."""


def traits(reading: Reading) -> Traits:
    """What a text is known by."""
    found: Traits = {}
    for part in reading.parts:
        if part.feature != "noise" and part.feature[0] != "=":
            found[part.feature] = max(found.get(part.feature, 0.0), part.share)
            for other, much in near().get(part.feature, {}).items():
                found[other] = max(found.get(other, 0.0), much * KIN * part.share)
    found |= dict.fromkeys((f"{a} {b}" for a, b in pairwise(reading.signs)), 1.0)
    return found | {f"·{sign}": 1.0 for sign in reading.signs}


def _counts(trait: str) -> float:
    if trait[0] == "·":
        return UNIT
    return PAIR if " " in trait else NOTION


class Profile:
    """What is said of each of many things, ready to be asked."""

    def __init__(self, said: Iterable[tuple[str, Traits]]) -> None:
        often: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        sayings: dict[str, int] = defaultdict(int)
        for code, found in said:
            sayings[code] += 1
            for trait, much in found.items():
                often[trait][code] += much
        self.silent = {code: log(DOUBT / (many + DOUBT)) for code, many in sayings.items()}
        """What it tells for an item that a trait is never said of it."""
        self.telling = {trait: self._told(said_of, sayings) for trait, said_of in often.items()}

    def _told(self, said_of: Mapping[str, float], sayings: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
        """How much a trait tells for each item that it is said of, beyond silence."""
        usual = min(SUREST, sum(much / sayings[code] for code, much in said_of.items()) / len(sayings))
        return tuple(
            (code, log((much + DOUBT * usual) / (sayings[code] + DOUBT) / usual) - self.silent[code])
            for code, much in said_of.items()
        )

    def scores(self, found: Traits) -> dict[str, float]:
        """How much speaks for each thing that any trait is said of; 0 = no more than for anything else."""
        told: dict[str, float] = defaultdict(float)
        whole = 0.0
        for trait, much in found.items():
            if trait not in self.telling:
                continue
            counts = _counts(trait) * much
            whole += counts
            for code, tells in self.telling[trait]:
                told[code] += counts * tells
        return {code: (much + whole * self.silent[code]) / sqrt(whole) for code, much in told.items()}
