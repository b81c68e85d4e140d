"""What one item's page says, in both languages: gathered from the definition alone, for paper and screen alike. Pure."""

from collections.abc import Callable, Iterable

from yichuang.catalogue.changes.difference import field_words
from yichuang.catalogue.conditions import compiled, holds_or_fails
from yichuang.catalogue.definition import (
    Effect,
    EvidenceType,
    Fee,
    FeeRule,
    Item,
    Limit,
    Limits,
    Material,
    Need,
    Output,
    Rule,
    Situation,
    Step,
    Text,
    Validity,
)
from yichuang.catalogue.guides.citing import cited
from yichuang.catalogue.guides.filled_form import ADULT, CHILD, filled, refused
from yichuang.catalogue.guides.page import Asked, Blank, Fact, Guide, Line, Named, Paper, Result, Stage, Way
from yichuang.catalogue.guides.phrases import count, notes, say, words
from yichuang.catalogue.guides.places import places
from yichuang.catalogue.guides.portrait import portrait
from yichuang.catalogue.guides.saying import in_words
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.registers import data_sources
from yichuang.catalogue.requirements import ChargeState
from yichuang.catalogue.wording import BLANKS, NOTHING, filled_in, limit_words, listed, named

When = Callable[[str], Text]


def guide(item: Item, shelf: Catalogue) -> Guide:
    """The page of ``item``."""

    def when(expression: str) -> Text:
        return in_words(expression, item, shelf)

    return Guide(
        code=item.code,
        line=item.line.value,
        frequent=item.high_frequency,
        name=item.name,
        line_name=named("line", item.line),
        facts=_facts(item, shelf, when),
        places=places(item),
        questions=tuple(_asked(each, when) for each in item.situations),
        materials=papers(item.materials, shelf, when),
        fee=_fee_in_short(item.fee),
        fees=tuple(_fee(each, when) for each in item.fee.rules),
        stages=tuple(_stage(each, when) for each in item.steps),
        before=tuple(Named(code, shelf.items[code].name) for code in item.depends_on if code in shelf.items),
        outputs=tuple(result(each, shelf, when) for each in item.outputs),
        conditions=(*least_age(item), *conditions(item.rules, when)),
        faqs=tuple(Line(each.question, note=answer(each.answer, item)) for each in item.faqs),
        legal_basis=tuple(map(cited, item.legal_basis)),
        remedies=item.remedies or words().remedies[item.kind.value],
        form=_form(item, shelf, when),
        risks=tuple(named("risk", each) for each in item.risks),
        checks=tuple(data_sources()[key].name for key in item.checks if key in data_sources()),
        open=_fields_named(item.unverified),
        local=_fields_named(item.local),
    )


def papers(materials: Iterable[Material], shelf: Catalogue, when: When) -> tuple[Paper, ...]:
    """The materials that concern a person: those that the system makes from the form are no concern of theirs."""
    known = ((each, shelf.evidence_types.get(each.evidence)) for each in materials)
    return tuple(_paper(each, kind, when) for each, kind in known if kind and not kind.generated)


def _facts(item: Item, shelf: Catalogue, when: When) -> tuple[Fact, ...]:
    """What most people ask first: how long, where, how often; then what the law calls the item."""
    limits = item.limits
    told: dict[str, tuple[Text, Text]] = {
        "limits.promised": (promise_words(limits.promised), _promises(item, when)),
        "channels": (listed(named("channel", each) for each in item.channels), NOTHING),
        "visits": (count("visits", item.visits) if item.visits else say("no_visit"), item.visit_reason or NOTHING),
        "fee": _fee_note(item),
        "photo": (portrait(item, shelf), NOTHING),
        "scope": (named("scope", item.scope), NOTHING),
        "agent_allowed": (say("agent_allowed" if item.agent_allowed else "agent_not_allowed"), NOTHING),
        "subjects": (listed(named("subject", each) for each in item.subjects), _age(item)),
        "limits.statutory": (statutory_words(limits.statutory), _basis(limits.statutory)),
        "limits.norm": (limit_words(limits.norm), _basis(limits.norm)),
        "limits.longer": (_longer(item), notes(limits.longer_for, _basis(limits.longer), _uncounted(limits))),
        "kind": (named("item_kind", item.kind), NOTHING),
        "handling": (named("handling", item.handling), NOTHING),
        "codes": (Text(item.codes.implementation, item.codes.implementation), NOTHING),
    }
    left = {*item.unverified, *item.local}
    return tuple(
        Fact(key, words().facts[key], value, note, key in left or key.split(".")[0] in left)
        for key, (value, note) in told.items()
        if value.zh
    )


