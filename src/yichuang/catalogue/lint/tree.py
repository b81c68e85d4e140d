"""Rules of the situations (情形): each path ends, no two contradict, nothing is asked in vain or too often. Pure.

Source: issue of the catalogue (at most six questions, none whose answer is known); standards C-05.
"""

from collections.abc import Iterator
from itertools import combinations, islice

from yichuang.catalogue.conditions import NAMES, Facts, compiled, holds
from yichuang.catalogue.definition import Item, Material
from yichuang.catalogue.lint.expressions import readable_conditions
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.lint.paths import (
    UNWALKED,
    chosen_walks,
    filled_walks,
    most_questions,
    outcome,
    possible,
    readable,
)
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.errors import Refusal

MOST_QUESTIONS = 6
TRIED = 200
"""How many walks try whether a condition can be computed."""


def questions_reachable(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Some person on some path is asked each question."""
    for situation in item.situations:
        if not possible(item, situation.when):
            yield f"situations.{situation.key}", situation.when


def parts_reachable(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Each conditional material, field, step, rule, sum and known answer is reached on some path."""
    known = [(f"situations.{each.key}", told.known) for each in item.situations for told in each.options if told.known]
    parts = [hit for hit in readable_conditions(item) if not hit[0].startswith("situations.")]
    parts += [hit for hit in known if readable(hit[1]) and not compiled(hit[1]).names & UNWALKED]
    dead = {expression for expression in {each for _, each in parts} if not possible(item, expression)}
    yield from (hit for hit in parts if hit[1] in dead)


def questions_few(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Nobody answers more than six questions, whatever the answers."""
    count, keys = most_questions(item) if len(item.situations) > MOST_QUESTIONS else (0, ())
    if count > MOST_QUESTIONS:
        yield "situations", f"{count}: {', '.join(keys)}"


def questions_matter(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Each answer is read by some condition; a question that changes nothing is not asked."""
    read = frozenset[str]().union(*(compiled(expression).answers for _, expression in readable_conditions(item)))
    for situation in item.situations:
        if situation.key not in read:
            yield f"situations.{situation.key}", situation.question.zh


def nothing_known_asked(item: Item, found: Catalogue) -> Iterator[Hit]:
    """No question asks what the person's own record or the desk has told already."""
    told = {key: element.prefill.partition(".")[0] for key, element in found.elements.items()}
    for situation in item.situations:
        sources = {told.get(situation.key), told.get(f"applicant_{situation.key}")}
        answered = any(option.known for option in situation.options)
        if situation.key in NAMES or "person" in sources or ("register" in sources and not answered):
            yield f"situations.{situation.key}", situation.question.zh


def known_from_outside(item: Item, _: Catalogue) -> Iterator[Hit]:
    """What answers a question by itself comes from outside, never from another answer, which might not be given."""
    for situation in item.situations:
        for option in situation.options:
            if readable(option.known) and compiled(option.known).answers:
                yield f"situations.{situation.key}", option.known


def paths_agree(item: Item, _: Catalogue) -> Iterator[Hit]:
    """No path asks for the same proof twice with different words on how it may be met."""
    for one, other in combinations(item.materials, 2):
        if one.evidence == other.evidence and _differ(one, other) and possible(item, one.when, other.when):
            yield f"materials.{one.evidence}", f"{one.need} / {other.need}"


def paths_end(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Every path ends with an answer on the fee and on how long each result is valid, whatever the form offers to choose."""
    sums = [rule.when for rule in item.fee.rules]
    if sums and not item.fee.unverified:
        yield from (("fee", path) for path in _unanswered(item, sums, found))
    for output in item.outputs:
        terms = [term.when for term in output.validity]
        if terms and not output.validity_note:
            yield from ((f"outputs.{output.key}", path) for path in _unanswered(item, terms, found))


def conditions_compute(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Every condition comes to yes, no or not yet; none divides by zero or compares a number with a word."""
    every = tuple(readable_conditions(item))
    failing = {expression: _first_failure(expression, item, found) for expression in {each for _, each in every}}
    yield from ((place, failing[expression]) for place, expression in every if failing[expression])


def _first_failure(expression: str, item: Item, found: Catalogue) -> str:
    tried = islice(filled_walks(item, expression, found), TRIED)
    return next((reason for facts in tried if (reason := _failure(expression, facts, item))), "")


def _differ(one: Material, other: Material) -> bool:
    return (one.need, one.originals, one.copies) != (other.need, other.originals, other.copies)


def _unanswered(item: Item, whens: list[str], found: Catalogue) -> Iterator[str]:
    """The first path on which none of the lines can hold, in words."""
    if "" in whens:
        return
    for facts in chosen_walks(item, whens, found):
        if all(outcome(when, facts, item) is False for when in whens):
            told = {**facts.answers, **facts.form}
            answers = ", ".join(f"{key} = {value or '—'}" for key, value in told.items())
            yield answers or f"age = {facts.age}, channel = {facts.channel}"
            return


def _failure(expression: str, facts: Facts, item: Item) -> str:
    try:
        holds(expression, facts, item.code)
    except Refusal as refusal:
        return str(refusal.params.get("reason", refusal.code))
    return ""
