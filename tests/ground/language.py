"""Every test begins in the house's own language."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """A request through Django's test client leaves its language active in this thread."""
    yield
    translation.deactivate()
