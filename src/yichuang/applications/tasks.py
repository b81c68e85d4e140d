"""Jobs of the room."""

from yichuang.applications.notices import TOLD
from yichuang.applications.notify_applicant import notify_applicant
from yichuang.cases.subscriptions import subscribe
from yichuang.kernel.jobs import task
from yichuang.kernel.moment import now

NOTIFY = "applications.notify_applicant"


@task(NOTIFY, queue="messaging")
def notify_applicant_job(case: int, seq: int) -> None:
    """Tell the applicant about one event."""
    notify_applicant(case, seq, now=now())


def subscribe_jobs() -> None:
    """Queue the jobs with the events that they follow; called once, when the app is ready."""
    for kind in TOLD:
        subscribe(kind, NOTIFY)
