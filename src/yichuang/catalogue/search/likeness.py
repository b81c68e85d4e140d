"""How like a question is to what people say who need an item. Pure."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
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

Kin = tuple[tuple[str, float, float], ...]


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
    kin: Kin


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
            self.of[saying.code].append((saying, sum(self.weights[each] for each in saying.features)))

    def nearest(self, parts: Iterable[Part], codes: Iterable[str]) -> dict[str, tuple[float, Saying]]:
        """The nearest saying of each of ``codes``, and how near it is: 0 to 1."""
        shares = {part.feature: part.share for part in parts}
        known = {each for each in shares if each in self.weights}
        asked = [Asked(each, self.weights[each], shares[each], self._kin(each, known)) for each in sorted(known)]
        strange = min(MOST_UNKNOWN, UNKNOWN * len(shares.keys() - known))
        return dict(self._each(codes, asked, strange))

    def _kin(self, feature: str, known: Container[str]) -> Kin:
        """What is near to ``feature`` and not asked for itself: how near, and how much of its own weight that is."""
        kin = near().get(feature, {}).items()
        return tuple((other, much, self.weights[other] * much) for other, much in kin if other not in known)

    def _each(
        self, codes: Iterable[str], asked: list[Asked], strange: float
    ) -> Iterator[tuple[str, tuple[float, Saying]]]:
        touched = {each.feature for each in asked} | {other for each in asked for other, _, _ in each.kin}
        for code in codes:
            context = self.context.get(code, frozenset())
            best, nearest = 0.0, None
            for saying, whole in self.of.get(code, ()):
                if saying.features.isdisjoint(touched):
                    continue
                score = _likeness(saying.features, whole, asked, strange, context)
                if score > best:
                    best, nearest = score, saying
            if nearest:
                yield code, (best, nearest)


def _likeness(own: frozenset[str], whole: float, asked: list[Asked], strange: float, context: frozenset[str]) -> float:
    """Tversky's index over weighed features: what both say, against what only one of them says."""
    common, missed, met = 0.0, strange, 0.0
    for each in asked:
        share, weight = _met(each, own)
        met += weight
        if not share and each.feature in context:
            share = CONTEXT
        common += each.weight * share
        missed += each.weight * each.share * (1 - share)
    return common / (common + MISSED * missed + UNASKED * max(whole - met, 0.0)) if met else 0.0


def _met(asked: Asked, own: frozenset[str]) -> tuple[float, float]:
    """How much of what is asked a saying has, and how much of its own that is."""
    if asked.feature in own:
        return 1.0, asked.weight
    share = weight = 0.0
    for other, much, whole in asked.kin:
        if other in own:
            share, weight = max(share, much), weight + whole
    return share, weight


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
