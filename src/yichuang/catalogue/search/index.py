"""What a question means: every item, life event and foreign office weighed against it, with the reasons. Pure.

Two judges: the profile weighs each word by itself (which items is it said of?), the likeness compares the question as a whole
with the nearest saying. What another office does is said in ``said/outside.yaml``; where that is nearer than every item,
the answer is that office, and where nothing is near, that nothing fits.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import chain
from operator import attrgetter
from threading import Lock

from msgspec import Struct, structs

from yichuang.catalogue.definition import Item
from yichuang.catalogue.search.characters import fits, initials, readings, simplify
from yichuang.catalogue.search.emergency import Emergency, emergency_in
from yichuang.catalogue.search.letters import from_pinyin
from yichuang.catalogue.search.likeness import Saying, Sayings
from yichuang.catalogue.search.profile import Profile, traits
from yichuang.catalogue.search.reading import How, Part, Reading, understood
from yichuang.catalogue.search.story import OTHERWISE, TOLD, clauses
from yichuang.catalogue.search.words import PAIR, SHORT, TRIPLE, Agency, Units, book, events, near, pieces, said

FLOOR = 0.2
"""Below this nothing fits. Like the numbers below it, chosen on the tuning questions and on sayings left out in turn."""
EVENT_FLOOR = 0.42
EVENT_SURE = 0.8
"""A life event that is less like what is said must hold the first item found, or it is beside the point."""
SURE = 1.0
"""What an item must have to be named below an emergency: nobody in danger is sent to a counter on a guess."""
NEAREST = 0.55
"""An item is left out below this share of the best one."""
SPEAKING = 0.1
"""How much the profile counts beside the likeness."""
OUTSIDE = -0.1
"""By how much an office must be nearer than every item: an item in doubt is no answer."""
NOBODY = "other"
"""Key of what is no office's business: the weather, a recipe, a greeting."""
FREQUENT = 0.035
"""What is asked for often comes first of equals."""
LONGEST = 200
"""Characters of a question that are read."""
BRIEF = 8
"""Characters of the longest saying that is known by its initials."""
LOOKED_AT = 30
"""Of how many items, those that the words speak of most, the sayings are compared."""


class Reason(Struct, frozen=True):
    """Why an item fits."""

    kind: str
    """A key of ``reasons.yaml``: name, means, sounds, pinyin, initials, code or said."""
    typed: str
    meant_zh: str = ""
    meant_en: str = ""


class Fit(Struct, frozen=True):
    """An item or life event that fits; the higher ``score``, the better."""

    code: str
    score: float
    reasons: tuple[Reason, ...] = ()


_score = attrgetter("score")


class Answer(Struct, frozen=True):
    """What was found; nothing at all is an answer too, with the office to ask where it is known."""

    items: tuple[Fit, ...] = ()
    events: tuple[Fit, ...] = ()
    agency: Agency | None = None
    emergency: Emergency | None = None
    """What comes before everything else."""


By = Saying | Reason
Scored = tuple[float, By]
Found = dict[str, Scored]


