"""The embedded PostgreSQL: starts for root and for others, survives kill -9, refuses in one sentence, touches nothing else."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from tests.ground.processes import alive
from yichuang.kernel.errors import Refusal
from yichuang.server import place, postgres

AS_ROOT = os.geteuid() == 0
for_root = pytest.mark.skipif(not AS_ROOT, reason="only root runs the database under another account")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(scope="module")
def made():
    """A cluster that was made once, for the tests that are not about making one."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-postgres-"))
    folder.chmod(0o711)
    found = postgres.cluster(folder, durable=False)
    postgres.start(found)
    postgres.stop(found)
    yield found
    shutil.rmtree(folder)


@pytest.fixture
def fresh(reachable):
    """A place for a cluster, with none there yet."""
    found = postgres.cluster(reachable / "data", durable=False)
    yield found
    postgres.stop(found)


@pytest.fixture
def cluster(fresh, made):
    """A cluster that is there and does not run."""
    subprocess.run(["cp", "-a", made.data, fresh.data], check=True)
    return fresh


def ask(found, question):
    with psycopg.connect(found.url()) as connection:
        return connection.execute(question).fetchone()[0]


def postmaster(found):
    return int((found.data / "postmaster.pid").read_text().splitlines()[0])


def kill_hard(found):
    pid = postmaster(found)
    os.kill(pid, signal.SIGKILL)
    while alive(pid):
        time.sleep(0.01)


