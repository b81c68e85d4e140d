"""A question to the database that is on its way while other work is done."""

from contextlib import nullcontext
from uuid import uuid4

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from msgspec import json

from yichuang.kernel.asking import Question, write

DIGEST = Question("md5", values=1)
DAY = Question("to_date", values=2)
LOCK = 815
SOME = "一窗"

pytestmark = pytest.mark.django_db(transaction=True)


def digest_of(text: str | None) -> str | None:
    with DIGEST.ask([text]) as asked:
        return asked.answer()


def another() -> psycopg.Connection:
    """Somebody else's connection to the same database."""
    return psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})


def by_cursor(sql: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def test_the_answer_is_the_one_that_a_cursor_gets():
    assert digest_of(SOME) == by_cursor("SELECT md5(%s)", SOME)
    assert digest_of(None) is None


def test_its_command_goes_on_before_there_is_an_answer():
    """The answer cannot come before the lock is given back, which happens after it was asked for."""
    by_cursor("SELECT set_config('lock_timeout', '20s', false)")  # one that waited would wait for itself
    with another() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with Question("pg_advisory_lock", values=1).ask([LOCK]) as asked:
            other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
            assert asked.answer() == ""
    assert by_cursor("SELECT pg_advisory_unlock(%s)", LOCK) is True
    connection.close()


def test_what_a_cursor_asks_meanwhile_waits_its_turn():
    with DIGEST.ask([SOME]) as asked:
        assert by_cursor("SELECT 1") == 1
        assert asked.answer() == by_cursor("SELECT md5(%s)", SOME)
    assert connection.execute_wrappers == []


def test_an_answer_that_nobody_fetches_leaves_nothing_behind():
    with pytest.raises(LookupError), DIGEST.ask([SOME]):
        raise LookupError
    assert digest_of("a") == by_cursor("SELECT md5('a')")


@pytest.mark.parametrize("within", [False, True])
def test_an_error_is_the_one_that_a_cursor_raises_and_the_connection_goes_on(within):
    with pytest.raises(DataError, match="YYYY"):
        if within:
            with transaction.atomic(), DAY.ask(["no year", "YYYY"]) as asked:
                asked.answer()
        else:
            with DAY.ask(["no year", "YYYY"]) as asked:
                asked.answer()
    assert digest_of("a") == by_cursor("SELECT md5('a')")


@pytest.mark.parametrize("within", [False, True])
def test_a_question_that_the_connection_has_forgotten_is_put_again(within):
    digest_of("a")
    if within:
        with transaction.atomic():
            by_cursor("SELECT 1")
            forget()
            assert digest_of(SOME) == by_cursor("SELECT md5(%s)", SOME)
    forget()
    assert digest_of(SOME) == by_cursor("SELECT md5(%s)", SOME)


def forget() -> None:
    """As the driver does after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def test_a_line_that_is_cut_is_told_and_the_next_one_knows_the_question():
    digest_of("a")
    cut()
    with pytest.raises(OperationalError):
        digest_of("a")
    connection.close_if_unusable_or_obsolete()
    assert digest_of("a") == by_cursor("SELECT md5('a')")


def test_a_line_that_was_cut_between_two_requests_is_noticed_before_it_is_used():
    digest_of("a")
    cut()
    connection.close_if_unusable_or_obsolete()  # as each request begins
    assert digest_of("a") == by_cursor("SELECT md5('a')")


def cut() -> None:
    """As when the database was started again."""
    own = by_cursor("SELECT pg_backend_pid()")
    with another() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])


def test_a_question_longer_than_the_line_takes_at_once_arrives_whole():
    long = "一窗" * 4_000_000
    assert digest_of(long) == by_cursor("SELECT md5(%s)", long)


def test_nothing_follows_a_zero_byte_unseen():
    with pytest.raises(DataError, match="zero byte"):
        digest_of("a\0b")
    assert digest_of("a") == by_cursor("SELECT md5('a')")


def test_who_counts_queries_counts_it():
    with CaptureQueriesContext(connection) as made:
        digest_of(SOME)
    assert [each["sql"] for each in made.captured_queries] == ["SELECT md5($1)"]


# --- writing ----------------------------------------------------------------------------------------------------------


def keep(key: str) -> None:
    """One row and nothing else, as the record's own function writes it."""
    command = {"key": key, "at": "2026-11-22T02:00:00Z", "result": {"said": SOME}}
    write("kernel_append", json.encode({"command": command, "events": [], "jobs": []}))


def kept_for_others(key: str) -> list[str]:
    """What somebody else sees."""
    with another() as other:
        found = other.execute("SELECT result ->> 'said' FROM kernel_command WHERE key = %s", [key])
        return [said for (said,) in found.fetchall()]


@pytest.mark.parametrize("around", [nullcontext, transaction.atomic])
def test_what_is_written_stands(around):
    key = uuid4().hex
    with around():
        keep(key)
    assert kept_for_others(key) == [SOME]


def test_what_a_transaction_writes_first_is_undone_with_it():
    """Nothing came before it in the transaction: so it has to begin it."""
    key = uuid4().hex
    with pytest.raises(LookupError), transaction.atomic():
        keep(key)
        assert kept_for_others(key) == []
        raise LookupError
    assert kept_for_others(key) == []


@pytest.mark.parametrize("around", [nullcontext, transaction.atomic])
def test_what_may_not_be_written_names_what_it_violates_and_leaves_nothing(around):
    key = uuid4().hex
    keep(key)
    with pytest.raises(IntegrityError) as refused, around():
        keep(key)
    assert refused.value.__cause__.diag.constraint_name == "kernel_command_pkey"
    assert kept_for_others(key) == [SOME]
    keep(uuid4().hex)


def test_a_line_that_is_cut_before_a_write_is_told():
    keep(uuid4().hex)
    cut()
    lost = uuid4().hex
    with pytest.raises(OperationalError):
        keep(lost)
    connection.close_if_unusable_or_obsolete()
    assert kept_for_others(lost) == []
    keep(lost)
    assert kept_for_others(lost) == [SOME]
