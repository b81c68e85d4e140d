"""Starting an installation: refusals in one sentence, one at a time on a data folder, everything gone at the end."""

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from yichuang.kernel.errors import Refusal
from yichuang.server import database, launch, postgres

ROOT = Path(__file__).parents[2]


def start(*arguments, **environment):
    """Our own processes, with the environment a person has: no settings of the test run."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("YICHUANG", "DATABASE", "DJANGO"))
    }
    command = [sys.executable, "-m", "yichuang.server.launch", *arguments]
    return subprocess.Popen(
        command, env=clean | {"PYTHONPATH": str(ROOT / "src")} | environment, stdout=-1, stderr=-1, text=True
    )


def refused(process):
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    chinese, english = said.strip().splitlines()
    return chinese, english


def children_of(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_a_taken_port_is_named_and_nothing_is_started(reachable):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        chinese, english = refused(
            start("demo", "--no-browser", "--port", str(port), "--data", str(reachable / "data"))
        )
    assert str(port) in chinese
    assert f"--port {port + 10}" in english
    assert not (reachable / "data").exists()


@pytest.mark.parametrize("port", ["99999", "65534", "0", "-1", "abc", "8000.5", "８０００"])
def test_what_cannot_be_a_port_is_one_sentence_with_the_range(port, reachable):
    chinese, english = refused(start("demo", "--no-browser", f"--port={port}", "--data", str(reachable / "data")))
    assert port in chinese
    assert f"Port {port} " in english
    assert "65533" in english
    assert not (reachable / "data").exists()


def test_a_verb_written_wrongly_is_one_sentence(tmp_path):
    _, english = refused(start("serve", "--data", str(tmp_path), "--loud"))
    assert "--loud" in english
    assert "--help" in english


def test_the_live_port_counts_too(free_port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port + 1))
        taken.listen()
        with pytest.raises(Refusal) as said, launch._held("127.0.0.1", range(free_port, free_port + launch.PORTS)):
            pass
    assert said.value.params["port"] == free_port + 1


@pytest.mark.parametrize(("verb", "last"), [("demo", 8002), ("serve", 8001)])
def test_the_sandbox_has_a_port_in_the_demo_only(verb, last):
    chosen = launch._parser().parse_args([verb])
    assert ("sandbox" in [child.name for child in launch.children(chosen)]) == (verb == "demo")
    assert launch._ports(chosen)[-1] == last


def test_nobody_else_takes_a_port_while_the_world_is_built(free_port):
    ports = range(free_port, free_port + launch.PORTS)
    with launch._held("127.0.0.1", ports) as ours:
        with pytest.raises(Refusal) as said, launch._held("127.0.0.1", ports):
            pass
        assert said.value.params["port"] == free_port
        ours.close()
        with launch._held("127.0.0.1", ports):
            pass


def test_serving_needs_a_database_url(tmp_path):
    _, english = refused(start("serve", "--data", str(tmp_path)))
    assert "DATABASE_URL" in english


def test_a_data_folder_that_cannot_be_is_one_sentence_for_an_installation_too(tmp_path, free_port):
    (tmp_path / "file").touch()
    unreachable = "postgresql://clerk@127.0.0.1:1/yichuang"
    given = ("serve", "--port", str(free_port), "--data", str(tmp_path / "file" / "data"))
    _, english = refused(start(*given, DATABASE_URL=unreachable))
    assert str(tmp_path / "file") in english
    assert "cannot be written" in english


def test_an_unreachable_database_is_named_without_its_password(free_port):
    url = f"postgresql://clerk:s3cret@127.0.0.1:{free_port}/yichuang"
    with pytest.raises(Refusal) as said:
        database.check(url)
    assert said.value.code == "server.database_unreachable"
    assert "127.0.0.1/yichuang" in said.value.message("zh")
    assert "s3cret" not in str(said.value)


def test_an_old_database_is_refused_with_both_versions(monkeypatch):
    class Old:
        server_version = 140012

    class Connection:
        info = Old

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: Connection())
    with pytest.raises(Refusal) as said:
        database.check("postgresql://clerk@db/yichuang")
    assert "14" in said.value.message("en")
    assert "15" in said.value.message("en")


def test_only_one_installation_runs_on_a_data_folder(tmp_path):
    with launch._only_one(tmp_path), pytest.raises(Refusal) as said, launch._only_one(tmp_path):
        pass
    assert said.value.code == "server.already_running"
    with launch._only_one(tmp_path):
        pass


def test_the_last_user_of_the_embedded_database_stops_it(reachable):
    cluster = postgres.cluster(reachable)
    with database.available(reachable, None):
        with database.available(reachable, None) as url:
            database.check(url)
        assert postgres.running(cluster), "the first user is still there"
    assert not postgres.running(cluster)


def test_a_world_cut_short_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "world.unfinished").touch()
    with pytest.raises(Refusal) as said:
        launch._build_world(tmp_path / "world.unfinished")
    assert str(tmp_path) in said.value.message("en")


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    """An empty database on the tests' server, for processes of their own."""
    from django.db import connection

    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE served_{os.getpid()}")
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/served_{os.getpid()}").geturl()
        cursor.execute(f"DROP DATABASE served_{os.getpid()} WITH (FORCE)")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "server.disk_full"),
        (psycopg.errors.DiskFull("could not extend file"), "server.database_failed"),
    ],
)
def test_a_disk_that_fills_while_the_world_is_built_is_one_sentence(monkeypatch, tmp_path, free_port, fault, code):
    monkeypatch.setenv("DATABASE_URL", "postgresql://clerk@db/yichuang")
    monkeypatch.setenv("YICHUANG_DATA", str(tmp_path))
    for name in ("settle", "_tell_children"):
        monkeypatch.setattr(launch, name, lambda *_: None)
    monkeypatch.setattr(database, "available", lambda *_: nullcontext())
    monkeypatch.setattr(launch, "_prepare", Mock(side_effect=fault))
    with pytest.raises(Refusal) as said:
        launch._run(launch._parser().parse_args(["demo", "--port", str(free_port), "--data", str(tmp_path)]))
    assert said.value.code == code


def test_an_installation_comes_up_serves_works_and_goes_down_whole(own_database, tmp_path, free_port):
    served = start("serve", "--port", str(free_port), "--data", str(tmp_path), DATABASE_URL=own_database)
    try:
        until(lambda: answers(f"http://127.0.0.1:{free_port}/static/absent.css") == 404, served)
        until(lambda: answers(f"http://127.0.0.1:{free_port + 1}/live/x") == 403, served)
        until(lambda: select.select([served.stdout], [], [], 0)[0], served)  # it has said where it is
        processes = children_of(served.pid)
        assert len(processes) == 3, "web, live, worker"
        _, english = refused(start("serve", "--port", "18990", "--data", str(tmp_path), DATABASE_URL=own_database))
        assert "already running" in english
    finally:
        served.send_signal(signal.SIGTERM)
        said, complaints = served.communicate(timeout=60)
    assert served.returncode == 0, complaints
    assert f"http://localhost:{free_port}/" in said
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
    assert (tmp_path / "secrets.env").exists()


def answers(url):
    try:
        return httpx.get(url).status_code
    except httpx.HTTPError:
        return None


def until(true, process):
    """Wait long: a busy machine may need a minute to migrate an empty database. A process that ended says why at once."""
    deadline = time.monotonic() + 240
    while not true():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
