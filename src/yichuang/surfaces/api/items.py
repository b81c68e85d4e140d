"""``/items``: the catalogue as it may be applied for. Public to every caller: items are published to everybody."""

from typing import Annotated, Any

from django.http import HttpRequest
from msgspec import Struct
from msgspec.structs import replace
from ninja import Path, Query, Router

from yichuang.catalogue.definition import Channel, Handling, Item, ItemKind, Line, Text
from yichuang.catalogue.queries import item_version, items_in_use
from yichuang.catalogue.search.index import index_of
from yichuang.catalogue.search.telling import why
from yichuang.surfaces.api.auth import READING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.fields import Key, Term
from yichuang.surfaces.api.paging import Cursor, Limit, opened, sealed
from yichuang.surfaces.api.problems import answers
from yichuang.surfaces.story.names import chinese

router = Router(tags=["items"])


class ItemLine(Struct, frozen=True):
    """An item as a list shows it."""

    code: str
    version: int
    name: Text
    line: Line
    kind: ItemKind
    handling: Handling
    channels: tuple[Channel, ...]
    visits: int
    high_frequency: bool
    why: tuple[str, ...] = ()
    """Why a ``query`` found it, in the language of the caller."""


class Urgent(Struct, frozen=True):
    """An emergency, and whom to call."""

    name: Text
    numbers: tuple[str, ...]
    """Telephone numbers, the first to be called first."""
    now: Text
    """What to do until help comes."""


class ItemPage(Struct, frozen=True):
    """A page of items, by code."""

    items: tuple[ItemLine, ...]
    next: str | None
    agency: Text | None = None
    """Whose business a ``query`` is that no item fits, where that is known."""
    emergency: Urgent | None = None
    """What a ``query`` tells of that cannot wait: to be shown above everything."""


class Place(Struct, frozen=True):
    """The last code of a page."""

    code: str


@router.get("", response=answers(schema_of(ItemPage)), auth=READING, operation_id="list_items")
def list_items(
    request: HttpRequest,  # noqa: ARG001 - every operation is given it
    q: Annotated[Term, Query("", description="Part of the name in either language, or of the code.")] = "",
    query: Annotated[
        Term, Query("", description="A question in people's own words; the best items first, one page.")
    ] = "",
    line: Annotated[Line | None, Query()] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> ItemPage:
    """Items that may be applied for: by code, or those that a question means, best first."""
    if query.strip():
        return _asked(query, line, limit)
    place = opened(cursor, Place, "items")
    after = place.code if place else ""
    found = [each for each in items_in_use() if each.code > after and line in {None, each.line} and _matches(each, q)]
    shown = found[:limit]
    following = Place(shown[-1].code) if len(found) > limit else None
    return ItemPage(tuple(_line(each) for each in shown), sealed(following, "items"))


@router.get("/{code}", response=answers(schema_of(Item)), auth=READING, operation_id="get_item")
def get_item(
    request: HttpRequest,  # noqa: ARG001 - every operation is given it
    code: Annotated[Key, Path()],
    version: Annotated[int | None, Query(ge=1, le=9999, description="The one in force when left out.")] = None,
) -> Any:
    """One item with everything that it asks, costs and leads to."""
    return item_version(code, version)


def _asked(query: str, line: Line | None, limit: int) -> ItemPage:
    items = {item.code: item for item in items_in_use()}
    answer = index_of(items.values()).search(query)
    language = "zh" if chinese() else "en"
    fits = [fit for fit in answer.items if line in {None, items[fit.code].line}]
    lines = (replace(_line(items[fit.code]), why=why(fit.reasons, language)) for fit in fits[:limit])
    known = answer.emergency
    urgent = Urgent(known.name, known.numbers, known.now) if known else None
    return ItemPage(tuple(lines), None, answer.agency.name if answer.agency else None, urgent)


def _matches(item: Item, text: str) -> bool:
    wanted = text.strip().casefold()
    return wanted in item.name.zh.casefold() or wanted in item.name.en.casefold() or wanted in item.code


def _line(item: Item) -> ItemLine:
    return ItemLine(
        item.code, item.version, item.name, item.line, item.kind, item.handling, item.channels, item.visits,
        item.high_frequency,
    )  # fmt: skip
