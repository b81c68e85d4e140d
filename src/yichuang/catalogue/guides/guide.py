"""What one item's page says, in both languages: gathered from the definition alone, for paper and screen alike. Pure."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct, convert

from yichuang.catalogue.changes.difference import field_words
from yichuang.catalogue.definition import (
    Element,
    EvidenceType,
    FeeRule,
    Item,
    Limit,
    Material,
    Output,
    Rule,
    Situation,
    Step,
    Text,
    Unit,
    Validity,
)
from yichuang.catalogue.guides.saying import in_words
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.vocabulary import labels

NOTHING = Text("", "")


class Fact(Struct, frozen=True):
    """One line of the summary."""

    label: Text
    value: Text
    open: bool = False
    """The sources leave it open; the bureau must fill it."""


class Line(Struct, frozen=True):
    """One line of a list: what, when it applies, what to know."""

    name: Text
    mark: Text = NOTHING
    when: Text = NOTHING
    note: Text = NOTHING
    source: str = ""


class Asked(Struct, frozen=True):
    """A question with its answers."""

    question: Text
    options: tuple[Text, ...]
    when: Text = NOTHING


class Stage(Struct, frozen=True):
    """One step of the flow."""

    key: str
    name: Text
    who: Text
    after: tuple[str, ...]
    when: Text = NOTHING
    limit: Text = NOTHING


class Guide(Struct, frozen=True):
    """One item's page."""

    code: str
    line: str
    name: Text
    line_name: Text
    facts: tuple[Fact, ...]
    questions: tuple[Asked, ...]
    materials: tuple[Line, ...]
    fees: tuple[Line, ...]
    stages: tuple[Stage, ...]
    outputs: tuple[Line, ...]
    conditions: tuple[Line, ...]
    faqs: tuple[Line, ...]
    legal_basis: tuple[str, ...]
    remedies: Text
    form: tuple[Element, ...]
    risks: tuple[Text, ...]
    open: tuple[Text, ...]
    """Fields that the sources leave open."""
    local: tuple[Text, ...]
    """Fields that each city sets itself."""


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``words.yaml``."""

    facts: dict[str, Text]
    says: dict[str, Text]
    remedies: dict[str, Text]


@cache
def words() -> _Words:
    """The words that pages add to what definitions say."""
    return convert(yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8")), _Words)


def guide(item: Item, shelf: Catalogue) -> Guide:
    """The page of ``item``."""

    def when(expression: str) -> Text:
        return in_words(expression, item, shelf)

    return Guide(
        code=item.code,
        line=item.line.value,
        name=item.name,
        line_name=named("line", item.line),
        facts=_facts(item),
        questions=tuple(_asked(each, when) for each in item.situations),
        materials=tuple(
            _material(each, shelf.evidence_types[each.evidence], when)
            for each in item.materials
            if _brought(each, shelf)
        ),
        fees=tuple(_fee(each, when) for each in item.fee.rules),
        stages=tuple(_stage(each, when) for each in item.steps),
        outputs=tuple(_output(each, shelf, when) for each in item.outputs),
        conditions=tuple(_condition(each, when) for each in item.rules),
        faqs=tuple(Line(each.question, note=each.answer) for each in item.faqs),
        legal_basis=item.legal_basis,
        remedies=item.remedies or words().remedies[item.kind.value],
        form=_form(item, shelf),
        risks=tuple(named("risk", each) for each in item.risks),
        open=_fields_named(item.unverified),
        local=_fields_named(item.local),
    )


def named(list_name: str, value: str) -> Text:
    """The word of a closed list in both languages."""
    return Text(**labels()[list_name][str(value)])


def limit_words(limit: Limit | None) -> Text:
    """A limit as people say it; empty where there is none."""
    if limit is None:
        return NOTHING
    unit = named("unit", limit.unit)
    return unit if limit.unit is Unit.ON_THE_SPOT else Text(f"{limit.amount}{unit.zh}", f"{limit.amount} {unit.en}")


def _say(key: str, **filled: object) -> Text:
    said = words().says[key]
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in filled.items()}
    en = {name: value.en if isinstance(value, Text) else value for name, value in filled.items()}
    return Text(said.zh.format(**zh), said.en.format(**en))


def _joined(texts: Iterable[Text]) -> Text:
    found = list(texts)
    return Text("、".join(each.zh for each in found), ", ".join(each.en for each in found))


def _facts(item: Item) -> tuple[Fact, ...]:
    statutory = item.limits.statutory
    visits = _say("visits", count=item.visits) if item.visits else _say("no_visit")
    if item.visits and item.visit_reason:
        visits = _say("because", what=visits, why=item.visit_reason)
    told = {
        "kind": named("item_kind", item.kind),
        "handling": named("handling", item.handling),
        "subjects": _joined(named("subject", each) for each in item.subjects),
        "limits.statutory": _say("with_basis", what=limit_words(statutory), basis=statutory.basis) if statutory
        else _say("no_statutory"),
        "limits.promised": limit_words(item.limits.promised),
        "scope": named("scope", item.scope),
        "channels": _joined(named("channel", each) for each in item.channels),
        "visits": visits,
        "agent_allowed": _say("agent_allowed" if item.agent_allowed else "agent_not_allowed"),
        "codes": Text(item.codes.implementation or "—", item.codes.implementation or "—"),
    }  # fmt: skip
    left = {*item.unverified, *item.local}
    return tuple(
        Fact(words().facts[key], value, key in left or key.split(".")[0] in left) for key, value in told.items()
    )


When = Callable[[str], Text]


def _asked(situation: Situation, when: When) -> Asked:
    return Asked(situation.question, tuple(each.label for each in situation.options), when(situation.when))


def _brought(material: Material, shelf: Catalogue) -> bool:
    return material.evidence in shelf.evidence_types and not shelf.evidence_types[material.evidence].generated


def _material(material: Material, kind: EvidenceType, when: When) -> Line:
    copies = _say("originals", originals=material.originals, copies=material.copies) if material.copies else NOTHING
    notes = [each for each in (material.note, material.reason, copies) if each and each.zh]
    note = Text("；".join(each.zh for each in notes), "; ".join(each.en for each in notes))
    return Line(kind.name, named("need", material.need), when(material.when), note)


def _fee(rule: FeeRule, when: When) -> Line:
    return Line(
        rule.label,
        _say("yuan", amount=rule.amount) if rule.amount else _say("free"),
        when(rule.when),
        source=rule.basis,
    )


def _stage(step: Step, when: When) -> Stage:
    who = step.external or named("level", step.level)
    return Stage(step.key, step.name, who, step.after, when(step.when), limit_words(step.limit))


def _output(output: Output, shelf: Catalogue, when: When) -> Line:
    forms = [named("output_form", name) for name in ("paper", "electronic") if getattr(output, name)]
    terms = [_term(each, when) for each in output.validity]
    surrendered = shelf.evidence_types.get(output.surrenders)
    notes = [*terms, *([_say("surrenders", what=surrendered.name)] if surrendered else [])]
    return Line(output.name, _joined(forms), note=Text("；".join(n.zh for n in notes), "; ".join(n.en for n in notes)))


def _term(term: Validity, when: When) -> Text:
    spans = {"years": term.years, "months": term.months, "days": term.days}
    unit = next((name for name, amount in spans.items() if amount), None)
    length = _say(unit, count=spans[unit]) if unit else _say("no_end")
    condition = when(term.when)
    return _say("when", what=length, when=condition) if condition.zh else _say("valid", what=length)


def _condition(rule: Rule, when: When) -> Line:
    return Line(rule.message, named("effect", rule.effect), when(rule.when), source=rule.source)


def _fields_named(paths: Iterable[str]) -> tuple[Text, ...]:
    """Fields in words; an entry of a list is called by the list."""
    return tuple(dict.fromkeys(field_words(path) for path in paths))


def _form(item: Item, shelf: Catalogue) -> tuple[Element, ...]:
    keys = dict.fromkeys(field.element for field in item.form if field.element in shelf.elements)
    return tuple(shelf.elements[key] for key in keys)
