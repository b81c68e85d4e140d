"""Nobody sits at a closed window, also when one sits down while another closes it: whoever comes second waits and is refused."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.ground.world import TODAY, World
from yichuang.kernel.errors import Refusal
from yichuang.organisation.arrange_halls import close_window
from yichuang.organisation.models import Window, WindowShift
from yichuang.organisation.shift import leave, sit_down


@pytest.mark.parametrize(("first", "refused"), [("close", "window.closed"), ("sit", "window.still_staffed")])
def test_whoever_comes_second_waits_and_is_refused(committed_world: World, first: str, refused: str):
    window = Window.objects.get(number=3)
    leave(committed_world.actor("990803"), now=TODAY)
    manager, clerk = committed_world.actor("990807"), committed_world.actor("990802")
    verbs: dict[str, Callable[[], object]] = {
        "close": lambda: close_window(manager, window.pk, reason="检修", now=TODAY),
        "sit": lambda: sit_down(clerk, window.pk, now=TODAY),
    }
    second = next(verb for name, verb in verbs.items() if name != first)
    said: list[str] = []

    def late() -> None:
        try:
            second()
        except Refusal as refusal:
            said.append(refusal.code)
        connection.close()

    thread = Thread(target=late)
    with transaction.atomic():
        verbs[first]()
        thread.start()
        thread.join(0.5)  # long enough for one that does not wait
    thread.join()
    window.refresh_from_db()
    assert said == [refused]
    assert window.is_open == WindowShift.objects.filter(window=window, ended_at=None).exists()
