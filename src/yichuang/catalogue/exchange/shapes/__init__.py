"""Items in the shapes of the state's lists: GB/T 39046 table 4, C0109. Pure; the fields are data beside this file.

A field that this house does not know stays empty and is listed: an export never invents. A word that the outside list has
no code for is left out of that field and listed as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct, convert, json, to_builtins

from yichuang.catalogue.definition import Channel, EvidenceType, Item, ItemStatus, Need, Scope, StepAct
from yichuang.catalogue.exchange.code_maps import code_list
from yichuang.kernel.identifiers import CREDIT_CODE_LENGTH, IMPLEMENTATION_LENGTH
from yichuang.kernel.vocabulary import labels

BETWEEN = "\uff1b"
"""The full-width semicolon between several texts of one field."""
SHAPES = ("gb39046", "c0109")
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


class Shape(Struct, frozen=True):
    """A shape: whose code lists it uses, and its fields in order."""

    target: str
    fields: tuple[Field, ...]


class Shaped(Struct, frozen=True):
    """Items in a shape."""

    rows: tuple[dict[str, Value], ...]
    unknown: tuple[str, ...]
    """Fields that this house does not know of any item."""
    empty: Mapping[str, int]
    """Fields it knows, but not of so many items: the bureau has not entered them, or the list has no code."""

    def lines(self) -> bytes:
        """One JSON object a line."""
        return b"".join(json.encode(row) + b"\n" for row in self.rows)


def shaped(items: Iterable[tuple[Item, ItemStatus]], name: str, evidence_types: Mapping[str, EvidenceType]) -> Shaped:
    """The items in the shape ``name`` of :data:`SHAPES`."""
    shape = shape_of(name)
    rows = tuple(_row(shape, facts(item, status, evidence_types)) for item, status in items)
    known = [field.name for field in shape.fields if field.from_]
    lacking = {field: sum(row[field] == "" for row in rows) for field in known}
    return Shaped(
        rows, tuple(field.name for field in shape.fields if not field.from_), {k: n for k, n in lacking.items() if n}
    )


def facts(item: Item, status: ItemStatus, evidence_types: Mapping[str, EvidenceType]) -> dict[str, Any]:
    """The item with what can be concluded from it."""
    plain: dict[str, Any] = to_builtins(item)
    implementation = item.codes.implementation
    for material in plain["materials"]:
        known = evidence_types.get(material["evidence"])
        material["necessary"] = material["need"] in (Need.PRODUCED, Need.SHARED) and not material["when"]
        material["evidence"] = known.name.zh if known else material["evidence"]
    return plain | {
        "status": status.value,
        "deciding_level": next((step.level.value for step in item.steps if step.act is StepAct.DECIDE), None),
        "body": implementation[:CREDIT_CODE_LENGTH] if len(implementation) == IMPLEMENTATION_LENGTH else None,
        "charged": None if item.fee.unverified else any(rule.amount for rule in item.fee.rules),
        "by_mail": Channel.MAIL in item.channels,
        "by_net": Channel.ONLINE in item.channels,
        "by_kiosk": Channel.KIOSK in item.channels,
        "shared_scope": item.scope is not Scope.LOCAL,
    }


def _row(shape: Shape, item: Mapping[str, Any]) -> dict[str, Value]:
    return {field.name: _said(field, list(_at(item, field.from_.split("."))), shape.target) for field in shape.fields}


def _said(field: Field, found: list[Any], target: str) -> Value:
    parts = [_coded(field, value, target) for value in found] if field.from_ else []
    kept = parts if field.aligned else list(dict.fromkeys(part for part in parts if part != ""))
    if not any(part != "" for part in kept):
        return ""
    return kept[0] if len(kept) == 1 else BETWEEN.join(map(str, kept))


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
    return convert(yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8")), Shape)
