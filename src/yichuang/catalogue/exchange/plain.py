"""A definition as plain data, without what goes without saying: a field at its default is left out. Pure."""

from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from yichuang.catalogue.definition import Item

LEFT_OUT = {"version"}
"""Said by the place that keeps an item, not by the item."""


def plain_item(item: Item) -> dict[str, Any]:
    """The item as its YAML file says it."""
    return {name: value for name, value in plain(item).items() if name not in LEFT_OUT}


def plain(value: Any) -> Any:
    """Structures become maps, enumerations words, tuples lists."""
    if isinstance(value, Struct):
        given = ((name, getattr(value, name), default) for name, default in _defaults(type(value)))
        return {name: plain(held) for name, held, default in given if held != default}
    if isinstance(value, StrEnum):
        return value.value
    return [plain(entry) for entry in value] if isinstance(value, tuple) else value


@cache
def _defaults(kind: type[Struct]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field.default)) for field in fields(kind))


def _default(value: Any) -> Any:
    return _REQUIRED if value is NODEFAULT else value


_REQUIRED = object()
"""Equal to no value: a field without a default is always said."""
