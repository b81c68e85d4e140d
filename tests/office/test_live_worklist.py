"""A task shows on an open worklist within a second; while the line is down the list asks by itself."""

import json
import re
import time

import psycopg
import pytest
from django.db import connection

from tests.office.conftest import Office
from tests.server.test_live import _wait_for, served
from yichuang.server.live import conninfo
from yichuang.surfaces.office.live import MOST, topics

EXAMINER = "990813"
WITHIN = 1000
"""Milliseconds from the commit to the row on the screen."""


@pytest.fixture
def hear():
    """Calls something and says what topics were told meanwhile."""

    def heard(act) -> set[str]:
        with psycopg.connect(conninfo(), autocommit=True) as listening:
            listening.execute("LISTEN yichuang_live")
            act()
            return {json.loads(each.payload)["topic"] for each in listening.notifies(timeout=0.3)}

    return heard


def heard_by(world, badge: str) -> tuple[str, ...]:
    from yichuang.cases.queries import units_within

    actor = world.actor(badge)
    return topics(actor, [unit for unit, _path in units_within(actor)])


def test_filing_tells_the_units_that_are_asked_and_they_are_among_what_their_officers_hear(committed_world, hear):
    from yichuang.cases.models import Task

    office = Office(committed_world)
    told = hear(office.file)
    assert told == {f"work.unit.{unit}" for unit in Task.objects.values_list("unit_id", flat=True)}
    assert told & set(heard_by(committed_world, EXAMINER))


def test_a_claim_tells_the_unit_and_the_claimant(committed_world, hear):
    office = Office(committed_world)
    number = office.number()
    told = hear(lambda: office.order(EXAMINER, number, "claim", "review"))
    assert f"work.staff.{committed_world.staff[EXAMINER].pk}" in told
    assert any(topic.startswith("work.unit.") for topic in told)


def test_what_is_rolled_back_is_never_told(committed_world, hear):
    from django.db import transaction

    def undone() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Office(committed_world).file()
            raise ZeroDivisionError

    assert hear(undone) == set()


def test_an_officer_hears_of_the_own_units_and_of_nobody_elses(world):
    station = world.staff["991002"]
    assert heard_by(world, "991002") == (f"work.staff.{station.pk}", f"work.unit.{station.unit_id}")
    assert len(topics(world.actor(EXAMINER), range(10_000))) == MOST + 1


def test_without_a_live_process_the_page_says_nothing_of_one(world, settings):
    settings.LIVE_URL = ""
    page = Office(world).client(EXAMINER).get("/office/").content.decode()
    assert "data-live" not in page
    settings.LIVE_URL = "http://127.0.0.1:8001"
    page = Office(world).client(EXAMINER).get("/office/").content.decode()
    assert re.search(r'data-live="http://127.0.0.1:8001/live/[^"]+" data-live-events="work.staff', page)


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.fixture
def live(committed_world, free_port, settings):
    """The live process on the world's database."""
    with served(free_port) as base:
        _wait_for(base)
        settings.LIVE_URL = base
        yield base


@pytest.fixture
def page(committed_world, live, open_page, live_server):
    connection.close()  # while a browser runs, this thread has a connection of its own, perhaps one of the test before
    cookie = Office(committed_world).client(EXAMINER).cookies["sessionid"].value
    opened = open_page()
    opened.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened.goto("/office/")
    opened.locator('#rows[data-live-state="open"]').wait_for()
    return opened


@pytest.mark.browser
def test_a_new_task_shows_within_a_second_and_goes_when_somebody_else_has_taken_it(page, committed_world):
    office = Office(committed_world)
    assert page.locator("#worklist tr[data-number]").count() == 0
    number = office.number()
    began = time.monotonic()
    row = page.locator(f"#worklist tr[data-number='{number}']")
    row.wait_for(timeout=WITHIN)
    assert time.monotonic() - began < WITHIN / 1000
    office.order("990812", number, "claim", "review")
    row.wait_for(state="detached", timeout=WITHIN)


@pytest.mark.browser
def test_while_the_line_is_down_the_list_still_asks(committed_world, open_page, live_server, settings, free_port):
    settings.LIVE_URL = f"http://127.0.0.1:{free_port}"  # nobody answers there
    connection.close()
    office = Office(committed_world)
    opened = open_page()
    cookie = office.client(EXAMINER).cookies["sessionid"].value
    opened.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened.clock.install()
    opened.goto("/office/")
    opened.locator('#rows[data-live-state="lost"]').wait_for()
    number = office.number()
    opened.clock.run_for(16_000)
    opened.locator(f"#worklist tr[data-number='{number}']").wait_for(timeout=5000)
