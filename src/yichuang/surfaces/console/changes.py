"""Changes of the catalogue as people read them: one with what it does and what rests on it, and the lists."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from msgspec import Struct

from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.draft import compared, judged, outdated, wanted
from yichuang.catalogue.changes.entering import entry_words
from yichuang.catalogue.changes.review import WRITING
from yichuang.catalogue.changes.terms import OPEN, WORKABLE, ChangeKind, ChangeState, TrailEvent
from yichuang.catalogue.changes.uses import depending, uses_of_item
from yichuang.catalogue.definition import Item, Line, Text
from yichuang.catalogue.entries import entries_of
from yichuang.catalogue.lint import LintFinding
from yichuang.catalogue.models import CatalogueChange, CatalogueTrail, DictionaryEntry, ItemDraft
from yichuang.catalogue.own_entries import each_of
from yichuang.catalogue.publish import last_versions
from yichuang.catalogue.queries import every_item, line_of
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Role
from yichuang.surfaces.console.editing.beside import Found, obstacles
from yichuang.surfaces.console.editing.drawing import Sheet
from yichuang.surfaces.console.items import name_of
from yichuang.surfaces.console.words import sides_of
from yichuang.surfaces.story.names import listed, said

SIZE = 25
NAMED = 3
"""Of what a change is about, so much is named; the rest is counted."""
QUIET = (TrailEvent.SAVED, TrailEvent.WRITTEN, TrailEvent.LINTED)
"""What happens with every field that is filled: it stays in the trail, and is not told line by line."""
TOLD = 60
"""Lines of the trail that a page tells."""


class Shown(Struct, frozen=True):
    """One difference."""

    field: str
    old: str
    new: str
    editorial: bool


class Touched(Struct, frozen=True):
    """An item that the change writes."""

    code: str
    name: str
    based_on: int
    """The version it was begun from; 0 for a new item."""
    lines: tuple[Shown, ...]
    found: tuple[Found, ...]


class ChangeView(Struct, frozen=True):
    """One change."""

    change: CatalogueChange
    names: str
    touched: tuple[Touched, ...]
    entries: tuple[str, ...]
    """What it brings into the dictionaries, in words."""
    successors: tuple[tuple[str, str], ...]
    uses: tuple[tuple[str, str], ...]
    """What rests on the items: (words, detail)."""
    trail: tuple[CatalogueTrail, ...]
    outdated: bool
    may_write: bool
    may_review: bool
    may_recall: bool
    own: bool
    """Somebody else must review it: the reader has written on it."""

    @property
    def open(self) -> bool:
        """Whether it is still on its way."""
        return self.change.state in OPEN

    @property
    def obstacles(self) -> tuple[Found, ...]:
        """What keeps it from being submitted."""
        return tuple(found for one in self.touched for found in one.found)

    @property
    def key(self) -> str:
        """What deeds on it are keyed by: the change as this page showed it."""
        return f"{self.change.pk}~{self.change.revision}"


def own_draft(actor: Actor, code: str) -> CatalogueChange | None:
    """The actor's own change of an item that can still be written on."""
    mine = CatalogueChange.objects.filter(author_id=actor.staff_id, state__in=WORKABLE, drafts__code=code)
    return gates.CHANGES.open(actor, mine, gates.SEE).order_by("-id").first()


def change_view(actor: Actor, change: CatalogueChange, day: date) -> ChangeView:
    """One change with everything that its reviewer weighs."""
    items, open_still = wanted(change), change.state in OPEN
    trail = tuple(change.trail.exclude(event__in=QUIET).order_by("-id")[:TOLD])[::-1]
    own = change.author_id == actor.staff_id or _has_written(actor, change)
    lines = [item.line for item in items.values()] + [line for code in change.ends if (line := line_of(code))]
    able = gates.may_edit(actor, lines, day)
    return ChangeView(
        change=change,
        names=names_of([change])[change.pk],
        touched=_touched(change, items, judged(change) if open_still else ()),
        entries=tuple(said(entry_words(*each)) for each in each_of(entries_of(change))),
        successors=tuple((code, name_of(code)) for code in change.successors),
        uses=_uses([*items, *change.ends]) if open_still else (),
        trail=trail,
        outdated=open_still and bool(outdated(change, last_versions(items))),
        may_write=change.state in WORKABLE
        and able
        and (change.author_id == actor.staff_id or Role.ADMIN in actor.roles),
        may_review=change.state == ChangeState.IN_REVIEW and able and not own,
        may_recall=change.state == ChangeState.IN_REVIEW and able and own,
        own=own,
    )


def _has_written(actor: Actor, change: CatalogueChange) -> bool:
    return change.trail.filter(staff_id=actor.staff_id, event__in=WRITING).exists()


