"""Items in the shapes of the state's lists: GB/T 39046 table 4, C0109. Pure; the fields are data beside this file.

A field that this house does not know stays empty and is listed with the reason: an export never invents. A word that the
outside list has no code for is left out of that field and listed as well. What is said of an item: ``facts``.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, json

from yichuang.catalogue.definition import EvidenceType, Item, ItemStatus, Text
from yichuang.catalogue.exchange.code_maps import code_list
from yichuang.catalogue.exchange.shapes.facts import Bureau, facts
from yichuang.kernel.data_files import read_data
from yichuang.kernel.vocabulary import labels

BETWEEN = "\uff1b"
"""The full-width semicolon between several texts of one field."""
STOP = "\u3002"
"""The full stop of a sentence, which gives way to the semicolon."""
SHAPES = ("gb39046", "c0109")
NOBODY = Bureau()
NEVER: Mapping[str, date] = {}
Value = str | int


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a shape."""

    name: str
    from_: str = msgspec.field(name="from", default="")
    map_: str = msgspec.field(name="map", default="")
    words: bool = False
    labels: str = ""
    aligned: bool = False
    """One part an entry of the list, empty ones too, so that parts of several fields belong together."""
    text: str = ""
    """A sentence around each value, with ``{}`` where it goes."""
    reason: str = ""
    """Why the house does not know it: a key of the shape's ``reasons``."""


class Shape(Struct, frozen=True):
    """A shape: whose code lists it uses, and its fields in order."""

    target: str
    fields: tuple[Field, ...]
    reasons: Mapping[str, Text]
    """Why fields without a source stay empty."""


class Shaped(Struct, frozen=True):
    """Items in a shape."""

    rows: tuple[dict[str, Value], ...]
    reasons: Mapping[str, Text]
    """Why each field is empty that this house does not know of any item."""
    empty: Mapping[str, int]
    """Fields it knows, but not of so many items: the bureau has not entered them, or the list has no code."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Fields that this house does not know of any item."""
        return tuple(self.reasons)

    def lines(self) -> bytes:
        """One JSON object a line."""
        return b"".join(json.encode(row) + b"\n" for row in self.rows)


def shaped(
    items: Iterable[tuple[Item, ItemStatus]],
    name: str,
    evidence_types: Mapping[str, EvidenceType],
    bureau: Bureau = NOBODY,
    since: Mapping[str, date] = NEVER,
) -> Shaped:
    """The items in the shape ``name`` of :data:`SHAPES`, as the list of ``bureau``; ``since``: from when each holds."""
    shape = shape_of(name)
    rows = tuple(
        _row(shape, facts(item, status, evidence_types, bureau) | {"since": _day(since.get(item.code))})
        for item, status in items
    )
    lacking = {field.name: sum(row[field.name] == "" for row in rows) for field in shape.fields if field.from_}
    reasons = {field.name: shape.reasons[field.reason] for field in shape.fields if not field.from_}
    return Shaped(rows, reasons, {name: count for name, count in lacking.items() if count})


def _day(day: date | None) -> str:
    """A day as both lists write it (GB/T 39046: YYYYMMDD)."""
    return f"{day:%Y%m%d}" if day else ""


def _row(shape: Shape, item: Mapping[str, Any]) -> dict[str, Value]:
    return {field.name: _said(field, list(_at(item, field.from_.split("."))), shape.target) for field in shape.fields}


def _said(field: Field, found: list[Any], target: str) -> Value:
    parts = [_coded(field, value, target) for value in found] if field.from_ else []
    kept = parts if field.aligned else list(dict.fromkeys(part for part in parts if part != ""))
    if not any(part != "" for part in kept):
        return ""
    return kept[0] if len(kept) == 1 else BETWEEN.join(str(part).removesuffix(STOP) for part in kept)


def _coded(field: Field, value: Any, target: str) -> Value:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return int(value)
    if field.map_:
        listed = code_list(target, field.map_)
        code = listed.codes.get(value, "")
        return listed.names.get(code, code) if field.words else code
    if field.labels:
        return labels()[field.labels][value]["zh"]
    if field.text:
        return field.text.format(value)
    return value if isinstance(value, int) else str(value)


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    """Every value at ``path``; of each entry where it leads through a list."""
    if isinstance(value, list | tuple):
        for entry in value:
            yield from _at(entry, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        yield from _at(value.get(path[0]), path[1:])
    else:
        yield None


@cache
def shape_of(name: str) -> Shape:
    """One shape by its name."""
    return read_data((Path(__file__).parent / f"{name}.yaml"), Shape)
