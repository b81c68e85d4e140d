"""Verb: put an item on hold, take it up again, or cancel it. Running cases are not touched."""

from datetime import datetime

from yichuang.catalogue import queries
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.models import CatalogueItem
from yichuang.kernel.errors import Refusal


def set_item_status(code: str, status: ItemStatus, now: datetime) -> None:
    """Give the item its new state; a cancelled item stays cancelled (a new one gets a new code)."""
    changed = (
        CatalogueItem.objects.filter(code=code)
        .exclude(status=ItemStatus.CANCELLED)
        .update(status=status, status_since=now)
    )
    queries.forget()
    if not changed:
        raise Refusal("catalogue.unknown_item", item=code)
