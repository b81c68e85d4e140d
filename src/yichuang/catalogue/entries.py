"""Reads of the bureau's own entries of the dictionaries: what is in force, and what a change brings."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Func, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from msgspec import convert

from yichuang.catalogue.models import CatalogueChange, DictionaryEntry
from yichuang.catalogue.own_entries import SHAPES, Dictionary, OwnEntries
from yichuang.kernel.moment import now


def mark() -> Subquery:
    """What tells one state of the entries in force from another (:attr:`OwnEntries.mark`), to be read with something else."""
    added = Func(F("pk"), function="SUM")
    return Subquery(_in_force().order_by().annotate(added=Coalesce(added, 0)).values("added"))


def marked() -> int:
    """The same by itself."""
    return _in_force().aggregate(added=Coalesce(Sum("pk"), 0))["added"] or 0


def own_entries() -> OwnEntries:
    """The bureau's own entries in force. One query."""
    rows = list(_in_force().order_by("valid_from", "id").values_list("pk", "dictionary", "key", "content"))
    return _read((row[1:] for row in rows), mark=sum(row[0] for row in rows))


def promised_entries() -> OwnEntries:
    """Those in force, and those that wait for their day, as they will be then. One query."""
    rows = DictionaryEntry.objects.filter(valid_from__isnull=False).order_by("valid_from", "id")
    return _read(rows.values_list("dictionary", "key", "content"))


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
