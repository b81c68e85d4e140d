"""The lines that each verb leaves: who did what to the catalogue, and when; and what was written since a screen was drawn."""

from collections.abc import Iterable
from datetime import datetime

from yichuang.catalogue.changes.difference import Change
from yichuang.catalogue.changes.terms import TrailEvent
from yichuang.catalogue.models import FIELD, REASON, CatalogueChange, CatalogueTrail
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
        event=event, at=now, staff_id=actor.staff_id, staff=actor.name, change=change, item=item, note=note[:REASON],
        revision=change.revision if change else None,
    )  # fmt: skip


def leave_words(actor: Actor, now: datetime, change: CatalogueChange, item: str, altered: Iterable[Change]) -> None:
    """One line for each field that a saving altered in a draft, with its old and new words."""
    CatalogueTrail.objects.bulk_create(
        CatalogueTrail(
            event=TrailEvent.WRITTEN, at=now, staff_id=actor.staff_id, staff=actor.name, change=change, item=item,
            revision=change.revision, field=each.path[:FIELD], old=each.old.zh, new=each.new.zh,
        )
        for each in altered
    )  # fmt: skip


def written_since(change: CatalogueChange, revision: int) -> tuple[CatalogueTrail, ...]:
    """What was written into the change after that revision, oldest first: what a screen drawn then does not know."""
    lines = change.trail.filter(event__in=(TrailEvent.WRITTEN, TrailEvent.RENEWED), revision__gt=revision)
    return tuple(lines.order_by("id"))
