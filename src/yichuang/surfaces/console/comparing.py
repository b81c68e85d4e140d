"""An item beside itself: two versions or drafts, and the layers that lie over one another with what each sets."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from yichuang.catalogue.above import judged_against_above
from yichuang.catalogue.betterment import Verdict
from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.difference import Change, difference, field_words, in_words
from yichuang.catalogue.changes.draft import wanted
from yichuang.catalogue.changes.terms import OPEN
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.layer_files import layers, list_of
from yichuang.catalogue.layers import chain, names_of
from yichuang.catalogue.loader import catalogue, layer_in_force, national
from yichuang.catalogue.models import CatalogueChange, ItemVersion
from yichuang.catalogue.proof import Judged, judged, nation_words
from yichuang.catalogue.queries import item_version
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.surfaces.console.items import head_of, in_force
from yichuang.surfaces.console.words import sides_of
from yichuang.surfaces.story.names import listed, said

MOST = 50
MAIN = (
    "limits.promised", "limits.statutory", "visits", "channels", "scope", "stationed", "agent_allowed", "online_payment",
    "fee.rules", "materials", "steps", "outputs", "legal_basis",
)  # fmt: skip
"""What the table of layers always shows."""
LONG = 40
"""Letters of a value that is not said again where a layer leaves it as it is."""


class Side(Struct, frozen=True):
    """Something that can be put at one side."""

    key: str
    """``v3``: version 3; ``d12``: the draft in change 12."""
    word: str


class Comparison(Struct, frozen=True):
    """Two sides with everything that differs."""

    sides: tuple[Side, ...]
    left: Side
    right: Side
    changes: tuple[Change, ...]

    @property
    def lines(self) -> tuple[tuple[str, str, str, bool], ...]:
        """(field, left, right, wording) of each difference."""
        return tuple((said(each.field), *sides_of(each), each.editorial) for each in self.changes)


def comparison(actor: Actor, code: str, left: str, right: str) -> Comparison:
    """Two versions or drafts of an item side by side; without a choice, the version in force and the one before."""
    current = head_of(code).version
    sides = tuple(_sides(actor, code, current))
    known = {side.key: side for side in sides}
    other = known.get(right) or known[f"v{current}"]
    older = [side for side in sides if side.key.startswith("v") and side != other]
    one = known.get(left) or (older[0] if older else other)
    changes = difference(_item(actor, code, one.key), _item(actor, code, other.key), names_of(catalogue()))
    return Comparison(sides, one, other, changes)


def _sides(actor: Actor, code: str, current: int) -> Iterator[Side]:
    """The drafts that the actor may see, then the versions, newest first."""
    drafts = CatalogueChange.objects.filter(drafts__code=code, state__in=OPEN)
    for change in gates.CHANGES.open(actor, drafts, gates.SEE).order_by("-id")[:MOST]:
        yield Side(f"d{change.pk}", label("console_side", "draft").format(n=change.pk, who=change.author))
    numbers = ItemVersion.objects.filter(item_id=code).order_by("-version").values_list("version", flat=True)
    for number in numbers[:MOST]:
        yield Side(f"v{number}", label("console_side", "current" if number == current else "version").format(n=number))


def _item(actor: Actor, code: str, key: str) -> Item:
    number = int(key[1:])
    if key.startswith("v"):
        return item_version(code, number)
    return wanted(gates.CHANGE.open(actor, number, gates.SEE))[code]


class Column(Struct, frozen=True):
    """One layer."""

    word: str
    level: str
    judged: tuple[tuple[str, str, Verdict], ...]
    """What it sets: (field, in words, verdict)."""
    absent: bool


class Layers(Struct, frozen=True):
    """The layers of an item, the nation's first, the bureau's own version last."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]
    """(field, ((value, set here) in each layer))."""


def layers_of(code: str) -> Layers:
    """What each layer has, and sets, of an item that is published here."""
    own, current = in_force(code), head_of(code).version
    overlays = chain(layers(), layer_in_force())
    stack: list[Item | None] = [national().items.get(code)]
    stack += [list_of(each.layer.key).items.get(code) for each in overlays]
    columns = [_nation(stack[0])]
    columns += [
        Column(
            said(each.layer.name), label("level", each.layer.level), _told(_judged(code, above, below)), below is None
        )
        for each, above, below in zip(overlays, stack, stack[1:], strict=False)
    ]
    here = label("console_side", "current").format(n=current)
    columns.append(Column(label("console_side", "own"), here, _told(judged_against_above([own])), absent=False))
    return Layers(tuple(columns), tuple(_rows([*stack, own])))


def _nation(item: Item | None) -> Column:
    return Column(said(nation_words()), label("level", "ministry"), (), item is None)


def _judged(code: str, above: Item | None, below: Item | None) -> tuple[Judged, ...]:
    if below is None:
        return ()
    return judged(national().items.get(code), above, below, names_of(catalogue()))


def _told(found: Iterable[Judged]) -> tuple[tuple[str, str, Verdict], ...]:
    return tuple((said(field_words(each.field.partition("[")[0])), said(each.said), each.verdict) for each in found)


def _rows(stack: list[Item | None]) -> Iterator[tuple[str, tuple[tuple[str, bool], ...]]]:
    for path in MAIN:
        values = [_value(item, path) if item else None for item in stack]
        yield said(field_words(path)), tuple(map(_cell, [None, *values], values))


def _cell(before: Text | None, value: Text | None) -> tuple[str, bool]:
    """What stands there, and whether this layer has set it."""
    if value is None:
        return "—", False
    if before == value and len(said(value)) > LONG:
        return label("console_side", "same"), False
    return said(value), before is not None and before != value


def _value(item: Item, path: str) -> Text:
    value: Any = item
    for name in path.split("."):
        value = getattr(value, name)
    if path == "materials":
        kinds = names_of(catalogue())
        return _listed(kinds.get(each.evidence, Text(each.evidence, each.evidence)) for each in value)
    if path == "fee.rules":
        return _listed(Text(f"{each.label.zh} ¥{each.amount}", f"{each.label.en} ¥{each.amount}") for each in value)
    return in_words(value)


def _listed(parts: Iterable[Text]) -> Text:
    words = list(parts) or [in_words(())]
    joined = listed(said(each) for each in words)
    return Text(joined, joined)
