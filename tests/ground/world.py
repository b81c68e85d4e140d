"""The invented bureau as tests need it: built once a run in a database of its own, each test in a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections, transaction

from tests.ground.database import TEMPLATE
from yichuang.kernel import moment
from yichuang.kernel.localtime import BUREAU_TIME

TODAY = datetime(2026, 11, 20, 10, 0, tzinfo=BUREAU_TIME)
"""A Friday morning."""


class World:
    """The bureau with its catalogue, and short ways to its people."""

    def __init__(self) -> None:
        from yichuang.catalogue import queries
        from yichuang.catalogue.publish import publish_catalogue
        from yichuang.demo.bureau import build_bureau, bureau

        begun = TODAY - timedelta(days=120)
        queries.forget_all()
        self.staff = build_bureau(bureau(), begun)
        publish_catalogue(begun)

    def actor(self, badge: str, now: datetime = TODAY):
        """The member of staff with this badge, as they act on that day."""
        from yichuang.demo.bureau import acting

        return acting(self.staff[badge], now)

    def person(self, name: str = "周念安", serial: int = 741, birth: str = "19900307", **card: object):
        """Somebody whose card a clerk has read; the same serial and birth are the same person."""
        from yichuang.kernel.check_digits import citizen_check
        from yichuang.kernel.identifiers import Sex
        from yichuang.people.card import Card
        from yichuang.people.identify import identify
        from yichuang.people.terms import IdType

        body = f"990785{birth}{serial:03}"
        day = datetime.strptime(birth, "%Y%m%d").date()  # noqa: DTZ007 - a birthday has no zone
        plain = {
            "id_type": IdType.ID_CARD, "id_number": body + citizen_check(body), "name": name,
            "sex": Sex.MALE if serial % 2 else Sex.FEMALE, "birth": day, "nation": "汉",
            "address": "澄溪县青石镇溪边路8号", "valid_from": day.replace(year=2020), "valid_to": day.replace(year=2040),
        }  # fmt: skip
        return identify(self.actor("990801"), Card(**{**plain, **card}), now=TODAY)

    def file(self, sm3: str = "a" * 64) -> str:
        """A stored file's SM3, as a scan would have it or a signature that is drawn now."""
        from yichuang.evidence.models import Signature, StoredFile

        StoredFile.objects.get_or_create(sm3=sm3, defaults={"media_type": "image/png", "size": 10, "stored_at": TODAY})
        Signature.objects.create(file_id=sm3, at=moment.now())
        return sm3


@pytest.fixture(scope="session")
def _world_database(django_db_modify_db_settings: None, django_db_blocker, worker_id: str) -> tuple[str, World]:
    """A database of this worker's own with the bureau in it, made once a run from the migrated template."""
    name = f"world_{worker_id}"
    with django_db_blocker.unblock():
        _create(name, TEMPLATE)
        with _connected_to(name):
            return name, World()


@pytest.fixture
def world(_world_database: tuple[str, World], django_db_blocker) -> Iterator[World]:
    """The bureau on :data:`TODAY`; what the test writes is undone after it."""
    name, built = _world_database
    with django_db_blocker.unblock(), _connected_to(name), transaction.atomic(), moment.at(TODAY):
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def committed_world(_world_database: tuple[str, World], django_db_blocker) -> Iterator[World]:
    """A copy of the bureau's database in which everything really commits, for tests with several connections."""
    name, built = _world_database
    copy = f"{name}_committed"
    with django_db_blocker.unblock():
        _create(copy, name)
        with _connected_to(copy), moment.at(TODAY):
            yield built


def _create(name: str, template: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Let every connection of this process, also those of server threads, go to the database ``name``."""
    ours = connection.settings_dict["NAME"]
    connection.close()
    _name(name)
    try:
        yield
    finally:
        connection.close()
        _name(ours)
        _forget()


def _name(name: str) -> None:
    connection.settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name


def _forget() -> None:
    """What this process remembers of one database is not true of another."""
    from yichuang.catalogue import queries
    from yichuang.kernel.queries import forget_calendars
    from yichuang.organisation.local_queries import forget_local_rules
    from yichuang.organisation.offices import forget_offices

    queries.forget_all()
    forget_calendars()
    forget_local_rules()
    forget_offices()
