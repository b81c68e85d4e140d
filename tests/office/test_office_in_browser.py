"""The office as an officer's hands know it: keys, the five seconds, the next case."""

import pytest
from django.db import connection

from tests.office.conftest import Office
from tests.stories.hands import pass_by

pytestmark = pytest.mark.browser
EXAMINER = "990813"


@pytest.fixture
def busy(committed_world):
    office = Office(committed_world)
    office.numbers = [case.number for visit in office.file(3) for case in visit.cases if case.item == "hz-move-spouse"]
    return office


IN_SIGHT = """wanted => {
  const box = document.querySelector(wanted)?.getBoundingClientRect()
  return box && box.width > 0 && box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
}"""

UNDER_A_NOTICE = """() => {
  const notice = document.querySelector('.toast').getBoundingClientRect()
  const under = box => box.width && box.top < notice.bottom && box.bottom > notice.top && box.left < notice.right
  return [...document.querySelectorAll('.actionbar :is(button, a)')]
    .filter(button => under(button.getBoundingClientRect())).map(button => button.textContent.trim())
}"""


@pytest.fixture
def page(busy, open_page, live_server):
    connection.close()  # while a browser runs, this thread has a connection of its own, perhaps one of the test before
    cookie = busy.client(EXAMINER).cookies["sessionid"].value
    opened = open_page()
    opened.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened.goto("/office/")
    opened.locator("#case [data-case]").wait_for()
    opened.clock.install()
    return opened


def shown(page) -> str:
    return page.locator("#case [data-case]").get_attribute("data-case")


def status(office, number: str) -> str:
    return office.state(number).step("review").status.value


def test_a_decision_waits_five_seconds_goes_on_to_the_next_case_and_binds(page, busy):
    first = shown(page)
    page.keyboard.press("a")
    toast = page.locator(".toast:not(.toast--still)")
    assert "5 秒后生效" in toast.inner_text()
    page.locator(f"#case [data-case]:not([data-case='{first}'])").wait_for()
    assert page.locator(f"tr.is-pending[data-number='{first}']").count() == 1
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 3)
    assert page.locator(f"tr.is-pending[data-number='{first}']").count() == 1
    assert status(busy, first) == "active", "nothing binds before the five seconds are over"
    with page.expect_response(lambda answer: "/do/" in answer.url):
        pass_by(page)
    assert status(busy, first) == "done"
    page.locator(f"tr[data-number='{first}']").wait_for(state="detached")
    assert shown(page) != first, "the answer did not disturb the case that is being read"


def test_decisions_that_bind_at_one_moment_all_arrive(page, busy):
    """Each goes out for itself, even while the answers to others are on their way and the buttons are long gone."""
    busy.file(2)
    page.reload()
    decided: list[str] = []
    for _ in range(4):
        page.locator("#case [data-case]").wait_for()
        decided.append(shown(page))
        page.keyboard.press("a")
        page.locator(f"tr.is-pending[data-number='{decided[-1]}']").wait_for(state="attached")
        page.locator(f"#case [data-case]:not([data-case='{decided[-1]}'])").wait_for()
    assert len(set(decided)) == 4
    pass_by(page)
    for number in decided:
        page.locator(f"tr[data-number='{number}']").wait_for(state="detached")
    assert [status(busy, number) for number in decided] == ["done"] * 4


@pytest.mark.parametrize("waits", [True, False])
def test_an_answer_that_comes_when_its_button_is_gone_is_told_and_disturbs_nothing(page, busy, waits):
    """The officer reads the next case already; what the server says of the one before is a notice, not a page error."""
    first = shown(page)
    held: list = []

    def hold(route) -> None:
        held.append(route)

    page.route("**/do/", hold)
    with page.expect_request("**/do/"):
        if waits:
            page.keyboard.press("a")
            page.locator(".toast:not(.toast--still)").wait_for()
            pass_by(page)
        else:
            page.keyboard.press("c")
            page.keyboard.press("j")
    page.locator(f"#case [data-case]:not([data-case='{first}'])").wait_for()
    second = shown(page)
    held[0].continue_()
    page.locator(".toast--still", has_text=first[-6:]).wait_for()
    assert shown(page) == second


def test_a_decision_that_binds_while_the_line_is_down_goes_out_when_it_is_back(page, busy):
    first, cut = shown(page), [True]

    def line(route) -> None:
        if cut[0]:
            route.abort("connectionfailed")
        else:
            route.continue_()

    page.route("**/*", line)
    page.keyboard.press("a")
    page.locator(".toast:not(.toast--still)").wait_for()
    pass_by(page)
    banner = page.locator("[data-connection]")
    banner.locator("[data-connection-when=lost]").wait_for(state="visible")
    assert status(busy, first) == "active"
    cut[0] = False
    pass_by(page)
    page.locator(f"tr[data-number='{first}']").wait_for(state="detached")
    assert status(busy, first) == "done"


