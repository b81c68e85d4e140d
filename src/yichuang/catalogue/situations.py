"""Situations (情形): which questions a person is asked, and what is settled once they are answered. Pure."""

from msgspec.structs import replace

from yichuang.catalogue.conditions import Facts, holds
from yichuang.catalogue.definition import Item, Situation
from yichuang.kernel.errors import Refusal

NOT_ASKED = ""
"""The answer of a question that does not apply, so that conditions on it are decided."""


def settled(item: Item, facts: Facts) -> Facts:
    """The facts with every question that does not apply answered by :data:`NOT_ASKED`, in the item's order.

    A question that no longer applies loses a former answer: nobody is bound by what they said on another path.
    Worked out once for the same facts and item, however many readers ask.
    """
    kept: tuple[Item, Facts] | None = facts.memo.get(id(item))
    if kept is None:
        kept = facts.memo[id(item)] = (item, _settle(item, facts))  # the item is kept so that its id stays its own
    return kept[1]


def _settle(item: Item, facts: Facts) -> Facts:
    for situation in item.situations:
        asked = facts.answers.get(situation.key) != NOT_ASKED
        if situation.when and asked and holds(situation.when, facts, item.code) is False:
            facts = replace(facts, answers={**facts.answers, situation.key: NOT_ASKED})
    return facts


def questions(item: Item, facts: Facts) -> tuple[Situation, ...]:
    """The questions that apply, answered ones included, so that a screen can show the path taken."""
    known = settled(item, facts)
    return tuple(each for each in item.situations if holds(each.when, known, item.code))


def open_questions(item: Item, facts: Facts) -> tuple[Situation, ...]:
    """The questions that apply and have no answer yet."""
    return tuple(each for each in questions(item, facts) if each.key not in facts.answers)


def check_answers(item: Item, facts: Facts) -> None:
    """Refuse an answer that is none of its question's options, naming the question and the options.

    Answers to questions of other items are passed over: one set of answers serves a whole application.
    """
    for situation in item.situations:
        answer = facts.answers.get(situation.key, NOT_ASKED)
        options = [option.value for option in situation.options]
        if answer not in {NOT_ASKED, *options}:
            raise Refusal("catalogue.unknown_answer", question=situation.question.zh, answer=answer, options=options)
