"""Reads the definitions: YAML in, typed frozen values out. A mistake is refused with file, line, item, field and mend."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.definition import Element, EvidenceType, Item
from yichuang.catalogue.own_entries import Dictionary, OwnEntries, Together, keep_up, known
from yichuang.catalogue.shape_words import said
from yichuang.catalogue.strict_yaml import line_of, read_yaml, short
from yichuang.kernel.errors import Refusal

ROOM = Path(__file__).parent
DEMO_LAYER = "chengxi"
T = TypeVar("T")


class Catalogue(Struct, frozen=True, eq=False):
    """Everything the files say. Compared by identity, so that what is worked out from one can be kept by it."""

    items: Mapping[str, Item]
    """By code."""
    elements: Mapping[str, Element]
    evidence_types: Mapping[str, EvidenceType]


@cache
def shipped() -> Catalogue:
    """What the files of this installation say and nothing else, read once per process (328 files: 0.4 s)."""
    return load(ROOM)


@cache
def national() -> Catalogue:
    """The national list; the dictionaries hold what the bureau has added as well."""
    found = shipped()
    return replace(
        found,
        elements=Together(found.elements, Dictionary.ELEMENTS),
        evidence_types=Together(found.evidence_types, Dictionary.EVIDENCE_TYPES),
    )


def catalogue() -> Catalogue:
    """The list that is in force here: that of this installation's layer, and what the bureau has added to the dictionaries.

    Another one as soon as an entry of the bureau's is another, so that nothing worked out from the old ones is kept.
    """
    keep_up()
    return _list_of(layer_in_force(), known())


def layer_in_force() -> str:
    """Key of the layer this installation serves, of ``YICHUANG_LAYER``; the demo is its county, others are national."""
    return os.environ.get("YICHUANG_LAYER", DEMO_LAYER if os.environ.get("YICHUANG_DEMO") == "1" else "")


@lru_cache(maxsize=4)
def _list_of(layer: str, own: OwnEntries) -> Catalogue:
    from yichuang.catalogue.layer_files import list_of  # noqa: PLC0415 - layers are read with what stands here

    found = list_of(layer) if layer else national()
    return replace(found) if own.count else found


class Fault(Struct, frozen=True):
    """A file, or an entry of a dictionary, that cannot be read."""

    path: Path
    refusal: Refusal


def load(room: Path) -> Catalogue:
    """The catalogue under ``room``; the first fault is refused."""
    found, faults = gathered(room)
    if faults:
        raise faults[0].refusal
    return found


def gathered(room: Path) -> tuple[Catalogue, list[Fault]]:
    """What can be read under ``room``, and all that cannot."""
    faults: list[Fault] = []
    items: dict[str, Item] = {}
    for path in sorted((room / "definitions").glob("*/*.yaml")):
        with noted(path, faults):
            item = item_from(path, path.read_bytes())
            items[item.code] = item
    elements, evidence = dictionaries(room)
    found = Catalogue(
        items=items,
        elements=gathered_entries(elements, Element, faults),
        evidence_types=gathered_entries(evidence, EvidenceType, faults),
    )
    return found, faults


@contextmanager
def noted(path: Path, faults: list[Fault]) -> Iterator[None]:
    """A refusal on the way is noted among ``faults``; what comes after goes on."""
    try:
        yield
    except Refusal as refusal:
        faults.append(Fault(path, refusal))


def gathered_entries(path: Path, kind: type[T], faults: list[Fault]) -> dict[str, T]:
    """The entries of a dictionary file that can be read; the others are noted."""
    found: dict[str, T] = {}
    with noted(path, faults):
        raw = path.read_bytes()
        for key, entry in _entries(path, raw).items():
            with noted(path, faults):
                found[key] = _typed(path, raw, {"key": key, **entry}, kind, under=key)
    return found


def dictionaries(room: Path) -> tuple[Path, Path]:
    """The two shared dictionaries under ``room``."""
    return room / "elements.yaml", room / "evidence_types.yaml"


def item_from(path: Path, raw: bytes) -> Item:
    """One definition; its place must say its line and code."""
    item = _typed(path, raw, read_yaml(path, raw), Item)
    if (path.parent.name, path.stem) != (item.line, item.code):
        place = f"definitions/{item.line}/{item.code}.yaml"
        raise Refusal("catalogue.misplaced", file=short(path), item=item.code, place=place)
    return item


def read_typed(path: Path, raw: bytes, kind: type[T]) -> T:
    """One file that holds one value of ``kind``."""
    return _typed(path, raw, read_yaml(path, raw), kind)


def dictionary_from(path: Path, raw: bytes, kind: type[T]) -> dict[str, T]:
    """A dictionary file: ``key: {…}``; each entry is told its key."""
    entries = _entries(path, raw)
    return {key: _typed(path, raw, {"key": key, **entry}, kind, under=key) for key, entry in entries.items()}


def _entries(path: Path, raw: bytes) -> dict[str, dict[str, Any]]:
    return _typed(path, raw, read_yaml(path, raw) or {}, dict[str, dict[str, Any]])


def _typed(path: Path, raw: bytes, data: Any, kind: type[T], under: str = "") -> T:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        problem, keys = said(error, under)
        raise Refusal(
            "catalogue.invalid",
            file=short(path),
            line=line_of(raw, keys),
            item=under or path.stem,
            field=".".join(keys) or "—",
            problem=problem.en,
            problem_zh=problem.zh,
        ) from error