def test_ctrl_z_takes_a_decision_back_and_shows_the_case_again(page, busy):
    first = shown(page)
    page.keyboard.press("a")
    page.locator(f"#case [data-case]:not([data-case='{first}'])").wait_for()
    page.keyboard.press("Control+z")
    page.locator(f"#case [data-case='{first}']").wait_for()
    pass_by(page, 5500)
    page.wait_for_timeout(500)  # what was sent all the same would have arrived
    assert status(busy, first) == "active"
    assert page.locator("tr.is-pending").count() == 0


def test_leaving_the_page_sends_what_waits_at_once(page, busy):
    first = shown(page)
    page.keyboard.press("a")
    page.locator(".toast:not(.toast--still)").wait_for()
    page.goto("/design/")
    for _ in range(40):
        if status(busy, first) == "done":
            return
        page.wait_for_timeout(100)
    pytest.fail("the decision was lost with the page")


def test_a_return_by_keyboard_alone(page, busy):
    first = shown(page)
    page.keyboard.press("r")
    page.locator("dialog[open] textarea").fill("材料不清")
    page.keyboard.press("Control+Enter")
    page.locator(".toast:not(.toast--still)").wait_for()
    with page.expect_response(lambda answer: "/do/" in answer.url) as sent:
        pass_by(page)
    assert sent.value.status == 200
    assert busy.state(first).step("accept").status.value in {"active", "pending"}
    assert status(busy, first) == "pending"


def test_a_menu_folds_behind_the_dialog_that_it_opened_and_has_the_focus_back(page):
    page.keyboard.press(".")
    page.locator("#case .menu__body button[hx-target='#ask']").first.click()
    page.locator("dialog[open]").wait_for()
    assert page.locator("details.menu[open]").count() == 0
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('#case .menu-up summary')")


def test_rows_are_ticked_with_space_and_shift_and_claimed_together(page, busy):
    page.locator("#worklist tbody tr").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+J")
    assert page.locator("[data-picked-count]").inner_text() == "2"
    page.get_by_role("button", name="认领", exact=True).first.click()
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Control+Enter")
    page.locator(".toast:not(.toast--still)").wait_for()
    with page.expect_response(lambda answer: "/batch/" in answer.url and answer.request.method == "POST"):
        pass_by(page)
    page.locator(".toast--still").wait_for()
    held = [busy.state(number).step("review").asked()[0].staff for number in busy.numbers]
    assert held.count(busy.staff(EXAMINER)) == 2


def test_a_fresh_list_keeps_the_focus_and_the_ticks(page, busy):
    page.locator("#worklist tbody tr").nth(1).focus()
    page.keyboard.press("Space")
    number = page.evaluate("document.activeElement.dataset.number")
    busy.file()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('office:changed', {bubbles: true}))")
    page.locator("#worklist tbody tr").nth(3).wait_for()
    assert page.evaluate("document.activeElement.dataset.number") == number
    assert page.locator(f"tr[data-number='{number}'] input").is_checked()
    assert page.locator("[data-picked-count]").inner_text() == "1"


def test_another_list_closes_the_case_of_the_one_before_with_its_keys(page, busy):
    first, said = shown(page), []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if "/do/" in request.url else None)
    page.locator("#rows nav.tabs a", has_text="抄送").click()
    page.locator("#case", has_text="没有打开的办件").wait_for()
    assert page.locator("#case [data-case]").count() == 0
    page.keyboard.press("a")
    page.wait_for_timeout(500)
    assert page.locator(".toast:not(.toast--still)").count() == 0
    assert said == [], "nothing was decided, and nothing broke the content security policy"
    page.locator("#rows nav.tabs a", has_text="待认领").click()
    page.locator(f"#case [data-case='{first}']").wait_for()


@pytest.mark.parametrize(("language", "unit"), [("zh-hans", "个工作日"), ("en", "workday")])
def test_the_step_and_the_time_left_can_be_read_whole(page, live_server, language, unit):
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.reload()
    row = page.locator("#worklist tbody tr").first
    for cell in ("[data-col=step]", ".cell-due"):
        inner = row.locator(f"td{cell} .twoline, td{cell} .due").first
        whole = "one => one.scrollWidth <= one.clientWidth + 1 && one.scrollHeight <= one.clientHeight + 4"
        assert inner.evaluate(whole), cell
    assert unit in row.locator(".cell-due").inner_text()


def test_the_chosen_columns_are_remembered(page):
    page.locator("[data-columns-of] summary").click()
    page.get_by_label("办件号", exact=True).check()
    page.reload()
    page.locator("#worklist tbody tr").first.wait_for()
    assert page.locator("#worklist tbody td[data-col=number]").first.is_visible()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_scrolls_sideways_and_the_main_action_is_in_sight(page, live_server, size, language):
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto("/office/")
    page.locator("[data-row-open]").first.click()
    page.wait_for_function(IN_SIGHT, arg="#case .actionbar .button--primary")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_a_notice_lies_over_no_button_of_the_foot(page, size):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.keyboard.press("a")
    page.locator(".toast:not(.toast--still)").wait_for()
    assert page.evaluate(UNDER_A_NOTICE) == []
