"""What rests on an item, a version, or an entry of a dictionary: asked before anything is taken away.

The catalogue knows what its own definitions name. Cases and citizens' drafts are known higher up: a higher room registers
a counter.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, convert

from yichuang.catalogue import queries
from yichuang.catalogue.changes.terms import OPEN
from yichuang.catalogue.conditions import compiled
from yichuang.catalogue.definition import Item, ItemStatus, Text
from yichuang.catalogue.lint.expressions import readable_conditions
from yichuang.catalogue.models import ItemDraft, ItemVersion
from yichuang.catalogue.own_entries import Dictionary, keys_named
from yichuang.kernel.moment import now
from yichuang.kernel.registry import Registry
from yichuang.kernel.vocabulary import label


class Use(Struct, frozen=True):
    """Something that uses it, counted."""

    what: Text
    """``办件``, ``cases``."""
    count: int
    version: int | None = None
    """The version it rests on, where it rests on one."""
    running: int = 0
    """How many of them are not finished."""


class Depending(Struct, frozen=True):
    """An item that names another one as what must be granted first."""

    on: str
    by: str


UseCounter = Callable[[str], tuple[Use, ...]]
"""What uses the item of this code."""
counters: Registry[UseCounter] = Registry("use counter")


def uses_of_item(code: str) -> tuple[Use, ...]:
    """Everything that rests on an item: cases by version, drafts, life events."""
    return tuple(use for name in counters.ids() for use in counters.get(name)(code))


def depending(codes: Collection[str], besides: Mapping[str, Item] | None = None) -> tuple[Depending, ...]:
    """The items in force, or waiting for their day, that depend on one of ``codes``; ``besides`` are read instead of what is
    in force.
    """
    shelf = {item.code: item for item in queries.every_item()} | dict(besides or {})
    found = {
        (on, item.code): Depending(on, item.code)
        for item in (*shelf.values(), *queries.waiting_items())
        if item.code not in codes
        for on in item.depends_on
        if on in codes
    }
    return tuple(found.values())


def names_entry(item: Item, dictionary: Dictionary, key: str) -> bool:
    """Whether the item's form, proofs, results or conditions name the entry."""
    elements, proofs = keys_named(item)
    read = [compiled(expression) for _, expression in readable_conditions(item)]
    if dictionary is Dictionary.ELEMENTS:
        return key in elements or any(key in each.elements for each in read)
    return key in proofs or any(key in each.held for each in read)


def uses_of_entry(dictionary: Dictionary, key: str) -> tuple[Use, ...]:
    """Everything that rests on an entry: items in force or waiting for their day, what rests on any version that names it,
    finished or not, and changes that are not finished.
    """
    naming: dict[str, set[int]] = defaultdict(set)
    standing: set[str] = set()
    for code, version, valid_to, content in _versions():
        if names_entry(convert(content, Item), dictionary, key):
            naming[code].add(version)
            standing |= {code} if valid_to is None or valid_to > now() else set()
    ended = {code for code, head in queries.heads().items() if head.status is ItemStatus.CANCELLED}
    counted = {"items": len(standing - ended), "changes": len(_open_changes_naming(dictionary, key))}
    return (*(Use(_words(use), count) for use, count in counted.items() if count), *_resting(naming))


def _versions() -> Iterator[tuple[str, int, datetime | None, dict[str, Any]]]:
    """Every version that there has ever been."""
    rows = ItemVersion.objects.values_list("item_id", "version", "valid_to", "content").iterator()
    return ((code, version, valid_to, queries.as_of_today(content)) for code, version, valid_to, content in rows)


def _open_changes_naming(dictionary: Dictionary, key: str) -> set[int]:
    drafts = ItemDraft.objects.filter(change__state__in=OPEN).values_list("change_id", "content")
    return {change for change, content in drafts if names_entry(convert(content, Item), dictionary, key)}


def _words(use: str) -> Text:
    return Text(label("catalogue_use", use, "zh"), label("catalogue_use", use, "en"))


def _resting(naming: Mapping[str, set[int]]) -> tuple[Use, ...]:
    """What rests on these versions of these items, added up by what it is."""
    counted: Counter[Text] = Counter()
    for code, versions in naming.items():
        for use in uses_of_item(code):
            if use.version is None or use.version in versions:
                counted[use.what] += use.count
    return tuple(Use(what, count) for what, count in counted.items())
