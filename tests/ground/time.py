"""A frozen time for tests."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from yichuang.kernel import moment


@pytest.fixture
def frozen() -> Callable[[datetime], AbstractContextManager[None]]:
    """``with frozen(moment): …``: the house's ``now`` answers ``moment`` in this thread.

    A request to ``live_server`` runs in another thread; use ``time_machine`` to freeze that.
    """
    return moment.at
