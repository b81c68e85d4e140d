"""The sign-in pages as a person sees them."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.organisation.bureau import NOW, PASSWORD, set_up_bureau
from yichuang.organisation.second_factor import bind_codes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.organisation.sign_in_urls")]


@pytest.fixture
def bureau(transactional_db: None):
    cache.clear()
    return set_up_bureau()


@pytest.fixture
def demo(bureau, settings) -> None:
    """The bureau is the demo's: shown as such, and in an invented place."""
    from yichuang.organisation.models import Unit

    settings.DEMO = True
    Unit.objects.update(region="990785")


def keep(page, name: str) -> None:
    """Save a picture where a person asked for one."""
    folder = os.environ.get("YICHUANG_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_clerk_signs_in_with_the_keyboard_alone(browser_page, bureau, demo):
    bind_codes({member.account_id: SECRET for member in bureau.staff.values()}, NOW)
    page = browser_page
    page.goto("/work/")
    keep(page, "login")
    page.keyboard.type("100002")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    keep(page, "code")
    page.keyboard.type(page.locator("#demo-code").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/")
    assert "at work: 陈一" in page.content()


def test_a_wrong_password_is_said_beside_the_form(browser_page, bureau):
    page = browser_page
    page.goto("/accounts/login/")
    page.get_by_label("警号").fill("100002")
    page.get_by_label("密码").fill("not the one")
    page.get_by_role("button", name="下一步").click()
    alert = page.get_by_role("alert")
    assert "警号或密码不正确" in alert.inner_text()
    assert page.get_by_label("警号").input_value() == "100002", "what was typed stays"
    keep(page, "wrong")


def test_a_newcomer_sets_up_the_code_device(browser_page, bureau):
    from yichuang.organisation import demo_codes

    page = browser_page
    page.goto("/work/")
    page.get_by_label("警号").fill("100002")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url("**/totp/activate/**")
    picture = page.get_by_role("img", name="绑定动态口令的二维码")
    assert picture.evaluate("image => image.naturalWidth") > 0
    keep(page, "activate")
    page.get_by_label("动态口令").fill(demo_codes._code(page.locator("#totp-secret").inner_text()))
    page.get_by_role("button", name="绑定").click()
    page.wait_for_url("**/2fa/")
    keep(page, "bound")
    assert "动态口令已绑定" in page.content()


def test_the_sign_in_page_fits_a_phone(browser_page, bureau, demo):
    bind_codes({member.account_id: SECRET for member in bureau.staff.values()}, NOW)
    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/accounts/login/")
    keep(page, "login-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
