"""The search (``/search/``): what a person needs, asked in their own words."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from msgspec import Struct

from yichuang.catalogue.definition import Item, Line, Text
from yichuang.catalogue.guides.house import house
from yichuang.catalogue.queries import items_in_use
from yichuang.catalogue.search.emergency import Emergency, kinds
from yichuang.catalogue.search.index import LONGEST, Fit, index_of
from yichuang.catalogue.search.telling import why
from yichuang.catalogue.search.words import Event, elsewhere
from yichuang.surfaces.story.names import chinese

MOST, MOST_EVENTS, EACH_LINE = 8, 3, 3


class Hit(Struct, frozen=True):
    """An item found, and why."""

    item: Item
    why: tuple[str, ...]


class EventStep(Struct, frozen=True):
    """One thing to do of a life event."""

    name: Text
    code: str = ""
    """Of the item; empty = another office does it."""


class EventHit(Struct, frozen=True):
    """A life event found, with what is to be done of it in order."""

    name: Text
    steps: tuple[EventStep, ...]


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
        "calls": _calls(answer.emergency),
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


def _calls(urgent: Emergency | None) -> list[tuple[str, Text]]:
    """Whom to call, and who answers."""
    return [(number, kinds().numbers[number]) for number in urgent.numbers] if urgent else []


def _hit(item: Item, fit: Fit) -> Hit:
    return Hit(item, why(fit.reasons, "zh" if chinese() else "en"))


def _event(event: Event, known: dict[str, Item]) -> EventHit:
    ours = {code: EventStep(item.name, code) for code, item in known.items()}
    steps = ours | {mark: EventStep(name) for mark, name in elsewhere().items()}
    return EventHit(event.name, tuple(steps[each] for each in event.items if each in steps))
