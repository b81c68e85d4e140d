"""What a failing database or a full disk means for whoever runs a command: one sentence instead of a traceback."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import errors

from yichuang.kernel.errors import Refusal
from yichuang.server import postgres

ABSENT = (errors.UndefinedTable, errors.UndefinedColumn, errors.UndefinedFunction, errors.UndefinedObject)
"""What PostgreSQL says of a schema that is not there, or not up to date."""
LOST = (psycopg.OperationalError, psycopg.InterfaceError)
"""No connection, or one that broke; a statement that was cancelled is one of them too."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
NOT_READY = frozenset({"server.not_migrated", "server.database_failed", "server.database_unreachable"})
"""The command was right; the database was not."""


@contextmanager
def understood() -> Iterator[None]:
    """Inside it such a fault is raised as a refusal; any other is seen whole."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        refusal = refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error


def refusal_for(error: BaseException) -> Refusal | None:
    """What to say of ``error``; None where it is no matter of database or disk but a fault to be seen whole."""
    if isinstance(error, OSError) and error.errno in FULL:
        return postgres.disk_full(Path(os.environ["YICHUANG_DATA"]))
    cause = next((each for each in _causes(error) if isinstance(each, psycopg.Error)), None)
    if isinstance(cause, ABSENT) and _is_behind():
        return Refusal("server.not_migrated")
    if isinstance(cause, LOST):
        said = str(cause).strip().splitlines()
        return Refusal("server.database_failed", said=(said or [type(cause).__name__])[0])
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_behind() -> bool:
    """Whether migrations are missing; else a missing table is a fault of ours."""
    from django.db import connection  # noqa: PLC0415 - the command line has set Django up by now
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    connection.close()  # the failed statement may have left a broken transaction behind
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
