"""The line that an entry of a list shows while it is folded: what it is called, and what matters of it."""

from collections.abc import Callable
from typing import Any

from yichuang.catalogue.definition import Item
from yichuang.catalogue.guides.saying import in_words
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.wording import limit_words
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.console.editing.sources import name_of
from yichuang.surfaces.story.names import said

DOT = " · "


def summary(pattern: str, entry: Any, item: Item) -> tuple[str, str]:
    """(name, what matters) of an entry."""
    title, facts = SUMMARIES[pattern](entry, item)
    return title, DOT.join(fact for fact in (*facts, _when(entry, item)) if fact)


def _when(entry: Any, item: Item) -> str:
    return said(in_words(getattr(entry, "when", ""), item, catalogue()))


def _validity(term: Any, _: Item) -> tuple[str, list[str]]:
    spans = [(term.years, "year"), (term.months, "month"), (term.days, "day")]
    said_so = [label("console_span", unit).format(n=count) for count, unit in spans if count]
    return " ".join(said_so) or label("console_span", "endless"), []


SUMMARIES: dict[str, Callable[[Any, Item], tuple[str, list[str]]]] = {
    "limits.promised_when.*": lambda limit, _: (said(limit_words(limit)), [limit.basis]),
    "fee.rules.*": lambda fee, _: (said(fee.label), [label("console_span", "yuan").format(n=fee.amount), fee.basis]),
    "materials.*": lambda one, item: (name_of("evidence", one.evidence, item), [label("need", one.need)]),
    "situations.*": lambda one, _: (said(one.question), [DOT.join(said(option.label) for option in one.options)]),
    "situations.*.options.*": lambda option, _: (said(option.label), []),
    "steps.*": lambda step, _: (said(step.name), [label("step_act", step.act), label("level", step.level)]),
    "outputs.*": lambda output, _: (said(output.name), [label("result_kind", output.kind)]),
    "outputs.*.validity.*": _validity,
    "rules.*": lambda rule, _: (said(rule.message), [label("effect", rule.effect)]),
    "form.*": lambda one, item: (name_of("element", one.element, item), [label("console_required", str(one.required))]),
    "faqs.*": lambda faq, _: (said(faq.question), []),
}
"""How an entry of each list says itself."""
