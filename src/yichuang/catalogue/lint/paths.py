"""Walks the situations of an item: every consistent person and every chain of answers that such a person can give. Pure.

Only what the conditions in question speak of is varied, so that a walk stays short. Form values are not known here: a
condition that needs one stays undecided, which counts as possible.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, islice, product

from msgspec.structs import replace

from yichuang.catalogue.conditions import ABROAD, CHINA, Condition, Facts, compiled, holds
from yichuang.catalogue.definition import Element, FormField, Item, Situation
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.situations import NOT_ASKED
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import Sex

FAR_ENOUGH = 20_000
"""Chains of answers that one question of the linter follows; what is not found within counts as possible."""
UNWALKED = frozenset({"here", "home"})
"""Names that a walk does not know; a condition that speaks of them is not tried."""
ORDINARY_AGE = 30
FEW = 4
"""Up to this many kinds of proof are varied one by one; more are all held or none."""
ANY_DAY = date(2026, 6, 15)
SAMPLES: Mapping[str, Sequence[object]] = {
    "date": (ANY_DAY.isoformat(),), "number": (1, 0, -1, 10**9), "boolean": (True, False),
}  # fmt: skip
"""Values of the form for each type of element, what may be typed by mistake too; every other type is text."""


def outcome(expression: str, facts: Facts, item: Item) -> bool | None:
    """What a condition comes to; one that cannot be computed has its own rule and is undecided here."""
    try:
        return holds(expression, facts, item.code)
    except Refusal:
        return None


def walks(item: Item, expressions: Sequence[str]) -> Iterator[Facts]:
    """Every person with every chain of answers that matters to ``expressions``, answered or not asked."""
    if not all(map(readable, expressions)):
        return
    asked = _questions_behind(item, expressions)
    spoken = [*expressions, *(each.when for each in asked)]
    chains = (facts for person in people(item, spoken) for facts in _answered(item, person, asked))
    yield from islice(chains, FAR_ENOUGH)


def possible(item: Item, *expressions: str) -> bool:
    """Whether some person on some path meets all of ``expressions`` at once, as far as can be known."""
    if not all(map(readable, expressions)):
        return True
    return any(
        all(outcome(each, facts, item) is not False for each in expressions) for facts in walks(item, expressions)
    )


def most_questions(item: Item) -> tuple[int, tuple[str, ...]]:
    """How many questions the longest path of one person asks, and which; mutually exclusive branches never add up."""
    if not all(readable(each.when) for each in item.situations):
        return 0, ()
    found = (_longest(item, person, 0, {}) for person in people(item, [each.when for each in item.situations]))
    return max(((len(keys), keys) for keys in found), default=(0, ()))


def people(item: Item, expressions: Sequence[str]) -> Iterator[Facts]:
    """One person for each consistent combination of what ``expressions`` speak of."""
    spoken = [compiled(each) for each in expressions]
    domains: dict[str, Sequence[object]] = {
        "age": _ages(expressions),
        "channel": item.channels,
        "subject": item.subjects,
        "agent": (False, True) if item.agent_allowed or "agent_allowed" in item.unverified else (False,),
        "guardian": (False, True),
        "sex": tuple(Sex),
        "nationality": (CHINA, ABROAD),
        "nation": (*_words("nation", spoken), "XX"),
        "capacity": (*_words("capacity", spoken), "self"),
        "has": _holdings(spoken),
        "together": (frozenset(), frozenset(key for each in spoken for key in _keys_of("together", each))),
    }
    names = frozenset[str]().union(*(each.names for each in spoken))
    varied = {name: values for name, values in domains.items() if name in names}
    for values in product(*varied.values()):
        yield replace(
            Facts(age=ORDINARY_AGE, channel=next(iter(item.channels), None), today=ANY_DAY),
            **dict(zip(varied, values, strict=True)),
        )


def readable(expression: str) -> bool:
    """Whether the condition compiles; one that does not has its own rule."""
    try:
        return bool(compiled(expression))
    except Refusal:
        return False


def _questions_behind(item: Item, expressions: Iterable[str]) -> tuple[Situation, ...]:
    """The questions that ``expressions`` read, and those that decide whether these are asked."""
    wanted = frozenset[str]().union(*(compiled(each).answers for each in expressions))
    behind: list[Situation] = []
    for situation in reversed(item.situations):
        if situation.key in wanted:
            behind.insert(0, situation)
            wanted |= compiled(situation.when).answers if readable(situation.when) else frozenset()
    return tuple(each for each in behind if readable(each.when))


def _answered(item: Item, person: Facts, asked: tuple[Situation, ...]) -> Iterator[Facts]:
    if not asked:
        yield person
        return
    for value in _answers(item, person, asked[0]):
        yield from _answered(item, replace(person, answers={**person.answers, asked[0].key: value}), asked[1:])


def _answers(item: Item, person: Facts, situation: Situation) -> tuple[str, ...]:
    if outcome(situation.when, person, item) is False:
        return (NOT_ASKED,)
    return tuple(option.value for option in situation.options)


def _longest(item: Item, person: Facts, index: int, seen: dict[object, tuple[str, ...]]) -> tuple[str, ...]:
    """The longest list of questions from the one at ``index``; two chains that later questions cannot tell apart are one."""
    if index == len(item.situations):
        return ()
    later = item.situations[index:]
    read = frozenset[str]().union(*(compiled(each.when).answers for each in later))
    told = {key: person.answers[key] for key in sorted(read & person.answers.keys())}
    state = (index, *told.items())
    if state not in seen:
        seen[state] = _longest_on(item, replace(person, answers=told), index, seen)
    return seen[state]


def _longest_on(item: Item, person: Facts, index: int, seen: dict[object, tuple[str, ...]]) -> tuple[str, ...]:
    situation = item.situations[index]
    values = _answers(item, person, situation)
    asked = () if values == (NOT_ASKED,) else (situation.key,)
    further = (
        _longest(item, replace(person, answers={**person.answers, situation.key: value}), index + 1, seen)
        for value in values
    )
    return (*asked, *max(further, key=len, default=()))


def chosen_walks(item: Item, expressions: Sequence[str], found: Catalogue) -> Iterator[Facts]:
    """The walks of several conditions, with every choice of the form that they read made in each way where it is asked."""
    read = frozenset[str]().union(*(compiled(each).elements for each in expressions if readable(each)))
    offered = [field for field in item.form if field.element in read and _options(field.element, found)]
    spoken = [*expressions, *(field.when for field in offered if readable(field.when))]
    walked = (chosen for facts in walks(item, spoken) for chosen in _chosen(item, facts, offered, found))
    yield from islice(walked, FAR_ENOUGH)


def _chosen(item: Item, facts: Facts, offered: Sequence[FormField], found: Catalogue) -> Iterator[Facts]:
    asked = [field.element for field in offered if outcome(field.when, facts, item) is not False]
    for values in product(*(_options(key, found) for key in asked)):
        yield replace(facts, form=dict(zip(asked, values, strict=True)))


def _options(key: str, found: Catalogue) -> tuple[str, ...]:
    return tuple(option.value for option in found.elements[key].options) if key in found.elements else ()


def filled_walks(item: Item, expression: str, found: Catalogue) -> Iterator[Facts]:
    """The walks of a condition, with every field of the form that it reads filled, in each way."""
    keys = sorted(compiled(expression).elements & found.elements.keys())
    for values in product(*(_samples(found.elements[key]) for key in keys)):
        form = dict(zip(keys, values, strict=True))
        yield from (replace(facts, form=form) for facts in walks(item, [expression]))


def _samples(element: Element) -> Sequence[object]:
    return (element.options[0].value,) if element.options else SAMPLES.get(element.type, ("text",))


def age_bounds(expressions: Iterable[str]) -> list[int]:
    """The years that ``expressions`` compare the age with."""
    return [int(bound) for each in expressions for bound in re.findall(r"\bage\s*(?:[<>]=?|[=!]=)\s*(\d+)", each)]


def _ages(expressions: Iterable[str]) -> list[int]:
    """An ordinary age and both sides of every bound."""
    reckoned = [int(bound) for each in expressions for bound in re.findall(r"\bage\s*[-+*/%]\s*(\d+)", each)]
    ages = (bound + by for bound in (*age_bounds(expressions), *reckoned) for by in (-1, 0, 1))
    return sorted({ORDINARY_AGE, *(age for age in ages if age >= 0)})


def _keys_of(name: str, condition: Condition) -> tuple[str, ...]:
    """What the condition looks for in ``name``."""
    return next((read.keys or () for read in condition.reads if read.name == name), ())


def _words(name: str, spoken: Iterable[Condition]) -> tuple[str, ...]:
    """The words that ``name`` is compared with."""
    return tuple({word: None for each in spoken for of, word in each.compared if of == name})


def _holdings(spoken: Iterable[Condition]) -> tuple[frozenset[str], ...]:
    kinds = sorted(frozenset[str]().union(*(each.held for each in spoken)))
    sizes = range(len(kinds) + 1) if len(kinds) <= FEW else (0, len(kinds))
    return tuple(frozenset(held) for size in sizes for held in combinations(kinds, size))
