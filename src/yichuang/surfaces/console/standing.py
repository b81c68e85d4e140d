"""What rests on an item and what was done to it: cases, drafts, other items; changes, corrections, states."""

from datetime import datetime

from django.db.models import Q
from msgspec import Struct

from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.difference import field_words
from yichuang.catalogue.changes.uses import depending, uses_of_item
from yichuang.catalogue.definition import Item
from yichuang.catalogue.models import CatalogueChange, CatalogueTrail, ItemStanding
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.surfaces.console.items import name_of
from yichuang.surfaces.story.names import said

MOST = 50


class Resting(Struct, frozen=True):
    """Something that uses the item."""

    what: str
    version: int | None
    count: int
    running: int


class Done(Struct, frozen=True):
    """Something that was done to the item."""

    at: datetime
    what: str
    who: str
    detail: str
    change: int


class Standing(Struct, frozen=True):
    """The page."""

    uses: tuple[Resting, ...]
    depending: tuple[tuple[str, str], ...]
    """Items that name it as what must be granted first."""
    done: tuple[Done, ...]


def standing_of(actor: Actor, item: Item) -> Standing:
    """What rests on an item and what was done to it, newest first."""
    return Standing(
        uses=tuple(
            Resting(said(each.what), each.version, each.count, each.running) for each in uses_of_item(item.code)
        ),
        depending=tuple((each.by, name_of(each.by)) for each in depending({item.code})),
        done=tuple(sorted(_done(actor, item.code), key=lambda each: each.at, reverse=True)[:MOST]),
    )


def _done(actor: Actor, code: str) -> list[Done]:
    every = CatalogueChange.objects.filter(Q(drafts__code=code) | Q(ends__contains=[code])).distinct()
    changes = gates.CHANGES.open(actor, every, gates.SEE).order_by("-id")[:MOST]
    trail = CatalogueTrail.objects.filter(item=code, change=None).order_by("-id")[:MOST]
    standings = ItemStanding.objects.filter(item_id=code, change=None).order_by("-id")[:MOST]
    return [
        *(_changed(change) for change in changes),
        *(_corrected(line) for line in trail),
        *(Done(one.since, label("item_status", one.status), "", one.reason, 0) for one in standings),
    ]


def _changed(change: CatalogueChange) -> Done:
    what = f"{label('change_kind', change.kind)} · {label('change_state', change.state)}"
    return Done(change.decided_at or change.changed_at, what, change.author, change.reason, change.pk)


def _corrected(line: CatalogueTrail) -> Done:
    words = f"{said(field_words(line.field))} · {line.old} → {line.new}" if line.field else ""
    return Done(line.at, label("trail_event", line.event), line.staff, " ".join(filter(None, (words, line.note))), 0)
