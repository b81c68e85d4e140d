"""Verb: take a catalogue in. Always as drafts of one change, never as anything published; all of it or nothing."""

from datetime import datetime

from django.db import transaction
from msgspec import Struct

from yichuang.catalogue import queries
from yichuang.catalogue.changes.draft import begin_change
from yichuang.catalogue.changes.terms import ChangeKind
from yichuang.catalogue.exchange.report import Mapping, mapping
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.own_entries import known
from yichuang.organisation.actor import Actor


class TakenIn(Struct, frozen=True):
    """What came of an import."""

    mapping: Mapping
    change: int | None = None
    """Number of the change that holds the drafts; None where there was nothing to do, or for a dry run."""
    revision: int = 0


def preview(incoming: Catalogue) -> Mapping:
    """The mapping report of an import; nothing is written."""
    present = queries.published_catalogue()
    return mapping(incoming, present, known())


@transaction.atomic
def take_in(actor: Actor, incoming: Catalogue, now: datetime, *, reason: str = "") -> TakenIn:
    """Make a draft of each item that is new or differs from what is published, and of each such entry of the dictionaries.

    What is the same makes none. Refused as a whole where an entry cannot be: :func:`~yichuang.catalogue.entry_rules.unfit`.
    """
    found = preview(incoming)
    if found.refused:
        raise found.refused[0]
    if not found.wanted and not found.entries.count:
        return TakenIn(found)
    items = [incoming.items[code] for code in found.wanted]
    change = begin_change(actor, ChangeKind.IMPORT, items, now, reason=reason, entries=found.entries).change
    return TakenIn(found, change.pk, change.revision)
