"""Verb: publish the definitions as versions. What is unchanged keeps its version; what changed gets the next number."""

from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives import hashes
from django.db import connection, transaction
from django.db.models import QuerySet
from msgspec import Struct, json, to_builtins
from msgspec.structs import replace

from yichuang.catalogue import queries
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint import findings
from yichuang.catalogue.loader import Catalogue, catalogue
from yichuang.catalogue.models import CatalogueItem, ItemVersion
from yichuang.kernel.errors import Refusal

LOCK = 0x6361_7461
"""Advisory lock: two publishers at once take turns."""


class Published(Struct, frozen=True):
    """What a publication did."""

    added: tuple[str, ...]
    """Codes of items that are new."""
    changed: tuple[str, ...]
    """Codes of items that got a new version."""
    unchanged: int


def publish_catalogue(now: datetime, found: Catalogue | None = None) -> Published:
    """Store a version of every item whose definition differs from the one in force; in bulk, all or nothing.

    Definitions that break a rule of the linter are not published at all.
    """
    found = found or catalogue()
    _refuse_unfit(found)
    hashes_now = {code: content_hash(item) for code, item in found.items.items()}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        in_force = {version.item_id: version for version in _in_force()}
        differing = [code for code, digest in hashes_now.items() if _hash_in_force(in_force, code) != digest]
        added = _store_identities(found, now)
        ItemVersion.objects.filter(valid_to=None, item_id__in=differing).update(valid_to=now)
        ItemVersion.objects.bulk_create(
            _next_version(found.items[code], in_force.get(code), hashes_now[code], now) for code in differing
        )
    queries.forget()
    changed = tuple(code for code in differing if code not in added)
    return Published(added=added, changed=changed, unchanged=len(hashes_now) - len(differing))


def content_hash(item: Item) -> str:
    """SM3 of the item's canonical JSON; its version number is no part of its content."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(json.encode(replace(item, version=1), order="sorted"))
    return digest.finalize().hex()


def _refuse_unfit(found: Catalogue) -> None:
    broken = findings(found)
    if broken:
        raise Refusal("catalogue.unfit", count=len(broken), first=broken[0].sentence("zh"))


def _in_force() -> "QuerySet[ItemVersion]":
    return ItemVersion.objects.filter(valid_to=None).only("item_id", "version", "content_hash")


def _hash_in_force(in_force: Mapping[str, ItemVersion], code: str) -> str:
    return in_force[code].content_hash if code in in_force else ""


def _store_identities(found: Catalogue, now: datetime) -> tuple[str, ...]:
    known = set(CatalogueItem.objects.values_list("code", flat=True))
    new = tuple(code for code in found.items if code not in known)
    CatalogueItem.objects.bulk_create(
        CatalogueItem(code=code, line=found.items[code].line, status=found.items[code].first_status, status_since=now)
        for code in new
    )
    return new


def _next_version(item: Item, before: ItemVersion | None, digest: str, now: datetime) -> ItemVersion:
    number = before.version + 1 if before else 1
    return ItemVersion(
        item_id=item.code,
        version=number,
        content=to_builtins(replace(item, version=number)),
        content_hash=digest,
        published_at=now,
        valid_from=now,
    )
