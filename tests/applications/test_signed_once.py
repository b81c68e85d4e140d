"""Each giving of a signature signs one application, whoever comes at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from tests.applications.filings import story_1
from tests.ground.world import TODAY, World
from yichuang.applications.models import Application
from yichuang.applications.submit import Filed, submit
from yichuang.evidence.signature import signed
from yichuang.kernel.errors import Refusal

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
LONGEST = 30
"""Seconds after which a filing that never came to wait is given up."""


class Counter:
    """Files the same things under the same drawing, each time as another command."""

    def __init__(self, world: World) -> None:
        self.actor = world.actor("990801")
        self.filing = story_1(world.person().pk, world.file())

    def files(self, key: str) -> Filed:
        return submit(self.actor, self.filing, key=key, now=TODAY)

    def files_first(self, written: Event, other_waits: Event) -> Filed:
        """Written, but not to be seen by others before the other filing has come to wait."""
        try:
            with transaction.atomic():
                filed = self.files("first")
                written.set()
                assert other_waits.wait(LONGEST), "the second filing did not wait for the first"
            return filed
        finally:
            connection.close()

    def files_second(self, written: Event) -> Filed:
        try:
            assert written.wait(LONGEST)
            return self.files("second")
        finally:
            connection.close()


def until_somebody_waits() -> bool:
    for _ in range(LONGEST * 20):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
        sleep(0.05)
    return False


def at_one_moment(counter: Counter) -> tuple[object, object]:
    """Two filings of which the second asked what it stands on before the first was there."""
    written, other_waits = Event(), Event()
    with ThreadPoolExecutor(2) as hands:
        first = hands.submit(counter.files_first, written, other_waits)
        second = hands.submit(counter.files_second, written)
        if until_somebody_waits():
            other_waits.set()
        return first.result(LONGEST), second.exception(LONGEST) or second.result()


def test_of_two_filings_at_one_moment_one_has_the_signature(committed_world: World):
    counter = Counter(committed_world)
    first, second = at_one_moment(counter)
    assert isinstance(second, Refusal)
    assert second.code == "events.conflict"
    assert [each.number for each in Application.objects.all()] == [first.number]
    with pytest.raises(Refusal, match="signature_lost"):
        counter.files("again")


def test_one_that_was_given_twice_signs_both(committed_world: World):
    counter = Counter(committed_world)
    signed(counter.filing.signature, by=counter.actor.staff_id, now=TODAY, check=None)
    first, second = at_one_moment(counter)
    assert {each.number for each in Application.objects.all()} == {first.number, second.number}
