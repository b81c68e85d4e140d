"""Queued work in tests: run it here and now, in the test's own transaction."""

import json
from collections.abc import Callable, Collection

import pytest


def run_due(leave: Collection[str] = ()) -> list[str]:
    """Run what is queued and due, also what that queues in turn, but not the tasks to ``leave``; their names in order.

    A failing job raises, so that no test passes over one. Jobs for later stay queued; ``moment`` decides what is later.
    """
    from yichuang.kernel.jobs import app

    done = []
    while job := _next(leave):
        name, arguments = job
        app.tasks[name].func(**json.loads(arguments))
        done.append(name)
    return done


def _next(leave: Collection[str]) -> tuple[str, str] | None:
    from django.db import connection

    from yichuang.kernel import moment

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs WHERE status = 'todo'"
            " AND (scheduled_at IS NULL OR scheduled_at <= %s) AND task_name <> ALL(%s))"
            " RETURNING task_name, args::text",
            [moment.now(), list(leave)],
        )
        return cursor.fetchone()


@pytest.fixture
def run_jobs(db) -> Callable[[], list[str]]:
    """``run_jobs()`` is :func:`run_due` in the plain test database."""
    return run_due
