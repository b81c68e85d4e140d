"""One throw-away PostgreSQL per run; the migrations run once, into a template that each worker's database copies."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from yichuang.server import postgres

TEMPLATE = "yichuang_template"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker) -> None:
    """Before pytest-django makes its test database: a running server and the migrated template to copy."""
    home = Path(os.environ["YICHUANG_TEST_HOME"])
    with _alone(home / "lock"), django_db_blocker.unblock():
        if os.environ.get("YICHUANG_TEST_EMBEDDED") == "1":
            postgres.start(postgres.cluster(home, durable=False))
        if not (home / "template-is-ready").exists():
            _migrate_template()
            (home / "template-is-ready").touch()
    _copy_the_template()
    _empty_past_the_guards()


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every account can pass through, as /var or a home below /home is; ``tmp_path`` is private."""
    made = Path(tempfile.mkdtemp(prefix="yichuang-folder-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def stop(home: Path) -> None:
    """Bring the run's server down, if one was started."""
    if (home / "postgres").exists():
        postgres.stop(postgres.cluster(home, durable=False))


def sweep(prefix: str) -> None:
    """Stop the servers of runs that were killed before they could do so themselves."""
    for home in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        if home.stat().st_uid == os.geteuid() and not _alive(int(home.name.removeprefix(prefix).split("-")[0])):
            stop(home)
            shutil.rmtree(home, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _migrate_template() -> None:
    from django.core.management import call_command
    from django.db import connection

    settings = connection.settings_dict
    ours = settings["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        cursor.execute(f"CREATE DATABASE {TEMPLATE}")
    settings["NAME"] = TEMPLATE
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        settings["NAME"] = ours


def _copy_the_template() -> None:
    from django.db import connection

    connection.settings_dict["TEST"] |= {"TEMPLATE": TEMPLATE, "SERIALIZE": False}


def _empty_past_the_guards() -> None:
    """After a transactional test every table is emptied, also those whose triggers forbid it to everybody else. A request
    that still holds a lock makes the test fail, not wait for ever.
    """
    from django.db import transaction
    from django.db.backends.postgresql.operations import DatabaseOperations

    def flush(self: DatabaseOperations, statements: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '60s'")
            for statement in statements:
                cursor.execute(statement)

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign] # for this test process only


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One xdist worker at a time; the lock goes away with its holder."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
