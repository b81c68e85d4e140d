"""The desk as a clerk's hands know it: keys and typing only, counted; and what happens when the line drops."""

from datetime import date

import pytest
from django.db import connection

from tests.desk.conftest import Desk
from tests.ground.world import TODAY
from yichuang.evidence import gather
from yichuang.people.mandate import NewMandate, mandate
from yichuang.people.models import Person

pytestmark = pytest.mark.browser
MOST = 25
"""What the two-item visit may cost a trained clerk."""


class Clerk:
    """Counts what the hands do: a key, or a filled field."""

    def __init__(self, page) -> None:
        self.page, self.done = page, 0

    def key(self, name: str) -> None:
        self.done += 1
        self.page.keyboard.press(name)

    def types(self, text: str) -> None:
        self.done += 1
        self.page.keyboard.type(text)


@pytest.fixture
def desk(committed_world, outside):
    yield Desk(committed_world, outside)
    gather._threads.cache_clear()


@pytest.fixture
def page(desk, open_page, live_server):
    connection.close()  # while a browser runs, this thread has a connection of its own
    cookie = desk.client().cookies["sessionid"].value
    opened = open_page()
    opened.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened.goto("/desk/")
    return opened


def arrive(page, desk, clerk) -> None:
    clerk.key("F2")
    desk.lay(desk.card("nianan"))
    page.wait_for_url("**/desk/drafts/**")
    page.locator("#items-found [role=option]").first.wait_for()


def choose(page, clerk, typed: str, item: str) -> None:
    clerk.types(typed)
    clerk.key("Enter")
    page.locator(f"#visit-items [data-part='{item}']").wait_for()


def enough(page, clerk) -> None:
    clerk.key("Escape")
    page.wait_for_function("() => document.activeElement.matches('[data-current]')")


def answer(page, clerk) -> None:
    """Every question by its digit: the first option, but 周念安 comes from another city of the province."""
    done = set()
    while page.locator("[data-current]").count():
        asked = page.locator("[data-current]").get_attribute("id")
        assert asked not in done, f"asked again: {asked}"
        done.add(asked)
        clerk.key("2" if asked == "id_a.move_origin" else "1")
        page.wait_for_function("asked => document.querySelector('[data-current]')?.id !== asked", arg=asked)


def fill(page, clerk) -> None:
    """Whatever no register knows."""
    page.wait_for_function("() => document.activeElement.matches('#main-action, [data-required]')")
    while page.evaluate("document.activeElement?.dataset?.required") == "1":
        clerk.types("15400010001" if "phone" in page.evaluate("document.activeElement.id") else "无")
        if page.evaluate("document.activeElement?.value"):
            clerk.key("Enter")


def seen(page, clerk) -> None:
    """Every original."""
    clerk.key("F7")
    page.locator(".bar__open", has_text="还差").wait_for(state="hidden")


