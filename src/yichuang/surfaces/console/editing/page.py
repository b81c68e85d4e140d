"""What the pages of the form show: the sections, and beside them what is changed, found and open."""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.catalogue.changes.draft import compared, judged, outdated
from yichuang.catalogue.changes.terms import OPEN
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint import LintFinding
from yichuang.catalogue.models import CatalogueChange
from yichuang.catalogue.publish import last_versions
from yichuang.surfaces.console.editing.beside import differences, obstacles, remarks
from yichuang.surfaces.console.editing.clauses import clauses
from yichuang.surfaces.console.editing.drawing import Drawn, Sheet
from yichuang.surfaces.console.editing.keeping import Clash, Kept, held_item
from yichuang.surfaces.console.editing.layout import Section, layout
from yichuang.surfaces.console.editing.sources import options
from yichuang.surfaces.console.words import sides_of
from yichuang.surfaces.story.names import listed, said

Facts = dict[str, Any]


def edit_page(change: CatalogueChange, code: str) -> Facts:
    """The whole form."""
    item = held_item(change, code)
    sheet = Sheet(item)
    facts = side(change, sheet, judged(change), {})
    return {
        **facts,
        "sections": _sections(sheet, layout().sections),
        "codes": [(draft.code, draft.code == code) for draft in change.drafts.order_by("code")],
        "dictionaries": [
            (source, [word for _, word in options(source, item)]) for source in ("evidence", "element", "items")
        ],
        "rivals": _rivals(change, code),
        "outdated": bool(outdated(change, last_versions([code]))),
    }


def kept_page(kept: Kept) -> Facts:
    """What a saving answers: the side, and the sections that must be drawn anew."""
    sheet = Sheet(kept.item)
    facts = side(kept.change, sheet, kept.found, kept.errors)
    redraw = [each for each in layout().sections if each.key in kept.redraw]
    return {
        **facts,
        "redrawn": _sections(sheet, redraw),
        "others": listed(kept.others),
        "fresh": kept.fresh,
    }


def clash_page(clash: Clash) -> Facts:
    """What two people have written in one section."""
    return {"who": clash.who, "lines": [(said(each.field), *sides_of(each)) for each in clash.lines]}


def side(change: CatalogueChange, sheet: Sheet, found: Iterable[LintFinding], errors: Mapping[str, str]) -> Facts:
    """What stands beside the form and beside its fields."""
    item: Item = sheet.item
    changes = compared(change).get(item.code, ())
    breaches = obstacles(change, found, sheet)
    return {
        "change": change,
        "item": item,
        "lines": differences(changes, sheet),
        "found": breaches,
        "clauses": clauses(item),
        "wrong": len(breaches) + len(errors),
        "errors": list(errors.items()),
        "besides": remarks(changes, breaches, errors, sheet),
    }


def _sections(sheet: Sheet, sections: Iterable[Section]) -> list[tuple[Section, str, tuple[Drawn, ...]]]:
    return [(section, said(section.title), sheet.sections[section.key]) for section in sections]


def _rivals(change: CatalogueChange, code: str) -> list[CatalogueChange]:
    """Other open changes of the same item."""
    others = CatalogueChange.objects.filter(drafts__code=code, state__in=OPEN).exclude(pk=change.pk)
    return list(others.order_by("-id")[:5])
