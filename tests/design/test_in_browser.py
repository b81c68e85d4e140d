"""The small script modules in a real browser: keyboard, explanations, undo, signature, choices that are remembered."""

import re
import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.design.addresses")]

OFFICE, DESK, COUNTER = (f"/design/screens/{name}/" for name in ("office", "desk", "counter"))

FORM = """key => {
  document.querySelector("#main").insertAdjacentHTML("beforeend",
    `<form id="send" hx-post="/file/" hx-swap="none"><input name="idempotency_key" value="${key}">
      <input name="picked" value="1"><input name="picked" value="2"><button>x</button></form>`);
  htmx.process(document.querySelector("#send"));
  document.querySelector("#send button").click();
}"""
STREAMS = """
window.streams = [];
window.heard = [];
window.EventSource = class extends EventTarget {
  constructor(url) { super(); this.url = url; streams.push(this); }
  close() {}
};
for (const name of ["live", "live:queue", "live:again"])
  document.addEventListener(name, (event) => heard.push(`${name} ${event.detail ?? ""}`.trim()));
"""
BOARDS = """() => {
  document.querySelector("#main").insertAdjacentHTML("beforeend",
    `<div id="board" data-live="/live/1" data-live-events="queue"></div><div data-live="/live/1"></div>`);
  for (const one of document.querySelectorAll("[data-live]")) htmx.trigger(one, "htmx:load");
}"""


def current(page) -> str:
    return page.locator("tr.is-current .worklist__name").inner_text()


def width_of_content(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("path", ["/design/", OFFICE, DESK, COUNTER, "/design/screens/citizen/"])
@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}])
def test_nothing_scrolls_sideways(browser_page, path, size):
    browser_page.set_viewport_size(size)
    for language in ("zh", "en"):
        browser_page.goto(f"{path}?lang={language}")
        assert width_of_content(browser_page) <= size["width"]


@pytest.mark.parametrize("path", [OFFICE, DESK, COUNTER])
def test_the_main_action_is_never_below_the_fold(browser_page, path):
    for size in ({"width": 1366, "height": 768}, {"width": 390, "height": 844}):
        browser_page.set_viewport_size(size)
        browser_page.goto(path)
        box = browser_page.locator(".actionbar .button--primary, .bare__foot .button--primary").bounding_box()
        assert box["y"] + box["height"] <= size["height"]


def test_rows_move_by_letter_and_by_arrow_and_are_marked(browser_page):
    browser_page.goto(OFFICE)
    first = current(browser_page)
    browser_page.keyboard.press("j")
    second = current(browser_page)
    browser_page.keyboard.press("ArrowDown")
    third = current(browser_page)
    assert len({first, second, third}) == 3
    browser_page.keyboard.press("k")
    assert current(browser_page) == second
    marked = browser_page.locator("tr[aria-selected=true]").count()
    browser_page.keyboard.press("x")
    assert browser_page.locator("tr[aria-selected=true]").count() == marked + 1


def test_letters_typed_into_a_field_stay_letters(browser_page):
    browser_page.goto(DESK)
    browser_page.keyboard.press("/")
    assert browser_page.locator("#add-item").is_visible()
    browser_page.keyboard.type("j/k?")
    assert browser_page.locator("#id_q").input_value() == "j/k?"
    assert not browser_page.locator("#keys-help").is_visible()


def test_a_due_date_explains_itself_on_focus_and_closes_on_escape(browser_page):
    browser_page.goto(OFFICE)
    chip = browser_page.locator(".pane--case button.due")
    chip.focus()
    tip = browser_page.locator(".tip.is-open")
    assert tip.count() == 1
    assert tip.get_attribute("id") == chip.get_attribute("aria-describedby")
    browser_page.keyboard.press("Escape")
    assert tip.count() == 0
    chip.blur()
    chip.hover()
    assert tip.count() == 1


def test_the_help_lists_the_keys_that_work_now(browser_page):
    browser_page.goto(OFFICE)
    browser_page.keyboard.press("?")
    keys = browser_page.locator("#keys-help dt").all_inner_texts()
    assert {"A", "R", "S", "J K", "X"} <= set(keys)
    browser_page.locator("[data-singles]").uncheck()
    browser_page.keyboard.press("Escape")
    before = current(browser_page)
    browser_page.keyboard.press("j")
    assert current(browser_page) == before, "single keys can be switched off (WCAG 2.2 SC 2.1.4)"


def test_a_decision_waits_and_can_be_undone(browser_page):
    sent = watched(browser_page)
    browser_page.goto(OFFICE)
    browser_page.clock.install()
    browser_page.keyboard.press("a")
    assert browser_page.locator(".toast").count() == 1
    browser_page.keyboard.press("z")
    browser_page.clock.run_for(6000)
    assert browser_page.locator(".toast").count() == 0
    assert sent == []


def test_a_decision_is_sent_once_when_its_time_is_over_even_if_its_button_is_gone(browser_page):
    sent = watched(browser_page)
    browser_page.goto(OFFICE)
    browser_page.clock.install()
    browser_page.keyboard.press("a")
    browser_page.keyboard.press("a")
    assert browser_page.locator(".toast").count() == 1
    browser_page.evaluate("document.querySelector('[data-undo]').remove()")
    with browser_page.expect_response(lambda response: response.request.method == "POST"):
        browser_page.clock.run_for(6000)
    assert len(sent) == 1


def test_a_decision_is_sent_when_the_page_is_left(browser_page, caplog):
    """The browser sends it after the page is gone, so only the server sees it: the sample screen takes no decisions."""
    browser_page.goto(OFFICE)
    browser_page.keyboard.press("a")
    browser_page.goto(DESK)
    arrived = until(lambda: [line for line in caplog.messages if line == f"Method Not Allowed (POST): {OFFICE}"])
    assert len(arrived) == 1


