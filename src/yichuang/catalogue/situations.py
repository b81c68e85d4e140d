"""Situations (情形): which questions a person is asked, and what is settled once they are answered. Pure.

What is known is not asked: the first option whose ``known`` holds is the answer. A register that keeps silent leaves the
question to the person. An answer that refuses ends the path.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from yichuang.catalogue.alike import once_for_all_alike
from yichuang.catalogue.conditions import Facts, compiled, holds, holds_or_fails
from yichuang.catalogue.definition import Effect, Item, Option, Situation
from yichuang.kernel.errors import Refusal

NOT_ASKED = ""
"""The answer of a question that does not apply, so that conditions on it are decided."""


def settled(item: Item, facts: Facts) -> Facts:
    """The facts with every question that is known answered so, and every one that does not apply by :data:`NOT_ASKED`, in
    the item's order.

    A question that no longer applies loses a former answer: nobody is bound by what they said on another path.
    """
    changed = _settling(item, facts)
    return replace(facts, answers={**facts.answers, **changed}) if changed else facts


@once_for_all_alike
def _settling(item: Item, facts: Facts) -> Mapping[str, str]:
    """What settling adds to the answers, or changes in them."""
    told, changed = facts, {}
    for situation in item.situations:
        given = told.answers.get(situation.key)
        out = situation.when and given != NOT_ASKED and holds(situation.when, told, item.code) is False
        option = None if out or given == NOT_ASKED else known_option(item, situation, facts)
        answer = NOT_ASKED if out else option.value if option else given
        if answer != given:
            changed[situation.key] = str(answer)
            told = replace(told, answers={**told.answers, situation.key: answer})
    return changed


def known_option(item: Item, situation: Situation, facts: Facts) -> Option | None:
    """The option that is known to be the answer; None where the person must be asked."""
    return next((each for each in situation.options if each.known and holds(each.known, facts, item.code)), None)


@once_for_all_alike
def answered(item: Item, facts: Facts) -> Mapping[str, Option]:
    """The questions that apply and that nobody needs to be asked, with the answer that is known."""
    told = ((each, known_option(item, each, facts)) for each in questions(item, facts))
    return {each.key: option for each, option in told if option}


@once_for_all_alike
def questions(item: Item, facts: Facts) -> tuple[Situation, ...]:
    """The questions that apply, answered and known ones included, so that a screen can show the path taken.

    The last one is the one whose answer refuses the item, if one does: what comes after it is not asked.
    """
    told = settled(item, facts)
    end = _end(item, told)
    return tuple(each for each in item.situations[:end] if holds(each.when, told, item.code))


def _end(item: Item, told: Facts) -> int:
    """How many questions the path has, up to the answer that refuses."""
    places = {situation.key: place for place, situation in enumerate(item.situations, 1)}
    refusing = (rule.when for rule in item.rules if rule.effect is Effect.REFUSE and compiled(rule.when).answers)
    ends = (
        max(places.get(key, len(places)) for key in compiled(when).answers)
        for when in refusing
        if holds_or_fails(when, told, item.code) is True
    )
    return min(ends, default=len(places))


@once_for_all_alike
def open_questions(item: Item, facts: Facts) -> tuple[Situation, ...]:
    """The questions that apply, have no answer yet and are not known."""
    told = settled(item, facts).answers
    return tuple(each for each in questions(item, facts) if each.key not in told)


def check_answers(item: Item, answers: Mapping[str, str]) -> None:
    """Refuse an answer that is none of its question's options, naming the question and the options.

    Answers to questions of other items are passed over: one set of answers serves a whole application.
    """
    for situation in item.situations:
        answer = answers.get(situation.key, NOT_ASKED)
        if answer == NOT_ASKED:
            continue
        options = [option.value for option in situation.options]
        if answer not in options:
            raise Refusal("catalogue.unknown_answer", question=situation.question.zh, answer=answer, options=options)
