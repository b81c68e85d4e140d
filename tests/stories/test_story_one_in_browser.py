"""Story 1 in real browsers, from the card on the reader to both results in the person's hands.

The clerk at window 1, six officers of two lines and the hand-over desk each have a browser, a password and a one-time
code of their own. The filing is counted: at most 25 interactions.
"""

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection

from tests.demo.places import TODAY
from tests.stories.hands import Hands, decide, sign_in

pytestmark = pytest.mark.browser
MOST = 25
ITEMS = {"护照换发": "crj-passport-renew", "夫妻投靠": "hz-move-spouse"}
"""What the clerk types, and the item that is meant."""
HOUSEHOLD = ("990813", "990811", "990814")
EXIT_ENTRY = ("990822", "990701", "990824")


@pytest.fixture
def town(committed_town, outside):
    """The server's clock stands on the morning of the story, so that it is played the same in later years."""
    with time_machine.travel(TODAY, tick=True):
        yield committed_town


@pytest.fixture
def at(town, open_page) -> Callable:
    """``at(badge, address)``: somebody's own browser, past both steps of the sign-in."""
    connection.close()

    def opened(badge: str, address: str):
        page = open_page()
        sign_in(page, badge, address)
        return page

    return opened


def press_card(outside, key: str, reader: str) -> None:
    """Somebody lays the card on the reader."""
    from yichuang.demo.people import by_key
    from yichuang.demo.records import cards
    from yichuang.demo.seed_sandbox import demo_people

    outside.readers[reader].append(cards([by_key(demo_people(TODAY.date()))[key]])[0])


def choose(hands: Hands, typed: str, code: str) -> None:
    """The clerk finds an item by what it is called."""
    hands.type(typed)
    hands.page.locator(f"#items-found .is-current[data-op='add:{code}']").wait_for()
    hands.press("Enter")
    hands.page.locator(f"[data-removes='{code}']").wait_for(state="attached")


def answer(hands: Hands) -> list[str]:
    """Each question with one digit, until none is open."""
    from tests.stories.playing import ANSWERS

    wanted = {key: value for answers in ANSWERS.values() for key, value in answers.items()}
    asked: list[str] = []
    while hands.page.locator("[data-current]").count():
        current = hands.page.locator("[data-current]")
        name = current.locator("input").first.get_attribute("name")
        asked.append(name.rpartition(".")[2])
        assert len(asked) == len(set(asked)), f"asked again: {asked}"
        digit = current.locator(f"input[value='{wanted[asked[-1]]}']").get_attribute("data-key")
        hands.press(digit)
        hands.page.locator(f"[data-current]:has(input[name='{name}'])").wait_for(state="detached")
    return asked


def file(hands: Hands, outside) -> str:
    """The whole visit at window 1; the application's number."""
    page = hands.page
    press_card(outside, "nianan", "window-1")
    hands.press("F2")
    page.wait_for_url("**/desk/drafts/**")
    page.locator("#id_q").wait_for()
    for typed, code in ITEMS.items():
        choose(hands, typed, code)
    hands.press("Escape")
    answer(hands)
    page.locator("#id_f\\.applicant_phone, [name='f.applicant_phone']").first.focus()
    hands.type("15400010001")
    page.locator("[data-saved][data-state='saved']").first.wait_for(state="attached")
    hands.press("F7")
    page.locator("#visit-materials button:disabled").first.wait_for()
    hands.press("F9")
    page.locator("dialog[open] [data-signature] canvas").wait_for()
    hands.sign()
    hands.press("F9")
    page.wait_for_url("**/desk/applications/**")
    return page.url.rstrip("/").rpartition("/")[2].partition("?")[0]


def test_passport_and_household_move_in_one_visit(town, at, outside):
    hands = Hands(at("990801", "/desk/"))
    number = file(hands, outside)
    assert len(hands.done) <= MOST, hands.done
    hands.page.context.close()

    passport, move = cases_of(number)
    for line, own, other in ((HOUSEHOLD, move, passport), (EXIT_ENTRY, passport, move)):
        for badge in line:
            page = at(badge, "/office/")
            assert page.locator(f"#worklist tr[data-number='{other}']").count() == 0, "the other line's task"
            decide(page, own)
            page.context.close()
    assert town.state(passport).status == town.state(move).status == "ready"

    hand_out(Hands(at("990802", "/desk/hand-over/")), outside, (passport, move))
    assert town.state(passport).status == town.state(move).status == "delivered"
    assert_the_record_verifies()


def cases_of(number: str) -> tuple[str, str]:
    """The numbers of the passport's and the move's case."""
    from yichuang.applications.models import Application
    from yichuang.applications.queries import whole

    cases = {case.item: case.number for case in whole(Application.objects.get(number=number)).cases}
    return cases["crj-passport-renew"], cases["hz-move-spouse"]


def hand_out(hands: Hands, outside, numbers: tuple[str, ...]) -> None:
    """Another window, another day: one identity check, the old passport, one signature, everything together."""
    page = hands.page
    press_card(outside, "nianan", "window-2")
    hands.press("F2")
    page.locator("#handing").wait_for()
    shown = {box.get_attribute("value") for box in page.locator("input[name='case']").all()}
    assert shown == set(numbers)
    taken_in = page.locator("input[name$='.passport_old']")
    assert not taken_in.is_checked()  # nobody has said yet that it was
    taken_in.check()
    assert page.locator("input[name^='why.']").is_hidden()
    hands.sign()
    hands.press("F9")
    page.locator(".handed").wait_for()


def assert_the_record_verifies() -> None:
    from yichuang.cases.verify import verify

    assert verify().faults == ()
