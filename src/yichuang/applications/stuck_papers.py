"""Papers that were not made: the job has failed again and again. Seen here, and made again at once by a verb.

The queue keeps no reason; trying it here and now says why.
"""

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from msgspec import Struct
from procrastinate.contrib.django.models import ProcrastinateJob

from yichuang.applications.issue_papers import issue_papers
from yichuang.applications.paperwork import kind_of
from yichuang.applications.tasks import ISSUE_PAPER
from yichuang.cases.models import Case
from yichuang.cases.queries import told
from yichuang.licences.models import IssuedPaper
from yichuang.licences.terms import PaperKind

TRIED = 3
"""Attempts after which an outage of seconds is no longer the reason."""
MOST = 50


class StuckPaper(Struct, frozen=True):
    """One paper that is not there."""

    job: int
    case: int
    seq: int
    """The event of the case that calls for it."""
    attempts: int
    given_up: bool
    """No further attempt comes by itself."""


def stuck_papers(cases: "QuerySet[Case]") -> tuple[StuckPaper, ...]:
    """Papers of these cases whose job fails, the oldest first (two queries; the queue keeps only what is not done)."""
    found = [_stuck(job) for job in _failing().order_by("id")]
    seen = set(cases.filter(pk__in={each.case for each in found}).values_list("pk", flat=True)) if found else set()
    return tuple(each for each in found if each.case in seen)[:MOST]


def kind_of_stuck(stuck: StuckPaper) -> PaperKind | None:
    """Which paper it is (one query); None for licences, which have none of their own."""
    event = next((each.event for each in told(stuck.case) if each.recorded.seq == stuck.seq), None)
    return kind_of(event) if event else None


def stuck_paper(job: int) -> StuckPaper | None:
    """The one with this number, while it is stuck."""
    found = _failing().filter(pk=job).first()
    return _stuck(found) if found else None


def make_again(stuck: StuckPaper, *, now: datetime) -> IssuedPaper | None:
    """Make the paper here and now, and take its job out of the queue. Raises what stands against it."""
    paper = issue_papers(stuck.case, stuck.seq, now=now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s AND status IN ('todo', 'failed')", [stuck.job])
    return paper


def _failing() -> "QuerySet[ProcrastinateJob]":
    again = Q(status="todo", attempts__gte=TRIED)
    return ProcrastinateJob.objects.filter(Q(status="failed") | again, task_name=ISSUE_PAPER)


def _stuck(job: ProcrastinateJob) -> StuckPaper:
    return StuckPaper(job.pk, job.args["case"], job.args["seq"], job.attempts, job.status == "failed")
