"""Reads of the bureau's own entries of the dictionaries: what is in force, and what a change brings."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Func, QuerySet, Subquery
from msgspec import convert

from yichuang.catalogue.models import CatalogueChange, DictionaryEntry
from yichuang.catalogue.own_entries import SHAPES, Dictionary, OwnEntries
from yichuang.kernel.moment import now


def mark() -> Subquery:
    """How many entries, changes and removals are in force: :attr:`OwnEntries.mark`, to be read with something else."""
    counted = Func(F("pk"), function="COUNT")
    return Subquery(_in_force().order_by().annotate(counted=counted).values("counted"))


def marked() -> int:
    """The same by itself."""
    return _in_force().count()


def own_entries() -> OwnEntries:
    """The bureau's own entries in force. One query."""
    rows = list(_in_force().order_by("valid_from", "id").values_list("dictionary", "key", "content"))
    return _read(rows, mark=len(rows))


def entries_of(change: CatalogueChange) -> OwnEntries:
    """The entries that a change brings. One query."""
    return _read(change.entries.order_by("key").values_list("dictionary", "key", "content"))


def _in_force() -> "QuerySet[DictionaryEntry]":
    return DictionaryEntry.objects.filter(valid_from__lte=now())


def _read(rows: Iterable[tuple[str, str, Any]], mark: int = 0) -> OwnEntries:
    """Of several with one key the last counts; without content there is none any more."""
    newest: Mapping[tuple[str, str], Any] = {(dictionary, key): content for dictionary, key, content in rows}
    found: dict[str, dict[str, Any]] = {each.value: {} for each in Dictionary}
    for (dictionary, key), content in newest.items():
        if content is not None:
            found[dictionary][key] = convert(content, SHAPES[dictionary])
    return OwnEntries(**found, mark=mark)
