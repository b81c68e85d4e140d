"""A killed worker's job is given to another; old command keys are forgotten."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from yichuang.kernel.jobs import app
from yichuang.kernel.models import CommandKey
from yichuang.kernel.moment import now
from yichuang.kernel.tasks import KEPT, forget_commands, retry_stalled


@pytest.mark.django_db
def test_command_keys_are_kept_for_a_while_and_then_forgotten():
    CommandKey.objects.create(key="old", at=now() - KEPT - timedelta(days=1), result={})
    CommandKey.objects.create(key="new", at=now(), result={})
    forget_commands.func(timestamp=0)
    assert list(CommandKey.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_worker_that_died_is_done_by_another():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('default', 'kernel.forget_commands', '{}', 'doing', %s) RETURNING id",
            [worker],
        )
        (job,) = cursor.fetchone()

    class Context:
        pass

    context = Context()
    context.app = app
    async_to_sync(retry_stalled.func)(context, timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone()[0] == "todo"
