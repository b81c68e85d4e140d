"""What differs between two forms of one item, field by field, so that it can be judged and said in plain words. Pure.

Lists whose parts have keys (materials, steps, results, rules, questions, form) are compared part by part; everything
else as a whole. The version number is no difference.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from yichuang.catalogue.definition import Item

PARTS: Mapping[str, Callable[[Any], str]] = {
    "materials": lambda material: material.evidence,
    "steps": lambda step: step.key,
    "outputs": lambda output: output.key,
    "rules": lambda rule: rule.key,
    "situations": lambda situation: situation.key,
    "form": lambda field: field.element,
}
"""Lists with keys, and what the key of a part is."""
SPLIT = ("limits",)
"""Fields that are compared member by member."""


class Difference(Struct, frozen=True):
    """One field, or one part of a list, that differs."""

    field: str
    """``limits.promised``, ``materials.id_card``, ``channels`` …"""
    before: Any
    """None where the part is new."""
    after: Any
    """None where the part is gone."""
    lists: tuple[Any, Any] = ((), ())
    """Of a part or member: the whole field before and after, for what it is worth beside the others."""

    def reversed(self) -> "Difference":
        """The change the other way round."""
        return Difference(self.field, self.after, self.before, self.lists[::-1])


def differences(before: Item, after: Item) -> tuple[Difference, ...]:
    """Every difference, in the order of the item's fields."""
    return tuple(found for name in Item.__struct_fields__ for found in _of_field(name, before, after))


def _of_field(name: str, before: Item, after: Item) -> Iterator[Difference]:
    one, other = getattr(before, name), getattr(after, name)
    if name == "version" or one == other:
        return
    if name in PARTS:
        found = _of_parts(name, _keyed(name, one), _keyed(name, other))
        yield from (Difference(field, was, now, (one, other)) for field, was, now in found)
    elif name in SPLIT:
        members = (
            (f"{name}.{member}", getattr(one, member), getattr(other, member)) for member in one.__struct_fields__
        )
        yield from (Difference(field, was, now, (one, other)) for field, was, now in members if was != now)
    else:
        yield Difference(name, one, other)


def _of_parts(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            yield f"{name}.{key}", before.get(key), after.get(key)


def _keyed(name: str, parts: tuple[Any, ...]) -> dict[str, Any]:
    """By key; where several parts share one, the condition tells them apart."""
    keys = Counter(PARTS[name](part) for part in parts)
    return {PARTS[name](part) + (f"[{part.when}]" if keys[PARTS[name](part)] > 1 else ""): part for part in parts}
