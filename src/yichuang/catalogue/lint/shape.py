"""Rules of an item's shape: its route, the keys it uses, its limits, results and fees. Pure.

Source: the shape of a route (docs/architecture.md), hall facts A1 (a biometric never follows), the dictionaries.
"""

from collections import Counter
from collections.abc import Iterator

from yichuang.catalogue.definition import Item, ItemKind, Level, Limit, Need, StepAct, Unit
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.registers import data_sources
from yichuang.catalogue.spans import surely_longer


def accept_first(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A route begins with its only acceptance, and it is unconditional."""
    acts = [step.act for step in item.steps]
    if acts.count(StepAct.ACCEPT) != 1 or acts[0] is not StepAct.ACCEPT or item.steps[0].after or item.steps[0].when:
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
    """Each material, and whatever is handed in or shown at pick-up, is a shared evidence type."""
    at_pick_up = [key for output in item.outputs for key in (output.surrenders, *output.collected_with) if key]
    for key in [*(material.evidence for material in item.materials), *at_pick_up]:
        if key not in found.evidence_types:
            yield f"materials.{key}", key


def known_registers(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Each source is a register of the list."""
    for material in item.materials:
        if material.source and material.source not in data_sources():
            yield f"materials.{material.evidence}", material.source
    yield from (("checks", key) for key in item.checks if key not in data_sources())


def known_items(item: Item, found: Catalogue) -> Iterator[Hit]:
    """What an item depends on exists, and is not the item itself; nor does it come from itself.

    What it came from need not be there: items that were split or merged leave the list.
    """
    for code in item.depends_on:
        if code not in found.items or code == item.code:
            yield "depends_on", code
    if item.code in item.successor_of:
        yield "successor_of", item.code


def biometric_at_once(item: Item, found: Catalogue) -> Iterator[Hit]:
    """A biometric can neither follow later, be declared nor be shared (hall facts A1)."""
    for material in item.materials:
        kind = found.evidence_types.get(material.evidence)
        if kind and kind.biometric and material.need is not Need.PRODUCED:
            yield f"materials.{material.evidence}", material.need


def promise_within_statute(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A promise is no longer than the statute, also where the two count in different units."""
    statutory = item.limits.statutory
    for place, promised in _promises(item):
        if statutory and surely_longer(promised, statutory):
            yield place, _against(promised, statutory)


def promise_given(item: Item, _: Catalogue) -> Iterator[Hit]:
    """An item says what its office promises, or is marked: nothing is invented where the office has published nothing."""
    if item.limits.promised is None:
        yield "limits.promised", "—"


def promise_within_norm(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A promise keeps the shorter limit that a ministry sets its offices, and that one keeps the law's."""
    norm, statutory = item.limits.norm, item.limits.statutory
    for place, promised in _promises(item):
        if norm and surely_longer(promised, norm):
            yield place, _against(promised, norm)
    if norm and (not norm.basis or statutory is None or surely_longer(norm, statutory)):
        yield "limits.norm", _against(norm, statutory) if statutory else "—"


def extension_beyond_statute(item: Item, _: Catalogue) -> Iterator[Hit]:
    """The longest time goes beyond the statutory limit, in its unit, and says for which reasons and by which article."""
    longer, statutory, ground = item.limits.longer, item.limits.statutory, item.limits.longer_for
    further = longer and statutory and longer.unit is statutory.unit and longer.amount > statutory.amount
    if longer and not (further and longer.basis and ground):
        yield "limits.longer", _against(longer, statutory) if statutory else "—"
    if item.limits.longer_by and not ground:
        yield "limits.longer_by", item.limits.longer_by


def _against(one: Limit, other: Limit) -> str:
    return f"{one.amount} {one.unit} > {other.amount} {other.unit}"


def _promises(item: Item) -> Iterator[tuple[str, Limit]]:
    if item.limits.promised:
        yield "limits.promised", item.limits.promised
    yield from (("limits.promised_when", promise) for promise in item.limits.promised_when)


def limit_amounts(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A limit has an amount, except on the spot, which has none."""
    steps = {f"steps.{step.key}": step.limit for step in item.steps}
    further = {f"limits.{name}": getattr(item.limits, name) for name in ("statutory", "norm", "longer")}
    limits = [*_promises(item), *further.items(), *steps.items()]
    for place, limit in limits:
        if limit and (limit.unit is Unit.ON_THE_SPOT) != (limit.amount == 0):
            yield place, f"{limit.amount} {limit.unit}"


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
