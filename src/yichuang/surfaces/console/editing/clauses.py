"""Conditions that can be chosen instead of written: the common ones, the channels, and each answer of the item's questions."""

from collections.abc import Iterator

from yichuang.catalogue.definition import Channel, Item
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.story.names import said

COMMON = {
    "adult": "age >= 18", "minor": "age < 18", "sixteen": "age >= 16", "child": "age < 16", "agent": "agent",
    "guardian": "guardian",
}  # fmt: skip


def clauses(item: Item) -> tuple[tuple[str, str], ...]:
    """(expression, words) of each."""
    return tuple(_clauses(item))


def _clauses(item: Item) -> Iterator[tuple[str, str]]:
    for situation in item.situations:
        for option in situation.options:
            words = label("console_clause", "answer").format(question=said(situation.question), name=said(option.label))
            yield f'answers.{situation.key} == "{option.value}"', words
    for key, expression in COMMON.items():
        yield expression, label("console_clause", key)
    for channel in Channel:
        yield f'channel == "{channel}"', label("console_clause", "channel").format(name=label("channel", channel))
