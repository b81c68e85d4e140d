"""Reads of published items, and with them of the bureau's own entries of the dictionaries.

A version never changes, so each process keeps what it has read.
"""

from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from msgspec import Struct, convert
from msgspec.structs import replace

from yichuang.catalogue import entries
from yichuang.catalogue.definition import Item, ItemStatus, Line
from yichuang.catalogue.loader import Catalogue, catalogue, national
from yichuang.catalogue.models import CatalogueItem, Correction, ItemStanding, ItemVersion
from yichuang.catalogue.own_entries import NONE, kept_up_by, keys_named, known, tell
from yichuang.kernel.case_numbers import parts
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now

FRESH_SECONDS = 5.0
"""How long a process trusts its picture of which versions are in force; a suspension bites everywhere within it."""


class Head(Struct, frozen=True):
    """Which version of an item is in force, and whether new applications may name it."""

    code: str
    version: int
    status: ItemStatus
    revision: int = 0
    """The version's newest correction; 0 for none."""


class _Heads:
    """All heads, read together: one small query each few seconds serves every Plan of a process. It says as well whether
    the dictionaries have got other entries of the bureau's own.
    """

    def __init__(self) -> None:
        self.read_at = -FRESH_SECONDS
        self.by_code: dict[str, Head] = {}

    def are_old(self) -> bool:
        return monotonic() - self.read_at >= FRESH_SECONDS

    def current(self) -> dict[str, Head]:
        if self.are_old():
            self.by_code, mark = _read_heads()
            self.read_at = monotonic()
            _forget_corrected(self.by_code)
            if mark != known().mark:
                tell(entries.own_entries())
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


def item_as_it_read(code: str, version: int, revision: int) -> Item:
    """The version with its words as that correction left them (0: as published). Not kept: asked for comparisons only."""
    published = ItemVersion.objects.filter(item_id=code, version=version)
    corrected = Correction.objects.filter(version__in=published, revision=revision)
    rows = corrected if revision else published
    content = rows.values_list("content", flat=True).first()
    if content is None:
        raise Refusal("catalogue.unknown_version", item=code, version=version)
    return convert(as_of_today(content), Item)


def line_of(code: str) -> Line | None:
    """The line that owns the item, whatever its version or status; None for an unknown code."""
    head = heads().get(code)
    return _read_version(code, head.version).line if head else None


def items_in_use() -> tuple[Item, ...]:
    """All items that may be applied for, in the version in force, by code. At most two queries."""
    in_use = [head for head in heads().values() if head.status is ItemStatus.IN_USE]
    missing = [head.code for head in in_use if (head.code, head.version) not in _versions]
    if missing:
        _keep(in_force().filter(item_id__in=missing))
    return tuple(_read_version(head.code, head.version) for head in sorted(in_use, key=lambda head: head.code))


def every_item() -> tuple[Item, ...]:
    """All items that are not cancelled, in the version in force, by code: what the linter judges together."""
    items_in_use()
    standing = (head for head in heads().values() if head.status is not ItemStatus.CANCELLED)
    return tuple(_read_version(head.code, head.version) for head in sorted(standing, key=lambda head: head.code))


def waiting_items() -> tuple[Item, ...]:
    """What has been published for a day to come, of items that are not cancelled."""
    ahead = ItemVersion.objects.filter(valid_from__gt=now(), valid_to=None)
    ended = [head.code for head in heads().values() if head.status is ItemStatus.CANCELLED]
    rows = ahead.exclude(item_id__in=ended).order_by("item_id").values_list("content", flat=True)
    return tuple(convert(as_of_today(content), Item) for content in rows)


def unnumbered(pattern: str) -> tuple[str, ...]:
    """Codes of the items in use that cannot be given a case number after ``pattern``, for want of their 实施编码.

    Refusal("case_number.pattern") for one that is none.
    """
    if "implementation" not in parts(pattern):
        return ()
    return tuple(item.code for item in items_in_use() if not item.codes.implementation)


