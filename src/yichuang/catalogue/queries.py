"""Reads of published items. A version never changes, so each process keeps what it has read."""

from time import monotonic
from typing import Any

from django.db.models import QuerySet
from msgspec import Struct, convert

from yichuang.catalogue.definition import Item, ItemStatus, Line
from yichuang.catalogue.models import CatalogueItem, ItemVersion
from yichuang.kernel.errors import Refusal

FRESH_SECONDS = 5.0
"""How long a process trusts its picture of which versions are in force; a suspension bites everywhere within it."""


class Head(Struct, frozen=True):
    """Which version of an item is in force, and whether new applications may name it."""

    code: str
    version: int
    status: ItemStatus


class _Heads:
    """All heads, read together: one small query each few seconds serves every Plan of a process."""

    def __init__(self) -> None:
        self.read_at = -FRESH_SECONDS
        self.by_code: dict[str, Head] = {}

    def current(self) -> dict[str, Head]:
        if monotonic() - self.read_at >= FRESH_SECONDS:
            self.by_code = _read_heads()
            self.read_at = monotonic()
        return self.by_code


_heads = _Heads()


def item_version(code: str, version: int | None = None) -> Item:
    """The item as its version stands. Without a version: the one in force, refused while the item is suspended.

    A running case names its version and is served whatever has become of the item since.
    """
    if version is not None:
        return _read_version(code, version)
    head = heads().get(code)
    if head is None:
        raise Refusal("catalogue.unknown_item", item=code)
    if head.status is not ItemStatus.IN_USE:
        raise Refusal("catalogue.suspended", item=code)
    return _read_version(code, head.version)


def line_of(code: str) -> Line | None:
    """The line that owns the item, whatever its version or status; None for an unknown code."""
    head = heads().get(code)
    return _read_version(code, head.version).line if head else None


def items_in_use() -> tuple[Item, ...]:
    """All items that may be applied for, in the version in force, by code. At most two queries."""
    in_use = [head for head in heads().values() if head.status is ItemStatus.IN_USE]
    missing = [head.code for head in in_use if (head.code, head.version) not in _versions]
    if missing:
        _keep(ItemVersion.objects.filter(item_id__in=missing, valid_to=None))
    return tuple(_read_version(head.code, head.version) for head in sorted(in_use, key=lambda head: head.code))


def heads() -> dict[str, Head]:
    """Every published item's head by code; at most :data:`FRESH_SECONDS` old."""
    return _heads.current()


def forget() -> None:
    """Read the heads afresh next time; called by the verbs that change them."""
    _heads.read_at = -FRESH_SECONDS


def forget_all() -> None:
    """Forget the versions too: only where the database itself is replaced (tests, restore)."""
    forget()
    _versions.clear()


_versions: dict[tuple[str, int], Item] = {}
"""Every version this process has read."""


def _read_version(code: str, version: int) -> Item:
    if (code, version) not in _versions:
        _keep(ItemVersion.objects.filter(item_id=code, version=version))
    if (code, version) not in _versions:
        known = CatalogueItem.objects.filter(code=code).exists()
        problem = "catalogue.unknown_version" if known else "catalogue.unknown_item"
        raise Refusal(problem, item=code, version=version)
    return _versions[code, version]


def _keep(rows: "QuerySet[ItemVersion]") -> None:
    found = rows.values_list("item_id", "version", "content")
    _versions.update({(code, version): convert(_as_of_today(content), Item) for code, version, content in found})


def _as_of_today(content: dict[str, Any]) -> dict[str, Any]:
    """Content of the days when a party outside had one name in whatever language: a running case may still rest on it."""
    for step in content["steps"]:
        if isinstance(step.get("external"), str):
            named = step["external"]
            step["external"] = {"zh": named, "en": named} if named else None
    return content


def _read_heads() -> dict[str, Head]:
    rows = ItemVersion.objects.filter(valid_to=None).values_list("item_id", "version", "item__status")
    return {code: Head(code=code, version=version, status=ItemStatus(status)) for code, version, status in rows}
