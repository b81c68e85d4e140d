"""What a change may do to an item as it stands: nothing is put on hold twice, and what is cancelled stays so.

What counts is how the item stands on the day from which the change is to hold: a resumption may be agreed on together with
the suspension that it ends.
"""

from collections.abc import Collection
from datetime import datetime

from yichuang.catalogue.changes.terms import ChangeKind
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.models import CatalogueItem, ItemStanding
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label

GOING_ON = frozenset({ItemStatus.IN_USE, ItemStatus.SUSPENDED})
FROM = {
    ChangeKind.SUSPEND: frozenset({ItemStatus.IN_USE}),
    ChangeKind.RESUME: frozenset({ItemStatus.SUSPENDED}),
}
"""How an item must stand for a change of the kind; for all others it must only be :data:`GOING_ON`."""


def refuse_standing(kind: ChangeKind, codes: Collection[str], day: datetime) -> None:
    """``catalogue.wrong_standing`` where one of the items does not stand as it must; those that are new are passed over."""
    for code, standing in sorted(_on(codes, day).items()):
        if standing not in FROM.get(kind, GOING_ON):
            words = {f"standing_{each}": label("item_status", standing, each) for each in ("zh", "en")}
            deed = {f"kind_{each}": label("change_kind", kind, each) for each in ("zh", "en")}
            raise Refusal("catalogue.wrong_standing", item=code, **words, **deed)


def _on(codes: Collection[str], day: datetime) -> dict[str, ItemStatus]:
    first = CatalogueItem.objects.filter(code__in=codes).values_list("code", "status")
    later = ItemStanding.objects.filter(item_id__in=codes, since__lte=day).order_by("since", "id")
    return {code: ItemStatus(status) for code, status in (*first, *later.values_list("item_id", "status"))}