def _touched(change: CatalogueChange, items: dict[str, Item], found: Iterable[LintFinding]) -> tuple[Touched, ...]:
    differing, breaches = compared(change), list(found)
    based = dict(change.drafts.values_list("code", "based_on"))
    return tuple(
        Touched(
            code=code,
            name=said(item.name),
            based_on=based[code],
            lines=tuple(Shown(said(each.field), *sides_of(each), each.editorial) for each in differing.get(code, ())),
            found=_obstacles(change, item, breaches) if change.state in OPEN else (),
        )
        for code, item in items.items()
    )


def _obstacles(change: CatalogueChange, item: Item, breaches: Iterable[LintFinding]) -> tuple[Found, ...]:
    return obstacles(change, [each for each in breaches if each.item == item.code], Sheet(item))


def _uses(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What rests on the items, in words."""
    return tuple((name_of(code), words) for code in codes if (words := _use_words(code)))


def resting(code: str) -> list[str]:
    """What rests on an item, as whoever would take it away is told."""
    words = _use_words(code)
    return [label("console_editing", "resting" if words else "nothing_rests").format(uses=words)]


def _use_words(code: str) -> str:
    """``3 件办件（第 1 版）、1 份申请草稿、以它为前置的“居民身份证补领”``; empty for nothing."""
    naming = (label("console_editing", "depending").format(name=name_of(each.by)) for each in depending({code}))
    uses = (f"{use.count} {said(use.what)}{_under(use.version)}" for use in uses_of_item(code))
    return listed([*uses, *naming])


def _under(version: int | None) -> str:
    return label("console_side", "under").format(n=version) if version else ""


class Row(Struct, frozen=True):
    """A change in a list."""

    change: CatalogueChange
    names: str
    address: tuple[Any, ...]


class ChangeList(Struct, frozen=True):
    """One page of a list."""

    rows: tuple[Row, ...]
    following: int
    """Id before which the next page begins; 0 on the last."""
    waiting: int
    """Changes that wait for the reader as a second person."""


def changes_of(actor: Actor, tab: str, before: int = 0) -> ChangeList:
    """One of the lists, newest first (six queries)."""
    every = gates.CHANGES.open(actor, CatalogueChange.objects.all(), gates.SEE)
    waiting = awaiting(actor)
    chosen = {"mine": every.filter(author_id=actor.staff_id, state__in=OPEN), "review": waiting}
    rows = chosen.get(tab, every.exclude(state__in=OPEN))
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-id")[: SIZE + 1])
    following = found[SIZE - 1].pk if len(found) > SIZE else 0
    return ChangeList(_rows(found[:SIZE]), following, waiting.count())


def awaiting(actor: Actor) -> "QuerySet[CatalogueChange]":
    """The changes that wait for this actor as a second person: of lines they lead, and written by others alone."""
    every: QuerySet[CatalogueChange] = gates.CHANGES.open(actor, CatalogueChange.objects.all(), gates.SEE)
    written = CatalogueTrail.objects.filter(change=OuterRef("pk"), staff_id=actor.staff_id, event__in=WRITING)
    others = every.filter(state=ChangeState.IN_REVIEW).exclude(author_id=actor.staff_id).filter(~Exists(written))
    foreign = [line for line in Line if not gates.may_edit(actor, [line], today())]
    if not foreign:
        return others
    drafts = ItemDraft.objects.filter(change=OuterRef("pk"), content__line__in=foreign)
    ending = [item.code for item in every_item() if item.line in foreign]
    return others.filter(~Exists(drafts)).exclude(ends__overlap=ending)


def names_of(changes: Collection[CatalogueChange]) -> dict[int, str]:
    """What each change is about, in a few words: items that it ends or writes, entries that it brings (two queries)."""
    named = {change.pk: [name_of(code) for code in change.ends] for change in changes}
    drafts = ItemDraft.objects.filter(change__in=changes).order_by("code")
    entries = DictionaryEntry.objects.filter(change__in=changes).order_by("dictionary", "key")
    for rows in (drafts, entries):
        for change, name in rows.values_list("change_id", "content__name"):
            named[change].append(said(Text(**name)))
    return {change: _shortened(names) for change, names in named.items()}


def _shortened(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    shown, more = listed(names[:NAMED]), len(names) - NAMED
    return label("console_editing", "and_more").format(names=shown, n=more) if more > 0 else shown


def _rows(found: list[CatalogueChange]) -> tuple[Row, ...]:
    names, drafts = names_of(found), defaultdict(list)
    for change_id, code in ItemDraft.objects.filter(change__in=found).values_list("change_id", "code"):
        drafts[change_id].append(code)
    return tuple(Row(change, names[change.pk], _form_of(change, drafts[change.pk])) for change in found)


def _form_of(change: CatalogueChange, codes: Sequence[str]) -> tuple[Any, ...]:
    """Where a change of one item is written on."""
    single = change.state in WORKABLE and len(codes) == 1 and change.kind in (ChangeKind.EDIT, ChangeKind.ADD)
    return (change.pk, codes[0]) if single else ()
