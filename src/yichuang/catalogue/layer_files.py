"""Reads the layers: ``layers/<key>/layer.yaml`` and ``layers/<key>/items/<code>.yaml``; works out a layer's own list."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from yichuang.catalogue.layers import Layer, Overlay, Patch, chain, layered
from yichuang.catalogue.loader import ROOM, Catalogue, national, read_typed
from yichuang.catalogue.strict_yaml import line_of, short
from yichuang.kernel.errors import Refusal


@cache
def layers() -> Mapping[str, Overlay]:
    """All layers of this installation by key, each read and well-formed."""
    return read_layers(ROOM)


def read_layers(room: Path) -> dict[str, Overlay]:
    """The layers under ``room``."""
    return {path.parent.name: _overlay(path) for path in sorted((room / "layers").glob("*/layer.yaml"))}


@cache
def list_of(key: str) -> Catalogue:
    """The list of one layer, laid over all above it; the national list for the empty key."""
    return layered(national(), chain(layers(), key))


def _overlay(path: Path) -> Overlay:
    files = sorted((path.parent / "items").glob("*.yaml"))
    return Overlay(layer=layer_from(path), patches=tuple(patch_from(file) for file in files))


def layer_from(path: Path) -> Layer:
    """What a ``layer.yaml`` says; the folder must bear the layer's key."""
    layer = read_typed(path, path.read_bytes(), Layer)
    if layer.key != path.parent.name:
        place = f"layers/{layer.key}/layer.yaml"
        raise Refusal("catalogue.misplaced", file=short(path), item=layer.key, place=place)
    return layer


def patch_from(path: Path) -> Patch:
    """One file of a layer: what it changes of the item it is named after, or an item of the layer's own."""
    raw = path.read_bytes()
    return Patch(
        code=path.stem, data=read_typed(path, raw, dict[str, Any]), file=short(path), line_of=partial(line_of, raw)
    )
