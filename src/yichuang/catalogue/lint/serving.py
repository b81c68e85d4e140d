"""Rules of what is declared and would never take effect: whoever may not apply, lines nobody comes to, orders that cannot
be. Pure.

Source: "every path ends" of the catalogue's issue; docs/catalogue.md (the first line whose condition holds counts).
"""

from collections.abc import Iterator, Sequence

from yichuang.catalogue.definition import Effect, Item, StepAct
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.lint.paths import FAR_ENOUGH, outcome, readable, walks
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.route import behind
from yichuang.catalogue.spans import surely_longer

HANDING_OVER = frozenset({StepAct.PRODUCE, StepAct.ISSUE})


def somebody_may_apply(item: Item, _: Catalogue) -> Iterator[Hit]:
    """On some path nothing refuses."""
    refusing = [rule for rule in item.rules if rule.effect is Effect.REFUSE]
    whens = [rule.when for rule in refusing]
    if refusing and all(map(readable, whens)) and not _passes(item, whens):
        yield "rules", ", ".join(rule.key for rule in refusing)


def lines_reached(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Each line of which the first that fits counts is the first one for somebody."""
    lists: dict[str, Sequence[str]] = {
        "fee": [line.when for line in item.fee.rules],
        "limits.promised_when": [line.when for line in item.limits.promised_when],
        **{f"outputs.{output.key}": [term.when for term in output.validity] for output in item.outputs},
    }
    for place, whens in lists.items():
        yield from ((place, when or "—") for when in _never_first(item, whens))
    if any(not line.when for line in item.limits.promised_when):
        yield "limits.promised_when", "—"


def steps_in_order(item: Item, _: Catalogue) -> Iterator[Hit]:
    """What is made and handed over is so after the decision, and nothing is done after it was handed over."""
    acts = {step.key: step.act for step in item.steps}
    for step in item.steps:
        before = {acts.get(key) for key in behind(step.key, item.steps)}
        early = step.act in HANDING_OVER and StepAct.DECIDE not in before
        late = StepAct.ISSUE in before
        if early or late:
            yield f"steps.{step.key}", step.act


def step_limits_within(item: Item, _: Catalogue) -> Iterator[Hit]:
    """No step up to the decision takes longer than the whole is promised."""
    promised = item.limits.promised
    for step in item.steps:
        limit = step.limit if step.act not in HANDING_OVER else None
        if limit and promised and promised.amount and surely_longer(limit, promised):
            yield f"steps.{step.key}", f"{limit.amount} {limit.unit} > {promised.amount} {promised.unit}"


def _passes(item: Item, whens: Sequence[str]) -> bool:
    tried = 0
    for tried, facts in enumerate(walks(item, whens), 1):  # noqa: B007 - how many there were is asked below
        if not any(outcome(when, facts, item) for when in whens):
            return True
    return tried >= FAR_ENOUGH


def _never_first(item: Item, whens: Sequence[str]) -> Iterator[str]:
    """The conditions that can hold only where an earlier one does; each is asked together with those before it."""
    for place, when in enumerate(whens):
        before = whens[:place]
        if place and all(map(readable, whens)) and not _first_for_somebody(item, when, before):
            yield when


def _first_for_somebody(item: Item, when: str, before: Sequence[str]) -> bool:
    told = ((outcome(when, facts, item), facts) for facts in walks(item, [when, *before]))
    return any(holds is not False and not any(outcome(each, facts, item) for each in before) for holds, facts in told)
