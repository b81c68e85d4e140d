"""Jobs of the room: cases that wait for others, and what time itself does."""

from yichuang.cases import events as ev
from yichuang.cases import sweep
from yichuang.cases.lifecycle import UNDECIDED
from yichuang.cases.models import Case
from yichuang.cases.store import load_many
from yichuang.cases.subscriptions import subscribe
from yichuang.kernel.errors import Refusal
from yichuang.kernel.jobs import app, task
from yichuang.kernel.moment import now

SETTLE = "cases.settle_dependents"
ENDINGS: tuple[type[ev.Event], ...] = (
    ev.Decided, ev.Withdrawn, ev.Terminated, ev.Voided, ev.AcceptanceRefused, ev.FoundNotOurs,
)  # fmt: skip
"""After these a case that waits can go on, or must be told that it cannot."""


@task(SETTLE)
def settle_dependents(case: int, seq: int) -> None:
    """Tell the cases that wait for ``case``; retried while one of them was just being worked on."""
    del seq  # the case's present state says how it ended
    sweep.settle_dependents(case, now())
    if _unsettled(case):
        raise Refusal("events.conflict")


def _unsettled(case: int) -> bool:
    """Whether a case still waits for this ended one without having been told."""
    ended = Case.objects.get(id=case)
    waiting = Case.objects.filter(application_id=ended.application_id, is_waiting=True, status__in=UNDECIDED)
    if ended.outcome is None and ended.ending is None:
        return False
    states = (loaded.state for loaded in load_many(list(waiting.values_list("id", flat=True))).values())
    return any(case in state.waits_for and case not in state.failed_dependencies for state in states)


@app.periodic(cron="*/10 * * * *", periodic_id="cases")
@task("cases.deem_accepted")
def deem_accepted(timestamp: int) -> None:
    """视为受理: every ten minutes, so that the day after the fifth begins with it."""
    del timestamp  # the scheduler's own; the house asks its own clock
    sweep.deem_accepted(now())


@app.periodic(cron="5,35 * * * *", periodic_id="cases")
@task("cases.remind")
def remind(timestamp: int) -> None:
    """超时提醒: twice an hour; each task is reminded once a day."""
    del timestamp
    sweep.remind(now())


@app.periodic(cron="*/10 * * * *", periodic_id="cases")
@task("cases.take_back")
def take_back(timestamp: int) -> None:
    """收回: every ten minutes, what lies with those who have left."""
    del timestamp
    sweep.take_back(now())


@app.periodic(cron="20 3 * * *", periodic_id="cases")
@task("cases.archive")
def archive(timestamp: int) -> None:
    """归档: every night."""
    del timestamp
    sweep.archive(now())


def subscribe_jobs() -> None:
    """Queue the jobs with the events that they follow; called once, when the app is ready."""
    for kind in ENDINGS:
        subscribe(kind, SETTLE)
