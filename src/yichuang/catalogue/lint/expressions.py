"""Rules of the conditions (CEL): they can be read, speak of what is there, and come to an answer. Pure."""

from collections.abc import Iterator

from yichuang.catalogue.alike import conditions
from yichuang.catalogue.conditions import compiled
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.lint.paths import readable
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.errors import Refusal


def conditions_compile(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Every condition can be read and speaks only of known names."""
    for place, expression in conditions(item):
        try:
            compiled(expression)
        except Refusal as refusal:
            yield place, _said(refusal)


def conditions_resolve(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Conditions read only questions that the item asks and elements that exist."""
    asked = {situation.key for situation in item.situations}
    for place, expression in readable_conditions(item):
        condition = compiled(expression)
        for key in sorted(condition.answers - asked):
            yield place, f"answers.{key}"
        for key in sorted(condition.elements - found.elements.keys()):
            yield place, f"form.{key}"


def answers_possible(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A condition compares an answer only with options of its question; otherwise it could never hold."""
    options = {situation.key: {option.value for option in situation.options} for situation in item.situations}
    for place, expression in readable_conditions(item):
        for name, value in dict.fromkeys(compiled(expression).compared):
            key = name.removeprefix("answers.")
            if key != name and key in options and value and value not in options[key]:
                yield place, f'{name} == "{value}"'


def questions_before_use(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A question depends only on questions before it, so that every path ends."""
    before: set[str] = set()
    for situation in item.situations:
        read = compiled(situation.when).answers if readable(situation.when) else frozenset()
        for key in sorted(read - before):
            yield f"situations.{situation.key}", f"answers.{key}"
        before.add(situation.key)


def _said(refusal: Refusal) -> str:
    """What stands there and what of it cannot be, in no language of people: the finding says the rest in both."""
    told = refusal.params
    return f"{told['expression']}: {told.get('reason') or told.get('names') or told.get('name')}"


def readable_conditions(item: Item) -> Iterator[Hit]:
    """The conditions that compile, with their places."""
    return ((place, expression) for place, expression in conditions(item) if readable(expression))
