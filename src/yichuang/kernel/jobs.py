"""Background work: jobs queued in the transaction that causes them, run by the worker process (Procrastinate).

A room lists its jobs in ``tasks.py``, found by name in every installed room::

    @task("messaging.send", queue="messaging")
    def send(notice: int) -> None: ...

    send.defer(notice=7)          # or by name inside the room's SQL function, in the same transaction

A job runs at least once: after a crash it is run again, so a task must find out by itself what is already done.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

__all__ = ["ATTEMPTS", "PATIENCE", "app", "task"]

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 12
"""With the pauses below the last attempt comes about three hours after the first."""
PATIENCE = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2)
"""Pauses of 2, 4, 8 … seconds; the default of every task, because whoever is called may be away for a while."""


def task(
    name: str, *, queue: str = "default", retry: RetryStrategy | None = PATIENCE
) -> Callable[[Callable[P, R]], Task[P, R, P]]:
    """Register a function as the job ``name`` (``room.verb``); ``retry=None`` runs it once only."""
    return app.task(name=name, queue=queue, retry=retry or False)
