"""The dictionaries in tests that have no database: the shipped entries alone."""

from contextlib import suppress

import pytest


@pytest.fixture(scope="session", autouse=True)
def _entries_are_read_where_there_is_a_database() -> None:
    """A test without the database may follow one that has left its connection open; reading there raises RuntimeError."""
    from yichuang.catalogue import own_entries, queries

    def read() -> None:
        with suppress(RuntimeError):
            queries.keep_up()

    own_entries.kept_up_by(read)
