"""Rules of the marks: what is marked as open or free is there, to its last part. Pure.

A mark that names nothing opens nothing, and nobody sees it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from yichuang.catalogue.changes.difference import key_of
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.loader import Catalogue, national

MARKS = ("unverified", "local", "free")


def open_fields_named(item: Item, _: Catalogue) -> Iterator[Hit]:
    """What is marked as unverified, local or free is a field of the item, or a part of one."""
    for mark in MARKS:
        for place in getattr(item, mark):
            if not _leads(item, place):
                yield mark, place


def excusing(item: Item, nation: Catalogue) -> tuple[str, ...]:
    """The marks that make an open point of an error: of what the nation has, those that it has marked itself."""
    above = nation.items.get(item.code)
    marks = (*item.unverified, *item.local)
    if above is None:
        return marks
    national = (*above.unverified, *above.local)
    return tuple(mark for mark in marks if any(mark == each or mark.startswith(f"{each}.") for each in national))


def may_excuse(item: Item) -> bool:
    """Whether the item's own marks count: nobody above it has it."""
    return item.code not in national().items


def _leads(value: Any, place: str, kind: Any = None) -> bool:
    """Whether ``place`` leads to something in ``value``, whose type is ``kind`` where it may be none."""
    if not place:
        return True
    if isinstance(value, tuple) and value and isinstance(value[0], Struct):
        return _leads_in(value, place)
    name, _, rest = place.partition(".")
    shape = type(value) if isinstance(value, Struct) else next(iter(_structures(kind)), None)
    if shape is None or name not in shape.__struct_fields__:
        return False
    inner = getattr(value, name) if isinstance(value, Struct) else None
    return _leads(inner, rest, get_type_hints(shape)[name])


def _leads_in(entries: Sequence[Struct], place: str) -> bool:
    """By the key of an entry, which may hold dots itself, or to a field that all entries of the list have."""
    for entry in entries:
        key = key_of(entry)
        if place == key or (place.startswith(f"{key}.") and _leads(entry, place[len(key) + 1 :])):
            return True
    return _leads(entries[0], place)


def _structures(kind: Any) -> Iterator[Any]:
    """The structures that a field may hold."""
    for each in (kind, *get_args(kind)):
        if isinstance(each, type) and issubclass(each, Struct):
            yield each
