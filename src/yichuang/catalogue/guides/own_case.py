"""What an item asks of one person, as far as the questions are answered: the guide's personal page. Pure."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item, Situation, Text
from yichuang.catalogue.eligibility import Finding, rule_findings
from yichuang.catalogue.guides.guide import Line, Stage, guide
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.requirements import Charge, fee, required_materials, undecided_materials
from yichuang.catalogue.route import route
from yichuang.catalogue.situations import NOT_ASKED, open_questions, questions


class OwnCase(Struct, frozen=True):
    """The personal answer."""

    asked: tuple[tuple[Situation, str], ...]
    """Questions already answered, with the answer's value."""
    following: Situation | None
    """The next question; None when all are answered."""
    bring: tuple[Line, ...]
    """What to bring for certain."""
    perhaps: tuple[Line, ...]
    """What may still be needed, depending on what is not answered."""
    charge: Charge
    findings: tuple[Finding, ...]
    stages: tuple[Stage, ...]

    @property
    def refused(self) -> tuple[Text, ...]:
        """Why it cannot be filed like this, if so."""
        return tuple(each.message for each in self.findings if each.effect == "refuse")


def own_case(item: Item, shelf: Catalogue, facts: Facts) -> OwnCase:
    """What ``item`` asks of whoever ``facts`` describe."""
    page = guide(item, shelf)
    asked = tuple((each, str(facts.answers[each.key])) for each in questions(item, facts) if each.key in facts.answers)
    steps = {step.key for step in route(item, facts)}
    return OwnCase(
        asked=asked,
        following=next(iter(open_questions(item, facts)), None),
        bring=_lines(item, shelf, required_materials(item, facts), page.materials),
        perhaps=_lines(item, shelf, undecided_materials(item, facts), page.materials),
        charge=fee(item, facts),
        findings=rule_findings(item, facts),
        stages=tuple(stage for stage in page.stages if stage.key in steps),
    )


def answers_in(item: Item, given: Mapping[str, str]) -> dict[str, str]:
    """The answers among ``given`` that are options of this item's questions; the rest is passed over."""
    found = {}
    for situation in item.situations:
        value = given.get(situation.key, NOT_ASKED)
        if value in {option.value for option in situation.options}:
            found[situation.key] = value
    return found


def _lines(item: Item, shelf: Catalogue, wanted: Iterable[object], lines: tuple[Line, ...]) -> tuple[Line, ...]:
    brought = [each for each in item.materials if not shelf.evidence_types[each.evidence].generated]
    kept = set(map(id, wanted))
    return tuple(line for material, line in zip(brought, lines, strict=True) if id(material) in kept)
