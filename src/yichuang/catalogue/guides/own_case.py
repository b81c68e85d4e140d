"""What an item asks of one person, as far as the questions are answered: the guide's personal page. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.conditions import Facts, compiled, holds_or_fails
from yichuang.catalogue.definition import Effect, Item, Material, Output, Rule, Situation, Text
from yichuang.catalogue.eligibility import Finding, rule_findings
from yichuang.catalogue.guides.guide import conditions, guide, least_age, papers, promise_words, result
from yichuang.catalogue.guides.page import Line, Paper, Result, Stage, Way
from yichuang.catalogue.guides.saying import in_words
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.requirements import Charge, fee, promised, required_materials, undecided_materials, validity
from yichuang.catalogue.route import route
from yichuang.catalogue.situations import NOT_ASKED, open_questions, questions, settled


class OwnCase(Struct, frozen=True):
    """The personal answer."""

    asked: tuple[tuple[Situation, str], ...]
    """Questions already answered, with the answer's value."""
    following: Situation | None
    """The next question; None when all are answered."""
    materials: tuple[Paper, ...]
    """What is needed for certain, however it comes to the office."""
    perhaps: tuple[Paper, ...]
    """What may still have to be brought, depending on what is not answered."""
    charge: Charge
    promise: Text
    """What is promised in this situation."""
    findings: tuple[Finding, ...]
    stages: tuple[Stage, ...]
    outputs: tuple[Result, ...]
    """What is issued; with one term of validity where the person's is known."""
    conditions: tuple[Line, ...]
    """What may still stand against it, or is to be known, depending on what is not told."""

    @property
    def bring(self) -> tuple[Paper, ...]:
        """What the person has to bring."""
        return self._of(Way.BRING)

    @property
    def here(self) -> tuple[Paper, ...]:
        """What is taken at the window."""
        return self._of(Way.HERE)

    @property
    def ours(self) -> tuple[Paper, ...]:
        """What the office looks up itself."""
        return self._of(Way.OURS)

    @property
    def refused(self) -> tuple[Text, ...]:
        """Why it cannot be filed like this, if so."""
        return tuple(each.message for each in self.findings if each.effect is Effect.REFUSE)

    def _of(self, way: Way) -> tuple[Paper, ...]:
        return tuple(each for each in self.materials if each.way is way)


def own_case(item: Item, shelf: Catalogue, facts: Facts) -> OwnCase:
    """What ``item`` asks of whoever ``facts`` describe."""

    def when(expression: str) -> Text:
        return in_words(expression, item, shelf)

    def listed(wanted: Iterable[Material]) -> tuple[Paper, ...]:
        return papers(wanted, shelf, when)

    steps = {step.key for step in route(item, facts)}
    return OwnCase(
        asked=tuple(
            (each, str(facts.answers[each.key])) for each in questions(item, facts) if each.key in facts.answers
        ),
        following=next(iter(open_questions(item, facts)), None),
        materials=listed(required_materials(item, facts)),
        perhaps=tuple(each for each in listed(undecided_materials(item, facts)) if each.way is Way.BRING),
        charge=fee(item, facts),
        promise=promise_words(promised(item, facts)),
        findings=rule_findings(_without_held(item), facts),
        stages=tuple(stage for stage in guide(item, shelf).stages if stage.key in steps),
        outputs=tuple(result(_own_term(item, each, facts), shelf, when) for each in item.outputs),
        conditions=(*(least_age(item) if facts.age is None else ()), *conditions(_undecided(item, facts), when)),
    )


def _undecided(item: Item, facts: Facts) -> Iterator[Rule]:
    known = settled(item, facts)
    return (rule for rule in item.rules if holds_or_fails(rule.when, known, item.code) is None)


def answers_in(item: Item, given: Mapping[str, str]) -> dict[str, str]:
    """The answers among ``given`` that are options of this item's questions; the rest is passed over."""
    found = {}
    for situation in item.situations:
        value = given.get(situation.key, NOT_ASKED)
        if value in {option.value for option in situation.options}:
            found[situation.key] = value
    return found


def _own_term(item: Item, output: Output, facts: Facts) -> Output:
    """The output with the person's own term alone, once it is known."""
    term = validity(item, output, facts)
    return replace(output, validity=(replace(term, when=""),)) if term else output


def _without_held(item: Item) -> Item:
    """Without the rules on what somebody holds: a guide's reader is nobody known, so nothing is known to be missing."""
    return replace(
        item, rules=tuple(each for each in item.rules if not each.when or "has" not in compiled(each.when).names)
    )
