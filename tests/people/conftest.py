from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.organisation.bureau import Bureau
    from yichuang.organisation.actor import Actor


@pytest.fixture
def bureau(db: None) -> "Bureau":
    from tests.organisation.bureau import set_up_bureau

    return set_up_bureau()


@pytest.fixture
def clerk(bureau: "Bureau") -> "Actor":
    """A clerk who holds authority to receive public-order cases."""
    return serving(bureau)


def serving(bureau: "Bureau") -> "Actor":
    """The clerk 100002 of ``bureau`` with that authority."""
    from tests.organisation.bureau import NOW, qualified
    from yichuang.catalogue.definition import Line
    from yichuang.organisation.grant import grant
    from yichuang.organisation.terms import Act

    qualified(bureau, "100002", Line.PUBLIC_ORDER)
    grant(bureau.actor("100001"), bureau.granting("100002", Line.PUBLIC_ORDER, Act.RECEIVE), now=NOW)
    return bureau.actor("100002")
