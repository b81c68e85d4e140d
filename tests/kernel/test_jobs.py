"""Jobs are queued in the transaction that causes them and run afterwards."""

import pytest
from django.db import transaction

from yichuang.kernel import jobs

ran = []


@jobs.task("tests.remember")
def remember(word: str) -> None:
    ran.append(word)
    if word == "twice":
        remember.defer(word="again")


@pytest.fixture(autouse=True)
def _forget():
    ran.clear()


@pytest.mark.django_db
def test_a_job_queued_in_a_rolled_back_transaction_never_runs(run_jobs):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        remember.defer(word="lost")
        raise ZeroDivisionError
    remember.defer(word="kept")
    assert run_jobs() == ["tests.remember"]
    assert ran == ["kept"]


@pytest.mark.django_db
def test_what_a_job_queues_runs_too(run_jobs):
    remember.defer(word="twice")
    assert run_jobs() == ["tests.remember", "tests.remember"]
    assert ran == ["twice", "again"]


@pytest.mark.django_db
def test_a_job_for_later_stays_queued(run_jobs):
    remember.configure(schedule_in={"hours": 1}).defer(word="later")
    assert run_jobs() == []


def test_a_task_is_tried_again_for_hours_unless_it_says_otherwise():
    assert remember.retry_strategy == jobs.PATIENCE
    assert jobs.task("tests.once", retry=None)(print).retry_strategy is None
