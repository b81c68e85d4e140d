"""The search (``/search/``): what a person needs, asked in their own words."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from msgspec import Struct

from yichuang.catalogue.definition import Item, Line
from yichuang.catalogue.guides.house import house
from yichuang.catalogue.queries import items_in_use
from yichuang.catalogue.search.index import LONGEST, Fit, index_of
from yichuang.catalogue.search.telling import why
from yichuang.catalogue.search.words import Event
from yichuang.surfaces.story.names import chinese

MOST, MOST_EVENTS, EACH_LINE = 8, 3, 3


class Hit(Struct, frozen=True):
    """An item found, and why."""

    item: Item
    why: tuple[str, ...]


class EventHit(Struct, frozen=True):
    """A life event found, with those of its items that may be applied for here."""

    event: Event
    items: tuple[Item, ...]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/search/?q=``: the items that fit with the reasons, or an honest nothing with somebody to ask."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    items = items_in_use()
    if not typed:
        return render(request, "public/search.html", {"typed": "", "fresh": True, "frequent": _frequent(items)})
    index = index_of(items)
    answer = index.search(typed)
    known = {item.code: item for item in items}
    shown = {
        "typed": typed,
        "fresh": False,
        "hits": [_hit(known[fit.code], fit) for fit in answer.items[:MOST]],
        "events": [_event(index.events[fit.code], known) for fit in answer.events[:MOST_EVENTS]],
        "agency": answer.agency,
        "emergency": answer.emergency,
        "house": house(),
    }
    return render(request, "public/search.html", shown)


def _frequent(items: tuple[Item, ...]) -> list[Item]:
    """A few frequent items of each line."""
    of_line: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.high_frequency:
            of_line[item.line].append(item)
    return [item for line in Line if line in of_line for item in of_line[line][:EACH_LINE]]


def _hit(item: Item, fit: Fit) -> Hit:
    return Hit(item, why(fit.reasons, "zh" if chinese() else "en"))


def _event(event: Event, known: dict[str, Item]) -> EventHit:
    return EventHit(event, tuple(known[code] for code in event.items if code in known))
