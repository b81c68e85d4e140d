"""What a question means: every item and life event weighed against it, with the reasons. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log

from msgspec import Struct

from yichuang.catalogue.definition import Item
from yichuang.catalogue.search.characters import fits, initials, readings, simplify
from yichuang.catalogue.search.reading import How, Part, from_pinyin, read
from yichuang.catalogue.search.words import PAIR, SHORT, TRIPLE, Agency, Event, Units, book, events, near, pieces, said

FLOOR = 0.42
"""Below this nothing fits. Calibrated on the tuning half of ``bench/questions``."""
AGENCY_FLOOR = 0.62
"""What a question must reach that names another office's business."""
NEAREST = 0.5
"""An item is left out below this share of the best one."""
MISSED, UNASKED = 0.62, 0.34
"""What it costs that a word of the question is not in an item's saying, and the other way about."""
CONTEXT = 0.25
"""How much of a word counts that stands only in an item's materials, results and situations."""
FREQUENT = 0.035
UNKNOWN = 0.55
OTHERS = 3.0
"""What a word weighs that is another office's business."""
MOST_UNKNOWN = 2.4


Shares = dict[str, float]
"""How much of each feature, 0 to 1."""


class Reason(Struct, frozen=True):
    """Why an item fits. ``kind``: name, means, sounds, pinyin, initials, code or said; words of ``labels.yaml``."""

    kind: str
    typed: str
    meant_zh: str = ""
    meant_en: str = ""


class Fit(Struct, frozen=True):
    """An item or life event that fits; ``score`` 0 to 1 and a little."""

    code: str
    score: float
    reasons: tuple[Reason, ...] = ()


class Answer(Struct, frozen=True):
    """What was found; nothing at all is an answer too, with the office to ask where it is known."""

    items: tuple[Fit, ...] = ()
    events: tuple[Fit, ...] = ()
    agency: Agency | None = None


class Saying(Struct, frozen=True):
    """One way to ask for an item."""

    code: str
    text: str
    features: frozenset[str]


class Index:
    """The items and life events of one catalogue, ready to be asked."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = {item.code: item for item in items}
        self.sayings = tuple(_sayings(self.items.values()))
        self.rarity = _rarity(self.sayings)
        self.holding: dict[str, list[int]] = defaultdict(list)
        self.weights = {feature: self._weight(feature) for feature in {*self.rarity, *book().weights}}
        self.whole = [sum(self.weights[feature] for feature in saying.features) for saying in self.sayings]
        for place, saying in enumerate(self.sayings):
            for feature in saying.features:
                self.holding[feature].append(place)
        self.context = {code: _context(item) for code, item in self.items.items()}
        self.names = {code: (simplify(item.name.zh), item.name.en.lower()) for code, item in self.items.items()}
        self.letters = {code: initials(name) for code, (name, _) in self.names.items()}
        self.vocabulary = _vocabulary(name for name, _ in self.names.values())

    def search(self, typed: str) -> Answer:
        """What ``typed`` may mean, best first."""
        text, pinyin = from_pinyin(typed.strip()[:120], self.vocabulary)
        parts = [part for part in read(text) if part.feature != "noise"]
        agency = next((part.feature[7:] for part in parts if part.feature.startswith("agency:")), "")
        found = self._by_meaning(parts)
        for code, (score, reason) in self._by_spelling(typed).items():
            if score > found.get(code, (0.0, None))[0]:
                found[code] = (score, reason)
        floor = AGENCY_FLOOR if agency else FLOOR
        ranked = sorted(found, key=lambda code: (-self._rank(code, found[code][0]), code))
        best = found[ranked[0]][0] if ranked else 0.0
        kept = [code for code in ranked if found[code][0] >= max(floor, best * NEAREST)]
        fitting = [Fit(code, round(found[code][0], 3), self._reasons(parts, found[code][1], pinyin)) for code in kept]
        ours = tuple(fit for fit in fitting if fit.code in self.items)
        return Answer(
            ours,
            tuple(fit for fit in fitting if fit.code not in self.items),
            book().agencies[agency] if agency and not ours else None,
        )

    def _rank(self, code: str, score: float) -> float:
        item = self.items.get(code)
        return score + (FREQUENT if item and item.high_frequency else 0)

    def weight(self, feature: str) -> float:
        """How much a feature says, known or not."""
        return self.weights.get(feature, UNKNOWN)

    def _weight(self, feature: str) -> float:
        """How much a feature says: a notion as its file tells, characters by their rarity in the sayings."""
        if feature in book().weights:
            return book().weights[feature] * (0.75 + 0.25 * self.rarity.get(feature, 1.0))
        return self.rarity[feature]

    def _by_meaning(self, parts: list[Part]) -> dict[str, tuple[float, "Saying | Reason"]]:
        asked = {part.feature for part in parts}
        known = {feature: self.weight(feature) for feature in asked if self._is_known(feature)}
        strange = min(MOST_UNKNOWN, sum(self.weight(feature) for feature in asked - set(known) if feature[0] == "="))
        strange += sum(OTHERS for feature in asked if feature.startswith("agency:"))
        found: dict[str, tuple[float, Saying | Reason]] = {}
        for place, shares, met in self._touched(known):
            score = self._likeness(place, known, shares, met, strange)
            code = self.sayings[place].code
            if score > found.get(code, (0.0, None))[0]:
                found[code] = (score, self.sayings[place])
        return found

    def _is_known(self, feature: str) -> bool:
        return feature in self.holding or feature in book().notions

    def _touched(self, known: Iterable[str]) -> Iterator[tuple[int, Shares, Shares]]:
        """Every saying that has to do with a known feature: how much of each it has, and how much of its own is met."""
        shares: dict[int, Shares] = defaultdict(dict)
        met: dict[int, Shares] = defaultdict(dict)
        for feature in known:
            for kin, much in {**near().get(feature, {}), feature: 1.0}.items():
                for place in self.holding.get(kin, ()):
                    shares[place][feature] = max(much, shares[place].get(feature, 0.0))
                    met[place][kin] = max(much, met[place].get(kin, 0.0))
        return ((place, found, met[place]) for place, found in shares.items())

    def _likeness(self, place: int, known: Mapping[str, float], shares: Shares, met: Shares, strange: float) -> float:
        """Tversky's index over weighed features: what both say, against what only one of them says."""
        context = self.context.get(self.sayings[place].code, frozenset())
        common = missed = 0.0
        for feature, weight in known.items():
            share = shares.get(feature) or (CONTEXT if feature in context else 0.0)
            common += weight * share
            missed += weight * (1 - share)
        unasked = self.whole[place] - sum(self.weights[feature] * much for feature, much in met.items())
        return common / (common + MISSED * (missed + strange) + UNASKED * unasked)

    def _by_spelling(self, typed: str) -> dict[str, tuple[float, "Saying | Reason"]]:
        """Items by their code, a run of their name, or the initials of its pinyin."""
        wanted = simplify(typed).strip()
        tight = wanted.replace(" ", "")
        found: dict[str, tuple[float, Saying | Reason]] = {}
        if tight.isascii() and len(tight) < PAIR:
            return found
        for code in self.items:
            spelled = self._spelled(code, wanted, tight)
            if spelled:
                found[code] = spelled
        return found

    def _spelled(self, code: str, wanted: str, tight: str) -> tuple[float, "Saying | Reason"] | None:
        zh, en = self.names[code]
        if wanted == code:
            return 2.0, Reason("code", wanted)
        if tight in zh:
            return 0.5 + 0.4 * len(tight) / len(zh) + 0.1 * zh.startswith(tight), Reason("name", tight)
        at = fits(tight, self.letters[code]) if tight.isascii() and tight.isalpha() else None
        if at is not None:
            close = 0.1 * len(tight) / len(self.letters[code])
            return 0.85 - 0.03 * min(at, 3) + close, Reason("initials", tight)
        if len(wanted) >= SHORT and wanted in en:
            return 0.5 + 0.4 * len(wanted) / len(en), Reason("name", wanted)
        if len(wanted) >= TRIPLE and wanted in code:
            return 0.5, Reason("code", wanted)
        return None

    def _reasons(self, parts: list[Part], by: "Saying | Reason", pinyin: str) -> tuple[Reason, ...]:
        if isinstance(by, Reason):
            return (by,)
        first = (Reason("pinyin", pinyin, "".join(part.typed for part in parts)),) if pinyin else ()
        reasons = [*first, *filter(None, (_reason(part, by.features) for part in parts))]
        own_name = by.code in self.names and by.text in {self.items[by.code].name.zh, self.items[by.code].name.en}
        if not own_name:
            reasons.append(Reason("said", by.text))
        return tuple(dict.fromkeys(reasons))