def test_a_dot_is_no_signature_and_a_stroke_becomes_a_picture(browser_page):
    browser_page.goto("/design/#signature")
    pad = browser_page.locator("[data-signature] canvas")
    pad.scroll_into_view_if_needed()
    picture = browser_page.locator("input[name=signature]")
    pad.click(position={"x": 80, "y": 60})
    assert picture.input_value() == ""
    browser_page.locator("#signature button[type=submit]").click()
    assert browser_page.locator("[data-signature-missing]").is_visible()
    stroke(browser_page, pad.bounding_box())
    assert re.match(r"data:image/png;base64,\w", picture.input_value())
    browser_page.locator("[data-signature-clear]").click()
    assert picture.input_value() == ""


def test_night_large_letters_and_columns_are_remembered(browser_page):
    browser_page.goto(OFFICE)
    browser_page.locator(".masthead .menu summary").click()
    browser_page.locator("[data-set-scheme=dark]").click()
    browser_page.locator("[data-set-large=on]").click()
    browser_page.locator("[data-columns-of] summary").click()
    browser_page.locator("[data-columns-of] input[value=status]").uncheck()
    browser_page.goto(OFFICE)
    root = browser_page.locator("html")
    assert root.get_attribute("data-scheme") == "dark"
    assert root.get_attribute("data-large") is not None
    assert not browser_page.locator("td[data-col=status]").first.is_visible()


def test_the_living_page_opens_at_its_top(browser_page):
    browser_page.goto("/design/")
    browser_page.wait_for_timeout(200)
    assert browser_page.evaluate("scrollY") == 0


def test_a_lost_connection_is_said_and_its_return_too(browser_page):
    browser_page.goto(DESK)
    banner = browser_page.locator("[data-connection]")
    assert not banner.is_visible()
    browser_page.context.set_offline(True)
    banner.locator("[data-connection-when=lost]").wait_for(state="visible")
    browser_page.context.set_offline(False)
    banner.locator("[data-connection-when=back]").wait_for(state="visible")


@pytest.mark.parametrize(("key", "resent", "words"), [("k1", 1, "back"), ("", 0, "again")])
def test_what_could_not_be_sent_goes_out_again_only_where_it_cannot_double(browser_page, key, resent, words):
    """With an idempotency key it is sent again by itself; without one the person is asked to press once more."""
    sent: list[str] = []
    cut = [True]

    def line(route) -> None:
        if route.request.url.endswith("/file/"):
            sent.append(route.request.post_data or "")
        if cut[0] and (route.request.method in {"POST", "HEAD"}):
            route.abort("connectionfailed")
        elif route.request.method == "POST":
            route.fulfill(status=204)
        else:
            route.continue_()

    browser_page.clock.install()
    browser_page.route("**/*", line)
    browser_page.goto(DESK)
    browser_page.evaluate(
        FORM,
        key,
    )
    banner = browser_page.locator("[data-connection]")
    banner.locator("[data-connection-count]").get_by_text("1").wait_for(state="visible")
    cut[0] = False
    banner.locator(f"[data-connection-when={words}]").wait_for(state="visible")
    assert until(lambda: len(sent) == 1 + resent)
    assert len(set(sent)) == 1
    browser_page.clock.fast_forward(7000)
    assert banner.is_visible() is (words == "again"), "what is to be done again stays said"


def test_live_updates_come_back_after_a_gap_and_say_that_there_was_one(browser_page):
    browser_page.add_init_script(STREAMS)
    browser_page.goto(DESK)
    browser_page.evaluate(BOARDS)
    assert browser_page.evaluate("streams.length") == 1, "one stream serves all who ask for the same address"
    browser_page.evaluate("streams[0].onopen(); streams[0].dispatchEvent(new MessageEvent('queue', {data: 'B018'}))")
    assert "live:queue B018" in browser_page.evaluate("heard")
    browser_page.evaluate("streams[0].onerror()")
    assert browser_page.locator("#board").get_attribute("data-live-state") == "lost"
    assert until(lambda: browser_page.evaluate("streams.length") == 2)
    browser_page.evaluate("streams[1].onopen()")
    assert "live:again" in browser_page.evaluate("heard")
    assert browser_page.locator("#board").get_attribute("data-live-state") == "open"


def test_tabs_turn_by_arrow_key(browser_page):
    browser_page.goto(OFFICE)
    browser_page.locator("#tab-trail").focus()
    browser_page.keyboard.press("ArrowRight")
    assert browser_page.locator("#panel-facts").is_visible()
    assert not browser_page.locator("#panel-trail").is_visible()


def test_every_control_can_be_reached_and_shows_its_focus(browser_page):
    browser_page.goto(DESK)
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"
    ringless = browser_page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, summary")].filter((one) => !one.disabled)
            .filter((one) => one.checkVisibility())
            .filter((one) => { one.focus({focusVisible: true}); return getComputedStyle(one).outlineStyle === "none"
                && getComputedStyle(one.closest(".choice") || one).outlineStyle === "none"; })
            .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert ringless == []


def until(found):
    """What ``found`` answers, as soon as it answers something; at most ten seconds, for a busy machine."""
    for _ in range(100):
        if found():
            break
        time.sleep(0.1)
    return found()


def watched(page) -> list[str]:
    """The addresses that the page posts to; each is answered with nothing."""
    sent: list[str] = []

    def answer(route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/*", answer)
    return sent


def stroke(page, box) -> None:
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 40 + step * 12, box["y"] + 60 + step % 5 * 8)
    page.mouse.up()
