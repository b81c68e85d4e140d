"""Which items the words of a question speak of, one by one: Bayes' rule over everything people say. Pure.

For each trait of a text (a notion, two units beside each other, one unit) the sayings tell how much oftener it stands in what
is said of an item than in what is said at all. A word that is said of one item alone outweighs many that are said of all,
so that a long story is known by its few telling words. And what is nearly always said of an item (that the card is a child's,
that the person is a foreigner) speaks against it where it is not said.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
NEEDED = 0.3
"""A notion that stands in this share of an item's sayings is missed where it is not said."""
ABSENT = 0.5
"""How much it counts that a notion is missed."""

Traits = dict[str, float]
"""How much of each trait a text has."""


def traits(reading: Reading) -> Traits:
    """What a text is known by."""
    found: Traits = {}
    for part in reading.parts:
        if part.feature[0] != "=":
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
        self.sayings: dict[str, int] = defaultdict(int)
        for code, found in said:
            self.sayings[code] += 1
            for trait, much in found.items():
                often[trait][code] += much
        self.silent = {code: log(DOUBT / (many + DOUBT)) for code, many in self.sayings.items()}
        """What it tells for an item that a trait is never said of it."""
        usual = {trait: self._usual(said_of) for trait, said_of in often.items()}
        self.telling = {trait: self._told(said_of, usual[trait]) for trait, said_of in often.items()}
        self.needed: dict[str, dict[str, float]] = defaultdict(dict)
        """How much it tells against an item that a notion is not said, for those that nearly always are."""
        for trait, said_of in often.items():
            for code, much in self._needing(said_of, usual[trait]) if _counts(trait) == NOTION else ():
                self.needed[code][trait] = much
        self.all_missed = {code: sum(needed.values()) for code, needed in self.needed.items()}
        self.needing: dict[str, set[str]] = defaultdict(set)
        """The items that need a notion."""
        for code, needed in self.needed.items():
            for trait in needed:
                self.needing[trait].add(code)

    def _usual(self, said_of: Mapping[str, float]) -> float:
        """In which share of sayings a trait stands, whatever they are about."""
        return min(SUREST, sum(much / self.sayings[code] for code, much in said_of.items()) / len(self.sayings))

    def _told(self, said_of: Mapping[str, float], usual: float) -> tuple[tuple[str, float], ...]:
        """How much a trait tells for each item that it is said of, beyond silence."""
        return tuple(
            (code, log((much + DOUBT * usual) / (self.sayings[code] + DOUBT) / usual) - self.silent[code])
            for code, much in said_of.items()
        )

    def _needing(self, said_of: Mapping[str, float], usual: float) -> Iterator[tuple[str, float]]:
        for code, much in said_of.items():
            share = (much + DOUBT / 2 * usual) / (self.sayings[code] + DOUBT / 2)
            if share >= NEEDED:
                yield code, log((1 - usual) / (1 - share))

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
        root, missed = sqrt(whole), self._missed(found)
        return {
            code: (much + whole * self.silent[code]) / root - ABSENT * missed.get(code, 0.0)
            for code, much in told.items()
        }

    def _missed(self, found: Traits) -> dict[str, float]:
        """How much is missed of what each item needs: all of it, but where something of it is said."""
        told = {code for trait in found for code in self.needing.get(trait, ())}
        return self.all_missed | {
            code: sum(much * (1 - min(found.get(trait, 0.0), 1.0)) for trait, much in self.needed[code].items())
            for code in told
        }
