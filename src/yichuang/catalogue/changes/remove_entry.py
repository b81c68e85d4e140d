"""Verb: take one of the bureau's own entries out of the dictionaries. Never one that anything uses or has used."""

from datetime import datetime

from django.db import transaction

from yichuang.catalogue import queries
from yichuang.catalogue.changes.entering import require_keeper
from yichuang.catalogue.changes.terms import TrailEvent
from yichuang.catalogue.changes.uses import uses_of_entry
from yichuang.catalogue.entries import own_entries
from yichuang.catalogue.models import REASON, CatalogueTrail, DictionaryEntry
from yichuang.catalogue.own_entries import Dictionary
from yichuang.catalogue.publish import take_turn
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor


@transaction.atomic
def remove_entry(actor: Actor, dictionary: Dictionary, key: str, reason: str, now: datetime) -> None:
    """Take the entry away; what it was stays on record.

    Refusal("catalogue.entry_used") with the counts of what rests on it, ("catalogue.no_entry") for one that is shipped or
    unknown, ("catalogue.own_review") for who brought it in: it takes a second person here as well.
    """
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    require_keeper(actor)
    take_turn()
    words = {f"dictionary_{side}": label("dictionary", dictionary, side) for side in ("zh", "en")}
    if key not in own_entries().of(dictionary):
        raise Refusal("catalogue.no_entry", key=key, **words)
    brought = DictionaryEntry.objects.filter(dictionary=dictionary, key=key, valid_from__lte=now, change__isnull=False)
    if brought.order_by("-valid_from", "-id").values_list("change__author_id", flat=True).first() == actor.staff_id:
        raise Refusal("catalogue.own_review")
    _check_unused(dictionary, key, words)
    DictionaryEntry.objects.create(dictionary=dictionary, key=key, valid_from=now)
    CatalogueTrail.objects.create(
        event=TrailEvent.REMOVED, at=now, staff_id=actor.staff_id, staff=actor.name, field=f"{dictionary}.{key}",
        note=reason[:REASON],
    )  # fmt: skip
    queries.forget()
    transaction.on_commit(queries.forget)


def _check_unused(dictionary: Dictionary, key: str, words: dict[str, str]) -> None:
    resting = uses_of_entry(dictionary, key)
    if resting:
        raise Refusal(
            "catalogue.entry_used",
            key=key,
            uses_zh="、".join(f"{use.count} {use.what.zh}" for use in resting),
            uses_en=", ".join(f"{use.count} {use.what.en}" for use in resting),
            **words,
        )
