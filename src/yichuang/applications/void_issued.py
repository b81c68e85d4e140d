"""Verb: the papers of a case that was entered by mistake (作废) are void with it. Runs as a job after the voiding.

A paper that covers other cases of the visit too stands for those. A licence there is none: what is decided is not voided.
"""

from datetime import datetime

from yichuang.applications.gather_matter import happening
from yichuang.cases.events import Voided
from yichuang.licences.queries import papers_of_case
from yichuang.licences.void_paper import void_paper


def void_issued(case: int, seq: int, *, now: datetime) -> None:
    """Void what the case alone was given, in the name of whoever voided it. Once, however often it runs."""
    happened = happening(case, seq)
    if not isinstance(happened.event, Voided):
        return
    for paper in papers_of_case(happened.state.number):
        if len(paper.case_nos) == 1 and paper.voided_at is None:
            void_paper(paper, reason=happened.event.reason, by=happened.recorded.actor, now=now)
