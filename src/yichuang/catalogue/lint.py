"""The linter: what is wrong in definitions that are well-formed. Pure; each rule is one function, named in ``RULES``.

Source of the rules: the shape of a route (docs/architecture.md), 行政许可法 art. 42 (promise within the statute),
hall facts A1 (a biometric never follows), and the dictionaries. The words are data: ``lint.yaml``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct, convert

from yichuang.catalogue.conditions import compiled
from yichuang.catalogue.definition import Item, ItemKind, Level, Need, StepAct, Text, Unit
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.errors import Refusal

Hit = tuple[str, str]
"""Where in the item (``steps.review``) and what stands there."""


class LintRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a rule: what is wrong and how to mend it."""

    problem: Text
    mend: Text


class LintFinding(Struct, frozen=True):
    """One breach of one rule in one item."""

    item: str
    rule: str
    place: str
    detail: str

    def sentence(self, language: str) -> str:
        """The finding with its mend, for people; ``language`` is ``zh`` or ``en``."""
        rule = lint_rules()[self.rule]
        problem, mend = getattr(rule.problem, language), getattr(rule.mend, language)
        return f"{self.item} · {self.place}: {problem} ({self.detail}) {mend}"


@cache
def lint_rules() -> dict[str, LintRule]:
    """The words of all rules by key."""
    path = Path(__file__).with_name("lint.yaml")
    return convert(yaml.safe_load(path.read_text("utf-8")), dict[str, LintRule])


def findings(found: Catalogue, codes: Iterable[str] | None = None) -> tuple[LintFinding, ...]:
    """All breaches in the catalogue, or in the items of ``codes``; in the order of the items."""
    return tuple(
        LintFinding(item=code, rule=rule, place=place, detail=detail)
        for code in (found.items if codes is None else codes)
        for rule, check in RULES.items()
        for place, detail in check(found.items[code], found)
    )


