"""How like a question is to what people say who need an item. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log

from msgspec import Struct

from yichuang.catalogue.search.reading import Part
from yichuang.catalogue.search.words import book, near

MISSED, UNASKED = 0.62, 0.34
"""What it costs that a word of the question is not in a saying, and the other way about."""
CONTEXT = 0.25
"""How much of a word counts that stands only in an item's results, situations and rules."""
UNKNOWN = 0.55
MOST_UNKNOWN = 2.4

Kin = tuple[tuple[str, float], ...]


class Saying(Struct, frozen=True):
    """One way to ask for something."""

    code: str
    text: str
    features: frozenset[str]


def features(parts: Iterable[Part]) -> frozenset[str]:
    """What a saying is compared by."""
    return frozenset(part.feature for part in parts if part.feature != "noise")


class Sayings:
    """Everything people say, by what it is about."""

    def __init__(self, sayings: Iterable[Saying], context: Mapping[str, frozenset[str]]) -> None:
        self.of: dict[str, list[Saying]] = defaultdict(list)
        for saying in sayings:
            self.of[saying.code].append(saying)
        self.context = context
        rarity = _rarity(self.of)
        self.weights = {each: _weight(each, rarity) for each in {*rarity, *book().weights}}
        self.whole = {
            saying: sum(self.weights[each] for each in saying.features)
            for listed in self.of.values()
            for saying in listed
        }

    def weight(self, feature: str) -> float:
        """How much a feature says, known or not."""
        return self.weights.get(feature, UNKNOWN)

    def nearest(self, parts: Iterable[Part], codes: Iterable[str]) -> dict[str, tuple[float, Saying]]:
        """The nearest saying of each of ``codes``, and how near it is: 0 to 1."""
        asked = features(parts)
        known = {each: self.weight(each) for each in asked if each in self.weights}
        strange = min(MOST_UNKNOWN, sum(self.weight(each) for each in asked if each not in known))
        kin = {each: tuple(near().get(each, {}).items()) for each in known}
        return dict(self._each(codes, known, kin, strange))

    def _each(
        self, codes: Iterable[str], known: Mapping[str, float], kin: Mapping[str, Kin], strange: float
    ) -> Iterator[tuple[str, tuple[float, Saying]]]:
        for code in codes:
            context = self.context.get(code, frozenset())
            best, nearest = 0.0, None
            for saying in self.of.get(code, ()):
                score = self._likeness(saying, known, kin, strange, context)
                if score > best:
                    best, nearest = score, saying
            if nearest:
                yield code, (best, nearest)

    def _likeness(
        self,
        saying: Saying,
        known: Mapping[str, float],
        kin: Mapping[str, Kin],
        strange: float,
        context: frozenset[str],
    ) -> float:
        """Tversky's index over weighed features: what both say, against what only one of them says."""
        own = saying.features
        common, missed, unasked = 0.0, strange, self.whole[saying]
        touched = False
        for feature, weight in known.items():
            share = 0.0
            if feature in own:
                share, touched = 1.0, True
                unasked -= weight
            for other, much in kin[feature]:
                if other in own and other not in known:
                    share, touched = max(share, much), True
                    unasked -= self.weights[other] * much
            if not share and feature in context:
                share = CONTEXT
            common += weight * share
            missed += weight * (1 - share)
        return common / (common + MISSED * missed + UNASKED * max(unasked, 0.0)) if touched else 0.0


def _weight(feature: str, rarity: Mapping[str, float]) -> float:
    """How much a feature says: a notion as its file tells, characters by their rarity in the sayings."""
    if feature in book().weights:
        return book().weights[feature] * (0.75 + 0.25 * rarity.get(feature, 1.0))
    return rarity[feature]


def _rarity(of: Mapping[str, list[Saying]]) -> dict[str, float]:
    """0 to 1: how few things a feature stands for."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, listed in of.items():
        for saying in listed:
            for feature in saying.features:
                codes[feature].add(code)
    return {feature: 1 - log(len(who)) / log(500) for feature, who in codes.items()}
