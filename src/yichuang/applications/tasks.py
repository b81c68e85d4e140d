"""Jobs of the room."""

from yichuang.applications.issue_papers import issue_papers
from yichuang.applications.notices import TOLD
from yichuang.applications.notify_applicant import notify_applicant
from yichuang.applications.paperwork import KINDS
from yichuang.applications.remind_applicant import remind_applicant, reminds_at
from yichuang.applications.void_issued import void_issued
from yichuang.cases.events import Accepted, CorrectionAsked, StepDone, Voided
from yichuang.cases.subscriptions import subscribe
from yichuang.kernel.jobs import task
from yichuang.kernel.moment import now

NOTIFY = "applications.notify_applicant"
REMIND = "applications.remind_applicant"
ISSUE_PAPER = "applications.issue_paper"
VOID_ISSUED = "applications.void_issued"


@task(NOTIFY, queue="messaging")
def notify_applicant_job(case: int, seq: int) -> None:
    """Tell the applicant about one event."""
    notify_applicant(case, seq, now=now())


@task(REMIND, queue="messaging")
def remind_applicant_job(case: int, seq: int) -> None:
    """Remind the applicant of what one event asked for."""
    remind_applicant(case, seq, now=now())


@task(ISSUE_PAPER)
def issue_paper_job(case: int, seq: int) -> None:
    """Issue what one event calls for."""
    issue_papers(case, seq, now=now())


@task(VOID_ISSUED)
def void_issued_job(case: int, seq: int) -> None:
    """Void the papers of a case that was entered by mistake."""
    void_issued(case, seq, now=now())


def subscribe_jobs() -> None:
    """Queue the jobs with the events that they follow; called once, when the app is ready."""
    for kind in TOLD:
        subscribe(kind, NOTIFY)
    for asking in (CorrectionAsked, Accepted):
        subscribe(asking, REMIND, reminds_at)
    for calling in KINDS:
        subscribe(calling, ISSUE_PAPER)
    subscribe(StepDone, ISSUE_PAPER)
    subscribe(Voided, VOID_ISSUED)
