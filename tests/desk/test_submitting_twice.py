"""Submit is pressed again: by an impatient finger, after a lost line, from a second screen. One application comes of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.desk.conftest import HTMX, Desk
from tests.ground.world import TODAY
from yichuang.applications.models import Application, Draft
from yichuang.applications.submit import submit
from yichuang.cases.models import Case
from yichuang.kernel import moment
from yichuang.surfaces.desk.views import receipt


@pytest.fixture
def visit(committed_world, outside, settings, tmp_path):
    """A visit with everything filled in and signed at the counter, in a database where everything really commits."""
    settings.FILES_ROOT = tmp_path
    desk = Desk(committed_world, outside)
    visit = desk.visit()
    visit.fill("crj-passport-renew")
    signed_at_the_counter(desk, visit)
    return visit


def signed_at_the_counter(desk, visit) -> None:
    from yichuang.surfaces.desk.models import Signing

    visit.post("ask")
    posted = {"content": Signing.objects.get().content_sm3, "signature": desk.drawing()}
    visit.client.post(f"/desk/sign/{visit.id}", posted, headers=HTMX)
    visit.seen(visit.client.get(visit.url))


def filed_once() -> str:
    """The one application's number, after making sure that there is one only."""
    assert Case.objects.count() == 1
    return Application.objects.get().number


def test_a_second_press_leads_to_the_same_receipt(visit):
    first, second = visit.post("submit"), visit.post("submit")
    assert first.headers["HX-Redirect"] == second.headers["HX-Redirect"] == f"/desk/applications/{filed_once()}/"


def test_a_press_after_the_line_was_lost_behind_the_writing_leads_to_the_same_receipt(visit, monkeypatch):
    """The application stands and the draft is closed with it: nothing can be changed in between and be lost."""

    def lost(*given, **named):
        submit(*given, **named)
        raise ConnectionError

    with monkeypatch.context() as once:
        once.setattr(receipt, "submit", lost)
        with pytest.raises(ConnectionError):
            visit.post("submit")
    assert Draft.objects.get().submitted_as == Application.objects.get().pk
    again = visit.post("submit")
    assert again.headers["HX-Redirect"] == f"/desk/applications/{filed_once()}/"


def test_two_screens_press_at_the_same_instant_and_both_come_to_the_one_receipt(visit):

    def press(_turn: int) -> str:
        screen = Client()
        screen.cookies.update(visit.client.cookies)
        try:
            with moment.at(TODAY):
                return screen.post(f"{visit.url}submit", {"version": visit.version}, headers=HTMX)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(press, range(4)))
    assert {answer.headers.get("HX-Redirect") for answer in answers} == {f"/desk/applications/{filed_once()}/"}


def test_a_pad_that_still_asks_how_it_stands_is_led_to_the_receipt(visit):
    visit.post("submit")
    asked = visit.client.get(visit.url + "signing", headers=HTMX)
    assert asked.headers["HX-Redirect"] == f"/desk/applications/{filed_once()}/"


def test_a_screen_that_comes_between_the_writing_and_the_closing_of_another_is_led_to_the_receipt(visit, monkeypatch):
    """It saw an open draft, and found it closed when it began to work on it."""
    opened = receipt.kept_with

    def late(*asked):
        with monkeypatch.context() as faster:
            faster.setattr(receipt, "kept_with", opened)
            visit.post("submit")
        return opened(*asked)

    monkeypatch.setattr(receipt, "kept_with", late)
    assert visit.post("submit").headers["HX-Redirect"] == f"/desk/applications/{filed_once()}/"
