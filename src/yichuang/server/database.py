"""A database to work on: the one DATABASE_URL names, or the embedded one, kept up while anybody uses it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from yichuang.kernel.errors import Refusal
from yichuang.server import postgres

OLDEST = 15
"""The first major version that has all we use (MERGE, unique nulls)."""


@contextmanager
def available(data: Path, url: str | None) -> Iterator[str]:
    """A database that answers, for as long as the block runs: ``url`` where given. Raises Refusal ``server.*``.

    The embedded one is shared by all processes on one data folder: the first starts it, the last to leave stops it.
    """
    if url:
        check(url)
        yield url
        return
    cluster = postgres.cluster(data)
    with (data / "users.lock").open("a") as users:
        with _alone(data):
            postgres.start(cluster)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield cluster.url()
        finally:
            with _alone(data):
                if _is_last(users.fileno()):
                    postgres.stop(cluster)


def check_form(url: str) -> None:
    """Refuse an address that cannot be read as one, before the settings read it."""
    try:
        _ = urlsplit(url).port
    except ValueError as error:
        raise Refusal("server.database_unreachable", target="DATABASE_URL", said=error) from None


def check(url: str) -> None:
    """Refuse a database that cannot be reached or is too old, naming it without its password."""
    parts = urlsplit(url)
    target = f"{parts.hostname or 'socket'}{parts.path}"
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            major = connection.info.server_version // 10_000
    except psycopg.Error as error:
        said = str(error).strip().splitlines()
        raise Refusal("server.database_unreachable", target=target, said=(said or ["-"])[0]) from None
    if major < OLDEST:
        raise Refusal("server.database_too_old", target=target, found=major, needed=OLDEST)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One process at a time starts or stops it."""
    with (data / "start.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
