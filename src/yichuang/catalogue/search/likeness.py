"""How like a question is to what people say who need an item. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log

from msgspec import Struct

from yichuang.catalogue.search.reading import Part
from yichuang.catalogue.search.words import book, near

MISSED, UNASKED = 0.62, 0.34
"""What it costs that a word of the question is not in a saying, and the other way about."""
CONTEXT = 0.25
"""How much of a word counts that stands only in an item's results, situations and rules."""
UNKNOWN, MOST_UNKNOWN = 0.55, 2.4
"""What a word costs that nobody says of anything, and what all such words cost at most."""
MANY = 500
"""A feature that stands for so many things says nothing."""


class Saying(Struct, frozen=True):
    """One way to ask for something."""

    code: str
    text: str
    features: frozenset[str]


class Asked(Struct, frozen=True):
    """Something that a question speaks of."""

    feature: str
    weight: float
    share: float
    """How sure it is that the question speaks of it: what counts where a saying lacks it."""


class Question(Struct, frozen=True):
    """What a question speaks of, ready to be held against many sayings."""

    asked: Mapping[str, Asked]
    kin: Mapping[str, Sequence[tuple[str, float, float]]]
    """By what is near to something asked and not asked for itself: to what, how near, and how much of its own weight that is."""
    touched: frozenset[str]
    """All that a saying may have in common with it."""
    missed: float
    """What it costs where a saying has nothing of it."""


class Sayings:
    """Everything people say, by what it is about."""

    def __init__(self, sayings: Iterable[Saying], context: Mapping[str, frozenset[str]]) -> None:
        listed = tuple(sayings)
        self.context = context
        rarity = _rarity(listed)
        self.weights = {each: _weight(each, rarity) for each in {*rarity, *book().weights}}
        self.of: dict[str, list[tuple[Saying, float]]] = defaultdict(list)
        """The sayings about each thing, with the weight of all that each one says."""
        for saying in listed:
            self.of[saying.code].append((saying, sum(self.weights[each] for each in sorted(saying.features))))

    def nearest(self, parts: Iterable[Part], codes: Iterable[str]) -> dict[str, tuple[float, Saying]]:
        """The nearest saying of each of ``codes``, and how near it is: 0 to 1."""
        return dict(self._each(codes, self._question(parts)))

    def _question(self, parts: Iterable[Part]) -> Question:
        shares = {part.feature: part.share for part in parts}
        asked = {each: Asked(each, self.weights[each], shares[each]) for each in sorted(shares) if each in self.weights}
        kin: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
        for each in asked:
            for other, much in near().get(each, {}).items():
                if other not in asked:
                    kin[other].append((each, much, self.weights[other] * much))
        strange = min(MOST_UNKNOWN, UNKNOWN * (len(shares) - len(asked)))
        missed = strange + sum(each.weight * each.share for each in asked.values())
        return Question(asked, kin, frozenset((*asked, *kin)), missed)

    def _each(self, codes: Iterable[str], question: Question) -> Iterator[tuple[str, tuple[float, Saying]]]:
        for code in codes:
            context = [each for each in question.asked if each in self.context.get(code, ())]
            best, nearest = 0.0, None
            for saying, whole in self.of.get(code, ()):
                common = saying.features & question.touched
                score = _likeness(common, whole, question, context) if common else 0.0
                if score > best:
                    best, nearest = score, saying
            if nearest:
                yield code, (best, nearest)


def _likeness(common: frozenset[str], whole: float, question: Question, context: Iterable[str]) -> float:
    """Tversky's index over weighed features: what both say, against what only one of them says. Only what both say is walked."""
    shares, met = _met(common, question)
    if not met:
        return 0.0
    for each in context:
        shares.setdefault(each, CONTEXT)
    shared, missed = 0.0, question.missed
    for each, share in shares.items():
        asked = question.asked[each]
        shared += asked.weight * share
        missed -= asked.weight * asked.share * share
    return shared / (shared + MISSED * max(missed, 0.0) + UNASKED * max(whole - met, 0.0))


def _met(common: frozenset[str], question: Question) -> tuple[dict[str, float], float]:
    """How much of each thing asked a saying has, and how much of its own weight that is."""
    shares: dict[str, float] = {}
    met = 0.0
    for feature in sorted(common):
        if feature in question.asked:
            shares[feature] = 1.0
            met += question.asked[feature].weight
            continue
        for asked, much, weight in question.kin[feature]:
            if asked not in common:
                shares[asked] = max(shares.get(asked, 0.0), much)
                met += weight
    return shares, met


def _weight(feature: str, rarity: Mapping[str, float]) -> float:
    """How much a feature says: a notion as its file tells, characters by their rarity in the sayings."""
    if feature in book().weights:
        return book().weights[feature] * (0.75 + 0.25 * rarity.get(feature, 1.0))
    return rarity[feature]


def _rarity(sayings: Iterable[Saying]) -> dict[str, float]:
    """0 to 1: how few things a feature stands for."""
    codes: dict[str, set[str]] = defaultdict(set)
    for saying in sayings:
        for feature in saying.features:
            codes[feature].add(saying.code)
    return {feature: 1 - log(len(who)) / log(MANY) for feature, who in codes.items()}
