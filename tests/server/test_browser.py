"""The browser of the tests is real, and as closed in as the tests themselves."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_it_opens_our_pages_over_http(browser_page):
    answer = browser_page.goto("/static/absent.css")
    assert answer.status == 404
    assert browser_page.evaluate("navigator.language") == "zh-CN"


def test_it_cannot_leave_this_machine(browser_page):
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        browser_page.goto("http://example.org/")


def test_two_visitors_do_not_share_a_session(open_page):
    clerk, citizen = open_page(), open_page(viewport={"width": 390, "height": 844})
    for page in (clerk, citizen):
        page.goto("/static/absent.css")
    clerk.evaluate("document.cookie = 'who=clerk'")
    assert "who" not in citizen.evaluate("document.cookie")
    assert citizen.evaluate("innerWidth") == 390
