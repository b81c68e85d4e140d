"""One form and one material list out of several items' lists. Pure; the same lists merge once a process."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from yichuang.catalogue.definition import Element, EvidenceType, FormField, Material, Need, Text
from yichuang.catalogue.loader import Catalogue

STRICTNESS = {Need.SHARED: 0, Need.DECLARABLE: 1, Need.DEFERRABLE: 2, Need.PRODUCED: 3}

Fields = tuple[tuple[str, tuple[FormField, ...]], ...]
"""Each item's code with the fields that it asks for."""
Materials = tuple[tuple[str, tuple[Material, ...]], ...]
"""Each item's code with the materials that it asks for."""


class PlanField(Struct, frozen=True):
    """A place of the one form."""

    element: Element
    required: bool
    items: tuple[str, ...]
    value: str = ""
    source: str = ""
    """Where a pre-filled value comes from: ``person``, ``register`` … ; empty = the person says it."""


class PlanMaterial(Struct, frozen=True):
    """A line of the one material list."""

    evidence: EvidenceType
    need: Need
    """The strictest of the items' needs."""
    needs: Mapping[str, Need]
    """What each item asks: a proof may follow for one item and not for another."""
    originals: int
    copies: int
    register: str = ""
    notes: tuple[Text, ...] = ()


@lru_cache(maxsize=4096)
def merged_fields(shelf: Catalogue, wanted: Fields) -> tuple[PlanField, ...]:
    """Each element once and not filled yet, grouped by subject in the order in which the subjects first appear."""
    asked: dict[str, list[tuple[str, FormField]]] = {}
    for code, fields in wanted:
        for field in fields:
            asked.setdefault(field.element, []).append((code, field))
    merged = [_field(shelf.elements[key], same) for key, same in asked.items()]
    groups = list(dict.fromkeys(field.element.group for field in merged))
    return tuple(sorted(merged, key=lambda field: groups.index(field.element.group)))


def _field(element: Element, same: Sequence[tuple[str, FormField]]) -> PlanField:
    required = any(field.required for _, field in same)
    return PlanField(element, required, tuple(dict.fromkeys(code for code, _ in same)))


@lru_cache(maxsize=4096)
def merged_materials(shelf: Catalogue, wanted: Materials) -> tuple[PlanMaterial, ...]:
    """Each evidence type once, the strictest first; what the system makes itself is not asked."""
    asked: dict[str, list[tuple[str, Material]]] = {}
    for code, materials in wanted:
        for material in materials:
            if not shelf.evidence_types[material.evidence].generated:
                asked.setdefault(material.evidence, []).append((code, material))
    lines = [_material(shelf.evidence_types[key], same) for key, same in asked.items()]
    return tuple(sorted(lines, key=lambda line: -STRICTNESS[line.need]))


def _material(evidence: EvidenceType, same: Sequence[tuple[str, Material]]) -> PlanMaterial:
    needs: dict[str, Need] = {}
    for code, material in same:
        needs[code] = max(material.need, needs.get(code, material.need), key=STRICTNESS.__getitem__)
    return PlanMaterial(
        evidence=evidence,
        need=max(needs.values(), key=STRICTNESS.__getitem__),
        needs=needs,
        originals=max(material.originals for _, material in same),
        copies=sum(material.copies for _, material in same),
        register=evidence.register or next((material.source for _, material in same if material.source), ""),
        notes=tuple(dict.fromkeys(material.note for _, material in same if material.note)),
    )
