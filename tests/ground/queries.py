"""How often something asks the database."""

from collections.abc import Callable

import pytest

TRIES = 3


@pytest.fixture
def queries_of() -> Callable[[Callable[[], object]], int]:
    """How many queries a call makes once what a process remembers for some seconds is warm; the least of some tries, since
    on a busy machine that memory may have run out in between.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted(call: Callable[[], object]) -> int:
        call()
        counts = []
        for _ in range(TRIES):
            with CaptureQueriesContext(connection) as made:
                call()
            counts.append(len(made))
        return min(counts)

    return counted
