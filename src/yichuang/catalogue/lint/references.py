"""Rules of what an item names elsewhere: other items, words of closed lists, kinds of proof. Pure.

A word that is on no list is never equal to anything: the condition stands there and never bites.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from msgspec.structs import replace

from yichuang.catalogue.conditions import Facts, compiled, holds
from yichuang.catalogue.definition import Channel, Element, Item, Subject
from yichuang.catalogue.lint.expressions import readable_conditions
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.lint.paths import walks
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.errors import Refusal

QUOTED = r"(?:\"[^\"]*\"|'[^']*')"
COMPARED = re.compile(rf"(?<![.\w])(form\.\w+|\w+)\s*(?:[=!]=\s*({QUOTED})|in\s*\[([^\]]*)\])")
HELD = re.compile(r"[\"']([^\"']*)[\"']\s+in\s+has\b")
LISTS: Mapping[str, frozenset[str]] = {
    "channel": frozenset(Channel), "subject": frozenset(Subject), "sex": frozenset({"male", "female"}),
}  # fmt: skip
WORDLESS = {"number", "boolean"}
"""Types of elements that no quoted word can be equal to."""
WALKED = frozenset({
    "age", "sex", "nation", "nationality", "subject", "channel", "agent", "guardian", "capacity", "answers", "form",
    "has", "today",
})  # fmt: skip
"""Names that a walk knows; a condition that speaks of others is not tried."""
TRIED = 300
SAMPLES = {"date": "2026-05-15", "number": 1, "boolean": True}


def depends_without_circle(item: Item, found: Catalogue) -> Iterator[Hit]:
    """No item waits for itself by way of others: filed together, none would ever be decided."""
    path = _way_back(item, found, (item.code,), set())
    if len(path) > 2:  # noqa: PLR2004 - an item that names itself has its own rule
        yield "depends_on", " → ".join(path)


def words_possible(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Conditions compare with words that are on the lists; any other word could never hold."""
    for place, expression in readable_conditions(item):
        for name, word in _compared(expression):
            if word not in _list_of(name, found, word):
                yield place, f'{name} … "{word}"'
        for kind in sorted(set(HELD.findall(expression)) - found.evidence_types.keys()):
            yield place, f'"{kind}" in has'


def conditions_decide(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Once everything it asks for is known, a condition comes to yes or no; "not yet known" for ever never bites."""
    for place, expression in readable_conditions(item):
        condition = compiled(expression)
        if not condition.names <= WALKED or not condition.elements <= found.elements.keys():
            continue
        form = {key: _sample(found.elements[key]) for key in condition.elements}
        tried = (replace(facts, form=form) for facts in walks(item, [expression]))
        if all(_is_open(expression, facts, item) for facts in islice(tried, TRIED)):
            yield place, expression


def _is_open(expression: str, facts: Facts, item: Item) -> bool:
    """Whether it is still not decided; one that cannot be computed has its own rule."""
    try:
        return holds(expression, facts, item.code) is None
    except Refusal:
        return False


def _way_back(item: Item, found: Catalogue, path: tuple[str, ...], seen: set[str]) -> tuple[str, ...]:
    """The first chain of ``depends_on`` that leads back to where it began; empty when none does."""
    for code in item.depends_on:
        if code == path[0]:
            return (*path, code)
        if code not in seen and code in found.items:
            seen.add(code)
            if back := _way_back(found.items[code], found, (*path, code), seen):
                return back
    return ()


def _compared(expression: str) -> Iterator[tuple[str, str]]:
    for name, single, several in COMPARED.findall(expression):
        yield from ((name, word) for word in re.findall(r"[\"']([^\"']*)[\"']", single or several))


def _list_of(name: str, found: Catalogue, word: str) -> frozenset[str]:
    """The words that ``name`` can be; where it has no list, whatever the condition says."""
    element = found.elements.get("capacity" if name == "capacity" else name.removeprefix("form."))
    if name in LISTS:
        return LISTS[name]
    if element is None or (name != "capacity" and not name.startswith("form.")):
        return frozenset({word})
    if element.options:
        return frozenset({"", *(option.value for option in element.options)})
    return frozenset() if element.type in WORDLESS else frozenset({word})


def _sample(element: Element) -> object:
    return element.options[0].value if element.options else SAMPLES.get(element.type, "x")
