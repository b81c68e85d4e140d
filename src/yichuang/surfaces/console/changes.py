"""Changes of the catalogue as people read them: one with what it does and what rests on it, and the lists."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from msgspec import Struct

from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.draft import compared, judged, outdated, wanted
from yichuang.catalogue.changes.review import WRITING
from yichuang.catalogue.changes.terms import OPEN, WORKABLE, ChangeKind, ChangeState, TrailEvent
from yichuang.catalogue.changes.uses import Use, uses_of_item
from yichuang.catalogue.definition import Item, Line
from yichuang.catalogue.lint import LintFinding
from yichuang.catalogue.models import CatalogueChange, CatalogueTrail, ItemDraft
from yichuang.catalogue.publish import last_versions
from yichuang.catalogue.queries import every_item, line_of
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Role
from yichuang.surfaces.console.editing.beside import Found, findings, worse_than_above
from yichuang.surfaces.console.editing.drawing import Sheet
from yichuang.surfaces.console.items import name_of
from yichuang.surfaces.console.words import sides_of
from yichuang.surfaces.story.names import chinese, listed, said

SIZE = 25
NAMED = 3
"""Items that a row names."""
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
    touched: tuple[Touched, ...]
    ends: tuple[tuple[str, str], ...]
    """Items that stop, or begin again: (code, name)."""
    successors: tuple[tuple[str, str], ...]
    uses: tuple[tuple[str, str], ...]
    """What rests on the items: (words, detail)."""
    trail: tuple[CatalogueTrail, ...]
    outdated: bool
    may_write: bool
    may_review: bool
    own: bool
    """Somebody else must review it: the reader has written on it."""

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
    codes = [*items, *change.ends]
    lines = [item.line for item in items.values()] + [line for code in change.ends if (line := line_of(code))]
    able = gates.may_edit(actor, lines, day)
    return ChangeView(
        change=change,
        touched=_touched(change, items, judged(change) if open_still else ()),
        ends=tuple((code, name_of(code)) for code in change.ends),
        successors=tuple((code, name_of(code)) for code in change.successors),
        uses=_uses(codes) if open_still else (),
        trail=trail,
        outdated=open_still and bool(outdated(change, last_versions(items))),
        may_write=change.state in WORKABLE
        and able
        and (change.author_id == actor.staff_id or Role.ADMIN in actor.roles),
        may_review=change.state == ChangeState.IN_REVIEW and able and not own,
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
            found=_breaches(item, [each for each in breaches if each.item == code]) if change.state in OPEN else (),
        )
        for code, item in items.items()
    )


def _breaches(item: Item, found: Iterable[LintFinding]) -> tuple[Found, ...]:
    sheet = Sheet(item)
    return (*findings(found, sheet), *worse_than_above(sheet))


def _uses(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What rests on the items, in words."""
    return tuple((name_of(code), use_words(uses)) for code in codes if (uses := uses_of_item(code)))


def use_words(uses: Iterable[Use]) -> str:
    """``3 件办件（第 1 版）、1 份申请草稿``."""
    return listed(f"{use.count} {said(use.what)}{_under(use.version)}" for use in uses)


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
    """One of the lists, newest first (four queries)."""
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


def _rows(found: list[CatalogueChange]) -> tuple[Row, ...]:
    drafts: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    kept = ItemDraft.objects.filter(change__in=found).order_by("code")
    for change, code, name in kept.values_list("change_id", "code", "content__name"):
        drafts[change].append((code, name))
    return tuple(_row(change, drafts[change.pk]) for change in found)


def _row(change: CatalogueChange, drafts: list[tuple[str, Any]]) -> Row:
    side = "zh" if chinese() else "en"
    names = [name[side] for _, name in drafts] or [name_of(code) for code in change.ends]
    more = " …" if len(names) > NAMED else ""
    single = change.state in WORKABLE and len(drafts) == 1 and change.kind in (ChangeKind.EDIT, ChangeKind.ADD)
    return Row(change, listed(names[:NAMED]) + more, (change.pk, drafts[0][0]) if single else ())
