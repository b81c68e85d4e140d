"""What each paper may not lack, with the law that says so. Pure: facts in, a refusal or nothing out."""

import re
from collections.abc import Iterator

from yichuang.cases.papers import facts as f
from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal

FULL_CITIZEN_ID = re.compile(r"\d{17}[\dXx]")


def check(facts: f.Facts) -> None:
    """Raise the first :class:`Refusal` that ``facts`` earns."""
    for code in faults(facts):
        raise Refusal(code)


def faults(facts: f.Facts) -> Iterator[str]:
    """The refusal codes of everything that ``facts`` lacks."""
    yield from _of_every_paper(facts)
    match facts:
        case f.Correction():
            yield from _correction(facts)
        case f.RefusalOfAcceptance() | f.DecisionRefused():
            yield from _refusal(facts)
        case f.SpecialProcedure():
            yield from _special_procedure(facts)
        case f.Conclusion(outcome=f.Outcome.TERMINATED, reason=reason) if _blank(reason):
            yield "papers.reason_needed"
        case f.DeliveryReceipt():
            yield from _delivery(facts)
        case f.HandoverList(lines=()):
            yield "papers.nothing_handed_over"


def _of_every_paper(facts: f.Facts) -> Iterator[str]:
    if isinstance(facts, f.CaseFacts):
        if not facts.cases:
            yield "papers.no_case"
        if any(FULL_CITIZEN_ID.search(number) for number in _printed_numbers(facts)):
            yield "papers.unmasked_number"


def _printed_numbers(facts: f.CaseFacts) -> Iterator[str]:
    """Numbers of persons that stand on a paper (law 7 of the house: masked)."""
    yield facts.applicant.number
    if facts.applicant.agent:
        yield facts.applicant.agent.number
    if isinstance(facts, f.DeliveryReceipt):
        yield facts.recipient.number


def _correction(facts: f.Correction) -> Iterator[str]:
    """行政许可法 art. 32 (4): everything at once; standards W-03: a second notice has its reason and a supervisor."""
    if not facts.missing:
        yield "papers.nothing_missing"
    if facts.ordinal > 1 and (_blank(facts.repeat_reason) or _blank(facts.approved_by)):
        yield "papers.repeat_needs_approval"


def _refusal(facts: f.RefusalOfAcceptance | f.DecisionRefused) -> Iterator[str]:
    """行政许可法 art. 38: the reason, the law, and where the person may turn; art. 32 (2): who is competent instead."""
    if _blank(facts.reason):
        yield "papers.reason_needed"
    if not facts.articles:
        yield "papers.articles_needed"
    if facts.remedies is None or _unnamed(facts.remedies.review_body) or _unnamed(facts.remedies.court):
        yield "papers.remedies_needed"
    if (
        isinstance(facts, f.RefusalOfAcceptance)
        and facts.ground is f.RefusalGround.NOT_OURS
        and _unnamed(facts.right_body)
    ):
        yield "papers.right_body_needed"


def _special_procedure(facts: f.SpecialProcedure) -> Iterator[str]:
    """行政许可法 art. 45: the needed time in writing; art. 42: an extension has its reason and the head's approval."""
    if _blank(facts.reason):
        yield "papers.reason_needed"
    if facts.amount < 1:
        yield "papers.duration_needed"
    if facts.procedure is f.Procedure.EXTENSION and _blank(facts.approved_by):
        yield "papers.extension_needs_approval"


def _delivery(facts: f.DeliveryReceipt) -> Iterator[str]:
    if not facts.documents:
        yield "papers.nothing_delivered"
    if facts.method is f.DeliveryMethod.LEFT and _blank(facts.note):
        yield "papers.left_needs_note"


def _unnamed(body: Text | None) -> bool:
    return body is None or _blank(body.zh) or _blank(body.en)


def _blank(text: str) -> bool:
    return not text.strip()
