"""The line that each verb leaves: who did what to the catalogue, and when."""

from datetime import datetime

from yichuang.catalogue.changes.terms import TrailEvent
from yichuang.catalogue.models import REASON, CatalogueChange, CatalogueTrail
from yichuang.organisation.actor import Actor


def leave_trail(
    event: TrailEvent,
    actor: Actor,
    now: datetime,
    change: CatalogueChange | None = None,
    *,
    note: str = "",
    item: str = "",
) -> None:
    """Write one line."""
    CatalogueTrail.objects.create(
        event=event, at=now, staff_id=actor.staff_id, staff=actor.name, change=change, item=item, note=note[:REASON]
    )
