"""The list above this installation's own, and what the bureau's drafts do to it: the proof of A + X for the console,
workbooks and archives. Reads the layers' files.

An installation that serves no layer stands directly under the national list.
"""

from collections.abc import Iterable

from yichuang.catalogue.betterment import Verdict, within
from yichuang.catalogue.changes.difference import field_words
from yichuang.catalogue.definition import Item, ItemStatus, Text
from yichuang.catalogue.layer_files import layers, list_of
from yichuang.catalogue.layers import chain, names_of
from yichuang.catalogue.loader import Catalogue, layer_in_force, national
from yichuang.catalogue.proof import Judged, judged, nation_words, open_marks
from yichuang.kernel.errors import Refusal

SHOWN = 5
"""Changes that a refusal says in words."""
STANDING = "first_status"
"""The field by which an item is open to people; a mark on it leaves to each place whether it is."""


def list_above() -> tuple[Text, Catalogue]:
    """Whose list lies above, and the list."""
    key = layer_in_force()
    parent = chain(layers(), key)[-1].layer.parent if key else ""
    return (layers()[parent].layer.name if parent else nation_words()), list_of(parent)


def judged_against_above(items: Iterable[Item]) -> tuple[Judged, ...]:
    """Every change of ``items`` against the list above, with its verdict.

    A mark that a draft takes away is a word of two people: it confirms the field as it stands.
    """
    _, above = list_above()
    names = names_of(above)
    return tuple(
        each
        for item in items
        for over in [above.items.get(item.code)]
        for each in judged(national().items.get(item.code), over, item, names, _confirmed(over, item))
    )


def refuse_worse(items: Iterable[Item]) -> None:
    """Refusal("catalogue.worse_than_above") where one of ``items`` is worse for the person than the list above has it."""
    worse = [each for each in judged_against_above(items) if each.verdict is Verdict.WORSE]
    if worse:
        name, _ = list_above()
        fields = dict.fromkeys(field_words(each.field) for each in worse[:SHOWN])
        raise Refusal(
            "catalogue.worse_than_above",
            item=worse[0].item,
            count=len(worse),
            fields_zh="、".join(each.zh for each in fields),
            fields_en=", ".join(each.en for each in fields),
            changes_zh="；".join(each.said.zh for each in worse[:SHOWN]),
            changes_en="; ".join(each.said.en for each in worse[:SHOWN]),
            above_zh=name.zh,
            above_en=name.en,
        )


def refuse_taken_away(codes: Iterable[str]) -> None:
    """Refusal("catalogue.given_above") where one of ``codes`` would end or rest though the list above gives it to people.

    The list above leaves that to each place by a mark on ``first_status``: free, or local and filled by nobody yet.
    """
    name, above = list_above()
    given = [code for code in codes if code in above.items and _is_given(above.items[code])]
    if given:
        raise Refusal("catalogue.given_above", items=", ".join(given), above_zh=name.zh, above_en=name.en)


def _is_given(item: Item) -> bool:
    marks = (*item.free, *open_marks(national().items.get(item.code, item), item))
    return item.first_status is ItemStatus.IN_USE and not any(within(STANDING, mark) for mark in marks)


def _confirmed(above: Item | None, item: Item) -> set[str]:
    return set(above.unverified) - set(item.unverified) if above else set()
