"""Two commands of which the second began before the first could be seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any

from django.db import connection, transaction

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
LONGEST = 30
"""Seconds after which a command that never came to wait is given up."""

Command = Callable[[], Any]


def at_one_moment(first: Command, second: Command) -> tuple[Any, Any]:
    """What ``first`` answers, and what ``second`` answers or raises: it asks what it stands on while the first is written and
    not to be seen yet, and has to wait for it. In a database where everything really commits.
    """
    written, other_waits = Event(), Event()
    with ThreadPoolExecutor(2) as hands:
        one = hands.submit(_first, first, written, other_waits)
        other = hands.submit(_second, second, written)
        if _somebody_waits():
            other_waits.set()
        return one.result(LONGEST), other.exception(LONGEST) or other.result()


def _first(command: Command, written: Event, other_waits: Event) -> Any:
    try:
        with transaction.atomic():
            answer = command()
            written.set()
            assert other_waits.wait(LONGEST), "the second command did not wait for the first"
        return answer
    finally:
        connection.close()


def _second(command: Command, written: Event) -> Any:
    try:
        assert written.wait(LONGEST)
        return command()
    finally:
        connection.close()


def _somebody_waits() -> bool:
    for _ in range(LONGEST * 20):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
        sleep(0.05)
    return False
