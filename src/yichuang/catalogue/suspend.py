"""Verb: from a moment on an item is on hold, in use again, or cancelled. Running cases are not touched.

Called by an approved change (:mod:`yichuang.catalogue.changes.review`); by itself it asks nobody.
"""

from collections.abc import Sequence
from datetime import datetime

from yichuang.catalogue import queries
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.models import CatalogueChange, CatalogueItem, ItemStanding
from yichuang.kernel.errors import Refusal


def set_item_status(
    code: str,
    status: ItemStatus,
    since: datetime,
    *,
    reason: str = "",
    successors: Sequence[str] = (),
    change: CatalogueChange | None = None,
) -> None:
    """Give the item its new state; a cancelled item stays cancelled (a new one gets a new code)."""
    item = CatalogueItem.objects.filter(code=code).first()
    if item is None or item.standings.filter(status=ItemStatus.CANCELLED).exists():
        raise Refusal("catalogue.unknown_item", item=code)
    ItemStanding.objects.create(
        item=item, status=status, since=since, reason=reason, successors=list(successors), change=change
    )
    queries.forget()
