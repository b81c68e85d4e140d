"""A clerk sits down at a window on the desk's first page, and leaves it there."""

import pytest
from django.test import Client

from tests.signing_in import sign_in
from yichuang.organisation.models import Account, Window, WindowShift


@pytest.fixture
def clerk(world):
    client = Client()
    sign_in(client, Account.objects.get(username="990808"))
    return client


def leave_first(number: int) -> int:
    """Whoever sits at the window gets up; its id."""
    window = Window.objects.get(number=number)
    WindowShift.objects.filter(window=window, ended_at=None).delete()
    return window.pk


def test_who_sits_nowhere_is_offered_the_free_windows_and_takes_one(clerk):
    window = leave_first(3)
    page = clerk.get("/desk/").content.decode()
    assert f'value="{window}"' in page
    assert page.count("seats__one") == 1, "the others are staffed"
    assert clerk.post("/desk/seat", {"window": window}).url == "/desk/"
    page = clerk.get("/desk/").content.decode()
    assert "3 号窗口" in page
    assert "请下一位刷身份证" in page


def test_where_no_window_is_free_the_page_says_whom_to_ask(clerk):
    assert "没有空着的窗口" in clerk.get("/desk/").content.decode()


def test_a_seat_is_given_up(clerk):
    clerk.post("/desk/seat", {"window": leave_first(3)})
    assert clerk.post("/desk/seat/leave").url == "/desk/"
    assert not WindowShift.objects.filter(staff__badge="990808", ended_at=None).exists()
    assert "请选择今天的窗口" in clerk.get("/desk/").content.decode()


@pytest.mark.parametrize("window", ["", "x", "0", "9" * 15, "9" * 30, "٣", "-1"])
def test_a_window_that_is_none_is_refused(clerk, window):
    assert clerk.post("/desk/seat", {"window": window}).status_code == 403


def test_a_window_of_another_branch_is_refused_and_not_offered(world):
    officer = Client()
    sign_in(officer, Account.objects.get(username="991003"))  # a station has no part in the hall of its county
    window = leave_first(3)
    assert "seats__one" not in officer.get("/desk/").content.decode()
    assert officer.post("/desk/seat", {"window": window}).status_code == 403


def test_a_staffed_window_is_refused_in_words(clerk):
    answer = clerk.post("/desk/seat", {"window": Window.objects.get(number=1).pk})
    assert answer.status_code == 409
    assert "已有人在岗" in answer.content.decode()