def accept_first(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A route begins with its only acceptance."""
    acts = [step.act for step in item.steps]
    if acts.count(StepAct.ACCEPT) != 1 or acts[0] is not StepAct.ACCEPT or item.steps[0].after:
        yield "steps", ", ".join(acts)


def one_decision(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A route has exactly one decision, and it is unconditional."""
    decisions = [step for step in item.steps if step.act is StepAct.DECIDE]
    if len(decisions) != 1 or decisions[0].when:
        yield "steps", ", ".join(step.key for step in decisions) or "—"


def steps_connected(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Every later step comes after steps that stand before it, so that the route has no circle and no loose end."""
    seen: set[str] = set()
    for step in item.steps:
        if (seen and not step.after) or not seen.issuperset(step.after):
            yield f"steps.{step.key}", ", ".join(step.after) or "—"
        seen.add(step.key)


def outside_steps_named(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A step outside the police names who does it."""
    for step in item.steps:
        if step.level is Level.EXTERNAL and not step.external:
            yield f"steps.{step.key}", step.name.zh


def known_elements(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Each field of the form is a shared data element."""
    for field in item.form:
        if field.element not in found.elements:
            yield f"form.{field.element}", field.element


def known_evidence(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Each material, and each surrendered document, is a shared evidence type."""
    surrendered = [output.surrenders for output in item.outputs if output.surrenders]
    for key in [*(material.evidence for material in item.materials), *surrendered]:
        if key not in found.evidence_types:
            yield f"materials.{key}", key


def known_registers(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Each source is a register of the list."""
    for material in item.materials:
        if material.source and material.source not in registers():
            yield f"materials.{material.evidence}", material.source


def known_items(item: Item, found: Catalogue) -> Iterator[Hit]:
    """What an item depends on exists, and is not the item itself."""
    for code in item.depends_on:
        if code not in found.items or code == item.code:
            yield "depends_on", code


def biometric_at_once(item: Item, found: Catalogue) -> Iterator[Hit]:
    """A biometric can neither follow later nor be declared (hall facts A1)."""
    for material in item.materials:
        kind = found.evidence_types.get(material.evidence)
        if kind and kind.biometric and material.need in (Need.DEFERRABLE, Need.DECLARABLE):
            yield f"materials.{material.evidence}", material.need


def promise_within_statute(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A promise in the statute's own unit is no longer than the statute."""
    promised, statutory = item.limits.promised, item.limits.statutory
    if statutory and promised.unit is statutory.unit and promised.amount > statutory.amount:
        yield "limits.promised", f"{promised.amount} > {statutory.amount}"


def limit_amounts(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A limit has an amount, except on the spot, which has none."""
    steps = {f"steps.{step.key}": step.limit for step in item.steps}
    limits = {"limits.promised": item.limits.promised, "limits.statutory": item.limits.statutory, **steps}
    for place, limit in limits.items():
        if limit and (limit.unit is Unit.ON_THE_SPOT) != (limit.amount == 0):
            yield place, f"{limit.amount} {limit.unit}"


def conditions_compile(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Every condition can be read and speaks only of known names."""
    for place, expression in conditions(item):
        try:
            compiled(expression)
        except Refusal as refusal:
            yield place, refusal.message("zh")


def conditions_resolve(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Conditions read only questions that the item asks and elements that exist."""
    asked = {situation.key for situation in item.situations}
    for place, expression in _readable(item):
        condition = compiled(expression)
        for key in sorted(condition.answers - asked):
            yield place, f"answers.{key}"
        for key in sorted(condition.elements - found.elements.keys()):
            yield place, f"form.{key}"


def answers_possible(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A condition compares an answer only with options of its question; otherwise it could never hold."""
    options = {situation.key: {option.value for option in situation.options} for situation in item.situations}
    for place, expression in _readable(item):
        for key, value in compiled(expression).compared:
            if key in options and value and value not in options[key]:
                yield place, f'answers.{key} == "{value}"'


def questions_before_use(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A question depends only on questions before it, so that every path ends."""
    before: set[str] = set()
    for situation in item.situations:
        late = set() if not situation.when or not _reads(situation.when) else compiled(situation.when).answers - before
        for key in sorted(late):
            yield f"situations.{situation.key}", f"answers.{key}"
        before.add(situation.key)


def options_unique(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A question has at least two options, each value once."""
    for situation in item.situations:
        values = [option.value for option in situation.options]
        if len(values) < 2 or len(set(values)) < len(values):  # noqa: PLR2004 one option is no question
            yield f"situations.{situation.key}", ", ".join(values)


def keys_unique(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Within an item every key names one thing."""
    groups = {
        "situations": [situation.key for situation in item.situations],
        "steps": [step.key for step in item.steps],
        "outputs": [output.key for output in item.outputs],
        "rules": [rule.key for rule in item.rules],
        "form": [f"{field.element} {field.when}" for field in item.form],
        "materials": [f"{material.evidence} {material.when}" for material in item.materials],
    }
    for place, keys in groups.items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield place, key


def outputs_present(item: Item, _: Catalogue) -> Iterator[Hit]:
    """What a person applies for in law (许可、确认、给付) ends with a document."""
    if not item.outputs and item.kind in (ItemKind.LICENCE, ItemKind.CONFIRMATION, ItemKind.BENEFIT):
        yield "outputs", item.kind


def outputs_made(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A result that a step makes names a step that produces or hands out."""
    making = {step.key for step in item.steps if step.act in (StepAct.PRODUCE, StepAct.ISSUE)}
    for output in item.outputs:
        if output.step and output.step not in making:
            yield f"outputs.{output.key}", output.step


def fee_answers(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A fee says its sum, that it is not verified, or in a note why there is none; an unconditional line is last."""
    rules = item.fee.rules
    if not rules and not item.fee.unverified and not item.fee.note:
        yield "fee", "—"
    for rule in rules[:-1]:
        if not rule.when:
            yield "fee", rule.label.zh


def open_fields_named(item: Item, _: Catalogue) -> Iterator[Hit]:
    """What is marked as unverified is a field of an item."""
    for name in item.unverified:
        if name.partition(".")[0] not in item.__struct_fields__:
            yield "unverified", name


def conditions(item: Item) -> Iterator[Hit]:
    """Every condition of an item with its place."""
    parts = {
        "situations": [(each.key, each.when) for each in item.situations],
        "form": [(each.element, each.when) for each in item.form],
        "materials": [(each.evidence, each.when) for each in item.materials],
        "steps": [(each.key, each.when) for each in item.steps],
        "rules": [(each.key, each.when) for each in item.rules],
        "fee": [(str(each.amount), each.when) for each in item.fee.rules],
        "outputs": [(output.key, term.when) for output in item.outputs for term in output.validity],
    }
    for part, entries in parts.items():
        yield from ((f"{part}.{key}", when) for key, when in entries if when)


def _readable(item: Item) -> Iterator[Hit]:
    return ((place, expression) for place, expression in conditions(item) if _reads(expression))


def _reads(expression: str) -> bool:
    try:
        compiled(expression)
    except Refusal:
        return False
    return True


@cache
def registers() -> frozenset[str]:
    """Keys of the registers (data sources) that may supply a material."""
    return frozenset(yaml.safe_load(Path(__file__).with_name("registers.yaml").read_text("utf-8")))


Check = Callable[[Item, Catalogue], Iterator[Hit]]
RULES: dict[str, Check] = {
    check.__name__: check
    for check in (
        accept_first, one_decision, steps_connected, outside_steps_named, known_elements, known_evidence,
        known_registers, known_items, biometric_at_once, promise_within_statute, limit_amounts, conditions_compile,
        conditions_resolve, answers_possible, questions_before_use, options_unique, keys_unique, outputs_present,
        outputs_made, fee_answers, open_fields_named,
    )
}  # fmt: skip
"""Every rule by its name in ``lint.yaml``."""
