"""What fits what a clerk typed: people's own words, pinyin, initials or a code. Pure.

A window shows also what it may not take, last and with the reason, and which office does what is no police business: the
person is told where to go, not that it does not exist.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from yichuang.catalogue.definition import Channel, Item, Line, Subject, Text
from yichuang.catalogue.search.emergency import Emergency
from yichuang.catalogue.search.index import Fit, Index, index_of
from yichuang.catalogue.search.words import Agency
from yichuang.catalogue.tiers import window_takes

MOST, MOST_EVENTS = 12, 2


LINES = {line: place for place, line in enumerate(Line)}
"""The lines in the order of the house."""
JOINT = "+"
"""Between the codes of items that are added at once."""


class Found(Struct, frozen=True):
    """One item of the list."""

    item: Item
    barred: str = ""
    """Why this window does not take it, a value of the list ``desk_barred``; empty = it does."""
    fit: Fit | None = None
    """How it was found; None where that needs no saying: nothing was typed, or its name says so itself."""


class Together(Struct, frozen=True):
    """A life event (一件事), and what of it the window can add to the visit at once."""

    name: Text
    items: tuple[Item, ...]

    @property
    def codes(self) -> str:
        """As the screen asks for them."""
        return JOINT.join(item.code for item in self.items)


class Finding(Struct, frozen=True):
    """The answer to what was typed."""

    items: tuple[Found, ...]
    together: tuple[Together, ...] = ()
    agency: Agency | None = None
    """Whose business it is, where it is not ours."""
    urgent: Emergency | None = None
    """What cannot wait for a counter."""


def find(
    typed: str,
    items: Iterable[Item],
    lines: Collection[str],
    chosen: Collection[str],
    applies: Subject = Subject.PERSON,
    granted: Collection[Line] = tuple(Line),
) -> Finding:
    """The best :data:`MOST` items for ``typed``, those that the window (its ``lines``) takes from this clerk (``granted``)
    first, and the life events.

    Nothing typed: what the window takes, the frequent items of each line in turn. What the visit has ``chosen`` already is
    left out.
    """
    ours = {item.code: item for item in items}
    bars = {code: barred(item, lines, granted, applies) for code, item in ours.items()}
    free = {code: item for code, item in ours.items() if not bars[code] and code not in chosen}
    if not typed.strip():
        return Finding(tuple(map(Found, _usual(free.values())[:MOST])))
    index = index_of(ours.values())
    answer = index.search(typed)
    found = [_found(ours[fit.code], bars[fit.code], fit, typed) for fit in answer.items if fit.code not in chosen]
    found.sort(key=lambda each: bool(each.barred))
    return Finding(tuple(found[:MOST]), _together(answer.events, index, free), answer.agency, answer.emergency)


def _found(item: Item, bar: str, fit: Fit, typed: str) -> Found:
    return Found(item, bar, None if _plain(item, typed) else fit)


def _together(events: Iterable[Fit], index: Index, free: Mapping[str, Item]) -> tuple[Together, ...]:
    """The life events of which the window can add more than one item."""
    around = (index.events[fit.code] for fit in events)
    whole = (Together(each.name, tuple(free[code] for code in each.items if code in free)) for each in around)
    return tuple(each for each in whole if len(each.items) > 1)[:MOST_EVENTS]


def _plain(item: Item, typed: str) -> bool:
    said = typed.strip().lower()
    return said in item.name.zh.lower() or said in item.name.en.lower()


def _usual(items: Iterable[Item]) -> list[Item]:
    """The frequent items first, of each line in turn: no line's items stand behind all those of another."""
    before: Counter[str] = Counter()
    places: dict[str, int] = {}
    for item in sorted(items, key=lambda item: (not item.high_frequency, item.code)):
        places[item.code] = before[item.line]
        before[item.line] += 1
    return sorted(items, key=lambda item: (not item.high_frequency, places[item.code], LINES[item.line]))


def barred(item: Item, lines: Collection[str], granted: Collection[Line], applies: Subject) -> str:
    """Why a clerk who may receive what is ``granted``, at a window that takes ``lines``, does not take ``item`` from a person
    or organisation; empty when they do.
    """
    if not window_takes(lines, item):
        return "not_stationed" if item.line.value in lines else "other_line"
    if Channel.WINDOW not in item.channels:
        return "no_window"
    if item.line not in granted:
        return "no_grant"
    if applies not in item.subjects:
        return "organisations" if applies is Subject.PERSON else "persons"
    return ""


def applying(organisation: int | None) -> Subject:
    """Who applies in a filing that names this organisation, or none."""
    return Subject.PERSON if organisation is None else Subject.ORGANISATION