class Index:
    """The items and life events of one catalogue, ready to be asked."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = {item.code: item for item in items}
        self.events = {event.code: event for event in events()}
        texts = [(code, text, understood(text, exact=True)) for code, text in _texts(self.items.values())]
        self.profile = Profile((code, traits(read)) for code, _, read in texts if code not in self.events)
        self.sayings = Sayings(
            (Saying(code, text, read.features) for code, text, read in texts),
            {code: _context(item) for code, item in self.items.items()},
        )
        self.names = {code: (simplify(item.name.zh), item.name.en.lower()) for code, item in self.items.items()}
        self.letters = {code: initials(name) for code, (name, _) in self.names.items()}
        self.spellings = "\n".join(chain(self.names, *self.names.values()))
        """Every code and name, to see at a glance that none has a run of letters."""
        self.short = _short(saying for code in self.items for saying, _ in self.sayings.of[code])
        self.vocabulary = _vocabulary(name for name, _ in self.names.values())

    def search(self, typed: str) -> Answer:
        """What ``typed`` may mean, best first; of an emergency its number before all else."""
        told = verb_first(typed.strip()[:LONGEST])
        answer, urgent = self._meant(told), emergency_in(told)
        if not urgent:
            return answer
        helping = (fit for fit in answer.items if fit.score >= SURE or fit.code in urgent.then)
        return Answer(tuple(helping), emergency=urgent)

    def _meant(self, told: str) -> Answer:
        answer = self._understood(told, self.events)
        return answer if answer.items or answer.events or answer.agency else self._story(clauses(told))

    def _story(self, told: Sequence[str]) -> Answer:
        """What the clauses speak for together, unless more of them are another office's business."""
        heard = [self._understood(clause, ()) for clause in told]
        spoken: dict[str, list[Fit]] = defaultdict(list)
        for fit in chain.from_iterable(answer.items for answer in heard):
            spoken[fit.code].append(fit)
        fits = [
            structs.replace(max(each, key=_score), score=round(sum(map(_score, each)), 3)) for each in spoken.values()
        ]
        best = max(map(_score, fits), default=0.0)
        if best - OTHERWISE * sum(answer.agency is not None for answer in heard) < TOLD:
            return Answer()
        return Answer(tuple(sorted((fit for fit in fits if fit.score >= best * NEAREST), key=_score, reverse=True)))

    def _understood(self, typed: str, among: Iterable[str]) -> Answer:
        """What it may mean as a whole; of the life events, those ``among`` which to look."""
        text, pinyin = from_pinyin(typed, self.vocabulary)
        reading = understood(verb_first(text))
        speaking = self.profile.scores(traits(reading))
        most = nlargest(LOOKED_AT, speaking, key=lambda code: (speaking[code], code))
        near_by: Found = {**self.sayings.nearest(reading.parts, (*most, *among))}
        for code, spelled in self._by_spelling(typed):
            if code not in near_by or spelled[0] > near_by[code][0]:
                near_by[code] = spelled
        found = {
            code: (score + self._spoken(speaking.get(code, 0.0), by) + self._often(code), by)
            for code, (score, by) in near_by.items()
            if code not in self.events
        }
        ours = self._ranked({code: each for code, each in found.items() if code in self.items}, FLOOR)
        theirs = max((code for code in found if code not in self.items), key=lambda code: found[code][0], default="")
        if theirs and (not ours or found[theirs][0] > found[ours[0]][0] + OUTSIDE):
            return Answer(agency=book().agencies[theirs] if theirs != NOBODY and found[theirs][0] > FLOOR else None)
        happening = {
            code: each
            for code, each in near_by.items()
            if code in self.events and (not ours or each[0] >= EVENT_SURE or ours[0] in self.events[code].items)
        }
        around = self._ranked(happening, EVENT_FLOOR)
        return Answer(
            tuple(self._fit(code, found[code], reading, pinyin, typed) for code in ours),
            tuple(self._fit(code, happening[code], reading, pinyin, typed) for code in around),
        )

    @staticmethod
    def _spoken(much: float, by: By) -> float:
        """What the profile adds; nothing is taken from an item whose name or code was typed."""
        return SPEAKING * (max(much, 0.0) if isinstance(by, Reason) else much)

    def _often(self, code: str) -> float:
        return FREQUENT if code in self.items and self.items[code].high_frequency else 0.0

    def _ranked(self, found: Found, floor: float) -> list[str]:
        best = max((score for score, _ in found.values()), default=0.0)
        kept = [code for code in found if found[code][0] >= max(floor, best * NEAREST)]
        return sorted(kept, key=lambda code: (-found[code][0], code))

    def _fit(self, code: str, found: Scored, reading: Reading, pinyin: str, typed: str) -> Fit:
        return Fit(code, round(found[0], 3), self._reasons(reading.parts, found[1], pinyin, typed))

    def _by_spelling(self, typed: str) -> Iterator[tuple[str, Scored]]:
        """Items by their code, a run of their name, or the initials of its pinyin."""
        wanted = simplify(typed).strip()
        tight = wanted.replace(" ", "")
        if tight.isascii() and len(tight) < PAIR:
            return
        yield from ((code, (1.0, Reason("initials", tight))) for code in self.short.get(tight, ()))
        if not (tight.isascii() and tight.isalpha()) and tight not in self.spellings and wanted not in self.spellings:
            return
        spelled = ((code, self._spelled(code, wanted, tight)) for code in self.items)
        yield from ((code, found) for code, found in spelled if found)

    def _spelled(self, code: str, wanted: str, tight: str) -> Scored | None:
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

    def _reason(self, part: Part, by: Saying, typed: str) -> Reason | None:
        """Why ``part`` speaks for what ``by`` is said of: each one is true of that itself, not of its nearest saying alone."""
        if not part.feature.startswith("="):
            return _notion(part, by.features, typed)
        zh, en = self.names.get(by.code, ("", ""))
        word = _as_typed(part.typed, typed)
        named = word in zh if not word.isascii() else re.search(rf"\b{re.escape(word)}\b", en)
        return Reason("name", word) if len(word) >= PAIR and named else None

    def _reasons(self, parts: Iterable[Part], by: By, pinyin: str, typed: str) -> tuple[Reason, ...]:
        if isinstance(by, Reason):
            return (by,)
        first = (Reason("pinyin", pinyin, "".join(part.typed for part in parts)),) if pinyin else ()
        reasons = [*first, *filter(None, (self._reason(part, by, typed) for part in parts))]
        own_name = by.code in self.names and by.text in {self.items[by.code].name.zh, self.items[by.code].name.en}
        if not own_name or not reasons:
            reasons.append(Reason("said", by.text))
        return tuple(dict.fromkeys(reasons))


