"""What a definition says to one imagined person: the words in which the rule tests of the three lines are written."""

from functools import cache
from typing import Any

from yichuang.catalogue.conditions import Facts, compiled
from yichuang.catalogue.definition import Effect, Item
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.loader import ROOM, item_from
from yichuang.catalogue.requirements import fee, form_fields, required_materials, undecided_materials, validity


@cache
def item(line: str, code: str) -> Item:
    path = ROOM / "definitions" / line / f"{code}.yaml"
    return item_from(path, path.read_bytes())


def rule_effects(of: Item, facts: Facts) -> dict[str, str]:
    """Effect of each rule of the item that bites, by key; what follows from other fields is left out."""
    own = {rule.key for rule in of.rules}
    return {found.key: str(found.effect) for found in rule_findings(of, facts) if found.key in own}


def refused(of: Item, facts: Facts) -> bool:
    """Whether an answer of the path refuses the item, so that nothing more is asked or decided."""
    by_answers = {rule.key for rule in of.rules if compiled(rule.when).answers}
    return any(found.effect is Effect.REFUSE and found.key in by_answers for found in rule_findings(of, facts))


def proofs(of: Item, facts: Facts) -> set[str]:
    return {material.evidence for material in required_materials(of, facts)}


def maybe_proofs(of: Item, facts: Facts) -> set[str]:
    return {material.evidence for material in undecided_materials(of, facts)}


def fields(of: Item, facts: Facts) -> set[str]:
    return {field.element for field in form_fields(of, facts)}


def price(of: Item, facts: Facts) -> tuple[str, int]:
    charge = fee(of, facts)
    return str(charge.state), charge.amount


def term(of: Item, facts: Facts) -> tuple[int, int] | None:
    """Years and months for which the first result is valid; (0, 0) is no end date, None is not fixed."""
    found = validity(of, of.outputs[0], facts)
    return found and (found.years, found.months)


def differing(told: dict[str, Any], **change: Any) -> dict[str, Any]:
    """``told`` with some of it said differently; answers and form values are changed one by one."""
    merged = told | change
    for part in ("answers", "form"):
        merged[part] = {**told.get(part, {}), **change.get(part, {})}
    return merged


def conditional_proofs(of: Item) -> set[str]:
    return {material.evidence for material in of.materials if material.when}
