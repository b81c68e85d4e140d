"""The guides (办事指南) as pages: all items by line, one item, and what it asks of the reader."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.catalogue.conditions import Facts, compiled
from yichuang.catalogue.definition import Item, Line
from yichuang.catalogue.guides.filled_form import filled
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.guides.own_case import answers_in, own_case
from yichuang.catalogue.lint.expressions import conditions
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import items_in_use
from yichuang.kernel.moment import today

OLDEST = 130


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All items, line by line, the frequent ones first."""
    items = items_in_use()
    lines = [
        (line.value, sorted(_of(items, line), key=lambda each: (not each.high_frequency, each.code))) for line in Line
    ]
    return render(
        request, "public/guides.html", {"lines": [each for each in lines if each[1]], "count": len(items)}
    )  # fmt: skip


def _of(items: tuple[Item, ...], line: Line) -> list[Item]:
    return [item for item in items if item.line is line]


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item's guide; answers given in the address make it the reader's own."""
    found = next((each for each in items_in_use() if each.code == code), None)
    if found is None:
        raise Http404
    return render(request, "public/guide.html", page_of(found, request.GET.dict(), request.path))


def page_of(found: Item, given: dict[str, str], address: str) -> dict[str, object]:
    """What ``public/guide.html`` shows of an item, made the reader's own by the answers in ``given``; a draft looks the same."""
    shelf = catalogue()
    facts = _facts(found, given, today())
    page = guide(found, shelf)
    return {
        "item": found,
        "page": page,
        "own": own_case(found, shelf, facts),
        "age": facts.age if facts.age is not None else "",
        "asks_age": facts.age is None and _speaks_of_age(found),
        "sample": [(element.name, filled(element)) for element in page.form],
        "address": address,
    }


def _facts(found: Item, given: dict[str, str], day: date) -> Facts:
    age = given.get("age", "")
    return Facts(
        age=int(age) if age.isdecimal() and int(age) <= OLDEST else None,
        subject=found.subjects[0].value,
        channel="window",
        answers=answers_in(found, given),
        today=day,
    )


def _speaks_of_age(found: Item) -> bool:
    return any("age" in compiled(expression).names for _, expression in conditions(found))
