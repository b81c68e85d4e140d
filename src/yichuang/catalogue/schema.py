"""The JSON Schemas of the definition files, made from the typed shapes and their docstrings. Pure.

An editor that reads them completes field names and values and shows what each means.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from inspect import getsource
from sys import modules
from typing import Any

import msgspec

from yichuang.catalogue.definition import Element, EvidenceType, Item
from yichuang.catalogue.layers import PART_KEYS, Layer

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES = ("yichuang.catalogue.definition", "yichuang.catalogue.terms", "yichuang.catalogue.layers")
"""Modules whose docstrings describe the fields."""
CONDITION = "A condition in CEL, see docs/catalogue.md."


def schemas() -> dict[str, str]:
    """Every schema by the name of its file, as it is written."""
    made = {
        "item.schema.json": _described(Item, "One item: definitions/<line>/<code>.yaml"),
        "overlay.schema.json": _partial(
            _described(Item, "What a layer changes of an item: layers/<key>/items/<code>.yaml")
        ),
        "layer.schema.json": _described(Layer, "A layer: layers/<key>/layer.yaml"),
        "elements.schema.json": _dictionary(_described(Element, "The data elements: elements.yaml")),
        "evidence_types.schema.json": _dictionary(_described(EvidenceType, "The kinds of proof: evidence_types.yaml")),
    }
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in made.items()}


def _described(kind: type[msgspec.Struct], title: str) -> dict[str, Any]:
    schema = msgspec.json.schema(kind)
    told = dict(_docstrings())
    for name, definition in schema["$defs"].items():
        for field, property_ in definition.get("properties", {}).items():
            if told.get((name, field)):
                property_["description"] = told[name, field]
            elif field == "when":
                property_["description"] = CONDITION
    return {"$schema": DIALECT, "title": title, **schema}


def _docstrings() -> Iterator[tuple[tuple[str, str], str]]:
    """What stands under each field of the typed shapes: ((class, field), text)."""
    for name in SHAPES:
        for node in ast.parse(getsource(modules[name])).body:
            if isinstance(node, ast.ClassDef):
                yield from (((node.name, field), text) for field, text in _told(node))


def _told(shape: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, after in zip(shape.body, shape.body[1:], strict=False):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            yield field.target.id, " ".join(str(after.value.value).split())


def _dictionary(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A file of ``key: {…}``: the entry is told its key, so nobody writes it."""
    found = deepcopy(dict(schema))
    entry = found.pop("$ref")
    shape = found["$defs"][entry.rpartition("/")[2]]
    shape["properties"].pop("key")
    shape["required"].remove("key")
    return {**found, "type": "object", "additionalProperties": {"$ref": entry}}


def _partial(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is required, and a list with keys may be changed part by part; an empty part goes."""
    found = deepcopy(dict(schema))
    for definition in found["$defs"].values():
        definition.pop("required", None)
    properties = found["$defs"]["Item"]["properties"]
    for name in PART_KEYS:
        whole = properties[name]
        part = {"anyOf": [whole["items"], {"type": "null"}]}
        properties[name] = {"anyOf": [whole, {"type": "object", "additionalProperties": part}]}
    return found
