"""What a button of the form does to an item: add, remove or move an entry, take a difference back, set or take off a mark.

Pure but for the dictionaries that name what is added.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.changes.undo import undone
from yichuang.catalogue.definition import (
    Effect,
    Faq,
    FeeRule,
    FormField,
    Item,
    Material,
    Need,
    Option,
    Output,
    Rule,
    Situation,
    Step,
    StepAct,
    Text,
    Validity,
)
from yichuang.catalogue.limits import PromisedWhen, Unit
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.errors import Refusal
from yichuang.surfaces.console.editing.layout import layout
from yichuang.surfaces.console.editing.sources import resolved

MARKS = ("unverified", "local")
"""Marks that a bureau takes off once it has filled the field."""
Entries = tuple[Any, ...]


class Press(Struct, frozen=True):
    """A button: ``remove:materials.3`` removes the fourth material."""

    deed: str
    place: str
    typed: str = ""
    """For an addition: what was typed beside the button."""


def moved(item: Item, base: Item | None, press: Press) -> Item:
    """``item`` after the button; ``base`` is what the draft was begun from, None for a new item."""
    if press.deed not in MOVES:
        raise Refusal("catalogue.unknown_place", item=item.code, place=press.deed)
    try:
        return MOVES[press.deed](item, base or item, press)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        raise Refusal("catalogue.unknown_place", item=item.code, place=press.place) from None


def put(item: Item, place: str, value: object) -> Item:
    """``item`` with another value at ``place``."""
    return _at(item, place, lambda _: value)


def last_of(item: Item, place: str) -> str:
    """The place of the last entry of the list at ``place``."""
    value: Any = item
    for name in place.split("."):
        value = value[int(name)] if name.isdigit() else getattr(value, name)
    return f"{place}.{len(value) - 1}"


def _add(item: Item, _: Item, press: Press) -> Item:
    pattern = ".".join("*" if part.isdigit() else part for part in press.place.split("."))
    source = layout().fields[pattern].source or layout().fields[pattern].adds
    key = resolved(source, press.typed, item) if source not in ("", "blank") else ""
    if source not in ("", "blank") and not key:
        raise Refusal("console.nothing_so_called", typed=press.typed.strip() or "—")
    return _at(item, press.place, lambda entries: (*entries, BLANKS[pattern](entries, key)))


def _remove(item: Item, _: Item, press: Press) -> Item:
    place, number = _split(press.place)
    return _at(item, place, lambda entries: (*entries[:number], *entries[number + 1 :]))


def _up(item: Item, _: Item, press: Press) -> Item:
    place, number = _split(press.place)
    return _at(item, place, lambda entries: _swapped(entries, number - 1))


def _down(item: Item, _: Item, press: Press) -> Item:
    place, number = _split(press.place)
    return _at(item, place, lambda entries: _swapped(entries, number))


def _swapped(entries: Entries, first: int) -> Entries:
    """The two that stand at ``first`` and after it change places; at either end nothing happens."""
    if not 0 <= first < len(entries) - 1:
        return entries
    return (*entries[:first], entries[first + 1], entries[first], *entries[first + 2 :])


def _settle(item: Item, _: Item, press: Press) -> Item:
    name, _dot, place = press.place.partition(":")
    return replace(item, **{_mark(name): tuple(each for each in getattr(item, name) if each != place)})


def _set_mark(item: Item, _: Item, press: Press) -> Item:
    name, _dot, place = press.place.partition(":")
    return replace(item, **{_mark(name): tuple(dict.fromkeys((*getattr(item, name), place)))})


def _mark(name: str) -> str:
    if name not in MARKS:
        raise KeyError(name)
    return name


def _undo(item: Item, base: Item, press: Press) -> Item:
    return undone(base, item, press.place)


MOVES: dict[str, Callable[[Item, Item, Press], Item]] = {
    "add": _add, "remove": _remove, "up": _up, "down": _down, "settle": _settle, "mark": _set_mark, "undo": _undo,
}  # fmt: skip


def _split(place: str) -> tuple[str, int]:
    holder, _, number = place.rpartition(".")
    return holder, int(number)


def _at(item: Item, place: str, change: Callable[[Any], Any]) -> Item:
    """``item`` with what stands at ``place`` changed; places count entries from 0."""
    return cast("Item", _inside(item, place, change))


def _inside(value: Any, place: str, change: Callable[[Any], Any]) -> Any:
    if not place:
        return change(value)
    name, _, rest = place.partition(".")
    if name.isdigit():
        number = int(name)
        return (*value[:number], _inside(value[number], rest, change), *value[number + 1 :])
    return replace(value, **{name: _inside(getattr(value, name), rest, change)})


NOTHING = Text("", "")


def _free(word: str, taken: Iterable[str]) -> str:
    """The first numbered key that nobody has."""
    known, number = set(taken), 1
    while f"{word}_{number}" in known:
        number += 1
    return f"{word}_{number}"


def _keys(entries: Entries) -> list[str]:
    return [each.key for each in entries]


def _material(_: Entries, key: str) -> Material:
    kind = catalogue().evidence_types[key]
    need = Need.SHARED if kind.register or kind.generated else Need.PRODUCED
    return Material(evidence=key, need=need, source=kind.register)


def _option(entries: Entries, _: str) -> Option:
    return Option(_free("option", [each.value for each in entries]), NOTHING)


def _situation(entries: Entries, _: str) -> Situation:
    key = _free("question", _keys(entries))
    return Situation(key, NOTHING, (Option("option_1", NOTHING), Option("option_2", NOTHING)))


def _step(entries: Entries, _: str) -> Step:
    last: Step = entries[-1]
    return Step(_free("step", _keys(entries)), NOTHING, StepAct.EXAMINE, last.level, after=(last.key,))


BLANKS: Mapping[str, Callable[[Entries, str], Any]] = {
    "limits.promised_when": lambda _, __: PromisedWhen(1, Unit.WORKING_DAY, when=""),
    "fee.rules": lambda _, __: FeeRule(0, NOTHING),
    "materials": _material,
    "checks": lambda _, key: key,
    "situations": _situation,
    "situations.*.options": _option,
    "steps": _step,
    "outputs": lambda entries, _: Output(_free("result", _keys(entries)), NOTHING),
    "outputs.*.collected_with": lambda _, key: key,
    "outputs.*.validity": lambda _, __: Validity(),
    "rules": lambda entries, _: Rule(_free("rule", _keys(entries)), "", Effect.WARN, NOTHING, ""),
    "form": lambda _, key: FormField(key),
    "faqs": lambda _, __: Faq(NOTHING, NOTHING),
    "depends_on": lambda _, key: key,
}
"""What a new entry of each list begins as."""
