"""The JSON Schemas of the definition files, made from the typed shapes and their docstrings. Pure.

An editor that reads them completes field names and values and shows what each means.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from inspect import getsource
from sys import modules
from typing import Any

import msgspec

from yichuang.catalogue.definition import Element, EvidenceType, Item
from yichuang.catalogue.layers import PART_KEYS, Layer
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.registers import data_sources
from yichuang.kernel.vocabulary import labels

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES = tuple(
    f"yichuang.catalogue.{name}" for name in ("definition", "limits", "terms", "codes", "photo_norm", "layers")
)
"""Modules whose docstrings describe the fields."""
CONDITION = "A condition in CEL, see docs/catalogue.md."


KEYS = {
    ("FormField", "element"): "elements", ("Material", "evidence"): "evidence_types",
    ("Output", "surrenders"): "evidence_types", ("Output", "collected_with"): "evidence_types",
    ("Material", "source"): "registers", ("Item", "checks"): "registers",
    ("EvidenceType", "register"): "registers", ("Item", "topics"): "topics",
}  # fmt: skip
"""Fields that hold keys of a list, and the list."""
Words = Mapping[str, Mapping[str, str]]
"""What editors show beside each key, by list."""


def schemas(found: Catalogue) -> dict[str, str]:
    """Every schema by the name of its file, as it is written; the keys are those of the dictionaries of ``found``."""
    words = _words(found)
    made = {
        "item.schema.json": _described(Item, "One item: definitions/<line>/<code>.yaml", words),
        "overlay.schema.json": _partial(
            _described(Item, "What a layer changes of an item: layers/<key>/items/<code>.yaml", words)
        ),
        "layer.schema.json": _described(Layer, "A layer: layers/<key>/layer.yaml", words),
        "elements.schema.json": _dictionary(_described(Element, "The data elements: elements.yaml", words)),
        "evidence_types.schema.json": _dictionary(
            _described(EvidenceType, "The kinds of proof: evidence_types.yaml", words)
        ),
    }
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in made.items()}


def _words(found: Catalogue) -> Words:
    return {
        "elements": {key: _named(element) for key, element in sorted(found.elements.items())},
        "evidence_types": {key: kind.name.zh for key, kind in sorted(found.evidence_types.items())},
        "registers": {key: source.told for key, source in data_sources().items()},
        "topics": {key: label["zh"] for key, label in labels()["topic"].items()},
    }


def _named(element: Element) -> str:
    return f"{element.name.zh} · GB/T 39046 {element.gb_name}" if element.gb_name else element.name.zh


def _described(kind: type[msgspec.Struct], title: str, words: Words) -> dict[str, Any]:
    schema = msgspec.json.schema(kind)
    told = _docstrings()
    for name, definition in schema["$defs"].items():
        for field, property_ in definition.get("properties", {}).items():
            if told.get((name, field)):
                property_["description"] = told[name, field]
            elif field == "when":
                property_["description"] = CONDITION
            if (name, field) in KEYS:
                _keyed(property_, words[KEYS[name, field]])
    return {"$schema": DIALECT, "title": title, **schema}


def _keyed(property_: dict[str, Any], words: Mapping[str, str]) -> None:
    """Only the keys of the list are right, and editors show what each is called; where nothing may stand, also nothing."""
    place = property_.get("items", property_)
    empty = {"": "—"} if property_.get("default") == "" else {}
    place["enum"], place["enumDescriptions"] = [*empty, *words], [*empty.values(), *words.values()]


@cache
def _docstrings() -> dict[tuple[str, str], str]:
    """What stands under each field of the typed shapes, by class and field."""
    shapes = (node for name in SHAPES for node in ast.parse(getsource(modules[name])).body)
    return {
        (node.name, field): text for node in shapes if isinstance(node, ast.ClassDef) for field, text in _told(node)
    }


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
