"""Verb: correct the words of the version in force, without a new one. Who, when, old and new stay on record.

Only editorial fields (``fields.yaml``): how a thing is put. What is owed, by when and by whom is the law's, and takes a
new version with a review.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from msgspec import to_builtins
from msgspec.structs import replace

from yichuang.catalogue import queries
from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.difference import Change, difference
from yichuang.catalogue.changes.terms import TrailEvent
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint import findings, refuse_breaches
from yichuang.catalogue.models import REASON, CatalogueTrail, Correction, ItemVersion
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor


def correct(actor: Actor, item: Item, revision: int, now: datetime, *, note: str = "") -> tuple[Change, ...]:
    """Let the version in force read as ``item``; ``revision`` is the ``Head.revision`` the screen started from.

    Refusal("catalogue.not_editorial") names the first field that is more than wording, ("catalogue.item_moved") when
    somebody else was faster, ("catalogue.nothing_changed") when nothing differs, ("catalogue.correction_lost") while a
    version waits for its day: it would come in with the old words.
    """
    queries.forget()
    head = queries.heads().get(item.code)
    if head is None:
        raise Refusal("catalogue.unknown_item", item=item.code)
    before = queries.item_version(item.code, head.version)
    gates.require_editor(actor, {before.line}, local_date(now))
    if head.revision != revision:
        raise Refusal("catalogue.item_moved", item=item.code)
    if waiting := ItemVersion.objects.filter(item_id=item.code, version__gt=head.version, valid_to=None).first():
        raise Refusal("catalogue.correction_lost", item=item.code, day=local_date(waiting.valid_from))
    corrected = replace(item, version=head.version)
    changes = _checked(before, corrected)
    _store(actor, corrected, revision + 1, changes, now, note)
    queries.forget()
    transaction.on_commit(queries.forget)
    return changes


def _checked(before: Item, after: Item) -> tuple[Change, ...]:
    changes = difference(before, after)
    if not changes:
        raise Refusal("catalogue.nothing_changed", item=before.code)
    for change in changes:
        if not change.editorial:
            raise Refusal("catalogue.not_editorial", field_zh=change.field.zh, field_en=change.field.en)
    shelf = queries.published_catalogue()
    refuse_breaches(findings(replace(shelf, items={**shelf.items, after.code: after}), [after.code]))
    return changes


def _store(actor: Actor, item: Item, revision: int, changes: tuple[Change, ...], now: datetime, note: str) -> None:
    version = ItemVersion.objects.get(item_id=item.code, version=item.version)
    try:
        with transaction.atomic():
            Correction.objects.create(version=version, revision=revision, content=to_builtins(item), at=now)
            CatalogueTrail.objects.bulk_create(
                CatalogueTrail(
                    event=TrailEvent.CORRECTED, at=now, staff_id=actor.staff_id, staff=actor.name, item=item.code,
                    version=item.version, field=change.path, old=change.old.zh, new=change.new.zh, note=note[:REASON],
                )
                for change in changes
            )  # fmt: skip
    except IntegrityError:
        raise Refusal("catalogue.item_moved", item=item.code) from None