def ended(code: str) -> tuple[Item, tuple[Item, ...]] | None:
    """A cancelled item as it last stood, with those in use to which people are sent instead; None for any other."""
    head = heads().get(code)
    if head is None or head.status is not ItemStatus.CANCELLED:
        return None
    standing = ItemStanding.objects.filter(item_id=code, since__lte=now()).order_by("-since", "-id").first()
    named = standing.successors if standing else ()
    in_use = {item.code: item for item in items_in_use()}
    return _read_version(code, head.version), tuple(in_use[each] for each in named if each in in_use)


def published_catalogue() -> Catalogue:
    """The catalogue as it is in force, with the dictionaries of this installation."""
    return replace(catalogue(), items={item.code: item for item in every_item()})


def in_force() -> "QuerySet[ItemVersion]":
    """The versions in force at this moment, one an item at most."""
    moment = now()
    return ItemVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=moment), valid_from__lte=moment)


def heads() -> dict[str, Head]:
    """Every published item's head by code; at most :data:`FRESH_SECONDS` old."""
    return _heads.current()


@kept_up_by
def keep_up() -> None:
    """Nothing names an entry of the bureau's own that was not read from the database: without one open, there is no need."""
    if _heads.are_old() and connection.connection is not None and not connection.needs_rollback:
        heads()


def forget() -> None:
    """Read the heads afresh next time; called by the verbs that change them."""
    _heads.read_at = -FRESH_SECONDS


def forget_all() -> None:
    """Forget the versions too: only where the database itself is replaced (tests, restore)."""
    forget()
    _versions.clear()
    _revisions.clear()
    tell(NONE)


_versions: dict[tuple[str, int], Item] = {}
"""Every version this process has read."""
_revisions: dict[tuple[str, int], int] = {}
"""With which correction it has read them; those without any are left out."""


def _forget_corrected(current: dict[str, Head]) -> None:
    """Drop what has got better words since it was read. Only the version in force can be corrected."""
    for head in current.values():
        if head.revision != _revisions.get((head.code, head.version), 0):
            _versions.pop((head.code, head.version), None)
            _revisions[head.code, head.version] = head.revision


def _read_version(code: str, version: int) -> Item:
    if (code, version) not in _versions:
        _keep(ItemVersion.objects.filter(item_id=code, version=version))
    if (code, version) not in _versions:
        known = CatalogueItem.objects.filter(code=code).exists()
        problem = "catalogue.unknown_version" if known else "catalogue.unknown_item"
        raise Refusal(problem, item=code, version=version)
    return _versions[code, version]


def _keep(rows: "QuerySet[ItemVersion]") -> None:
    newest = Correction.objects.filter(version=OuterRef("pk")).order_by("-revision")
    found = rows.annotate(
        corrected=Coalesce(Subquery(newest.values("revision")[:1]), 0),
        reads=Coalesce(Subquery(newest.values("content")[:1]), F("content")),
    )
    for code, version, revision, content in found.values_list("item_id", "version", "corrected", "reads"):
        item = convert(as_of_today(content), Item)
        _know_entries(item)
        _versions[code, version] = item
        if revision:
            _revisions[code, version] = revision


def _know_entries(item: Item) -> None:
    """Where another process has just published the item together with its entries, they are read before it is handed out."""
    shelf = national()
    elements, proofs = keys_named(item)
    if elements - shelf.elements.keys() or proofs - shelf.evidence_types.keys():
        tell(entries.own_entries())


def as_of_today(content: dict[str, Any]) -> dict[str, Any]:
    """Content of the days when a party outside had one name in whatever language: a running case may still rest on it."""
    for step in content["steps"]:
        if isinstance(step.get("external"), str):
            named = step["external"]
            step["external"] = {"zh": named, "en": named} if named else None
    return content


def _read_heads() -> tuple[dict[str, Head], int]:
    standing = ItemStanding.objects.filter(item=OuterRef("item"), since__lte=now()).order_by("-since", "-id")
    rows = in_force().annotate(
        standing=Coalesce(Subquery(standing.values("status")[:1]), F("item__status")),
        revision=Coalesce(Max("corrections__revision"), 0),
        mark=entries.mark(),
    )
    found = list(rows.values_list("item_id", "version", "standing", "revision", "mark"))
    by_code = {code: Head(code, version, ItemStatus(status), revision) for code, version, status, revision, _ in found}
    return by_code, found[0][-1] if found else entries.marked()
