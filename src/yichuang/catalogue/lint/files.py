"""Judges files: all of the installation, or those given, wherever they lie, each put into a copy of the catalogue.

A file that cannot be read is a finding among others and hides none. Nothing is written.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain as joined
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from yichuang.catalogue.betterment import Verdict
from yichuang.catalogue.definition import Item
from yichuang.catalogue.layer_files import layer_from, patch_from
from yichuang.catalogue.layers import NATIONAL, Layer, Overlay, Patch, chain, judge, laid_over, worse_refusal
from yichuang.catalogue.lint import LintFinding, all_findings, findings_of
from yichuang.catalogue.lint.bureau import own_findings
from yichuang.catalogue.lint.placed import Placed, keys_of, of_fault, of_finding, shown
from yichuang.catalogue.loader import (
    ROOM,
    Catalogue,
    Fault,
    dictionaries,
    gathered,
    gathered_entries,
    item_from,
    noted,
    read_typed,
)  # fmt: skip
from yichuang.catalogue.own_entries import SHAPES
from yichuang.catalogue.proof import Judged
from yichuang.catalogue.strict_yaml import line_of, read_yaml
from yichuang.kernel.errors import Refusal

DEFINITIONS, LAYERS, ITEMS, LAYER = "definitions", "layers", "items", "layer.yaml"
"""Folders of a catalogue, and the file that says what a layer is."""


class Copy(Struct):
    """A copy of the catalogue that files are put into, with what of it is to be judged."""

    found: Catalogue
    """The national list."""
    layers: dict[str, Overlay]
    paths: dict[str, Path]
    """The file of each definition by code, and of each ``layer.yaml`` by the layer's key."""
    faults: list[Fault]
    items: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    """Layers to be judged by themselves."""
    patches: set[tuple[str, str]] = field(default_factory=set)
    """Files of layers, by layer and code."""
    swapped: bool = False
    """A dictionary was put in: it may break any item."""


class Judgement(Struct, frozen=True):
    """What was judged, and what is wrong with it."""

    placed: tuple[Placed, ...]
    judged: str
    """``328 items, 3 layers``, ``2 files``."""
    items: int


def judge_room(room: Path = ROOM) -> Judgement:
    """All definitions, dictionaries and layers under ``room``."""
    copy = _copy_of(room)
    copy.items, copy.own = set(copy.found.items), set(copy.layers)
    copy.patches = {(key, patch.code) for key, overlay in copy.layers.items() for patch in overlay.patches}
    judged = f"{len(copy.items)} items, {len(copy.layers)} layers"
    return Judgement(tuple(_placed(copy, room)), judged, len(copy.items))


def judge_published(found: Catalogue, against_above: Iterable[Judged]) -> Judgement:
    """A published list, whose items stand in no file: each by itself, and where it is worse than the list above."""
    breaches = [of_finding(each, f"published/{each.item}", 1) for each in all_findings(found)]
    worse = [
        _worse(Patch(code=each.item, data={}, file=f"published/{each.item}"), each)
        for each in against_above
        if each.verdict is Verdict.WORSE
    ]
    return Judgement((*breaches, *worse), f"{len(found.items)} published items", len(found.items))


def judge_files(names: Iterable[str], layer: str = NATIONAL) -> Judgement:
    """The files and folders named, and the installed files of the codes named.

    ``layer`` is the layer of a file that lies in no layer's folder and only says what changes. Refusal("catalogue.no_file")
    for what is neither a file nor a code.
    """
    copy = _copy_of(ROOM)
    before = copy.found
    files = sorted(
        dict.fromkeys(path for name in names for path in _files(name, copy)), key=lambda path: path.name != LAYER
    )
    copy.faults = [each for each in copy.faults if each.path in dictionaries(ROOM)]
    for path in files:
        with noted(path, copy.faults):
            _put(copy, path, layer)
    placed = (*_placed(copy, ROOM), *(_broken_by_dictionary(copy, before) if copy.swapped else ()))
    return Judgement(placed, f"{len(files)} files", len({*copy.items, *(code for _, code in copy.patches)}))


def _copy_of(room: Path) -> Copy:
    found, faults = gathered(room)
    paths = {item.code: room / DEFINITIONS / item.line / f"{item.code}.yaml" for item in found.items.values()}
    copy = Copy(found, {}, paths, faults)
    for path in sorted((room / LAYERS).glob(f"*/{LAYER}")):
        with noted(path, faults):
            _put_layer(copy, path)
            for file in sorted((path.parent / ITEMS).glob("*.yaml")):
                with noted(file, faults):
                    _put_patch(copy, path.parent.name, file)
    return copy


def _files(name: str, copy: Copy) -> list[Path]:
    path = Path(name)
    if path.is_dir() and (inside := sorted(path.rglob("*.yaml"))):
        return inside
    if path.is_file():
        return [path]
    changed = (Path(each.file) for overlay in copy.layers.values() for each in overlay.patches if each.code == name)
    found = [copy.paths[name] for code in copy.found.items if code == name]
    if files := [*found, *changed]:
        return files
    raise Refusal("catalogue.no_file", file=name)


def _put(copy: Copy, path: Path, layer: str) -> None:
    """Put a file to be judged where it belongs, by its name, its folder and what it says."""
    if path.name == LAYER:
        key = _put_layer(copy, path)
        copy.own.add(key)
        copy.patches |= {(key, patch.code) for patch in copy.layers[key].patches}
    elif path.stem in SHAPES:
        _put_dictionary(copy, path)
    elif key := _layer_of(copy, path, layer):
        copy.patches.add((key, _put_patch(copy, key, path)))
    else:
        _put_item(copy, path)


