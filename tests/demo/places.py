"""Where the demo's tests and the stories play: the outside world with the demo's people in it; a small built world."""

from collections.abc import Iterator
from datetime import datetime
from threading import Thread

import pytest
from django.db import transaction

from tests.ground.database import TEMPLATE
from tests.ground.world import _connected_to, _create
from yichuang.gateways.sandbox.server import Server
from yichuang.gateways.sandbox.world import World as Outside
from yichuang.kernel import moment
from yichuang.kernel.localtime import BUREAU_TIME

TODAY = datetime(2026, 11, 20, 10, 0, tzinfo=BUREAU_TIME)
"""A Friday morning."""
DAYS = 5
"""Enough for three working days before."""


@pytest.fixture
def outside(settings) -> Iterator[Outside]:
    """The sandbox in this process, furnished with the demo's people as on :data:`TODAY`; our gateways talk to it."""
    from yichuang.demo.seed_sandbox import furnish

    with Server(0) as server:
        furnish(server.world, TODAY.date())
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        settings.SANDBOX_URL = server.url
        yield server.world
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def _demo_database(django_db_modify_db_settings: None, django_db_blocker, worker_id: str) -> tuple[str, list[int]]:
    """A database with a small demo world, built once a run; and the per cent that the build told of."""
    from yichuang.demo import build

    name, told = f"demo_{worker_id}", []
    with django_db_blocker.unblock():
        _create(name, TEMPLATE)
        with _connected_to(name):
            build.main(DAYS, TODAY, told.append)
    return name, told


@pytest.fixture(scope="session")
def _second_demo_database(_demo_database: tuple[str, list[int]], django_db_blocker) -> str:
    """The same world, built once more."""
    from yichuang.demo import build

    name = f"{_demo_database[0]}_again"
    with django_db_blocker.unblock():
        _create(name, TEMPLATE)
        with _connected_to(name):
            build.main(DAYS, TODAY, lambda _done: None)
    return name


@pytest.fixture
def both_worlds(_demo_database: tuple[str, list[int]], _second_demo_database: str, django_db_blocker):
    """``both_worlds(read)``: what ``read`` finds in a demo world and in the same one built again."""

    def read_both(read):
        found = []
        for name in (_demo_database[0], _second_demo_database):
            with django_db_blocker.unblock(), _connected_to(name):
                found.append(read())
        return found

    return read_both


@pytest.fixture
def demo_world(_demo_database: tuple[str, list[int]], django_db_blocker) -> Iterator[list[int]]:
    """The small demo world on :data:`TODAY`; what the test writes is undone after it."""
    name, told = _demo_database
    with django_db_blocker.unblock(), _connected_to(name), transaction.atomic(), moment.at(TODAY):
        yield told
        transaction.set_rollback(True)


@pytest.fixture
def town(world, settings, tmp_path):
    """The bureau and the people of the stories, on a Friday morning."""
    from tests.stories.playing import Town

    settings.FILES_ROOT = tmp_path
    return Town(world.staff)


@pytest.fixture
def committed_town(committed_world, settings, tmp_path):
    """The same, in a database where everything really commits: for commands that are sent twice."""
    from tests.stories.playing import Town

    settings.FILES_ROOT = tmp_path
    return Town(committed_world.staff)
