"""Editing as an officer's hands know it: a limit changed, refused beside the field, mended, reviewed, published; counted."""

import re

import pytest
from django.db import connection

from tests.console.conftest import SIZES, Keepers
from tests.console.publishing import (
    LIMIT,
    Editing,
    approved,
    found,
    mended,
    opened,
    put_before_a_second_person,
    slipped,
)

pytestmark = pytest.mark.browser
OFFICER_HANDS, REVIEWER_HANDS = 10, 3
"""Interactions that docs/catalogue.md promises; the officer's include a slip that the linter refuses."""


def test_a_limit_is_changed_by_one_approved_by_another_and_holds(house, signed_in):
    pinned = house.case("hz-move-spouse")
    officer = Editing(signed_in(badge=Keepers.HEAD))
    found(officer)
    opened(officer)
    slipped(officer)
    wrong = officer.page.locator("#part-limits [aria-invalid]")
    assert wrong.evaluate_all("found => found.map(one => one.name)") == ["limits.promised.amount"]
    mended(officer)
    assert officer.page.locator("#part-limits .remark__one--finding").count() == 0
    put_before_a_second_person(officer)
    assert len(officer.done) == OFFICER_HANDS, officer.done
    reviewer = Editing(signed_in(badge=Keepers.EVERYTHING))
    approved(reviewer)
    assert len(reviewer.done) == REVIEWER_HANDS, reviewer.done

    reviewer.page.goto("/guides/hz-move-spouse/")
    reviewer.page.locator("main", has_text=re.compile(rf"{LIMIT} ?个工作日")).wait_for()
    connection.close()
    from yichuang.cases.models import Case

    assert Case.objects.get(number=pinned).item_version == 1
    assert Case.objects.get(number=house.case("hz-move-spouse", "沈小满")).item_version == 2


def test_the_form_opens_where_one_pressed_and_marks_the_part_that_is_read(signed_in):
    page = signed_in(badge=Keepers.HEAD)
    page.goto("/console/items/hz-id-renew/")
    page.get_by_role("button", name="修改：材料").click()
    page.locator("[data-part=materials].is-current").wait_for()
    assert page.evaluate("document.querySelector('#part-materials').getBoundingClientRect().top") < 200
    assert page.locator("[data-part].is-current").count() == 1


def test_two_windows_on_one_draft_ask_instead_of_losing(house, signed_in):
    mine, theirs = signed_in(badge=Keepers.HEAD), signed_in(badge=Keepers.ADMIN)
    mine.goto("/console/items/hz-id-renew/")
    mine.keyboard.press("e")
    mine.locator("#sheet").wait_for()
    theirs.goto(mine.url)
    theirs.locator("[name='limits.promised.amount']").fill("12")
    theirs.locator("#side", has_text="12 个工作日").wait_for()
    mine.locator("[name='limits.promised.amount']").fill("10")
    clash = mine.locator("#clash-limits")
    clash.get_by_text("12 个工作日").wait_for()
    clash.get_by_role("button", name="用我填的").click()
    mine.locator("#side", has_text="10 个工作日").wait_for()
    assert clash.inner_text() == ""


def test_a_material_is_added_by_hand_and_the_hand_stays_with_it(signed_in):
    page = signed_in(badge=Keepers.HEAD)
    page.goto("/console/items/hz-id-renew/")
    page.keyboard.press("e")
    page.locator("#sheet").wait_for()
    page.wait_for_load_state()
    page.locator("[name='add.materials']").fill("结婚证")
    page.keyboard.press("Enter")
    entry = page.locator("#part-materials .entry", has_text="结婚证").last
    entry.locator("select").first.wait_for(state="visible")
    entry.locator("select").first.select_option("produced")
    page.locator("#part-materials .remark__one--finding", has_text="请").first.wait_for()
    assert entry.locator("details").get_attribute("open") is not None


def test_a_condition_is_chosen_in_words_and_said_in_words(signed_in):
    page = signed_in(badge=Keepers.HEAD)
    page.goto("/console/items/hz-id-renew/")
    page.locator("form[action$='/edit/'] button").click()
    page.locator("#sheet").wait_for()
    page.wait_for_load_state()
    entry = page.locator("#part-materials .entry").first
    entry.locator("summary").click()
    box = entry.locator("[data-clause]")
    box.focus()
    box.select_option("age < 16")
    entry.locator(".remark__said", has_text="不满16周岁").wait_for()
    box.select_option("agent")
    entry.locator(".remark__said", has_text="代办").wait_for()
    assert entry.locator("[name$='.when']").input_value() == "age < 16 && agent"
    entry.locator("[name$='.when']").fill("age <")
    entry.locator(".remark__one--finding", has_text="条件无法读懂").wait_for()


def test_what_is_typed_is_saved_before_it_is_submitted_or_left(signed_in):
    page = signed_in(badge=Keepers.HEAD)
    page.goto("/console/items/hz-id-renew/")
    page.keyboard.press("e")
    page.locator("[name='limits.promised.amount']").wait_for()
    page.wait_for_load_state()
    page.locator("[name='limits.promised.amount']").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("11")
    page.keyboard.press("Control+Enter")
    page.locator("dialog[open]", has_text="11 个工作日").wait_for()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_scrolls_sideways_with_everything_open(signed_in, size, language):
    page = signed_in(size, language, badge=Keepers.EVERYTHING)
    page.goto("/console/items/crj-passport-renew/")
    page.locator("form[action$='/edit/'] button").click()
    page.locator("#sheet").wait_for()
    page.evaluate("for (const fold of document.querySelectorAll('#sheet details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    change = page.url.split("/console/")[1].split("/crj")[0]
    about = [f"items/hz-move-spouse/{tab}/" for tab in ("layers", "compare", "uses", "correct")]
    for path in ("changes/", f"{change}/", *about):
        page.goto(f"/console/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
