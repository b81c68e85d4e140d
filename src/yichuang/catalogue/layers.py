"""Layers (A + X): the national list, and what a province, a city and a county change or add. Pure.

A layer changes an item only for the better of the person (:mod:`yichuang.catalogue.betterment`), except where the item
marks the field as free, or as unverified or local, so that the first layer that can fills it (``proof``). Reading the
files: ``layer_files``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct, convert, to_builtins

from yichuang.catalogue.betterment import Verdict, within
from yichuang.catalogue.changes.difference import Names
from yichuang.catalogue.definition import Item, Level, Text
from yichuang.catalogue.differences import SPLIT
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.proof import Judged, judged
from yichuang.catalogue.shape_words import said
from yichuang.kernel.errors import Refusal

NATIONAL = ""
"""The key of the list that all layers rest on."""
PART_KEYS = {
    "materials": "evidence", "steps": "key", "outputs": "key", "rules": "key", "situations": "key", "form": "element",
}  # fmt: skip
ORDER = (Level.PROVINCE, Level.CITY, Level.COUNTY)


class Contacts(Struct, frozen=True, forbid_unknown_fields=True):
    """Where people ask and complain (咨询、监督投诉电话)."""

    consult_phone: str = ""
    complaint_phone: str = ""


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """A place that has its own list: ``layers/<key>/layer.yaml``."""

    key: str
    name: Text
    level: Level
    """province, city or county."""
    parent: str = NATIONAL
    """Key of the layer above; empty = the national list."""
    contacts: Contacts = Contacts()
    local: tuple[str, ...] = ()
    """Names of fields of this file that the bureau still has to fill."""
    note: str = ""


class Patch(Struct, frozen=True, eq=False):
    """One file of a layer: the changed fields of an item, or a whole new item (then it says its ``code``)."""

    code: str
    data: Mapping[str, Any]
    file: str
    line_of: Callable[[list[str]], int] = lambda _keys: 1
    """The line of the file where the innermost of these keys stands."""


class Overlay(Struct, frozen=True, eq=False):
    """A layer with all its files."""

    layer: Layer
    patches: tuple[Patch, ...] = ()


def chain(layers: Mapping[str, Overlay], key: str) -> tuple[Overlay, ...]:
    """The layers from the province down to ``key``. A circle, a missing parent and a wrong order are refused."""
    found: list[Overlay] = []
    while key != NATIONAL:
        if key not in layers:
            raise Refusal("catalogue.layer_unknown", layer=key, known=", ".join(sorted(layers)))
        if any(each.layer.key == key for each in found):
            circle = " → ".join([*(each.layer.key for each in found), key])
            raise Refusal("catalogue.layer_circle", layer=key, chain=circle)
        found.append(layers[key])
        key = layers[key].layer.parent
    found.reverse()
    _check_order([each.layer for each in found])
    return tuple(found)


def layered(national: Catalogue, overlays: Iterable[Overlay]) -> Catalogue:
    """The list of the lowest of ``overlays``: each laid over the one before, refused where it is worse for the person."""
    found = national
    for overlay in overlays:
        worse = [each for each in judge(national, found, overlay) if each.verdict is Verdict.WORSE]
        if worse:
            patch = next(each for each in overlay.patches if each.code == worse[0].item)
            raise worse_refusal(patch, worse[0])
        found = laid_over(found, overlay)
    return found


def laid_over(found: Catalogue, overlay: Overlay) -> Catalogue:
    """``found`` with the files of one layer laid over it; whether they may is asked by :func:`judge`."""
    items = dict(found.items)
    for patch in overlay.patches:
        items[patch.code] = _added(found, patch) if "code" in patch.data else patched(_base(found, patch), patch)
    return Catalogue(items=items, elements=found.elements, evidence_types=found.evidence_types)


def judge(national: Catalogue, found: Catalogue, overlay: Overlay) -> tuple[Judged, ...]:
    """Every change of a layer against the list above it, in the order of its files."""
    below, names = laid_over(found, overlay), names_of(found)
    return tuple(
        each
        for patch in overlay.patches
        for each in judged(
            national.items.get(patch.code),
            found.items.get(patch.code),
            below.items[patch.code],
            names,
            named(patch.data),
        )
    )


def names_of(found: Catalogue) -> Names:
    """What kinds of proof and elements are called, by key."""
    elements = {key: element.name for key, element in found.elements.items()}
    return elements | {key: kind.name for key, kind in found.evidence_types.items()}


def patched(item: Item, patch: Patch) -> Item:
    """``item`` with the changed fields of ``patch``. What the patch sets, be it to the same value, is marked no more as
    unverified, nor as local but by the patch's own word.
    """
    data = _merged(to_builtins(item), patch.data, patch, [])
    for mark in ("unverified", "local"):
        kept = [name for name in getattr(item, mark) if not any(within(name, field) for field in named(patch.data))]
        data[mark] = _marked(mark, kept, patch.data.get(mark))
    try:
        return convert(data, Item)
    except msgspec.ValidationError as error:
        raise _invalid(error, patch) from error


def named(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a layer's file sets: ``limits.promised``, ``materials.photo``, ``fee``."""
    return tuple(
        field
        for name, value in data.items()
        if name not in {"unverified", "local", "free"}
        for field in ([f"{name}.{part}" for part in value] if _by_parts(name, value) else [name])
    )


