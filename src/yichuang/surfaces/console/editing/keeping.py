"""One saving of a section of the form: read, press, save, check; and what happens when two people write at once.

What somebody else has written meanwhile in other fields is kept beside the own words; in the same fields the person is
asked, and nothing is lost.
"""

from collections.abc import Mapping
from datetime import datetime

from django.http import QueryDict
from msgspec import Struct, ValidationError, convert, to_builtins
from msgspec.structs import replace

from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.difference import Change, difference, field_words
from yichuang.catalogue.changes.draft import check, save, wanted
from yichuang.catalogue.changes.terms import TrailEvent
from yichuang.catalogue.changes.trail import written_since
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint import LintFinding
from yichuang.catalogue.models import CatalogueChange, CatalogueTrail
from yichuang.catalogue.queries import item_as_it_read
from yichuang.catalogue.shape_words import said
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.surfaces.console.editing.layout import Section, layout, section_of
from yichuang.surfaces.console.editing.moves import Press, last_of, moved
from yichuang.surfaces.console.editing.reading import read
from yichuang.surfaces.console.numbers import number_in

MINE, THEIRS = "mine", "theirs"
"""The two answers to a clash."""


class Clash(Struct, frozen=True):
    """Somebody else has written in the same section."""

    who: str
    lines: tuple[Change, ...]
    """What stands there now against what was typed here."""


class Kept(Struct, frozen=True):
    """What came of a saving."""

    change: CatalogueChange
    item: Item
    found: tuple[LintFinding, ...] = ()
    errors: Mapping[str, str] = {}
    """What could not be read, by input; then nothing was saved."""
    redraw: tuple[str, ...] = ()
    """Sections whose shape, or whose words by another hand, the screen does not have yet."""
    others: tuple[str, ...] = ()
    """Who else has written meanwhile."""
    clash: Clash | None = None
    fresh: str = ""
    """The entry that was added."""


def keep(actor: Actor, change_id: int, code: str, section: Section, sent: QueryDict, now: datetime) -> Kept:
    """Save a section as it was sent."""
    change = gates.CHANGE.open(actor, change_id, gates.EDIT)
    held = held_item(change, code)
    since = [line for line in written_since(change, _revision(sent)) if line.item in ("", code)]
    press = _press(sent)
    if press.deed == THEIRS:
        return _kept(actor, change, held, now, redraw=(section.key, *_sections(since)), since=since)
    given = read(section, sent, held)
    typed = held if given.errors else with_values(held, given.values)
    clash = _clash(since, section, held, typed)
    if clash and press.deed != MINE:
        return Kept(change, held, clash=clash, errors=given.errors)
    if given.errors:
        return Kept(change, held, errors=given.errors)
    wished = moved(typed, base_item(change, code), press) if press.deed not in ("", MINE) else typed
    if wished != held:
        change = save(actor, change.pk, change.revision, [wished], now, valid_from=change.valid_from)
    redraw = (*([section.key] if press.deed else []), *_sections(since))
    kept = _kept(actor, change, wished, now, redraw=redraw, since=since)
    return replace(kept, fresh=last_of(wished, press.place)) if press.deed == "add" else kept


def held_item(change: CatalogueChange, code: str) -> Item:
    """The item as the change wants it now; absent and not in the change look the same."""
    items = wanted(change)
    if code not in items:
        raise Refusal("authority.not_found")
    return items[code]


def base_item(change: CatalogueChange, code: str) -> Item | None:
    """What the draft was begun from; None for a new item."""
    draft = change.drafts.get(code=code)
    return item_as_it_read(code, draft.based_on, draft.based_revision) if draft.based_on else None


def with_values(item: Item, values: Mapping[str, object]) -> Item:
    """``item`` with plain data in some of its fields."""
    try:
        return convert({**to_builtins(item), **values}, Item)
    except ValidationError as error:
        problem, keys = said(error)
        name = field_words(".".join(key for key in keys if not key.isdigit()) or "code")
        raise Refusal(
            "catalogue.wrong_value",
            field_zh=name.zh, field_en=name.en, problem=problem.en, problem_zh=problem.zh,
        ) from error  # fmt: skip


def _kept(
    actor: Actor,
    change: CatalogueChange,
    item: Item,
    now: datetime,
    *,
    redraw: tuple[str, ...],
    since: list[CatalogueTrail],
) -> Kept:
    found = check(actor, change.pk, change.revision, now)
    change.refresh_from_db()
    others = tuple(dict.fromkeys(line.staff for line in since))
    return Kept(change, item, found=found, redraw=tuple(dict.fromkeys(redraw)), others=others)


def _revision(sent: QueryDict) -> int:
    return number_in(sent.get("revision", ""))


def _press(sent: QueryDict) -> Press:
    deed, _, place = sent.get("do", "").partition(":")
    return Press(deed, place, sent.get(f"add.{place}", ""))


def _sections(since: list[CatalogueTrail]) -> tuple[str, ...]:
    """Sections that others have written in; all of them where the draft was carried onto a newer version."""
    if any(line.event == TrailEvent.RENEWED for line in since):
        return tuple(section.key for section in layout().sections)
    found = (section_of(line.field.partition(".")[0]) for line in since)
    return tuple(dict.fromkeys(section.key for section in found if section))


def _clash(since: list[CatalogueTrail], section: Section, held: Item, typed: Item) -> Clash | None:
    """Both have written in the section, and not the same."""
    if section.key not in _sections(since) or held == typed:
        return None
    return Clash(since[-1].staff, difference(held, typed))
