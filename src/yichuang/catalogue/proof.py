"""What a layer's form of an item does to the list above it, change by change: the proof of A + X. Pure.

The same proof judges the files of a layer and the drafts of the bureau that stands in it (``above``).
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.betterment import Verdict, binds_nobody, is_proved, within
from yichuang.catalogue.changes.difference import Change, Names, difference
from yichuang.catalogue.changes.undo import undone
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.differences import SPLIT, Difference, differences
from yichuang.kernel.data_files import read_data

MARKS = ("unverified", "free")
"""Fields that say how certain or how free other fields are; what clears such a mark must fill its field."""
SAID_TOGETHER = {"handling": "limits.promised"}
"""What cannot be filled without the other: to promise days is to make a commitment case of an on-the-spot case."""


class Judged(Struct, frozen=True):
    """One change that a layer makes, with its verdict."""

    item: str
    field: str
    """``limits.promised``, ``materials.id_card``; empty for a whole new item."""
    verdict: Verdict
    said: Text
    """The change in plain words, and which way it goes."""


class _Ways(Struct, frozen=True, forbid_unknown_fields=True):
    """``ways.yaml``."""

    ways: Mapping[str, Mapping[str, Text]]
    unclear: Text
    nation: Text


class _Standing(Struct, frozen=True):
    """What of an item is still to be set, as a layer finds it."""

    open: Sequence[str]
    """Marked as unverified or local nationally, and filled by no layer above."""
    free: Sequence[str]
    filled: Collection[str]
    """What this layer fills, in so many words."""


def judged(
    nation: Item | None, above: Item | None, below: Item, names: Names, named: Collection[str] = ()
) -> tuple[Judged, ...]:
    """Every change of ``below`` against the list above, for an item that the national list has as ``nation``.

    ``named`` are fields that the layer sets though they keep their value: it confirms them.
    """
    if above is None:
        return (Judged(below.code, "", Verdict.BETTER, below.name),)
    said = difference(above, below, names)
    strict = {each.field: each for each in differences(above, _put_as(above, below, said))}
    every = differences(above, below)
    standing = _Standing(open_marks(nation or above, above), above.free, {*(each.field for each in every), *named})
    return tuple(
        Judged(below.code, each.field, found, _words(each, said, found))
        for each in every
        for found in [_verdict(strict.get(each.field), standing, said)]
    )


def open_marks(nation: Item, above: Item) -> tuple[str, ...]:
    """The national marks that are still open: who fills a field first binds the layers below, unless it frees it.

    A list is one field: who has set a part of it has set it.
    """
    marks = [mark for mark in (*above.unverified, *above.local) if mark in {*nation.unverified, *nation.local}]
    set_by = [each.field.partition("[")[0] for each in differences(nation, above)]
    single = [inner for mark in marks for inner in _single(mark, nation)]
    single += [one for one, other in SAID_TOGETHER.items() if other in single and one not in single]
    still = [mark for mark in single if not any(within(field, mark) or within(mark, field) for field in set_by)]
    alone = [one for one, other in SAID_TOGETHER.items() if one not in marks and other not in still]
    return tuple(mark for mark in still if mark not in alone)


def _single(mark: str, item: Item) -> list[str]:
    """A mark on several fields that are judged one by one is a mark on each."""
    return [f"{mark}.{name}" for name in getattr(item, mark).__struct_fields__] if mark in SPLIT else [mark]


def _put_as(above: Item, below: Item, said: Sequence[Change]) -> Item:
    """``below`` with everything put in the words of ``above`` that is a matter of words only."""
    for change in said:
        below = undone(above, below, change.path) if change.editorial else below
    return below


def _verdict(change: Difference | None, standing: _Standing, said: Sequence[Change]) -> Verdict:
    """What a change is beside its words; None where only words differ."""
    if change is None:
        return Verdict.EDITORIAL
    field = change.field.partition("[")[0]
    if field in MARKS:
        return _of_marks(change, standing)
    if binds_nobody(change):
        return Verdict.OWN
    if _all_within(field, standing.free, said):
        return Verdict.FREE
    if is_proved(change):
        return Verdict.BETTER
    return Verdict.FILLED if _all_within(field, standing.open, said) else Verdict.WORSE


def _of_marks(change: Difference, standing: _Standing) -> Verdict:
    """A mark goes with the field it stands on, and a layer frees only what it fills itself first. What is certain above
    is not made uncertain below; a mark may shrink to a part of its field.
    """
    cleared, added = set(change.before) - set(change.after), set(change.after) - set(change.before)
    if change.field == "free":
        return Verdict.FILLED if added <= set(standing.open) else Verdict.WORSE
    filled = all(any(within(field, mark) or within(mark, field) for field in standing.filled) for mark in cleared)
    known = all(any(within(mark, former) for former in change.before) for mark in added)
    return Verdict.FILLED if filled and known else Verdict.WORSE


def _all_within(field: str, marks: Sequence[str], said: Sequence[Change]) -> bool:
    """Whether a mark covers the field, or marks cover everything in it that differs."""
    if any(within(field, mark) for mark in marks):
        return True
    inner = [each.path for each in said if not each.editorial and within(each.path, field)]
    return bool(inner) and all(any(within(path, mark) for mark in marks) for path in inner)


def _words(of: Difference, said: Sequence[Change], found: Verdict) -> Text:
    """The sentences on one field, in both languages, and which way it goes."""
    field = of.field.partition("[")[0]
    about = [each.sentence for each in said if within(each.path, field) or each.path.startswith(f"{field}#")]
    zh, en = "；".join(each.zh for each in about) or field, "; ".join(each.en for each in about) or field
    way = _way(of, found)
    return Text(f"{zh}，{way.zh}", f"{en}, {way.en}") if way else Text(zh, en)


def _way(of: Difference, found: Verdict) -> Text | None:
    """Longer, fewer, dearer: what the proof says both ways; nothing where it does not matter or has no word."""
    field = of.field.partition("[")[0]
    words = _ways().ways.get(field) or _ways().ways.get(field.partition(".")[0])
    blank = found is Verdict.FILLED and of.before is None
    if words is None or blank or found in {Verdict.EDITORIAL, Verdict.OWN}:
        return None
    if is_proved(of):
        return words["better"]
    return words["worse"] if is_proved(of.reversed()) else _ways().unclear


def nation_words() -> Text:
    """What the list is called that all layers rest on."""
    return _ways().nation


@cache
def _ways() -> _Ways:
    return read_data(Path(__file__).with_name("ways.yaml"), _Ways)