def _by_parts(name: str, value: object) -> bool:
    return isinstance(value, Mapping) and (name in PART_KEYS or name in SPLIT)


def _marked(mark: str, kept: list[str], said: Any) -> Any:
    """What is open above is open here too; the file's own word adds to ``local`` and replaces ``unverified``."""
    if said is None:
        return kept
    if mark == "local" and isinstance(said, list):
        return list(dict.fromkeys([*kept, *said]))
    return said


def _merged(base: dict[str, Any], changes: Mapping[str, Any], patch: Patch, place: list[str]) -> dict[str, Any]:
    """``base`` with ``changes``: mappings field by field, lists with keys part by part, all else as a whole."""
    done = dict(base)
    for name, value in changes.items():
        there = [*place, name]
        if isinstance(value, Mapping) and not place and name in PART_KEYS:
            done[name] = _parts(base[name], value, PART_KEYS[name], patch, there)
        elif isinstance(value, Mapping) and isinstance(base.get(name), dict):
            done[name] = _merged(base[name], value, patch, there)
        else:
            done[name] = value
    return done


def _parts(
    parts: list[dict[str, Any]], changes: Mapping[str, Any], key: str, patch: Patch, place: list[str]
) -> list[dict[str, Any]]:
    """Each part whose key is named is changed; one with an empty value goes."""
    there = {part[key] for part in parts}
    for name, change in changes.items():
        gone = change is None  # what is gone already stays gone: laying over twice is laying over once
        if not gone and (name not in there or not isinstance(change, Mapping)):
            raise Refusal(
                "catalogue.layer_unknown_part",
                file=patch.file, line=patch.line_of([*place, name]), item=patch.code, field=".".join([*place, name]),
            )  # fmt: skip
    kept = (part for part in parts if changes.get(part[key], part) is not None)
    return [_merged(part, changes.get(part[key], {}), patch, [*place, part[key]]) for part in kept]


def _base(found: Catalogue, patch: Patch) -> Item:
    if patch.code not in found.items:
        raise Refusal("catalogue.layer_unknown_item", file=patch.file, line=1, item=patch.code)
    return found.items[patch.code]


def _added(found: Catalogue, patch: Patch) -> Item:
    """A whole item of the layer's own; laid over twice it is the same."""
    try:
        item = convert(patch.data, Item)
    except msgspec.ValidationError as error:
        raise _invalid(error, patch) from error
    if item.code != patch.code or found.items.get(item.code, item) != item:
        raise Refusal("catalogue.layer_doubled", file=patch.file, line=patch.line_of(["code"]), item=item.code)
    return item


def _check_order(layers: list[Layer]) -> None:
    levels = [layer.level for layer in layers]
    for layer in layers:
        if layer.level not in ORDER:
            raise Refusal("catalogue.layer_level", layer=layer.key, level=layer.level)
    if levels != sorted(set(levels), key=ORDER.index):
        raise Refusal("catalogue.layer_level", layer=layers[-1].key, level=" → ".join(levels))


def worse_refusal(patch: Patch, change: Judged) -> Refusal:
    """That a file makes this change for the worse."""
    keys = change.field.partition("[")[0].split(".")
    return Refusal(
        "catalogue.layer_worse", file=patch.file, line=patch.line_of(keys), item=change.item, field=change.field,
        change=change.said.zh, change_en=change.said.en,
    )  # fmt: skip


def _invalid(error: msgspec.ValidationError, patch: Patch) -> Refusal:
    problem, keys = said(error)
    field = ".".join(keys) or "—"
    return Refusal(
        "catalogue.invalid", file=patch.file, line=patch.line_of(keys), item=patch.code, field=field,
        problem=problem.en, problem_zh=problem.zh,
    )  # fmt: skip