def _fee_note(item: Item) -> tuple[Text, Text]:
    """The fee with what is to be known of it beside its lines; nothing where that is nothing."""
    fee, free = item.fee, named("charge_state", ChargeState.FREE)
    told = cited(fee.note) if not fee.rules and fee.note != free.zh else None
    note = notes(told, say("online_payment") if item.online_payment else None)
    return (_fee_in_short(fee), note) if note.zh else (NOTHING, NOTHING)


def _age(item: Item) -> Text:
    return NOTHING if item.min_age is None else say("least_age", count=item.min_age)


def promise_words(promised: Limit | None) -> Text:
    """What is promised, or that nothing is published."""
    return limit_words(promised) if promised else say("unpromised")


def statutory_words(statutory: Limit | None) -> Text:
    """What the law sets, or that it sets nothing."""
    return limit_words(statutory) if statutory else say("no_statutory")


def answer(said: Text, item: Item) -> Text:
    """An answer, with what the definition says itself filled in: what a bureau changes changes here too."""
    limits = item.limits
    told = (promise_words(limits.promised), statutory_words(limits.statutory), _fee_in_short(item.fee))
    return filled_in(said, dict(zip(BLANKS, told, strict=True)))


def _promises(item: Item, when: When) -> Text:
    """The promises of single situations."""
    return notes(*(say("when", what=limit_words(each), when=when(each.when)) for each in item.limits.promised_when))


def _basis(limit: Limit | None) -> Text:
    return _source(limit.basis) if limit else NOTHING


def _source(basis: str) -> Text:
    """What of a basis anybody can read up: without the house's own papers."""
    own = words().own_papers
    return cited("；".join(part for part in basis.split("；") if not any(each in part for each in own)))


def _uncounted(limits: Limits) -> Text:
    return say("uncounted", basis=cited(limits.uncounted)) if limits.uncounted else NOTHING


def _longer(item: Item) -> Text:
    """How long it may take at most, and on whose word."""
    limits = item.limits
    if limits.longer_for is None:
        return NOTHING
    by = say("approved_by", who=words().offices[limits.longer_by]) if limits.longer_by else say("approved")
    return say("longer_to", what=limit_words(limits.longer), by=by) if limits.longer else say("longer", by=by)


def _asked(situation: Situation, when: When) -> Asked:
    return Asked(situation.question, tuple(each.label for each in situation.options), when(situation.when))


def _paper(material: Material, kind: EvidenceType, when: When) -> Paper:
    copies = say("originals", originals=material.originals, copies=material.copies) if material.copies else None
    leave = NOTHING if material.need in {Need.PRODUCED, Need.SHARED} else named("need", material.need)
    return Paper(
        name=kind.name,
        way=_way(material, kind),
        need=named("need", material.need),
        leave=leave,
        when=when(material.when),
        note=notes(material.note, material.reason, copies),
        source=material.source,
    )


def _way(material: Material, kind: EvidenceType) -> Way:
    if kind.biometric:
        return Way.HERE
    return Way.OURS if material.need is Need.SHARED else Way.BRING


def _fee_in_short(fee: Fee) -> Text:
    amounts = sorted({rule.amount for rule in fee.rules})
    if fee.unverified:
        return say("as_published")
    if len(amounts) > 1:
        return say("from_to", least=_amount(amounts[0]), most=_amount(amounts[-1]))
    return _amount(amounts[0] if amounts else 0)


