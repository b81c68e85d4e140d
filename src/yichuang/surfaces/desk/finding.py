"""Which items fit what a clerk typed: people's own words, pinyin, initials or a code. Pure.

A window shows also what it may not take, last and with the reason: the person is told where to go, not that it does not
exist.
"""

from collections.abc import Collection, Iterable

from msgspec import Struct

from yichuang.catalogue.definition import Channel, Item, Subject
from yichuang.catalogue.search.index import Fit, index_of

MOST = 12


class Found(Struct, frozen=True):
    """One item of the list."""

    item: Item
    barred: str = ""
    """Why this window does not take it, a value of the list ``desk_barred``; empty = it does."""
    fit: Fit | None = None
    """How it was found; None where that needs no saying: nothing was typed, or its name says so itself."""


def find(
    typed: str,
    items: Iterable[Item],
    lines: Collection[str],
    chosen: Collection[str],
    applies: Subject = Subject.PERSON,
) -> tuple[Found, ...]:
    """The best :data:`MOST` items for ``typed``, those that the window (its ``lines``) takes first.

    Nothing typed: what the window takes, the frequent items first. What the visit has ``chosen`` already is left out.
    """
    ours = {item.code: item for item in items}
    fits = index_of(ours.values()).search(typed).items if typed.strip() else _usual(ours.values(), lines, applies)
    found = [
        Found(ours[fit.code], barred(ours[fit.code], lines, applies), None if _plain(ours[fit.code], typed) else fit)
        for fit in fits
        if fit.code not in chosen
    ]
    found.sort(key=lambda each: bool(each.barred))
    return tuple(found[:MOST])


def _plain(item: Item, typed: str) -> bool:
    said = typed.strip().lower()
    return said in item.name.zh.lower() or said in item.name.en.lower()


def _usual(items: Iterable[Item], lines: Collection[str], applies: Subject) -> tuple[Fit, ...]:
    taken = (item for item in items if not barred(item, lines, applies))
    return tuple(Fit(item.code, 0.0) for item in sorted(taken, key=lambda item: (not item.high_frequency, item.code)))


def barred(item: Item, lines: Collection[str], applies: Subject = Subject.PERSON) -> str:
    """Why a window that takes ``lines`` does not take ``item`` from a person or organisation; empty when it does."""
    if item.line.value not in lines:
        return "other_line"
    if Channel.WINDOW not in item.channels:
        return "no_window"
    if applies not in item.subjects:
        return "organisations" if applies is Subject.PERSON else "persons"
    return ""


def applying(organisation: int | None) -> Subject:
    """Who applies in a filing that names this organisation, or none."""
    return Subject.PERSON if organisation is None else Subject.ORGANISATION
