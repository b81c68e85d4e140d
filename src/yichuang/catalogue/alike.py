"""What is worked out once for everybody of whom an item's conditions see the same. Pure.

An item's conditions read a few of the facts: two answers, the channel, whether one is of age. Of all persons who agree in
those the definition says the same, so that only the first of them costs anything. What is kept are parts of the definition;
the few facts that were read only find them again, in the memory of this process and nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from typing import Any, TypeVar

from yichuang.catalogue.conditions import Facts, Read, compiled, told
from yichuang.catalogue.definition import Item
from yichuang.kernel.errors import Refusal

Found = TypeVar("Found")
Work = Callable[[Item, Facts], Found]
Notes = dict[Work[Any], Any]
"""What each reader of a definition has found."""

KEPT = 8192
"""For how many kinds of persons and items a process remembers what was found."""


def once_for_all_alike(work: Work[Found]) -> Work[Found]:
    """``work``, done for the first of all persons who are alike to the item. It reads of the facts what conditions of the
    item read and the answers to its questions, nothing else, and hands nothing of them on.
    """

    @wraps(work)
    def found(item: Item, facts: Facts) -> Found:
        notes = _notes(item, facts)
        if work not in notes:
            notes[work] = work(item, facts)
        kept: Found = notes[work]
        return kept

    return found


class _Same:
    """An item by its identity: definitions are compared by what they are, not letter by letter."""

    __slots__ = ("item",)

    def __init__(self, item: Item) -> None:
        self.item = item

    def __hash__(self) -> int:
        return id(self.item)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.item is self.item


def _notes(item: Item, facts: Facts) -> Notes:
    kept: tuple[Item, Notes] | None = facts.memo.get(id(item))
    if kept is None:
        same = _Same(item)
        kept = facts.memo[id(item)] = (item, _shared(same, *told(_reads(same), facts)))  # keeps the item, and so its id
    return kept[1]


@lru_cache(maxsize=KEPT, typed=True)
def _shared(_item: _Same, *_told: object) -> Notes:
    return {}


@lru_cache(maxsize=KEPT)
def _reads(same: _Same) -> tuple[Read, ...]:
    """What the conditions of an item read, all together."""
    found = {"answers": Read("answers", tuple(situation.key for situation in same.item.situations))}
    for read in _all_reads(expression for _, expression in conditions(same.item)):
        found[read.name] = _both(found.get(read.name, read), read)
    return tuple(found.values())


def _all_reads(expressions: Iterable[str]) -> Iterator[Read]:
    for expression in dict.fromkeys(expressions):
        try:
            yield from compiled(expression).reads
        except Refusal:  # it is refused again by whoever reads it, so that nothing is kept that hangs on it
            continue


def _both(one: Read, other: Read) -> Read:
    if one.keys is None or other.keys is None:
        return Read(one.name)
    return Read(one.name, tuple(dict.fromkeys((*one.keys, *other.keys))))


def conditions(item: Item) -> Iterator[tuple[str, str]]:
    """Every condition of an item with its place."""
    parts = {
        "situations": [
            (each.key, told) for each in item.situations for told in (each.when, *(one.known for one in each.options))
        ],
        "form": [(each.element, each.when) for each in item.form],
        "materials": [(each.evidence, each.when) for each in item.materials],
        "steps": [(each.key, each.when) for each in item.steps],
        "rules": [(each.key, each.when) for each in item.rules],
        "fee": [(str(each.amount), each.when) for each in item.fee.rules],
        "limits": [("promised_when", each.when) for each in item.limits.promised_when],
        "outputs": [(output.key, term.when) for output in item.outputs for term in output.validity],
    }
    for part, entries in parts.items():
        yield from ((f"{part}.{key}", when) for key, when in entries if when)
