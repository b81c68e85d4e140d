"""The console as its keepers' hands know it: dialogs, arrows about the matrix, keys through a case's history, both sizes."""

import pytest

from tests.console.conftest import SIZES, Keepers

pytestmark = pytest.mark.browser
PAGES = (
    "", "organisation/", "organisation/CX-HALL/", "staff/", "staff/990801/", "authority/", "calendar/990785/2026/",
    "calendar/990785/2028/", "cases/", "cases/verification/", "items/", "items/crj-passport-renew/", "audit/grants/",
)  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_scrolls_sideways(house, signed_in, size, language):
    number = house.case()
    page = signed_in(size, language)
    for path in (*PAGES, f"cases/{number}/"):
        page.goto(f"/console/{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], f"{path} is {width} wide"


def test_a_rule_that_is_broken_is_named_in_the_dialog_which_keeps_what_was_typed(signed_in):
    page = signed_in(badge=Keepers.CITY)
    page.goto("/console/staff/990812/")
    page.keyboard.press("g")
    dialog = page.locator("dialog[open]")
    for name, value in {
        "line": "household",
        "act": "receive",
        "level": "county",
        "scope": "CX",
        "granted_by": "CX-HZ",
    }.items():
        dialog.locator(f"[name={name}]").select_option(value)
    dialog.locator("[name=document_no]").fill("澄公户〔2026〕7号")
    page.keyboard.press("Control+Enter")
    dialog.get_by_text("户政规则：只能由市级户政部门授权").wait_for()
    assert dialog.locator("[name=document_no]").input_value() == "澄公户〔2026〕7号"
    dialog.locator("[name=granted_by]").select_option("YJ-HZ")
    page.keyboard.press("Control+Enter")
    page.get_by_text("授权已登记。").wait_for()
    assert page.locator("table").first.get_by_text("澄公户〔2026〕7号").count() == 1


def test_arrows_move_about_the_matrix_and_enter_opens_a_cell(signed_in):
    page = signed_in()
    page.goto("/console/authority/")
    page.locator(".square").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    assert "何晓禾" in dialog.inner_text()
    assert "出入境规则" in dialog.inner_text()


def test_keys_step_through_a_history_and_the_trail_follows(house, signed_in):
    number = house.case()
    page = signed_in()
    page.goto(f"/console/cases/{number}/?at=1")
    page.keyboard.press("j")
    page.locator("[data-instant='2']").wait_for()
    assert page.locator("[data-seq].is-here").get_attribute("data-seq") == "2"
    assert page.url.endswith("?at=2")
    page.locator("input[type=range]").fill("1")
    page.locator("[data-instant='1']").wait_for()
    page.locator("[data-seq='3'] a").click()
    page.locator("[data-instant='3']").wait_for()
    assert page.locator(".is-later").count() == page.locator("[data-seq]").count() - 3


def test_a_day_shows_what_it_would_change_before_it_is_saved(house, signed_in):
    house.case()
    page = signed_in()
    page.goto("/console/calendar/990785/2026/")
    page.locator("button.day[hx-get*='2026-11-24']").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_text("件在办件的到期日会改变").wait_for()
    dialog.get_by_label("上班日").check()
    dialog.get_by_text("到期日都不变").wait_for()
    dialog.get_by_label("休息日").check()
    dialog.locator("[name=day_name_zh]").fill("县庆")
    dialog.locator("[name=day_name_en]").fill("County Day")
    dialog.locator("[name=source]").fill("澄府〔2026〕1号")
    page.keyboard.press("Control+Enter")
    page.get_by_text("日历已修改").wait_for()
    assert "day--off" in page.locator("button.day[hx-get*='2026-11-24']").first.get_attribute("class")


def test_on_a_phone_the_tree_comes_first_and_leads_to_a_unit_and_back(signed_in):
    page = signed_in("phone")
    page.goto("/console/organisation/")
    page.get_by_role("link", name="澄溪县公安政务服务大厅").click()
    page.get_by_text("综合窗口").first.wait_for()
    assert not page.locator(".twopane__list").is_visible()
    page.get_by_role("link", name="全部机构").click()
    assert page.locator(".twopane__list").is_visible()


def test_what_a_new_value_would_touch_is_said_while_it_is_being_typed(signed_in):
    page = signed_in()
    page.goto("/console/settings/")
    page.locator("[hx-get*='remind_owed']").first.click()
    foretold = page.locator("dialog[open] .effect")
    foretold.get_by_text("提前 3 天").wait_for()
    page.locator("dialog[open] [name=setting_value]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    foretold.get_by_text("提前 7 天").wait_for()
