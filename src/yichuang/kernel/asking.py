"""What a command asks of our own SQL functions: what it stands on, while it does what needs no answer yet, and its write.

Django's cursor waits for every answer. A command that has work of its own meanwhile asks here instead: the database looks
up while Python goes on ("Asynchronous Command Processing" of the PostgreSQL manual; psycopg hands it on as
``psycopg.pq``). A command's one statement takes the same short way (``kernel.events.append``).
"""

from collections.abc import Callable, Sequence
from functools import cache
from select import POLLIN, POLLOUT, poll
from time import perf_counter
from types import TracebackType
from typing import Any, Self
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

Value = str | int | bytes | None
_ANSWERED = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
_prepared: "WeakKeyDictionary[psycopg.Connection, set[bytes]]" = WeakKeyDictionary()
"""Which questions each open connection knows. The driver lets it forget all of them after a rollback."""


class Question:
    """What a SQL function can be asked: so many values in, one text out, or nothing."""

    def __init__(self, function: str, values: int) -> None:
        self.name = function.encode()
        self.sql = f"SELECT {function}({', '.join(f'${place}' for place in range(1, values + 1))})"

    def ask(self, values: Sequence[Value]) -> "Asked":
        """Ask, and go on to :meth:`Asked.answer`; in a ``with`` where something is done meanwhile."""
        database = connections[DEFAULT_DB_ALIAS]
        database.close_if_health_check_failed()
        database.ensure_connection()
        database.validate_no_broken_transaction()
        return Asked(self, values, database)


def write(function: str, content: bytes) -> None:
    """Let the SQL ``function`` write ``content`` (JSON), as one statement. A transaction's statements go by Django's cursor: with
    the first of them the driver begins it.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.in_atomic_block:
        with database.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [content.decode()])
    else:
        _writing(function).ask([content]).answer()


@cache
def _writing(function: str) -> Question:
    return Question(function, values=1)


class Asked:
    """A question on its way. Whatever a cursor asks meanwhile waits until the answer has come; an answer that nobody
    fetches, because something was refused meanwhile, is dropped.
    """

    __slots__ = ("_begun", "_come", "_database", "_question", "_raw", "_result", "_values")

    def __init__(self, question: Question, values: Sequence[Value], database: BaseDatabaseWrapper) -> None:
        self._question, self._database, self._begun = question, database, perf_counter()
        self._raw: psycopg.Connection = database.connection
        self._come = False
        self._result: PGresult | None = None
        with self._database.wrap_database_errors:
            self._values = [_written(each) for each in values]
            self._send()

    def __enter__(self) -> Self:
        self._database.execute_wrappers.append(self._first)
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _where: TracebackType | None) -> None:
        self._database.execute_wrappers.remove(self._first)
        self._wait()

    def answer(self) -> str | None:
        """Wait for the answer. Raises as a cursor would where the database cannot give one."""
        self._wait()
        with self._database.wrap_database_errors:
            found = _checked(self._result).get_value(0, 0)
        return None if found is None else bytes(found).decode()

    def _first(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self._wait()
        return execute(*asked)

    def _wait(self) -> None:
        if self._come:
            return
        self._come = True
        with self._database.wrap_database_errors:
            self._result = _received(self._raw.pgconn)
            if _is_forgotten(self._result):
                _prepared.pop(self._raw, None)
                self._send()
                self._result = _received(self._raw.pgconn)
        if self._database.queries_logged:
            self._database.queries_log.append(
                {"sql": self._question.sql, "time": f"{perf_counter() - self._begun:.3f}"}
            )

    def _send(self) -> None:
        """Prepared once a connection; plainly within a transaction, which a forgotten question would spoil."""
        line, question = self._raw.pgconn, self._question
        if line.transaction_status != TransactionStatus.IDLE:
            line.send_query_params(question.sql.encode(), self._values)
        else:
            known = _prepared.setdefault(self._raw, set())
            if question.name not in known:
                _checked(line.prepare(question.name, question.sql.encode()))
                known.add(question.name)
            line.send_query_prepared(question.name, self._values)
        _flush(line)


def _written(value: Value) -> bytes | None:
    """As the line carries it: up to a zero byte, so that nothing may follow one unseen."""
    text = value if value is None or isinstance(value, bytes) else str(value).encode()
    if text is not None and b"\0" in text:
        raise psycopg.DataError("the database keeps no text with a zero byte")
    return text


def _flush(line: PGconn) -> None:
    """Hand over all that was asked; while the other side is not ready for it, take what it says."""
    while line.flush():
        if _ready(line, POLLIN | POLLOUT) & POLLIN:
            line.consume_input()


def _received(line: PGconn) -> PGresult | None:
    """The answer, when it has come; the line is free for the next question then."""
    found = result = _next(line)
    while result is not None:
        result = _next(line)
    return found


def _next(line: PGconn) -> PGresult | None:
    while line.is_busy():
        _ready(line, POLLIN)
        line.consume_input()
    return line.get_result()


def _ready(line: PGconn, wanted: int) -> int:
    waiting = poll()
    waiting.register(line.socket, wanted)
    return waiting.poll()[0][1]


def _is_forgotten(result: PGresult | None) -> bool:
    return (
        result is not None
        and result.status not in _ANSWERED
        and isinstance(error_from_result(result), InvalidSqlStatementName)
    )


def _checked(result: PGresult | None) -> PGresult:
    if result is None:
        raise psycopg.OperationalError("the database gave no answer")
    if result.status not in _ANSWERED:
        raise error_from_result(result)
    return result
