"""The guides (办事指南) as pages: all items by line, one item, and what it asks of the reader."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Effect, Item, ItemStatus, Line, Situation, Subject
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.guides.house import house
from yichuang.catalogue.guides.own_case import OwnCase, own_case
from yichuang.catalogue.guides.page import Fact
from yichuang.catalogue.guides.page import Line as Entry
from yichuang.catalogue.guides.reader import facts_of, others, speaks_of
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import ended, every_item, heads, items_in_use
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import labels

FIRST_FACTS = ("limits.promised", "visits", "channels")
"""Told at the top in plain words; the rest follows below."""
NOTICES_SHOWN = 4


class Choice(Struct, frozen=True):
    """An answer already given, with the address that asks for it again."""

    situation: Situation
    value: str
    again: str


class OtherWay(Struct, frozen=True):
    """Another way to file, with the address of the page read so."""

    name: str
    value: str
    address: str


class Notices(Struct, frozen=True):
    """What to know of one kind: the first few, and the rest behind a click."""

    effect: str
    first: tuple[Entry, ...]
    more: tuple[Entry, ...]


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All items: the frequent ones, then by what they are about (服务主题), then by line; ``?topic=`` those of one topic."""
    items = items_in_use()
    topic = request.GET.get("topic", "")
    if topic:
        return _of_topic(request, topic, [item for item in items if topic in item.topics])
    lines = [(line.value, [item for item in items if item.line is line]) for line in Line]
    frequent = [(line, [item for item in held if item.high_frequency]) for line, held in lines]
    shown = {"lines": [each for each in lines if each[1]], "frequent": [each for each in frequent if each[1]]}
    return render(request, "public/guides.html", {**shown, "topics": _topics(items), "count": len(items)})


def _of_topic(request: HttpRequest, topic: str, items: list[Item]) -> HttpResponse:
    if not items:
        raise Http404
    ordered = sorted(items, key=lambda item: not item.high_frequency)
    shown = {"topic": topic, "of": topic.partition("_")[0], "items": ordered, "house": house()}
    return render(request, "public/topic.html", shown)


def _topics(items: Iterable[Item]) -> list[tuple[str, list[tuple[str, int]]]]:
    """For persons and for organisations, each topic in the order of the list with how many items it has."""
    counts = Counter(topic for item in items for topic in item.topics)
    used = [(topic, counts[topic]) for topic in labels()["topic"] if counts[topic]]
    return [(of.value, [each for each in used if each[0].startswith(of)]) for of in Subject]


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item's guide; answers given in the address make it the reader's own. A printed code may lead to a suspended one,
    or to one that is no more: then to what has come of it.
    """
    found = next((each for each in every_item() if each.code == code), None)
    if found is None and (last := ended(code)) is not None:
        shown = {"item": last[0], "successors": last[1], "ended": True, "house": house()}
        return render(request, "public/not_in_use.html", shown)
    if found is None:
        raise Http404
    if heads()[code].status is not ItemStatus.IN_USE:
        return render(request, "public/not_in_use.html", {"item": found, "house": house()})
    return render(request, "public/guide.html", page_of(found, request.GET.dict(), request.path))


def page_of(found: Item, given: Mapping[str, str], address: str) -> dict[str, object]:
    """What ``public/_guide.html`` shows of an item, made the reader's own by ``given``; a draft looks the same."""
    shelf = catalogue()
    facts = facts_of(found, given, today())
    page, own = guide(found, shelf), own_case(found, shelf, facts)
    return {
        "item": found,
        "page": page,
        "own": own,
        "house": house(),
        "day": today(),
        "address": address,
        "channel": facts.channel,
        "choices": _choices(own, address, given),
        "others": _others(found, facts, address, given),
        "instead": _instead(own, found),
        "first": [_own(each, own) for each in page.facts if each.key in FIRST_FACTS],
        "scope": next(each for each in page.facts if each.key == "scope"),
        "photo": next((each for each in page.facts if each.key == "photo"), None),
        "particulars": [each for each in page.facts if each.key != "photo"],
        "notices": list(_notices(own)),
        "following": None if own.refused else own.following,
        "asks_age": facts.age is None and not own.refused and "age" in speaks_of(found),
        "age": facts.age if facts.age is not None else "",
        "another_age": _address(address, given, age=""),
        "kept": [(name, given[name]) for name in ("channel", "subject", "agent") if name in given],
        "sample": [each for each in page.form if not each.when.zh],
        "sample_more": [each.name for each in page.form if each.when.zh],
    }


def _own(fact: Fact, own: OwnCase) -> Fact:
    """The fact as it is in the reader's own situation."""
    return replace(fact, value=own.promise) if fact.key == "limits.promised" else fact


def _choices(own: OwnCase, path: str, given: Mapping[str, str]) -> list[Choice]:
    return [Choice(each, value, _address(path, given, **{each.key: ""})) for each, value in own.asked]


def _others(item: Item, facts: Facts, path: str, given: Mapping[str, str]) -> list[OtherWay]:
    return [
        OtherWay(each.name, each.value, _address(path, given, **{each.name: each.value}))
        for each in others(item, facts)
    ]


def _address(path: str, given: Mapping[str, str], **changed: str) -> str:
    """The page with some of what was given changed; an empty value is left out."""
    query = urlencode({name: value for name, value in {**given, **changed}.items() if value})
    return f"{path}?{query}" if query else path


def _instead(own: OwnCase, item: Item) -> list[Item]:
    """The items that a refusal names: where to go on."""
    told = "".join(each.zh for each in own.refused)
    return [each for each in items_in_use() if each.code != item.code and f"“{each.name.zh}”" in told]


def _notices(own: OwnCase) -> Iterator[Notices]:
    for effect in Effect:
        told = tuple({(each.name, each.note): each for each in own.conditions if each.kind == effect}.values())
        if told:
            cut = len(told) if len(told) <= NOTICES_SHOWN + 1 else NOTICES_SHOWN
            yield Notices(effect.value, told[:cut], told[cut:])
