"""What an import would do, before it does anything: each row new, changed or the same, and what it names that is unknown.

Pure: the two catalogues are given.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from yichuang.catalogue.changes.difference import Change, difference
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.loader import Catalogue


class Standing(StrEnum):
    """How a row stands to what is published here."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class Row(Struct, frozen=True):
    """One item of the import."""

    code: str
    standing: Standing
    changes: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()
    """``materials.photo``: places that name what this installation does not have. The draft is made; the linter stops it."""


class Term(Struct, frozen=True):
    """An entry of a dictionary that the import brings and this installation has not, or has otherwise. It is not taken:
    the dictionaries come with the installation, since every item and every running case reads them.
    """

    dictionary: str
    """``elements`` or ``evidence_types``."""
    key: str
    name: Text
    standing: Standing
    used_by: int
    """How many items of the import name it."""


class Mapping(Struct, frozen=True):
    """The mapping report."""

    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    """Codes that are published here and not in the import; they stay as they are."""
    terms: tuple[Term, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each standing, how many name something unknown, how many are missing."""
        counted = Counter(row.standing.value for row in self.rows)
        unknown = sum(bool(row.unknown) for row in self.rows)
        return {
            **{each.value: counted[each.value] for each in Standing},
            "unknown": unknown,
            "missing": len(self.missing),
        }

    @property
    def wanted(self) -> tuple[str, ...]:
        """Codes of the rows that would become drafts."""
        return tuple(row.code for row in self.rows if row.standing is not Standing.SAME)


def mapping(incoming: Catalogue, present: Catalogue) -> Mapping:
    """Row by row and field by field what ``incoming`` would change."""
    shared = (present.evidence_types, present.elements)
    names = {key: each.name for part in shared for key, each in part.items()}
    rows = tuple(
        _row(item, present.items.get(code), tuple(_unknown(item, incoming, present)), names)
        for code, item in sorted(incoming.items.items())
    )
    return Mapping(rows, tuple(sorted(present.items.keys() - incoming.items.keys())), tuple(_terms(incoming, present)))


def _terms(incoming: Catalogue, present: Catalogue) -> Iterator[Term]:
    """The entries of the import's dictionaries that this installation has not, or has otherwise."""
    for dictionary in ("elements", "evidence_types"):
        here = getattr(present, dictionary)
        for key, entry in sorted(getattr(incoming, dictionary).items()):
            if here.get(key) != entry:
                standing = Standing.CHANGED if key in here else Standing.NEW
                used = sum(key in _named(item, dictionary) for item in incoming.items.values())
                yield Term(dictionary, key, entry.name, standing, used)


def _named(item: Item, dictionary: str) -> set[str]:
    if dictionary == "elements":
        return {field.element for field in item.form}
    return {material.evidence for material in item.materials}


def _row(item: Item, before: Item | None, unknown: tuple[str, ...], names: dict[str, Text]) -> Row:
    if before is None:
        return Row(item.code, Standing.NEW, (), unknown)
    changes = difference(before, item, names)
    return Row(item.code, Standing.CHANGED if changes else Standing.SAME, changes, unknown)


def _unknown(item: Item, incoming: Catalogue, present: Catalogue) -> Iterator[str]:
    for field in item.form:
        if field.element not in present.elements:
            yield f"form.{field.element}"
    for material in item.materials:
        if material.evidence not in present.evidence_types:
            yield f"materials.{material.evidence}"
    for code in item.depends_on:
        if code not in incoming.items and code not in present.items:
            yield f"depends_on.{code}"