def _put_layer(copy: Copy, path: Path) -> str:
    in_place = path.resolve().parent.parent.name == LAYERS
    layer = layer_from(path) if in_place else read_typed(path, path.read_bytes(), Layer)
    known = copy.layers.get(layer.key)
    copy.layers[layer.key] = Overlay(layer, known.patches if known else ())
    copy.paths[layer.key] = path
    return layer.key


def _put_patch(copy: Copy, key: str, path: Path) -> str:
    if key not in copy.layers:
        raise Refusal("catalogue.layer_unknown", layer=key, known=", ".join(sorted(copy.layers)))
    patch = replace(patch_from(path), file=shown(path))
    overlay = copy.layers[key]
    others = (each for each in overlay.patches if each.code != patch.code)
    copy.layers[key] = Overlay(overlay.layer, (*others, patch))
    return patch.code


def _put_item(copy: Copy, path: Path) -> None:
    in_place = path.resolve().parent.parent.name == DEFINITIONS
    raw = path.read_bytes()
    item = item_from(path, raw) if in_place else read_typed(path, raw, Item)
    if item.code in copy.items:
        raise Refusal("catalogue.doubled", item=item.code)
    copy.found = replace(copy.found, items={**copy.found.items, item.code: item})
    copy.paths[item.code] = path
    copy.items.add(item.code)


def _put_dictionary(copy: Copy, path: Path) -> None:
    """A dictionary with a broken entry is told and not put in, or each item that uses the entry would seem wrong."""
    faults: list[Fault] = []
    entries: dict[str, Any] = gathered_entries(path, SHAPES[path.stem], faults)
    copy.faults += faults
    if not faults:
        copy.found = replace(copy.found, **{path.stem: entries})
        copy.swapped = True


def _layer_of(copy: Copy, path: Path, layer: str) -> str:
    """The layer that a file belongs to; none for a definition of the national list."""
    folder = path.resolve().parent
    if folder.name == ITEMS and (folder.parent / LAYER).is_file():
        return _put_layer(copy, folder.parent / LAYER)
    if folder.name == ITEMS and folder.parent.parent.name == LAYERS:
        return folder.parent.name
    data = read_yaml(path, path.read_bytes())
    partial = isinstance(data, dict) and "code" not in data and folder.parent.name != DEFINITIONS
    return layer if partial else NATIONAL


def _placed(copy: Copy, room: Path) -> Iterator[Placed]:
    yield from map(of_fault, copy.faults)
    if {fault.path for fault in copy.faults}.intersection(dictionaries(room)):
        return  # without the dictionaries everything would seem wrong
    for code, item in copy.found.items.items():
        if code in copy.items:
            yield from _at(copy.paths[code], findings_of(item, copy.found, copy.found))
    for key, overlay in copy.layers.items():
        yield from _of_layer(copy, key, overlay)


def _at(path: Path, found: Iterable[LintFinding]) -> Iterator[Placed]:
    """The breaches with their lines in a file."""
    raw = path.read_bytes()
    return (of_finding(each, shown(path), line_of(raw, keys_of(each))) for each in found)


def _broken_by_dictionary(copy: Copy, before: Catalogue) -> Iterator[Placed]:
    """What is wrong in definitions that were not given, and was not before."""
    known = set(all_findings(before))
    for each in all_findings(copy.found):
        if each not in known and each.item not in copy.items:
            yield from _at(copy.paths[each.item], [each])


def _of_layer(copy: Copy, key: str, overlay: Overlay) -> Iterator[Placed]:
    wanted = [patch for patch in overlay.patches if (key, patch.code) in copy.patches]
    if key not in copy.own and not wanted:
        return
    if key in copy.own:
        yield from _at(copy.paths[key], own_findings(overlay.layer))
    try:
        *higher, _ = chain(copy.layers, key)
    except Refusal as refusal:
        yield of_fault(Fault(copy.paths[key], refusal))
        return
    above = _laid(copy.found, higher)
    below = _laid(above, [overlay])
    yield from joined.from_iterable(_of_patch(copy.found, above, below, overlay.layer, patch) for patch in wanted)


def _laid(found: Catalogue, overlays: Iterable[Overlay]) -> Catalogue:
    """``found`` under all files of ``overlays`` that can be laid over it; what cannot is told where it is judged."""
    for overlay in overlays:
        for patch in overlay.patches:
            with suppress(Refusal):
                found = laid_over(found, Overlay(overlay.layer, (patch,)))
    return found


def _of_patch(national: Catalogue, above: Catalogue, below: Catalogue, layer: Layer, patch: Patch) -> Iterator[Placed]:
    try:
        changes = judge(national, above, Overlay(layer, (patch,)))
    except Refusal as refusal:
        yield of_fault(Fault(Path(patch.file), refusal))
        return
    yield from (_worse(patch, each) for each in changes if each.verdict is Verdict.WORSE)
    for each in findings_of(below.items[patch.code], below, national):
        yield of_finding(each, patch.file, patch.line_of(keys_of(each)))


def _worse(patch: Patch, change: Judged) -> Placed:
    return of_fault(Fault(Path(patch.file), worse_refusal(patch, change)))
