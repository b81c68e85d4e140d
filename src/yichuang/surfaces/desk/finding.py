"""Which items fit what a clerk typed: Chinese, pinyin initials or a code. Pure.

A window shows also what it may not take, last and with the reason: the person is told where to go, not that it does not
exist.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache

from msgspec import Struct

from yichuang.catalogue.definition import Channel, Item, Subject
from yichuang.surfaces.desk.initials import fits, initials

MOST = 12


class Found(Struct, frozen=True):
    """One item of the list."""

    item: Item
    barred: str = ""
    """Why this window does not take it, a value of the list ``desk_barred``; empty = it does."""


def find(typed: str, items: Iterable[Item], lines: Collection[str], chosen: Collection[str]) -> tuple[Found, ...]:
    """The best :data:`MOST` items for ``typed``, those that the window (its ``lines``) takes first.

    Nothing typed: the frequent items. What the visit has ``chosen`` already is left out.
    """
    wanted = typed.strip().lower().replace(" ", "")
    scored = [(score(wanted, item), item) for item in items if item.code not in chosen]
    found = [(Found(item, barred(item, lines)), place) for place, item in scored if place is not None]
    found.sort(key=lambda each: (bool(each[0].barred), each[1], not each[0].item.high_frequency, each[0].item.code))
    return tuple(each for each, _ in found[:MOST])


def score(wanted: str, item: Item) -> int | None:
    """How well ``wanted`` fits, 0 best; None when it does not."""
    if not wanted:
        return 0 if item.high_frequency else None
    name = item.name.zh.lower()
    at = fits(wanted, _initials(item.name.zh))
    ways = (
        item.code == wanted and 0,
        name.startswith(wanted) and 1,
        at is not None and 2 + min(at, 3),
        wanted in name and 3,
        wanted in item.name.en.lower() and 7,
        wanted in item.code and 8,
        _in_order(wanted, name) and 9,
    )
    return next((int(place) for place in ways if place is not False), None)


def _in_order(wanted: str, name: str) -> bool:
    """Every character of ``wanted`` stands in the name, in order: 护照补 finds 普通护照补发."""
    rest = iter(name)
    return all(letter in rest for letter in wanted)


@lru_cache(maxsize=2048)
def _initials(name: str) -> tuple[str, ...]:
    return initials(name)


def barred(item: Item, lines: Collection[str]) -> str:
    """Why a window that takes ``lines`` does not take ``item``; empty when it does."""
    if item.line.value not in lines:
        return "other_line"
    if Channel.WINDOW not in item.channels:
        return "no_window"
    if Subject.PERSON not in item.subjects:
        return "organisations"
    return ""
