"""Verb: issue one of the papers. The licences room numbers and records it; this room knows what it says."""

from datetime import datetime

from yichuang.cases.papers.facts import CaseFacts, Facts, HandoverList
from yichuang.cases.papers.papers import content, typeset
from yichuang.licences.issue_paper import PaperOrder, issue_paper
from yichuang.licences.marks import Mark
from yichuang.licences.models import IssuedPaper


def issue(facts: Facts, *, unit: int, key: str, now: datetime, issued_by: int | None = None) -> IssuedPaper:
    """Issue the paper that ``facts`` describe, once per ``key``; refuses what the law does not let go out."""
    order = PaperOrder(
        key=key,
        kind=facts.kind,
        unit=unit,
        unit_mark=facts.office.mark,
        issuer=facts.office.name,
        application_no=facts.application_no,
        case_nos=case_numbers(facts),
        content=content(facts),
        issued_by=issued_by,
    )

    def with_mark(mark: Mark) -> bytes:
        return typeset(facts, mark)

    return issue_paper(order, with_mark, now=now)


def case_numbers(facts: Facts) -> tuple[str, ...]:
    """The cases that the paper names."""
    if isinstance(facts, CaseFacts):
        return tuple(case.number for case in facts.cases)
    if isinstance(facts, HandoverList):
        return tuple(dict.fromkeys(line.case_no for line in facts.lines))
    return ()
