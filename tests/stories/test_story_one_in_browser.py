"""Story 1 in a real browser: the back offices of two lines, each officer with password, one-time code and one key."""

from collections.abc import Callable
from time import time

import pytest
import time_machine
from django.db import connection

from tests.demo.places import TODAY

pytestmark = pytest.mark.browser
ITEMS = ("crj-passport-renew", "hz-move-spouse")
HOUSEHOLD = ("990813", "990811", "990814")
EXIT_ENTRY = ("990822", "990701", "990824")
TAKES_EFFECT = 8000
"""Milliseconds: a decision binds five seconds after the key."""


@pytest.fixture
def desk_time():
    """The server's clock stands on the morning of the story, so that it is played the same in later years."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def town(committed_town, desk_time):
    return committed_town


@pytest.fixture
def signs_in(town, open_page) -> Callable:
    """``signs_in(badge)``: an officer's own browser, past both steps of the sign-in."""
    connection.close()

    def opened(badge: str, at: str = "/office/"):
        from yichuang.demo.bureau import bureau, totp_secret
        from yichuang.demo.codes import code_at

        page = open_page()
        page.goto(at)
        page.keyboard.type(badge)
        page.keyboard.press("Tab")
        page.keyboard.type(bureau().password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/2fa/authenticate/**")
        page.keyboard.type(code_at(totp_secret(badge), time()))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{at}")
        return page

    return opened


def decides(page, number: str) -> None:
    """The officer opens the case from the list, presses A, and the decision binds."""
    row = page.locator(f"#worklist tr[data-number='{number}']").first
    row.locator("[data-row-open]").first.click()
    page.locator(f"#case [data-case='{number}']").wait_for()
    with page.expect_response(lambda answer: f"{number}/do/" in answer.url, timeout=TAKES_EFFECT) as sent:
        page.keyboard.press("a")
    assert sent.value.ok


def test_two_back_offices_decide_in_their_own_browsers_and_everything_is_ready(town, signs_in):
    person = town.comes("nianan")
    filed = town.files(town.filled(town.begins(person, *ITEMS)))
    passport, move = (case.number for case in filed.cases)
    for line, own, other in ((HOUSEHOLD, move, passport), (EXIT_ENTRY, passport, move)):
        for badge in line:
            page = signs_in(badge)
            assert page.locator(f"#worklist tr[data-number='{other}']").count() == 0, "the other line's task"
            decides(page, own)
            page.context.close()
    assert town.state(passport).status == town.state(move).status == "ready"
