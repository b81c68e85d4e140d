"""An item changes while its draft lies on the desk: the clerk sees what differs and moves it over with one press."""

import pytest

from tests.applications.test_uses import quicker
from tests.desk.conftest import words
from yichuang.catalogue import queries

ITEM = "crj-passport-renew"


@pytest.fixture(autouse=True)
def _forgetting():
    yield
    queries.forget_all()


def test_the_difference_is_shown_and_nothing_moves_by_itself(desk):
    visit = desk.visit()
    assert "有新版" not in words(visit.add(ITEM))
    quicker(desk.world)
    page = words(visit.client.get(visit.url))
    assert "“普通护照换发”有新版" in page
    assert "承诺时限：" in page
    assert visit.filing().choices[0].version == 1


def test_one_press_takes_the_version_that_was_shown(desk):
    visit = desk.visit()
    visit.add(ITEM)
    quicker(desk.world)
    assert "有新版" not in words(visit.post(op=f"newer:{ITEM}=2"))
    assert visit.filing().choices[0].version == 2


def test_a_version_that_was_not_shown_is_not_taken(desk):
    visit = desk.visit()
    visit.add(ITEM)
    quicker(desk.world)
    for op in (f"newer:{ITEM}=3", f"newer:{ITEM}=x", f"newer:{ITEM}", "newer:no-such=2"):
        assert visit.post(op=op).status_code == 409
    assert visit.filing().choices[0].version == 1


def test_it_is_said_in_english_too(desk):
    visit = desk.visit()
    visit.add(ITEM)
    quicker(desk.world)
    page = words(visit.client.get(visit.url, headers={"Accept-Language": "en"}))
    assert "has a newer version" in page
    assert "Promised limit: " in page
