"""Verbs: begin, save, renew and discard a change; check it against the linter.

A change is one person's, for one or several items, and numbered: who saves on an older revision is told that it moved.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from yichuang.catalogue import queries
from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.difference import Change, difference, field_words
from yichuang.catalogue.changes.entering import bring, laid_in
from yichuang.catalogue.changes.standing import refuse_standing
from yichuang.catalogue.changes.terms import WORKABLE, ChangeKind, ChangeState, TrailEvent
from yichuang.catalogue.changes.trail import leave_trail, leave_words
from yichuang.catalogue.definition import Item
from yichuang.catalogue.entries import entries_of
from yichuang.catalogue.layers import names_of
from yichuang.catalogue.lint import LintFinding, findings
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.models import CatalogueChange, ItemDraft
from yichuang.catalogue.own_entries import NONE, OwnEntries
from yichuang.catalogue.publish import AT_ONCE, Last, last_versions, stored
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor


class Begun(Struct, frozen=True):
    """A change with what it holds."""

    change: CatalogueChange
    items: Mapping[str, Item]
    """What it wants, by code."""


def begin(actor: Actor, code: str, now: datetime, *, reason: str = "") -> Begun:
    """Begin a change of one published item from its last version, which may lie ahead."""
    item = last_item(code)
    return begin_change(actor, ChangeKind.EDIT, [item], now, reason=reason)


def begin_new(actor: Actor, item: Item, now: datetime, *, reason: str = "") -> Begun:
    """Begin a change that adds an item; its code must be free."""
    return begin_change(actor, ChangeKind.ADD, [item], now, reason=reason)


@transaction.atomic
def begin_change(
    actor: Actor,
    kind: ChangeKind,
    items: Sequence[Item],
    now: datetime,
    *,
    ends: Sequence[str] = (),
    successors: Sequence[str] = (),
    reason: str = "",
    valid_from: datetime | None = None,
    entries: OwnEntries = NONE,
) -> Begun:
    """Begin a change of any kind; ``entries`` come into the dictionaries with it.

    Refuses who may not edit these lines, a code that is taken where it must be free, and what cannot be done to an item as
    it stands.
    """
    last = last_versions([*(item.code for item in items), *ends])
    lines = [*(item.line for item in items), *(last_item(code).line for code in ends)]
    gates.require_editor(actor, lines, local_date(now))
    _check_codes(kind, items, last)
    refuse_standing(kind, last, valid_from or now)
    change = CatalogueChange.objects.create(
        kind=kind, ends=list(ends), successors=list(successors), reason=reason.strip(), valid_from=valid_from,
        author_id=actor.staff_id, author=actor.name, begun_at=now, changed_at=now,
    )  # fmt: skip
    ItemDraft.objects.bulk_create((_draft(change, item, last.get(item.code)) for item in items), AT_ONCE)
    leave_trail(TrailEvent.BEGUN, actor, now, change, note=reason)
    bring(actor, change, entries, now)
    return Begun(change, {item.code: item for item in items})


def _check_codes(kind: ChangeKind, items: Iterable[Item], last: Mapping[str, Last]) -> None:
    for item in items:
        if kind in (ChangeKind.ADD, ChangeKind.SPLIT, ChangeKind.MERGE) and item.code in last:
            raise Refusal("catalogue.code_taken", item=item.code)


def _draft(change: CatalogueChange, item: Item, last: Last | None) -> ItemDraft:
    number, revision = (last.version, last.revision) if last else (0, 0)
    return ItemDraft(
        change=change, code=item.code, based_on=number, based_revision=revision,
        content=stored(replace(item, version=1)),
    )  # fmt: skip


@transaction.atomic
def save(
    actor: Actor,
    change_id: int,
    revision: int,
    items: Sequence[Item],
    now: datetime,
    *,
    valid_from: datetime | None = None,
) -> CatalogueChange:
    """Keep ``items`` (any of the change's) as they are now; ``revision`` is the one the screen started from.

    Refusal("catalogue.change_moved") when somebody else was faster, ("catalogue.change_closed") when it is past writing.
    """
    change = take(actor, change_id, revision, now, WORKABLE, event=TrailEvent.SAVED, state=ChangeState.DRAFT)
    gates.require_editor(actor, (item.line for item in items), local_date(now))
    drafts = {draft.code: draft for draft in change.drafts.all()}
    for item in items:
        if item.code not in drafts:
            raise Refusal("catalogue.not_in_change", item=item.code)
        altered = difference(convert(drafts[item.code].content, Item), replace(item, version=1))
        leave_words(actor, now, change, item.code, altered)
        drafts[item.code].content = to_builtins(replace(item, version=1))
    ItemDraft.objects.bulk_update([drafts[item.code] for item in items], ["content"])
    change.valid_from = valid_from
    change.save(update_fields=["valid_from"])
    return change


@transaction.atomic
def discard(actor: Actor, change_id: int, revision: int, now: datetime) -> CatalogueChange:
    """Give the change up; it stays readable in the trail."""
    return take(actor, change_id, revision, now, WORKABLE, event=TrailEvent.DISCARDED, state=ChangeState.DISCARDED)


@transaction.atomic
def check(actor: Actor, change_id: int, revision: int, now: datetime) -> tuple[LintFinding, ...]:
    """What the linter says of the catalogue with the change in it; without errors the change counts as linted."""
    change = gates.CHANGE.open(actor, change_id, gates.EDIT)
    found = judged(change)
    if not found and change.state == ChangeState.DRAFT:
        take(actor, change_id, revision, now, WORKABLE, event=TrailEvent.LINTED, state=ChangeState.LINTED)
    return found


@transaction.atomic
def renew(actor: Actor, change_id: int, revision: int, now: datetime) -> CatalogueChange:
    """Carry the change onto the versions that were published since it was begun.

    Field by field; Refusal("catalogue.both_changed") names the fields that both sides changed.
    """
    change = take(actor, change_id, revision, now, WORKABLE, event=TrailEvent.RENEWED, state=ChangeState.DRAFT)
    last = last_versions(draft.code for draft in change.drafts.all())
    for draft in outdated(change, last):
        if not draft.based_on:
            raise Refusal("catalogue.code_taken", item=draft.code)
        base = queries.item_as_it_read(draft.code, draft.based_on, draft.based_revision)
        draft.content = to_builtins(carried(base, convert(draft.content, Item), last_item(draft.code)))
        draft.based_on, draft.based_revision = last[draft.code].version, last[draft.code].revision
        draft.save(update_fields=["content", "based_on", "based_revision"])
    return change


def carried(base: Item, wanted: Item, newest: Item) -> Item:
    """``newest`` with what ``wanted`` changes against ``base``; refused where both changed the same field otherwise."""
    fields = [name for name in Item.__struct_fields__ if name != "version"]
    mine = {name for name in fields if getattr(wanted, name) != getattr(base, name)}
    theirs = {name for name in fields if getattr(newest, name) != getattr(base, name)}
    both = [name for name in fields if name in mine & theirs and getattr(wanted, name) != getattr(newest, name)]
    if both:
        words = [field_words(name) for name in both]
        raise Refusal(
            "catalogue.both_changed",
            item=base.code,
            fields_zh="、".join(word.zh for word in words),
            fields_en=", ".join(word.en for word in words),
        )
    return replace(newest, version=1, **{name: getattr(wanted, name) for name in mine})


def take(
    actor: Actor,
    change_id: int,
    revision: int,
    now: datetime,
    states: Sequence[ChangeState],
    *,
    event: TrailEvent,
    state: ChangeState,
    need: str = gates.EDIT,
    note: str = "",
) -> CatalogueChange:
    """The change, moved to ``state`` under the next revision: the one place where two people's writing collides."""
    gates.CHANGE.open(actor, change_id, need)
    change = CatalogueChange.objects.select_for_update().get(pk=change_id)
    if change.state not in states:
        raise Refusal("catalogue.change_closed", change=change_id)
    if change.revision != revision:
        raise Refusal("catalogue.change_moved", change=change_id, revision=change.revision)
    change.state, change.revision, change.changed_at = state.value, revision + 1, now
    change.save(update_fields=["state", "revision", "changed_at"])
    leave_trail(event, actor, now, change, note=note)
    return change


def wanted(change: CatalogueChange) -> dict[str, Item]:
    """What the change wants, by code."""
    return {draft.code: convert(draft.content, Item) for draft in change.drafts.order_by("code")}


def outdated(change: CatalogueChange, last: Mapping[str, Last]) -> list[ItemDraft]:
    """The drafts under which something was published or corrected since they were begun."""
    fresh = {code: (each.version, each.revision) for code, each in last.items()}
    return [
        draft
        for draft in change.drafts.order_by("code")
        if (draft.based_on, draft.based_revision) != fresh.get(draft.code, (0, 0))
    ]


def judged(change: CatalogueChange) -> tuple[LintFinding, ...]:
    """The linter's errors in the catalogue as it would be; breaches that stood before in other items are not counted.

    An item is judged by itself and by the dictionaries, and only ``depends_on`` looks at others: beside the drafts those
    are judged that name what leaves.
    """
    shelf, drafts, gone = laid_in(queries.published_catalogue(), entries_of(change)), wanted(change), leaving(change)
    left = {code: item for code, item in shelf.items.items() if code not in gone}
    whole = replace(shelf, items=dict(sorted((left | drafts).items())))
    others = [code for code, item in left.items() if code not in drafts and gone.intersection(item.depends_on)]
    before = {(finding.item, finding.rule, finding.place) for finding in findings(shelf, others)}
    found = findings(whole, sorted({*drafts, *others}))
    return tuple(each for each in found if each.item in drafts or (each.item, each.rule, each.place) not in before)


def leaving(change: CatalogueChange) -> frozenset[str]:
    """The items that the change takes out of the catalogue for good."""
    ending = change.kind in (ChangeKind.CANCEL, ChangeKind.SPLIT, ChangeKind.MERGE)
    return frozenset(change.ends if ending else ())


def compared(change: CatalogueChange) -> dict[str, tuple[Change, ...]]:
    """What the change does to each published item it touches, in plain words; new items are left out."""
    names = names_of(laid_in(catalogue(), entries_of(change)))
    based = {draft.code: (draft.based_on, draft.based_revision) for draft in change.drafts.filter(based_on__gt=0)}
    items = wanted(change)
    return {code: difference(queries.item_as_it_read(code, *base), items[code], names) for code, base in based.items()}


def last_item(code: str) -> Item:
    """The item's last version, which may lie ahead; refused for an unknown code."""
    last = last_versions([code])
    if code not in last:
        raise Refusal("catalogue.unknown_item", item=code)
    return queries.item_as_it_read(code, last[code].version, last[code].revision)