def _reason(part: Part, features: frozenset[str]) -> Reason | None:
    if part.feature.startswith("="):
        return Reason("name", part.typed) if part.feature in features else None
    kin = {part.feature, *near().get(part.feature, ())} & features
    if not kin:
        return None
    notion = book().notions[part.feature if part.feature in kin else min(kin)]
    if part.how in {How.SOUND, How.SLIP}:
        return Reason("sounds", part.typed, part.meant, notion.en)
    return Reason("means", part.typed, notion.zh, notion.en)


def _sayings(items: Iterable[Item]) -> Iterator[Saying]:
    ours = [(item.code, (item.name.zh, item.name.en, *said().get(item.code, ()))) for item in items]
    theirs = [(event.code, (event.name.zh, event.name.en, *event.said)) for event in events()]
    for code, texts in (*ours, *theirs):
        for text in texts:
            features = _features(text)
            if features:
                yield Saying(code, text, features)


def _features(text: str) -> frozenset[str]:
    parts = read(text, exact=True)
    return frozenset(
        part.feature for part in parts if part.feature != "noise" and not part.feature.startswith("agency")
    )


def _context(item: Item) -> frozenset[str]:
    texts = [output.name.zh for output in item.outputs]
    texts += [text for each in item.situations for text in (each.question.zh, *(o.label.zh for o in each.options))]
    texts += [rule.message.zh for rule in item.rules]
    return frozenset(feature for text in texts for feature in _features(text))


def _rarity(sayings: tuple[Saying, ...]) -> dict[str, float]:
    """0 to 1: how few codes a feature stands for."""
    codes: dict[str, set[str]] = defaultdict(set)
    for saying in sayings:
        for feature in saying.features:
            codes[feature].add(saying.code)
    return {feature: 1 - log(len(who)) / log(500) for feature, who in codes.items()}


def _vocabulary(names: Iterable[str]) -> dict[Units, str]:
    return {
        tuple(readings(sign)[0] for sign in piece): piece
        for name in names
        for piece in sorted(pieces(name))
        if all(readings(sign) for sign in piece)
    }


_kept: dict[tuple[int, ...], Index] = {}
MOST_KEPT = 4


def index_of(items: Iterable[Item]) -> Index:
    """The index of these versions of items, made once (1 s) for as long as they are the ones in force."""
    listed = tuple(items)
    key = tuple(map(id, listed))  # an index holds its items, so that an id in here names no other one
    if key not in _kept:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = Index(listed)
    return _kept[key]


def event_of(code: str) -> Event:
    """A life event by its code."""
    return next(event for event in events() if event.code == code)
