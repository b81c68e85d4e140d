"""The story of a changed limit: an officer changes it, slips, mends it and submits; a second person lets it pass.

Told once, for the test that counts interactions and for ``tools.officer_time``, which reckons how long they take.
"""

from tests.stories.hands import Hands

ITEM, SLIP, LIMIT, REASON = "夫妻投靠", "90", "2", "县局会议纪要〔2026〕9号"


class Editing(Hands):
    """Hands that also click and fill; each is one interaction."""

    def click(self, name: str, role: str = "link") -> None:
        self.done.append(name)
        self.page.get_by_role(role, name=name).first.click()

    def fill(self, field: str, value: str) -> None:
        self.done.append(f"{field} = {value}")
        self.page.locator(f"[name='{field}']").fill(value)


def found(hands: Editing, words: str = ITEM) -> None:
    """From the first page to an item."""
    hands.page.goto("/console/")
    hands.click("事项")
    hands.fill("text", words)
    hands.press("Enter")
    hands.click(words)


def opened(hands: Editing) -> None:
    """The form, at its limits; it listens."""
    hands.click("修改：时限", "button")
    hands.page.locator("#part-limits").wait_for()
    hands.page.wait_for_load_state()


def slipped(hands: Editing) -> None:
    """A promise that no law allows, refused beside its field."""
    hands.fill("limits.promised.amount", SLIP)
    hands.page.locator("#part-limits .remark__one--finding", has_text="承诺时限长于法定时限").wait_for()


def mended(hands: Editing) -> None:
    hands.fill("limits.promised.amount", LIMIT)
    hands.page.locator("#sheet-state", has_text="检查通过").wait_for()


def put_before_a_second_person(hands: Editing) -> None:
    hands.press("Control+Enter")
    hands.page.locator("dialog[open] [name=change_reason]").wait_for()
    hands.type(REASON)
    hands.press("Control+Enter")
    hands.page.get_by_text("等待第二人审核").wait_for()


def approved(hands: Editing) -> None:
    """From the first page, which says what waits."""
    page = hands.page
    page.goto("/console/")
    hands.click("1 件目录变更待您审核")
    page.locator(".compared__new", has_text=f"{LIMIT} 个工作日").wait_for()
    page.wait_for_load_state()
    hands.press("a")
    page.locator("dialog[open]").wait_for()
    hands.press("Control+Enter")
    page.get_by_text("已通过并发布").wait_for()


OFFICER = (found, opened, slipped, mended, put_before_a_second_person)
REVIEWER = (approved,)
