"""Verbs: submit a change for review, or take it back from there; approve it, which publishes; send it back. The reviewer
has never written on it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from msgspec import Struct

from yichuang.catalogue import queries
from yichuang.catalogue.above import refuse_taken_away, refuse_worse
from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.draft import compared, judged, leaving, outdated, take, wanted
from yichuang.catalogue.changes.entering import refuse_unfit, require_keeper
from yichuang.catalogue.changes.standing import refuse_standing
from yichuang.catalogue.changes.terms import STANDING, WORKABLE, ChangeKind, ChangeState, TrailEvent
from yichuang.catalogue.changes.uses import depending
from yichuang.catalogue.definition import Item, ItemStatus, Line
from yichuang.catalogue.lint import refuse_breaches
from yichuang.catalogue.models import REASON, CatalogueChange
from yichuang.catalogue.publish import append_versions, last_versions, take_turn
from yichuang.catalogue.suspend import set_item_status
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor


class Wish(Struct, frozen=True):
    """What the author asks of the reviewer."""

    reason: str
    """Why; the document it rests on."""
    valid_from: datetime | None = None
    """From when it is to hold; None = as soon as it is approved."""


WRITING = (TrailEvent.BEGUN, TrailEvent.SAVED, TrailEvent.RENEWED)
"""Who did any of these to a change has a hand in it and cannot review it."""


@transaction.atomic
def submit_for_review(
    actor: Actor, change_id: int, revision: int, now: datetime, *, wish: Wish | None = None
) -> CatalogueChange:
    """Hand the change to a second person. Refused while the linter finds errors, something newer lies beneath
    it, or an item would be worse for the person than the list above has it, or not be there at all.

    ``wish`` says why and from when; None leaves what the change says already.
    """
    note = wish.reason if wish else ""
    change = take(
        actor, change_id, revision, now, WORKABLE, event=TrailEvent.SUBMITTED, state=ChangeState.IN_REVIEW, note=note
    )
    if wish:
        change.reason, change.valid_from = wish.reason.strip()[:REASON], wish.valid_from
        change.save(update_fields=["reason", "valid_from"])
    _check_worth(change)
    _check_fit(change, now)
    return change


@transaction.atomic
def recall(actor: Actor, change_id: int, revision: int, now: datetime) -> CatalogueChange:
    """Take the change back from its review into a draft: its author, until somebody has decided."""
    states = (ChangeState.IN_REVIEW,)
    return take(actor, change_id, revision, now, states, event=TrailEvent.RECALLED, state=ChangeState.DRAFT)


@transaction.atomic
def approve(actor: Actor, change_id: int, revision: int, now: datetime, *, comment: str = "") -> CatalogueChange:
    """Publish the change: at once, or from its own day on. All of it or nothing.

    Refusal("catalogue.own_review") for the author, ("catalogue.outdated") when another publication came first,
    ("catalogue.change_moved") when two reviewers press at once.
    """
    take_turn()
    change = _reviewed(actor, change_id, revision, now, ChangeState.PUBLISHED, TrailEvent.PUBLISHED, comment)
    queries.forget()  # what another process has published counts
    start = _check_fit(change, now)
    items = wanted(change)
    last = last_versions(items)
    change.entries.update(valid_from=start)
    append_versions(items.values(), last, now, valid_from=start, change=change)
    for code in change.ends:
        set_item_status(
            code, ItemStatus(STANDING[ChangeKind(change.kind)]), start, reason=change.reason, change=change,
            successors=sorted(items) or change.successors,
        )  # fmt: skip
    transaction.on_commit(queries.forget)
    queries.forget()
    return change


@transaction.atomic
def send_back(actor: Actor, change_id: int, revision: int, now: datetime, *, comment: str) -> CatalogueChange:
    """Give the change back to its author with the reason."""
    if not comment.strip():
        raise Refusal("organisation.no_reason")
    return _reviewed(actor, change_id, revision, now, ChangeState.SENT_BACK, TrailEvent.SENT_BACK, comment)


def wrote_on(change: CatalogueChange, actor: Actor) -> bool:
    """Whether the change is this person's own work, begun or written on."""
    return (
        change.author_id == actor.staff_id or change.trail.filter(staff_id=actor.staff_id, event__in=WRITING).exists()
    )


def _reviewed(
    actor: Actor, change_id: int, revision: int, now: datetime, state: ChangeState, event: TrailEvent, comment: str
) -> CatalogueChange:
    change = gates.CHANGE.open(actor, change_id, gates.REVIEW)
    if wrote_on(change, actor):
        raise Refusal("catalogue.own_review")
    gates.require_editor(actor, _lines(change, list(wanted(change).values())), local_date(now))
    if change.entries.exists():
        require_keeper(actor)
    states = (ChangeState.IN_REVIEW,)
    change = take(actor, change_id, revision, now, states, event=event, state=state, need=gates.REVIEW, note=comment)
    change.reviewer_id, change.reviewer, change.decided_at = actor.staff_id, actor.name, now
    change.comment = comment.strip()[:REASON]
    change.save(update_fields=["reviewer_id", "reviewer", "decided_at", "comment"])
    return change


def _lines(change: CatalogueChange, items: Sequence[Item]) -> list[Line]:
    heads = queries.heads()
    ending = [queries.item_version(code, heads[code].version).line for code in change.ends if code in heads]
    return [*(item.line for item in items), *ending]


def _check_worth(change: CatalogueChange) -> None:
    """A change of versions that changes nothing is not worth a second person's time."""
    found = compared(change)
    if (
        not change.ends
        and not change.entries.exists()
        and found
        and not any(found.values())
        and len(found) == change.drafts.count()
    ):
        raise Refusal("catalogue.nothing_changed", item=next(iter(found)))


def _check_fit(change: CatalogueChange, now: datetime) -> datetime:
    """From when the change holds that nothing stands against."""
    start = max(change.valid_from or now, now)
    refuse_standing(ChangeKind(change.kind), {*change.ends, *wanted(change)}, start)
    late = outdated(change, last_versions(draft.code for draft in change.drafts.all()))
    if late:
        raise Refusal("catalogue.outdated", item=late[0].code)
    waiting = depending(leaving(change), besides=wanted(change))
    if waiting:
        raise Refusal("catalogue.depended_on", item=waiting[0].on, by=waiting[0].by)
    refuse_unfit(change)
    refuse_breaches(judged(change))
    if change.kind != ChangeKind.RESUME:
        refuse_taken_away(change.ends)
    refuse_worse(wanted(change).values())
    return start
