"""The public pages in a real browser: every size and letter, keyboard alone, and on paper."""

import io

import pypdf
import pytest

from yichuang.catalogue.queries import items_in_use
from yichuang.catalogue.search.index import index_of

pytestmark = pytest.mark.browser

PAGES = ("/", "/guides/", "/guides/crj-passport-renew/", "/search/?q=身份证丢了", "/search/?q=葡萄怎么种", "/verify/")
PHONE, ZOOMED = ({"width": width, "height": 768} for width in (390, 683))
"""The last one is a desktop at 200 %."""
SAMPLE_NUMBER = "990785199003074120"
LARGE = "localStorage.setItem('yichuang.large', 'on')"
NARROW = """[...document.querySelectorAll("main dd, main li")].filter((one) => one.checkVisibility())
  .filter((one) => one.innerText.length > 8 && one.getBoundingClientRect().width < 90).map((one) => one.innerText)"""
OPENED = "document.querySelectorAll('details:not(.menu)').forEach((one) => { one.name = ''; one.open = true; })"


@pytest.fixture(autouse=True)
def _served_as_it_is(committed_world):
    """A server has its index before the first question."""
    index_of(items_in_use())


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_nothing_scrolls_sideways_and_no_word_is_one_letter_wide(committed_world, open_page, size, locale):
    for large in (False, True):
        page = open_page(viewport=size, locale=locale)
        if large:
            page.add_init_script(LARGE)
        for path in PAGES:
            page.goto(path)
            page.evaluate(OPENED)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
            narrow = page.evaluate(NARROW)
            assert narrow == [], path


def test_large_letters_are_one_press_away_and_stay(committed_world, open_page):
    page = open_page(viewport=PHONE)
    page.goto("/guides/")
    page.get_by_role("button", name="大字", exact=True).click()
    page.goto("/guides/hz-id-renew/")
    assert page.locator("html").get_attribute("data-large") is not None
    pressed = page.get_by_role("button", name="大字", exact=True)
    assert pressed.get_attribute("aria-pressed") == "true"
    pressed.click()
    assert page.locator("html").get_attribute("data-large") is None


def test_a_question_is_answered_with_the_keyboard_alone(committed_world, open_page):
    page = open_page()
    page.goto("/guides/hz-id-renew/")
    page.locator("input[name=id_card_state]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**id_card_state=expiring**")
    assert page.locator("input[name=household_place]").count() == 2


def test_what_is_folded_on_screen_is_open_on_paper(committed_world, open_page):
    page = open_page()
    page.goto("/guides/hz-id-renew/")
    assert not page.get_by_text(SAMPLE_NUMBER).first.is_visible()
    printed = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    for told in (SAMPLE_NUMBER, "公通字〔2021〕12号", "打印于2026年"):
        assert told in printed.replace("\n", ""), told
    assert "下一步" not in printed


def test_a_link_to_a_line_opens_its_list(committed_world, open_page):
    page = open_page()
    page.goto("/guides/#traffic")
    page.locator("#traffic a").first.wait_for(state="visible")