def draw(page) -> None:
    page.locator("#pad[open] [data-signature-ready]").wait_for()
    box = page.locator("#pad canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + 30 + step * 9, box["y"] + 60 + (25 if step % 2 else -20))
    page.mouse.up()


def test_a_clerk_files_two_items_of_two_lines_with_the_keyboard_in_at_most_25_steps(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    choose(page, clerk, "fqtk", "hz-move-spouse")
    enough(page, clerk)
    answer(page, clerk)
    fill(page, clerk)
    seen(page, clerk)
    clerk.key("F9")
    draw(page)  # the citizen's hand, not the clerk's
    clerk.key("F9")
    page.wait_for_url("**/desk/applications/**")
    assert page.locator("tbody tr").count() == 2
    assert clerk.done <= MOST, clerk.done
    clerk.key("F9")
    page.wait_for_url("**/desk/")


def test_a_mandate_is_revoked_with_the_keyboard_and_no_other_dialog_comes_in_between(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    principal = Person.objects.get(name="周念安")
    agent, day, until = desk.world.person("沈安", 761), TODAY.date(), date(2099, 1, 1)
    new = NewMandate(agent.pk, "委托书 7 号", ("hz-move-spouse",), day, until, principal_person_id=principal.pk)
    given = mandate(desk.world.actor("990801"), new, reason="窗口登记", now=TODAY)
    clerk.key("Escape")
    page.locator(".fold > summary").focus()
    clerk.key("Enter")
    page.locator(".acting li").wait_for()
    assert page.locator("dialog[open]").count() == 0
    clerk.key("Tab")
    clerk.key("Enter")
    clerk.types("错")
    clerk.key("F9")
    page.locator("dialog[open] [data-refusal='people.no_reason']").wait_for()
    page.locator("dialog[open] [name=reason]").fill("委托人来人撤销")
    clerk.key("F9")
    page.locator(".toast", has_text="已结束").wait_for()
    given.refresh_from_db()
    assert given.revoked_on


def test_the_main_action_is_in_view_and_nothing_scrolls_sideways(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    enough(page, clerk)
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        box = page.locator("#main-action").bounding_box()
        assert box["y"] + box["height"] <= height
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_typed_while_the_line_is_down_is_kept_and_sent_when_it_is_back(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    enough(page, clerk)
    page.context.set_offline(True)
    field = page.locator("[name='f.applicant_occupation']")
    field.fill("教师")
    page.locator("[data-connection-when=lost]").wait_for()
    field.fill("小学教师")
    page.context.set_offline(False)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok, timeout=8000):
        pass
    page.wait_for_timeout(600)
    page.reload()
    assert page.locator("[name='f.applicant_occupation']").input_value() == "小学教师"
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('yichuang.desk.')).length") == 0


def test_an_answer_lost_after_the_server_acted_leads_to_the_one_application(page, desk):
    from yichuang.applications.models import Application

    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    enough(page, clerk)
    answer(page, clerk)
    fill(page, clerk)
    seen(page, clerk)
    page.keyboard.press("F9")
    draw(page)
    acted = []

    def cut(route) -> None:
        acted.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    page.route("**/submit", cut, times=1)
    page.route("**/signing", lambda route: route.fulfill(status=204))  # which would lead to the receipt by itself
    page.wait_for_function("!document.querySelector('#signing.htmx-request')")  # nor does one that is on its way
    page.keyboard.press("F9")
    banner = page.locator("[data-connection]")
    banner.locator("[data-connection-when=again]").wait_for(state="visible")
    assert "没有收到答复" in banner.inner_text()
    assert "没有发出" not in banner.inner_text()
    assert acted == [200]
    filed = Application.objects.get()
    page.keyboard.press("F9")
    page.wait_for_url(f"**/desk/applications/{filed.number}/")
    assert Application.objects.count() == 1


def test_a_question_answered_keeps_the_cursor_going_and_typing_is_never_disturbed(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    enough(page, clerk)
    page.locator("[name='f.applicant_occupation']").select_text()
    page.keyboard.type("小学", delay=150)
    page.keyboard.type("教师", delay=450)  # slower than the saving: answers arrive between the letters
    assert page.locator("[name='f.applicant_occupation']").input_value() == "小学教师"
    assert page.evaluate("document.activeElement.name") == "f.applicant_occupation"
    clerk.key("1")
    assert page.locator("[name='f.applicant_occupation']").input_value() == "小学教师1", (
        "digits belong to the field one types in"
    )


def test_a_digit_right_behind_escape_answers(page, desk):
    """The cursor stays in the closed dialog's box until the page is drawn anew: nothing is typed there, where nobody sees it."""
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "护照换发", "crj-passport-renew")
    page.evaluate(
        """() => {
            const box = document.getElementById("id_q");
            document.getElementById("add-item").close();
            box.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true, cancelable: true }));
        }"""
    )
    page.wait_for_function("() => document.querySelector('[data-current]')?.id !== 'id_a.passport_reason'")
    assert page.locator("input[name='a.passport_reason']:checked").count() == 1


def test_what_an_answer_brings_against_the_visit_is_seen_before_the_cursor_goes_on(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    enough(page, clerk)
    clerk.key("5")  # lost: the reissue is another item
    page.wait_for_function("() => document.activeElement.matches('#visit-form .errors')")
    assert "普通护照补发" in page.locator("#visit-form .errors").inner_text()


def test_removing_an_item_can_be_undone(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    enough(page, clerk)
    page.locator("[data-current]").wait_for()
    clerk.key("1")
    page.locator("#visit-items .chip__remove").click()
    page.locator("#visit-items [data-part]").wait_for(state="detached")
    page.get_by_role("button", name="撤销").click()
    page.locator("#visit-items [data-part='crj-passport-renew']").wait_for()
    assert page.locator("[name='a.passport_reason']:checked").get_attribute("value") == "expiring"


def test_two_screens_one_says_what_the_other_did(page, desk):
    clerk = Clerk(page)
    arrive(page, desk, clerk)
    choose(page, clerk, "hzhf", "crj-passport-renew")
    enough(page, clerk)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name='f.applicant_occupation']").fill("教师")
    other.locator("[name='f.applicant_occupation']").blur()
    other.locator("[data-saved][data-state=saved]").wait_for()
    page.locator("[name='f.applicant_employer']").fill("实验小学")
    page.locator("[data-refusal='applications.draft_moved']").wait_for()
    assert not page.locator("#main-action").is_visible(), "two buttons would bear the same key"
    page.keyboard.press("F9")
    page.locator("[data-saved][data-state=saved]").wait_for()
    assert page.locator("[name='f.applicant_occupation']").input_value() == "教师"
    assert page.locator("[name='f.applicant_employer']").input_value() == "实验小学", "what was typed here is not lost"
