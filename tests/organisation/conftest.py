from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.organisation.bureau import Bureau


@pytest.fixture
def bureau(db: None) -> "Bureau":
    from tests.organisation.bureau import set_up_bureau

    return set_up_bureau()
