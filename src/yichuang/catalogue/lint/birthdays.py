"""The rule of birthdays: who would soon get a longer term is told so before the card is made. Pure.

Source: 居民身份证法 art. 5 and 护照法 art. 7 set the term by the age at issue; hall facts A2.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from yichuang.catalogue.conditions import Facts, compiled
from yichuang.catalogue.definition import Effect, Item, Output, Validity
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.lint.paths import age_bounds, outcome, readable
from yichuang.catalogue.loader import Catalogue

TODAY = date(2026, 6, 15)
NEAR = timedelta(days=20)
"""How near the birthday is of the person whom the rule puts to the test."""
FOR_EVER = 10**6
"""Days of a term without an end."""


def birthday_told(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Where an older person gets a longer term, one who is about to be old enough is warned or turned away."""
    for output in item.outputs:
        for age in sorted(_ages(output)):
            young, old = _person(item, age, -NEAR), _person(item, age, NEAR)
            if _term(item, output, young) < _term(item, output, old) and not _told(item, young):
                yield f"outputs.{output.key}", f"{age}"


def _ages(output: Output) -> set[int]:
    """The ages at which a term may change."""
    bounds = age_bounds(term.when for term in output.validity)
    return {age for bound in bounds for age in (bound, bound + 1)}


def _person(item: Item, age: int, after: timedelta) -> Facts:
    """Somebody who filed this long after turning ``age``."""
    born = (TODAY - after).replace(year=(TODAY - after).year - age)
    form = {key: born for rule in item.rules if readable(rule.when) for key in _birth_elements(rule.when)}
    years = age if after > timedelta() else age - 1
    return Facts(age=years, today=TODAY, form=form, guardian=None, agent=None)


def _birth_elements(expression: str) -> set[str]:
    """The days from which a condition counts months or years up to today."""
    return set(re.findall(r"_(?:between|begun)\(\s*form\.(\w+)\s*,\s*today\s*\)", expression))


def _term(item: Item, output: Output, person: Facts) -> int:
    """About how many days the first term has that holds for the person; nought where none is known to."""
    return next((_days(term) for term in output.validity if outcome(term.when, person, item)), 0)


def _days(term: Validity) -> int:
    return (term.years * 12 + term.months) * 30 + term.days or FOR_EVER


def _told(item: Item, person: Facts) -> bool:
    """Whether a rule that looks at the age warns this person, or no one so young may file at all."""
    if item.min_age is not None and person.age is not None and person.age < item.min_age:
        return True
    return any(
        outcome(rule.when, person, item) and rule.effect is not Effect.REVIEW
        for rule in item.rules
        if readable(rule.when) and compiled(rule.when).names & {"age", "form"}
    )
