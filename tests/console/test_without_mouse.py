"""The console without a mouse, without sight and at twice its size: keys alone publish a limit, everything has a name."""

import pytest

from tests.console.conftest import Keepers
from tests.console.publishing import LIMIT, REASON, SLIP
from tests.console.test_in_browser import PAGES
from tests.stories.hands import Hands

pytestmark = pytest.mark.browser
MOST = 40
"""Tabs to wherever one wants to be."""
TWICE = {"width": 683, "height": 384}
"""What is left of 1366 × 768 at 200 %."""
SEEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const drawn = [one, one.nextElementSibling, one.parentElement].filter(Boolean).map((each) => getComputedStyle(each));
    const ringed = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const clear = !top || one.contains(top) || top.contains(one) || one.parentElement.contains(top);
    return [drawn.some((style) => ringed(style) || style.boxShadow !== "none"), clear, one.outerHTML.slice(0, 200)];
}"""
NAMED = {
    "button", "link", "textbox", "combobox", "checkbox", "radio", "searchbox", "spinbutton", "slider", "Date",
    "DisclosureTriangle", "listbox",
}  # fmt: skip
"""Roles whose bearer one is told of by name."""


class Keys(Hands):
    """Hands that only type."""

    def tab_to(self, selector: str) -> None:
        """Tab after Tab; wherever the focus comes by, it is seen and nothing lies over it."""
        for _ in range(MOST):
            self.press("Tab")
            lit, clear, html = self.page.evaluate(SEEN)
            assert lit, f"focus is not seen on {html}"
            assert clear, f"something lies over {html}"
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{MOST} Tabs do not lead to {selector}")


def unnamed(page) -> list[str]:
    """Controls of the page that a screen reader could not call by a name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in NAMED and not node.get("name", {}).get("value", "").strip()
    ]


def typed_over(hands: Keys, value: str) -> None:
    hands.press("Control+A")
    hands.type(value)


def to_the_form(hands: Keys, words: str) -> None:
    page = hands.page
    page.goto("/console/")
    hands.tab_to("[href='/console/items/']")
    hands.press("Enter")
    page.locator("table[data-rows]").wait_for()
    page.wait_for_load_state()
    hands.press("/")
    hands.type(words)
    hands.press("Enter")
    page.wait_for_url("**text=**")
    page.wait_for_load_state()
    hands.tab_to("[data-row-open]")
    hands.press("Enter")
    page.locator("#begin").wait_for()
    hands.tab_to("button[value='limits']")
    hands.press("Enter")
    page.locator("[data-part=limits].is-current").wait_for()
    page.wait_for_load_state()


@pytest.mark.parametrize("size", [None, TWICE])
def test_a_limit_is_published_by_keys_alone(house, signed_in, size):
    hands = Keys(signed_in(badge=Keepers.HEAD))
    page = hands.page
    if size:
        page.set_viewport_size(size)
    to_the_form(hands, "夫妻投靠")
    hands.tab_to("[name='limits.promised.amount']")
    typed_over(hands, SLIP)
    page.locator("#part-limits .remark__one--finding").first.wait_for()
    typed_over(hands, LIMIT)
    page.locator("#sheet-state", has_text="检查通过").wait_for()
    hands.press("Control+Enter")
    page.locator("dialog[open] [name=change_reason]").wait_for()
    hands.type(REASON)
    hands.press("Control+Enter")
    page.get_by_text("等待第二人审核").wait_for()
    second = Keys(signed_in(badge=Keepers.EVERYTHING))
    second.page.goto("/console/")
    second.tab_to("a.point[href^='/console/changes/']")
    second.press("Enter")
    second.page.locator("dl.facts").wait_for()
    second.page.wait_for_load_state()
    second.press("a")
    second.page.locator("dialog[open]").wait_for()
    second.press("Control+Enter")
    second.page.get_by_text("已通过并发布").wait_for()


def test_what_is_wrong_is_reached_by_one_key_and_the_hand_is_in_its_field(signed_in):
    hands = Keys(signed_in(badge=Keepers.HEAD))
    page = hands.page
    to_the_form(hands, "夫妻投靠")
    page.locator("[name='limits.promised.amount']").focus()
    typed_over(hands, SLIP)
    page.locator("#part-limits .remark__one--finding").first.wait_for()
    hands.press("Control+Enter")
    page.locator("dialog[open] .sheet__found a").first.wait_for()
    page.locator("dialog[open] .sheet__found a").first.focus()
    hands.press("Enter")
    page.wait_for_function("document.activeElement.name === 'limits.promised.amount'")
    assert page.locator("dialog[open]").count() == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_control_has_a_name(house, signed_in, language):
    page = signed_in(language=language)
    number = house.case()
    for path in (*PAGES, f"cases/{number}/", "items/hz-id-renew/correct/", "settings/"):
        page.goto(f"/console/{path}")
        assert unnamed(page) == [], path
    page.goto("/console/items/crj-passport-renew/")
    page.locator("form[action$='/edit/'] button").click()
    page.locator("#sheet").wait_for()
    page.wait_for_load_state()
    page.evaluate("for (const fold of document.querySelectorAll('#sheet details')) fold.open = true")
    assert unnamed(page) == []
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0


def test_words_put_right_are_found_among_many(signed_in):
    page = signed_in(badge=Keepers.HEAD)
    page.goto("/console/items/hz-id-renew/correct/")
    page.wait_for_load_state()
    every = page.locator(".words__one:visible").count()
    page.get_by_label("找文字").fill("acceptance")
    assert 0 < page.locator(".words__one:visible").count() < every
    page.get_by_label("找文字").fill("没有的字")
    page.get_by_text("没有这样的文字").wait_for()
    assert page.locator(".words__part:visible").count() == 0
