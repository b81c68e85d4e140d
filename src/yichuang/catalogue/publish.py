"""Verb: publish definitions as versions. What is unchanged keeps its version; what changed gets the next number."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import JSONField, Max, Value
from msgspec import Struct, json, to_builtins
from msgspec.structs import replace

from yichuang.catalogue import queries
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint import findings, refuse_breaches
from yichuang.catalogue.loader import Catalogue, catalogue
from yichuang.catalogue.models import CatalogueChange, CatalogueItem, Correction, ItemVersion
from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal

LOCK = 0x6361_7461
"""Advisory lock: two publishers at once take turns."""
AT_ONCE = 1000
"""Rows of one statement: a statement takes no more than 65,535 values."""


class Published(Struct, frozen=True):
    """What a publication did."""

    added: tuple[str, ...]
    """Codes of items that are new."""
    changed: tuple[str, ...]
    """Codes of items that got a new version."""
    unchanged: int
    kept: tuple[str, ...] = ()
    """Codes whose last version is the bureau's own: files never overwrite it."""


class Last(Struct, frozen=True):
    """An item's last version, which may lie ahead."""

    version: int
    content_hash: str
    valid_from: datetime
    own: bool
    """Published or corrected by the bureau itself."""
    revision: int = 0
    """Its newest correction; 0 for none."""
    highest: int = 0
    """The highest number ever given: a version that was taken back keeps its own."""


def publish_catalogue(now: datetime, found: Catalogue | None = None) -> Published:
    """Store a version of every item whose definition differs from the last one; in bulk, all or nothing.

    Definitions that break a rule of the linter are not published at all. An item that the bureau has changed itself stays
    as the bureau has it; the files' word for it can be imported as a draft.
    """
    found = found or catalogue()
    refuse_breaches(findings(found))
    hashes_now = {code: content_hash(item) for code, item in found.items.items()}
    with transaction.atomic():
        take_turn()
        last = last_versions()
        differing = [code for code, digest in hashes_now.items() if _hash_of(last, code) != digest]
        kept = tuple(code for code in differing if code in last and last[code].own)
        fresh = [found.items[code] for code in differing if code not in kept]
        added = append_versions(fresh, last, now, valid_from=now)
    queries.forget()
    changed = tuple(item.code for item in fresh if item.code not in added)
    return Published(added=added, changed=changed, unchanged=len(hashes_now) - len(differing), kept=kept)


def take_turn() -> None:
    """Wait until no other publication runs; until the end of the transaction nobody else publishes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def last_versions(codes: Iterable[str] | None = None) -> dict[str, Last]:
    """The last version of each item, or of each of ``codes``."""
    rows = ItemVersion.objects.filter(valid_to=None)
    if codes is not None:
        rows = rows.filter(item_id__in=list(codes))
    revisions: dict[int, int] = {}
    for version, revision in Correction.objects.filter(version__in=rows).values_list("version_id", "revision"):
        revisions[version] = max(revision, revisions.get(version, 0))
    names = ("pk", "item_id", "version", "content_hash", "valid_from", "change_id", "highest")
    numbered = rows.annotate(highest=Max("item__versions__version"))
    return {
        code: Last(version, digest, since, change is not None or pk in revisions, revisions.get(pk, 0), highest)
        for pk, code, version, digest, since, change, highest in numbered.values_list(*names)
    }


def append_versions(
    items: Iterable[Item],
    last: Mapping[str, Last],
    now: datetime,
    *,
    valid_from: datetime,
    change: CatalogueChange | None = None,
) -> tuple[str, ...]:
    """Store the next version of each item, valid from then on; the codes that are new. The caller holds the turn."""
    chosen = list(items)
    codes = [item.code for item in chosen]
    for code in codes:
        if code in last and last[code].valid_from > valid_from:
            raise Refusal("catalogue.waiting_version", item=code, day=f"{last[code].valid_from:%Y-%m-%d}")
    added = _store_identities(chosen, now)
    ItemVersion.objects.filter(valid_to=None, item_id__in=codes).update(valid_to=valid_from)
    made = (_version(item, last.get(item.code), now, valid_from, change) for item in chosen)
    ItemVersion.objects.bulk_create(made, AT_ONCE)
    return added


def stored(item: Item) -> Value:
    """The content of a row that is inserted with many others: an expression of its own, for in the one array that they
    would share each quote of each definition is escaped by itself, which takes longer than all else.
    """
    return Value(to_builtins(item), JSONField())


def content_hash(item: Item) -> str:
    """SM3 of the item's canonical JSON; its version number is no part of its content."""
    return sm3(json.encode(replace(item, version=1), order="sorted")).hex()


def _hash_of(last: Mapping[str, Last], code: str) -> str:
    return last[code].content_hash if code in last else ""


def _store_identities(items: Iterable[Item], now: datetime) -> tuple[str, ...]:
    wanted = {item.code: item for item in items}
    known = set(CatalogueItem.objects.filter(code__in=list(wanted)).values_list("code", flat=True))
    new = tuple(code for code in wanted if code not in known)
    CatalogueItem.objects.bulk_create(
        CatalogueItem(code=code, line=wanted[code].line, status=wanted[code].first_status, status_since=now)
        for code in new
    )
    return new


def _version(
    item: Item, last: Last | None, now: datetime, valid_from: datetime, change: CatalogueChange | None
) -> ItemVersion:
    number = last.highest + 1 if last else 1
    return ItemVersion(
        item_id=item.code,
        version=number,
        content=stored(replace(item, version=number)),
        content_hash=content_hash(item),
        published_at=now,
        valid_from=valid_from,
        change=change,
    )
