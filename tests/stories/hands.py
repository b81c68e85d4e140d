"""A pair of hands at a screen: every key, click, field and stroke is one interaction, and they are counted."""

from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAKES_EFFECT = 5000
"""Milliseconds: an officer's decision binds five seconds after the key."""


class Hands:
    """Somebody at a browser."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.done: list[str] = []

    def press(self, key: str) -> None:
        """One key."""
        self.done.append(key)
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """One field."""
        self.done.append(f"“{text}”")
        self.page.keyboard.type(text)

    def sign(self) -> None:
        """One signature on the pad that is shown, none quite like the one before."""
        self.done.append("signature")
        lower = 0.03 * self.done.count("signature")
        canvas = self.page.locator("[data-signature-ready] canvas:visible")  # its script has run: strokes are seen
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * (0.3 + lower))
        mouse.down()
        for right, down in ((0.4, 0.7), (0.5, 0.3), (0.7, 0.8), (0.8, 0.4)):
            mouse.move(box["x"] + box["width"] * right, box["y"] + box["height"] * (down + lower), steps=4)
        mouse.up()


def sign_in(page: "Page", badge: str, at: str) -> None:
    """Password and one-time code, by keyboard."""
    from yichuang.demo.bureau import bureau, totp_secret
    from yichuang.demo.codes import code_at

    page.goto(at)
    page.keyboard.type(badge)
    page.keyboard.press("Tab")
    page.keyboard.type(bureau().password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    page.keyboard.type(code_at(totp_secret(badge), time()))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{at}")


def decide(page: "Page", number: str) -> None:
    """An officer opens the case from the list, presses A, and the decision binds."""
    row = page.locator(f"#worklist tr[data-number='{number}']").first
    row.locator("[data-row-open]").first.click()
    page.locator(f"#case [data-case='{number}']").wait_for()
    with page.expect_response(lambda answer: f"{number}/do/" in answer.url) as sent:
        page.clock.install()
        page.keyboard.press("a")
        page.locator(".toast:not(.toast--still)").wait_for()
        pass_by(page)
    assert sent.value.ok


def pass_by(page: "Page", milliseconds: int = TAKES_EFFECT) -> None:
    """So much later by the page's own clock, which was installed before what is waited for began."""
    page.clock.fast_forward(milliseconds)
