"""Queued work in tests: run it here and now, in the test's own transaction."""

from collections.abc import Callable

import pytest


@pytest.fixture
def run_jobs(db) -> Callable[[], list[str]]:
    """``run_jobs()`` runs what is queued and due, also what that queues in turn, and returns the tasks' names in order.

    A failing job raises, so that no test passes over one. Jobs for later stay queued; ``moment`` decides what is later.
    """
    from django.db import connection

    from yichuang.kernel import moment
    from yichuang.kernel.jobs import app

    def next_job() -> tuple[int, str, dict[str, object]] | None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs WHERE status = 'todo'"
                " AND (scheduled_at IS NULL OR scheduled_at <= %s)) RETURNING id, task_name, args::text",
                [moment.now()],
            )
            return cursor.fetchone()

    def run() -> list[str]:
        import json

        done = []
        while job := next_job():
            _, name, arguments = job
            app.tasks[name].func(**json.loads(arguments))
            done.append(name)
        return done

    return run