def remember(found, word):
    with psycopg.connect(found.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def test_a_new_cluster_answers_in_utc_with_utf8_on_a_socket_only(fresh):
    postgres.start(fresh)
    assert ask(fresh, "SHOW timezone") == "UTC"
    assert ask(fresh, "SHOW server_encoding") == "UTF8"
    assert ask(fresh, "SHOW listen_addresses") == ""
    assert ask(fresh, "SELECT datlocale FROM pg_database WHERE datname = 'yichuang'") == "C.UTF-8"
    assert stat.S_IMODE(fresh.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(fresh.data.stat().st_mode) == 0o700


def test_in_production_what_is_committed_is_on_the_disk(reachable):
    found = postgres.cluster(reachable / "data")
    postgres.start(found)
    try:
        assert [ask(found, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == [
            "on"
        ] * 3
    finally:
        postgres.stop(found)


def test_it_starts_again_with_its_data(cluster):
    postgres.start(cluster)
    remember(cluster, "一窗")
    postgres.stop(cluster)
    assert not postgres.running(cluster)
    postgres.start(cluster)
    assert ask(cluster, "SELECT word FROM kept") == "一窗"


def test_one_that_runs_is_adopted(cluster):
    postgres.start(cluster)
    pid = postmaster(cluster)
    postgres.start(postgres.cluster(cluster.home, durable=False))
    assert postmaster(cluster) == pid


def test_stopping_one_that_does_not_run_is_no_error(cluster):
    postgres.stop(cluster)
    postgres.start(cluster)
    postgres.stop(cluster)
    postgres.stop(cluster)
    assert not postgres.running(cluster)


def test_after_kill_9_it_starts_again_and_nothing_is_lost(cluster):
    cluster = cluster._replace(durable=True)
    postgres.start(cluster)
    remember(cluster, "kept")
    kill_hard(cluster)
    assert (cluster.data / "postmaster.pid").exists()
    postgres.start(cluster)
    assert ask(cluster, "SELECT word FROM kept") == "kept"


def test_a_stale_lock_whose_number_another_process_has_now_is_no_obstacle(cluster):
    postgres.start(cluster)
    kill_hard(cluster)
    lock = cluster.data / "postmaster.pid"
    lock.write_text(lock.read_text().replace(lock.read_text().splitlines()[0], str(os.getpid()), 1))
    postgres.start(cluster)
    assert ask(cluster, "SELECT 1") == 1


def test_data_of_another_major_version_is_refused_by_name_and_left_alone(cluster):
    postgres.start(cluster)
    postgres.stop(cluster)
    version = cluster.data / "PG_VERSION"
    version.write_text("16\n")
    before = sorted(path.name for path in cluster.data.iterdir())
    with pytest.raises(Refusal) as refused:
        postgres.start(cluster)
    assert refused.value.code == "server.data_other_major"
    for language in ("zh", "en"):
        assert "16" in refused.value.message(language)
        assert "18" in refused.value.message(language)
    assert sorted(path.name for path in cluster.data.iterdir()) == before
    version.write_text("18\n")
    postgres.start(cluster)


def test_a_folder_that_is_no_database_is_refused_and_left_alone(fresh):
    fresh.data.mkdir()
    (fresh.data / "thesis.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        postgres.start(fresh)
    assert refused.value.code == "server.data_not_postgres"
    assert (fresh.data / "thesis.txt").read_text() == "mine"


def test_a_full_disk_is_said_before_anything_is_written(fresh, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 5 * 1024 * 1024))
    with pytest.raises(Refusal) as refused:
        postgres.start(fresh)
    assert refused.value.code == "server.disk_full"
    assert "5 MB" in refused.value.message("en")
    assert not fresh.data.exists()
    assert not (fresh.home / "postgres.new").exists()


def test_a_disk_that_fills_up_meanwhile_is_named_and_leaves_nothing_half_made(fresh, monkeypatch):
    spoken = "initdb: error: could not write to file: No space left on device"
    call = postgres._call

    def failing(found, program, *arguments, **options):
        done = call(found, program, *arguments, **options)
        if program == "initdb":
            done.returncode, done.stderr = 1, spoken
        return done

    monkeypatch.setattr(postgres, "_call", failing)
    with pytest.raises(Refusal) as refused:
        postgres.start(fresh)
    assert refused.value.code == "server.disk_full"
    assert not fresh.data.exists()
    assert not (fresh.home / "postgres.new").exists()


def test_one_that_cannot_start_on_a_full_disk_says_so_and_starts_once_there_is_room(cluster, monkeypatch):
    (cluster.data / "global").rename(cluster.data / "global.away")  # stands for the write that fails
    with monkeypatch.context() as patched, pytest.raises(Refusal) as refused:
        patched.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 0))
        postgres.start(cluster)
    assert refused.value.code == "server.disk_full"
    (cluster.data / "global.away").rename(cluster.data / "global")
    postgres.start(cluster)
    assert ask(cluster, "SELECT 1") == 1


def test_what_a_cut_short_first_start_left_is_cleared_away(fresh):
    (fresh.home / "postgres.new" / "base").mkdir(parents=True)
    postgres.start(fresh)
    assert ask(fresh, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why_in_one_sentence(cluster):
    postgres.start(cluster)
    postgres.stop(cluster)
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(Refusal) as refused:
        postgres.start(cluster)
    assert refused.value.code == "server.postgres_failed"
    assert "\n" not in refused.value.message("en")


@pytest.mark.parametrize("name", ["deep" * 25, "一窗's data, 100% & more"])
def test_a_long_or_odd_path_gets_a_short_private_socket_that_is_remembered(reachable, name):
    data = reachable / name / "data"
    data.mkdir(parents=True)
    for parent in (data, data.parent):
        parent.chmod(0o711)
    found = postgres.cluster(data, durable=False)
    try:
        postgres.start(found)
        assert ask(found, "SELECT 1") == 1
        assert len(str(found.socket)) < 60
        assert stat.S_IMODE(found.socket.stat().st_mode) == 0o700
        assert postgres.cluster(data, durable=False).socket == found.socket
    finally:
        postgres.stop(found)
        shutil.rmtree(found.socket)


def test_a_short_socket_folder_that_others_opened_is_not_trusted(reachable):
    home = reachable / ("deep" * 25)
    home.mkdir()
    first = place.socket_for(home, None)
    first.chmod(0o777)
    second = place.socket_for(home, None)
    assert second != first
    shutil.rmtree(first)
    shutil.rmtree(second)


def test_no_mode_changes_outside_and_nothing_is_left_in_the_temporary_folder(reachable):
    parents = [reachable, *reachable.parents]
    modes = [path.stat().st_mode for path in parents]
    accounts = [entry.pw_name for entry in pwd.getpwall()]
    before = {path.name for path in Path(tempfile.gettempdir()).iterdir()}
    found = postgres.cluster(reachable / "data", durable=False)
    postgres.start(found)
    during = {path.name for path in Path(tempfile.gettempdir()).iterdir()}
    postgres.stop(found)
    assert [path.stat().st_mode for path in parents] == modes
    assert [entry.pw_name for entry in pwd.getpwall()] == accounts
    assert not {name for name in during - before if "lock" in name or "pgsql" in name.lower() or "PGSQL" in name}


@for_root
def test_root_runs_it_under_an_unprivileged_account(cluster):
    postgres.start(cluster)
    assert cluster.account.pw_name == "nobody"
    assert Path(f"/proc/{postmaster(cluster)}").stat().st_uid == cluster.account.pw_uid


@for_root
def test_below_a_private_parent_root_keeps_it_in_a_reachable_place_and_remembers_it(reachable, monkeypatch):
    monkeypatch.setattr(place, "REACHABLE", reachable / "state")
    private = reachable / "private"
    private.mkdir(mode=0o700)
    found = postgres.cluster(private / "var", durable=False)
    try:
        postgres.start(found)
        assert found.home.parent == reachable / "state"
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        private.chmod(0o755)  # now reachable; the data must not look lost
        assert postgres.cluster(private / "var", durable=False).home == found.home
    finally:
        postgres.stop(found)


@for_root
def test_binaries_below_a_private_parent_are_copied_where_the_account_can_reach_them(reachable, monkeypatch):
    reaches = place.reaches
    monkeypatch.setattr(place, "reaches", lambda who, path: "site-packages" not in str(path) and reaches(who, path))
    found = postgres.cluster(reachable / "data", durable=False)
    try:
        assert found.binaries.is_relative_to(reachable / "data")
        postgres.start(found)
        assert ask(found, "SELECT 1") == 1
        copied = found.binaries.stat().st_mtime_ns
        assert postgres.cluster(reachable / "data").binaries.stat().st_mtime_ns == copied, (
            "copied once, not at each start"
        )
    finally:
        postgres.stop(found)


@for_root
def test_root_continues_as_the_owner_of_what_is_there(reachable):
    data = reachable / "data"
    (data / "postgres").mkdir(parents=True)
    owner = pwd.getpwnam("daemon")
    os.chown(data / "postgres", owner.pw_uid, owner.pw_gid)
    assert postgres.cluster(data).account == owner


@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(reachable):
    reachable.chmod(0o500)
    with pytest.raises(Refusal) as refused:
        postgres.cluster(reachable / "data")
    reachable.chmod(0o711)
    assert refused.value.code == "server.data_unwritable"
