"""Verb: take back an item's last version, so that the one before holds again. Never one that a case rests on."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from yichuang.catalogue import queries
from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.review import wrote_on
from yichuang.catalogue.changes.terms import TrailEvent
from yichuang.catalogue.changes.uses import uses_of_item
from yichuang.catalogue.models import REASON, CatalogueTrail, ItemVersion
from yichuang.catalogue.publish import take_turn
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor


@transaction.atomic
def withdraw(actor: Actor, code: str, version: int, reason: str, now: datetime) -> None:
    """Take back the last version of an item; its row stays, valid for no moment.

    Refusal("catalogue.version_needed") with the counts of what rests on it, ("catalogue.not_last") for any version but
    the last, or for the first, ("catalogue.own_review") for whoever wrote on it: it takes a second person here as well.
    """
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    item = queries.item_version(code, version)
    gates.require_editor(actor, [item.line], local_date(now))
    take_turn()
    before = ItemVersion.objects.filter(item_id=code, valid_to__gt=F("valid_from")).order_by("-version").first()
    last = ItemVersion.objects.filter(item_id=code, valid_to=None).select_related("change").first()
    if last is None or before is None or last.version != version:
        raise Refusal("catalogue.not_last", item=code, version=version)
    if last.change and wrote_on(last.change, actor):
        raise Refusal("catalogue.own_review")
    _check_unused(code, version)
    ItemVersion.objects.filter(pk=last.pk).update(valid_to=F("valid_from"))
    ItemVersion.objects.filter(pk=before.pk).update(valid_to=None)
    CatalogueTrail.objects.create(
        event=TrailEvent.WITHDRAWN, at=now, staff_id=actor.staff_id, staff=actor.name, item=code, version=version,
        note=reason[:REASON],
    )  # fmt: skip
    queries.forget()
    transaction.on_commit(queries.forget)


def _check_unused(code: str, version: int) -> None:
    resting = [use for use in uses_of_item(code) if use.version == version]
    if resting:
        raise Refusal(
            "catalogue.version_needed",
            item=code,
            version=version,
            uses_zh="、".join(f"{use.count} {use.what.zh}" for use in resting),
            uses_en=", ".join(f"{use.count} {use.what.en}" for use in resting),
        )
