"""The rules that a city ran over its own list of items (standards part 2.9), as far as they are about an item. Pure.

Their numbers there: 1-2 handling, 3-5 results, 6-9 visits, 10 and 17 fees, 12 topics, 13 questions, 15 steps, 16 samples.
Numbers 11 and 14, on telephones, are about the bureau: :mod:`yichuang.catalogue.lint.bureau`.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from yichuang.catalogue.definition import Channel, Handling, Item, ItemKind, Step, StepAct, Unit
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.terms import ResultKind
from yichuang.kernel.data_files import read_data

LICENCE_STEPS = 5
REMOTE = frozenset({Channel.ONLINE, Channel.MAIL})


def spot_promise_spot_case(item: Item, _: Catalogue) -> Iterator[Hit]:
    """1: what is promised on the spot is an on-the-spot case (即办件)."""
    promise = item.limits.promised
    if promise and promise.unit is Unit.ON_THE_SPOT and item.handling is not Handling.ON_THE_SPOT:
        yield "handling", item.handling


def spot_case_decided_at_once(item: Item, _: Catalogue) -> Iterator[Hit]:
    """1: an on-the-spot case is decided where it is accepted (即审即办)."""
    decision = next((step for step in item.steps if step.act is StepAct.DECIDE), None)
    if item.handling is Handling.ON_THE_SPOT and decision and decision.level is not item.steps[0].level:
        yield f"steps.{decision.key}", f"{item.steps[0].level} / {decision.level}"


def other_promise_commitment(item: Item, _: Catalogue) -> Iterator[Hit]:
    """2: what is promised within a time is a commitment case (承诺件)."""
    promise = item.limits.promised
    if promise and promise.unit is not Unit.ON_THE_SPOT and item.handling is not Handling.COMMITMENT:
        yield "handling", f"{item.handling}, {promise.amount} {promise.unit}"


def result_kind_certificate(item: Item, _: Catalogue) -> Iterator[Hit]:
    """3: a result whose name ends as a certificate's is one."""
    yield from _misnamed(item, ResultKind.CERTIFICATE)


def result_kind_document(item: Item, _: Catalogue) -> Iterator[Hit]:
    """4-5: a result whose name ends as an official document or a reply is an approval."""
    yield from _misnamed(item, ResultKind.APPROVAL)


def visit_reason_given(item: Item, _: Catalogue) -> Iterator[Hit]:
    """6: where the person must come, the item says why."""
    if item.visits and not item.visit_reason:
        yield "visit_reason", f"visits = {item.visits}"


def no_visit_no_reason(item: Item, _: Catalogue) -> Iterator[Hit]:
    """7: where nobody must come there is no reason to."""
    if not item.visits and item.visit_reason:
        yield "visit_reason", item.visit_reason.zh


def no_visit_has_way(item: Item, _: Catalogue) -> Iterator[Hit]:
    """8: where nobody must come, the item goes online, by mail, or the bureau comes to the person."""
    if not item.visits and not {*REMOTE, Channel.HOME}.intersection(item.channels):
        yield "channels", ", ".join(item.channels)


def remote_only_no_visit(item: Item, _: Catalogue) -> Iterator[Hit]:
    """9: what is only done from afar (全程网办) asks for no visit."""
    if item.visits and REMOTE.issuperset(item.channels):
        yield "visits", str(item.visits)


def fee_has_basis(item: Item, _: Catalogue) -> Iterator[Hit]:
    """10: every sum names the law that allows it (行政许可法 art. 58)."""
    for rule in item.fee.rules:
        if rule.amount and not rule.basis.strip():
            yield "fee", f"{rule.amount}"


def fee_paid_online(item: Item, _: Catalogue) -> Iterator[Hit]:
    """10: a sum on something that is filed online says that it is paid there."""
    if item.fee.rules and _due(item) and Channel.ONLINE in item.channels and not item.online_payment:
        yield "online_payment", "false"


def free_not_paid_online(item: Item, _: Catalogue) -> Iterator[Hit]:
    """17: what is free is not paid online."""
    if item.online_payment and not _due(item) and not item.fee.unverified:
        yield "online_payment", "true"


def topics_fit_subjects(item: Item, _: Catalogue) -> Iterator[Hit]:
    """12: an item has a topic for each kind of applicant it serves, and none for one it does not."""
    served, named = set(map(str, item.subjects)), {topic.partition("_")[0] for topic in item.topics}
    if served != named:
        yield "topics", ", ".join(item.topics) or "—"


def licence_has_faq(item: Item, _: Catalogue) -> Iterator[Hit]:
    """13: a licence answers at least one common question."""
    if item.kind is ItemKind.LICENCE and not item.faqs:
        yield "faqs", "—"


def licence_steps(item: Item, _: Catalogue) -> Iterator[Hit]:
    """15: the route of a licence shows at least acceptance, examination, decision, making and delivery."""
    if item.kind is ItemKind.LICENCE and len(item.steps) < LICENCE_STEPS:
        yield "steps", ", ".join(_names(item.steps))


def result_sample(item: Item, _: Catalogue) -> Iterator[Hit]:
    """16: every result shows a sample."""
    for output in item.outputs:
        if not output.sample:
            yield f"outputs.{output.key}", output.name.zh


def _misnamed(item: Item, kind: ResultKind) -> Iterator[Hit]:
    for output in item.outputs:
        if output.kind is not kind and _kind_by_name(output.name.zh) is kind:
            yield f"outputs.{output.key}", f"{output.name.zh}: {output.kind}"


def _kind_by_name(name: str) -> ResultKind | None:
    for kind, endings in _endings().items():
        if name.endswith(endings):
            return kind
    return None


@cache
def _endings() -> dict[ResultKind, tuple[str, ...]]:
    """How the Chinese names of results end, by kind."""
    return read_data(Path(__file__).with_name("result_endings.yaml"), dict[ResultKind, tuple[str, ...]])


def _due(item: Item) -> bool:
    return any(rule.amount for rule in item.fee.rules)


def _names(steps: tuple[Step, ...]) -> list[str]:
    return [step.name.zh for step in steps]
