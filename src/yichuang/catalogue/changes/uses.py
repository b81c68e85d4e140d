"""What rests on an item, a version, an element or an evidence type: asked before anything is taken away.

The catalogue knows what its own definitions name. Cases and citizens' drafts are known higher up: a higher room registers
a counter.
"""

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from yichuang.catalogue import queries
from yichuang.catalogue.definition import Item, Text
from yichuang.kernel.registry import Registry


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


Counter = Callable[[str], tuple[Use, ...]]
"""What uses the item of this code."""
counters: Registry[Counter] = Registry("use counter")


def uses_of_item(code: str) -> tuple[Use, ...]:
    """Everything that rests on an item: cases by version, drafts, life events."""
    return tuple(use for name in counters.ids() for use in counters.get(name)(code))


def depending(codes: Collection[str], besides: Mapping[str, Item] | None = None) -> tuple[Depending, ...]:
    """The items in force that depend on one of ``codes``; ``besides`` are read instead of what is in force."""
    shelf = {item.code: item for item in queries.every_item()} | dict(besides or {})
    return tuple(
        Depending(on, item.code)
        for item in shelf.values()
        if item.code not in codes
        for on in item.depends_on
        if on in codes
    )


def items_with_element(key: str) -> tuple[str, ...]:
    """Codes of the items whose form asks for a data element, or whose conditions may read it."""
    return tuple(item.code for item in queries.every_item() if any(field.element == key for field in item.form))


def items_with_evidence(key: str) -> tuple[str, ...]:
    """Codes of the items that ask for an evidence type, or take it back."""
    return tuple(
        item.code
        for item in queries.every_item()
        if any(material.evidence == key for material in item.materials)
        or any(output.surrenders == key for output in item.outputs)
    )
