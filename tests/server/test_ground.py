"""The tests' own ground: the network is closed, the database is PostgreSQL in UTC, time can be frozen."""

import os
import socket
from datetime import UTC, datetime

import pytest

from tests.ground.network import NetworkClosedError, is_local
from yichuang.kernel import moment


@pytest.mark.parametrize("address", [("127.0.0.1", 80), ("::1", 80, 0, 0), ("localhost", 80), "/run/socket"])
def test_this_machine_is_local(address):
    assert is_local(address)


@pytest.mark.parametrize(
    "address", [("93.184.215.14", 80), ("example.org", 443), ("2001:db8::1", 80, 0, 0), ("10.0.0.1", 1)]
)
def test_everything_else_is_not(address):
    assert not is_local(address)


def test_a_test_cannot_leave_the_machine():
    with socket.socket() as outgoing, pytest.raises(NetworkClosedError):
        outgoing.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkClosedError):
        socket.create_connection(("example.org", 80))


def test_frozen_time_is_what_now_answers(frozen):
    noon = datetime(2026, 5, 4, 4, tzinfo=UTC)
    with frozen(noon):
        assert moment.now() == noon
        assert moment.today().isoformat() == "2026-05-04"


def database_facts():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, pg_encoding_to_char(encoding), lower('É')"
            " FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_database_is_postgres_15_or_later_in_utf8():
    major, encoding, lowered = database_facts()
    assert major >= 15
    assert (encoding, lowered) == ("UTF8", "é")


@pytest.mark.skipif("YICHUANG_TEST_EMBEDDED" not in os.environ, reason="a server of the operator's own")
@pytest.mark.django_db
def test_the_embedded_one_is_postgres_18():
    assert database_facts()[0] == 18


@pytest.mark.parametrize("language", ["en", None], ids=["a test in English", "the next one"])
def test_a_language_does_not_outlive_its_test(language):
    from django.utils import translation

    assert translation.get_language() == "zh-hans"
    if language:
        translation.activate(language)