def verb_first(text: str) -> str:
    """``护照办理`` as ``办护照``: the same wish, and not the beginning of ``护照办理进度``."""
    last, first = book().verb
    thing = text.removesuffix(last).strip()
    return f"{first}{thing}" if thing != text and understood(thing).parts else text


def _notion(part: Part, features: frozenset[str], typed: str) -> Reason | None:
    kin = {part.feature, *near().get(part.feature, ())} & features
    if not kin or part.feature not in book().notions:
        return None
    notion = book().notions[part.feature if part.feature in kin else min(kin)]
    if part.how is How.INITIALS:
        return Reason("initials", part.typed, part.meant, notion.en)
    if part.how in {How.SOUND, How.SLIP}:
        return Reason("sounds", part.typed, part.meant, notion.en)
    return Reason("means", _as_typed(part.typed, typed), notion.zh, notion.en)


def _as_typed(run: str, typed: str) -> str:
    """An English ``run`` of stems as it stands in the question; nothing where a slip was mended in it."""
    if not run.isascii():
        return run
    found = re.search(r"\b" + r"[a-z'-]*\W+".join(map(re.escape, run.split())) + r"[a-z'-]*", typed.lower())
    return found[0] if found else ""


def _texts(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Everything that is said of anything: by code of an item or event, or key of an office."""
    for item in items:
        yield from ((item.code, text) for text in (item.name.zh, item.name.en, *said().get(item.code, ())))
    for event in events():
        yield from ((event.code, text) for text in (event.name.zh, event.name.en, *event.said))
    for key in book().agencies:
        yield from ((key, text) for text in said().get(key, ()))


def _context(item: Item) -> frozenset[str]:
    texts = [output.name.zh for output in item.outputs]
    texts += [text for each in item.situations for text in (each.question.zh, *(o.label.zh for o in each.options))]
    texts += [rule.message.zh for rule in item.rules]
    return frozenset(feature for text in texts for feature in understood(text, exact=True).features)


def _short(sayings: Iterable[Saying]) -> dict[str, set[str]]:
    """Codes by the initials of their short sayings in Chinese."""
    found: dict[str, set[str]] = defaultdict(set)
    for saying in sayings:
        if len(saying.text) <= BRIEF and not saying.text.isascii():
            found["".join(letters[0] for letters in initials(saying.text))].add(saying.code)
    return found


def _vocabulary(names: Iterable[str]) -> dict[Units, str]:
    return {
        tuple(readings(sign)[0] for sign in piece): piece
        for name in names
        for piece in sorted(pieces(name))
        if all(readings(sign) for sign in piece)
    }


_kept: dict[tuple[int, ...], tuple[tuple[Item, ...], Index]] = {}
"""By the identity of the items: the items themselves, so that an id in here names no other one, and their index."""
MOST_KEPT = 4
_one_builds = Lock()


def index_of(items: Iterable[Item]) -> Index:
    """The index of these versions of items, made once (1.4 s) for as long as they are the ones in force; the same items
    read anew, as after somebody published another one and took it back, are the same.
    """
    listed = tuple(items)
    key = tuple(map(id, listed))
    with _one_builds:  # who asks while it is being made waits for it
        if key not in _kept:
            same = next((index for before, index in _kept.values() if before == listed), None)
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[key] = (listed, same or Index(listed))
        return _kept[key][1]