def _amount(yuan: int) -> Text:
    return say("yuan", amount=yuan) if yuan else say("free")


def _fee(rule: FeeRule, when: When) -> Line:
    return Line(rule.label, _amount(rule.amount), when(rule.when), source=_source(rule.basis))


def _stage(step: Step, when: When) -> Stage:
    who = step.external or words().offices[step.level]
    return Stage(step.key, step.name, who, step.after, when(step.when), limit_words(step.limit))


def result(output: Output, shelf: Catalogue, when: When) -> Result:
    """What is issued, in which form, how long it is valid, what is handed in for it and who else may fetch it."""
    forms = [named("output_form", name) for name in ("paper", "electronic") if getattr(output, name)]
    surrendered = shelf.evidence_types.get(output.surrenders)
    handed_in = say("surrenders", what=surrendered.name) if surrendered else None
    terms = tuple(_term(each, when) for each in output.validity)
    if output.validity_note and not terms:
        terms = (cited(output.validity_note),)
    return Result(output.name, listed(forms), terms, notes(handed_in, _collected(output, shelf)))


def _collected(output: Output, shelf: Catalogue) -> Text:
    """Who may fetch it in the person's stead, and what they show; nothing where anybody with a mandate may."""
    if not output.collected_by:
        return NOTHING
    shown = [kind.name for key in output.collected_with if (kind := shelf.evidence_types.get(key))]
    who = listed(named("collector", each) for each in output.collected_by)
    told = say("collected_with" if shown else "collected", who=who, what=listed(shown))
    basis = _source(output.collected_basis)
    return say("on_basis", what=told, basis=basis) if basis.zh else told


def _term(term: Validity, when: When) -> Text:
    spans = {"years": term.years, "months": term.months, "days": term.days}
    unit = next((name for name, amount in spans.items() if amount), None)
    length = count(unit, spans[unit]) if unit else say("no_end")
    condition = when(term.when)
    return say("when", what=length, when=condition) if condition.zh else say("valid", what=length)


def least_age(item: Item) -> tuple[Line, ...]:
    """That nobody younger may apply, where the item says an age and no rule of its own refuses by age."""
    own = any(each.effect is Effect.REFUSE and "age" in compiled(each.when).names for each in item.rules if each.when)
    told = [] if item.min_age is None or own else [say("too_young", count=item.min_age)]
    return tuple(Line(each, named("effect", Effect.REFUSE), kind=Effect.REFUSE) for each in told)


def conditions(rules: Iterable[Rule], when: When) -> tuple[Line, ...]:
    """The rules in words."""
    return tuple(_condition(each, when) for each in rules)


def _condition(rule: Rule, when: When) -> Line:
    """Most sentences say when they apply; what only tells somebody to do something is told with its condition."""
    condition = when(rule.when)
    told = NOTHING if not rule.message.zh.startswith(words().says["instruction"].zh) else condition
    return Line(rule.message, named("effect", rule.effect), condition, told, _source(rule.source), rule.effect)


def _fields_named(paths: Iterable[str]) -> tuple[Text, ...]:
    """Fields in words; an entry of a list is called by the list."""
    return tuple(dict.fromkeys(field_words(path) for path in paths))


def _form(item: Item, shelf: Catalogue, when: When) -> tuple[Blank, ...]:
    """As a grown-up fills it; where none may apply, a guardian for a child: then what a child's form asks is settled."""
    child = refused(item, ADULT) and not refused(item, CHILD)
    known = {field.element: field for field in item.form if field.element in shelf.elements}
    asked = [
        (shelf.elements[key], field.when, holds_or_fails(field.when, CHILD, item.code) if child else None)
        for key, field in known.items()
    ]
    return tuple(
        Blank(element.name, filled(element, item.code, child=child), NOTHING if sure else when(condition))
        for element, condition, sure in asked
        if sure is not False
    )
