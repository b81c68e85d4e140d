"""Rules of what an item names elsewhere: other items, words of closed lists, kinds of proof. Pure.

A word that is on no list is never equal to anything: the condition stands there and never bites.
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from yichuang.catalogue.conditions import ABROAD, CHINA, Facts, compiled, holds
from yichuang.catalogue.definition import Channel, Item, Subject
from yichuang.catalogue.home import Home
from yichuang.catalogue.lint.expressions import readable_conditions
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.lint.paths import UNWALKED, filled_walks
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import Sex

LISTS: Mapping[str, frozenset[str]] = {
    "channel": frozenset(Channel), "subject": frozenset(Subject), "sex": frozenset(Sex),
    "home": frozenset(Home), "nationality": frozenset({CHINA, ABROAD}),
    "capacity": frozenset({"self", "guardian", "agent"}),
}  # fmt: skip
"""What whoever fills in :class:`Facts` may say; the element ``capacity`` of a form has more words than the name."""
PLACES = frozenset(Home) - {Home.ELSEWHERE}
WORDLESS = {"number", "boolean"}
"""Types of elements that no quoted word can be equal to."""
TRIED = 300


def depends_without_circle(item: Item, found: Catalogue) -> Iterator[Hit]:
    """No item waits for itself by way of others: filed together, none would ever be decided."""
    path = _way_back(item, found, (item.code,), set())
    if len(path) > 2:  # noqa: PLR2004 - an item that names itself has its own rule
        yield "depends_on", " → ".join(path)


def words_possible(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Conditions compare with words that are on the lists; any other word could never hold."""
    for place, expression in readable_conditions(item):
        for name, word in compiled(expression).compared:
            if word not in _list_of(name, found, word):
                yield place, f'{name} … "{word}"'
        for kind in sorted(compiled(expression).held - found.evidence_types.keys()):
            yield place, f'"{kind}" in has'
        yield from ((place, each) for each in _nowhere(expression, found))


def conditions_decide(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Once everything it asks for is known, a condition comes to yes or no; "not yet known" for ever never bites."""
    for place, expression in readable_conditions(item):
        condition = compiled(expression)
        if condition.names & UNWALKED or not condition.elements <= found.elements.keys():
            continue
        if all(_is_open(expression, facts, item) for facts in islice(filled_walks(item, expression, found), TRIED)):
            yield place, expression


def _is_open(expression: str, facts: Facts, item: Item) -> bool:
    """Whether it is still not decided; one that cannot be computed has its own rule."""
    try:
        return holds(expression, facts, item.code) is None
    except Refusal:
        return False


def _nowhere(expression: str, found: Catalogue) -> Iterator[str]:
    """Places that no office has, and items that are not on the list."""
    for read in compiled(expression).reads:
        known = {"here": PLACES, "together": found.items.keys()}.get(read.name, read.keys)
        yield from (f"{read.name} … {key}" for key in read.keys or () if key not in (known or ()))


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


def _list_of(name: str, found: Catalogue, word: str) -> frozenset[str]:
    """The words that ``name`` can be; where it has no list, whatever the condition says."""
    element = found.elements.get(name.removeprefix("form."))
    if name in LISTS:
        return LISTS[name]
    if element is None or not name.startswith("form."):
        return frozenset({word})
    if element.options:
        return frozenset({"", *(option.value for option in element.options)})
    return frozenset() if element.type in WORDLESS else frozenset({word})
