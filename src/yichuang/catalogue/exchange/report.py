"""What an import would do, before it does anything: each row new, changed or the same, and what it names that is unknown.

Pure: the two catalogues are given.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from yichuang.catalogue.changes.difference import Change, difference
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.entry_rules import unfit
from yichuang.catalogue.layers import names_of
from yichuang.catalogue.loader import Catalogue, shipped
from yichuang.catalogue.own_entries import NONE, Dictionary, Entry, OwnEntries, keys_named
from yichuang.kernel.errors import Refusal


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
    """An entry of a dictionary that the import brings."""

    dictionary: str
    """``elements`` or ``evidence_types``."""
    key: str
    name: Text
    standing: Standing
    used_by: int
    """How many items of the import name it."""
    taken: bool = True
    """False: the platform's own entry of that key says something else. That stays; what no item of the import names does
    no harm, what one names is refused.
    """


class Mapping(Struct, frozen=True):
    """The mapping report."""

    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    """Codes that are published here and not in the import; they stay as they are."""
    terms: tuple[Term, ...] = ()
    """Those that are new or different here."""
    same_terms: int = 0
    entries: OwnEntries = NONE
    """Those that would come into the dictionaries."""
    refused: tuple[Refusal, ...] = ()
    """Why some cannot; then nothing is taken."""

    @property
    def term_counts(self) -> dict[str, int]:
        """How many entries of each standing."""
        counted = Counter(term.standing.value for term in self.terms)
        return {"new": counted[Standing.NEW], "changed": counted[Standing.CHANGED], "same": self.same_terms}

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


def mapping(incoming: Catalogue, present: Catalogue, own: OwnEntries = NONE) -> Mapping:
    """Row by row and field by field what ``incoming`` would change; ``own`` are the bureau's own entries until now."""
    terms, entries, refused = _terms(incoming, present, own)
    names = {**names_of(present), **{term.key: term.name for term in terms if term.taken}}
    rows = tuple(
        _row(item, present.items.get(code), tuple(_unknown(item, incoming, present, entries)), names)
        for code, item in sorted(incoming.items.items())
    )
    brought = len(incoming.elements) + len(incoming.evidence_types)
    missing = tuple(sorted(present.items.keys() - incoming.items.keys()))
    return Mapping(rows, missing, terms, brought - len(terms), entries, refused)


def _terms(
    incoming: Catalogue, present: Catalogue, own: OwnEntries
) -> tuple[tuple[Term, ...], OwnEntries, tuple[Refusal, ...]]:
    """The entries that this installation has not, or has otherwise; those to be taken; and why others cannot be."""
    terms: list[Term] = []
    refused: list[Refusal] = []
    taken: dict[str, dict[str, Entry]] = {each.value: {} for each in Dictionary}
    for dictionary, entry, used in _differing(incoming, present):
        refusal = unfit(dictionary, entry, shipped(), own)
        here = entry.key in getattr(present, dictionary)
        standing = Standing.CHANGED if here else Standing.NEW
        terms.append(Term(dictionary, entry.key, entry.name, standing, used, taken=refusal is None))
        if refusal is None:
            taken[dictionary][entry.key] = entry
        elif used or refusal.code != "catalogue.entry_shipped":
            refused.append(refusal)
    return tuple(terms), OwnEntries(**taken), tuple(refused)  # type: ignore[arg-type] # each under its dictionary


def _differing(incoming: Catalogue, present: Catalogue) -> Iterator[tuple[Dictionary, Entry, int]]:
    """Entries that are not here as they are there, and how many items of the import name each."""
    named = [keys_named(item) for item in incoming.items.values()]
    for place, dictionary in enumerate(Dictionary):
        here = getattr(present, dictionary)
        for key, entry in sorted(getattr(incoming, dictionary).items()):
            if here.get(key) != entry:
                yield dictionary, entry, sum(key in each[place] for each in named)


def _row(item: Item, before: Item | None, unknown: tuple[str, ...], names: dict[str, Text]) -> Row:
    if before is None:
        return Row(item.code, Standing.NEW, (), unknown)
    changes = difference(before, item, names)
    return Row(item.code, Standing.CHANGED if changes else Standing.SAME, changes, unknown)


def _unknown(item: Item, incoming: Catalogue, present: Catalogue, entries: OwnEntries) -> Iterator[str]:
    for field in item.form:
        if field.element not in present.elements and field.element not in entries.elements:
            yield f"form.{field.element}"
    for material in item.materials:
        if material.evidence not in present.evidence_types and material.evidence not in entries.evidence_types:
            yield f"materials.{material.evidence}"
    for code in item.depends_on:
        if code not in incoming.items and code not in present.items:
            yield f"depends_on.{code}"
