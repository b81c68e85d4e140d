"""The hand-over of paper on the screen: what waits goes with one button, what comes is taken with one key."""

import re

import pytest

from tests.desk.conftest import words
from yichuang.cases.models import Case
from yichuang.delivery.models import Bundle, Custody, Difference

PAGE, OFFICER = "/desk/bundles/", "990822"


@pytest.fixture
def filed(desk):
    """A passport renewal whose papers lie at the hall; the clerk's browser and the case."""
    visit, _ = desk.filed("crj-passport-renew")
    return visit.client, Case.objects.get()


def sent(client, **more: object):
    page = words(client.get(PAGE))
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    number = re.search(r'name="case" value="(\w+)"', page)[1]
    pieces = re.search(rf'name="pieces.{number}" value="(\d+)"', page)[1]
    posted = {**hidden, "case": number, f"pieces.{number}": pieces, **more}
    return client.post(f"{PAGE}send", {name: value for name, value in posted.items() if value is not None})


def test_what_waits_is_ticked_and_goes_with_one_button_and_the_list_is_offered_for_printing(filed):
    client, case = filed
    page = words(client.get(PAGE))
    assert "移交，打印交接单" in page
    assert case.number in page
    answer = sent(client)
    bundle = Bundle.objects.get()
    assert answer.headers["Location"] == f"{PAGE}?scan={bundle.number}"
    page = words(client.get(answer.headers["Location"]))
    assert re.search(rf'href="{PAGE}{bundle.number}.pdf"[^>]*data-key="P"', page)
    assert "还没有签收" in page
    paper = client.get(f"{PAGE}{bundle.number}.pdf")
    assert paper.content.startswith(b"%PDF")
    assert client.get(f"{PAGE}{bundle.number}.pdf").content == paper.content


def test_a_double_click_hands_on_once(filed):
    client, _ = filed
    page = words(client.get(PAGE))
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)[1]
    first = sent(client, idempotency_key=key)
    posted = {
        "idempotency_key": key, "to_unit": Bundle.objects.get().to_unit_id, "what": "papers",
        "case": Case.objects.get().number, f"pieces.{Case.objects.get().number}": Bundle.objects.get().lines.get().pieces,
    }  # fmt: skip
    assert client.post(f"{PAGE}send", posted).headers["Location"] == first.headers["Location"]
    assert Bundle.objects.count() == 1


def test_the_office_sees_what_comes_counts_it_and_takes_it_with_one_key(desk, filed):
    client, case = filed
    sent(client)
    number = Bundle.objects.get().number
    officer = desk.client(OFFICER)
    assert '<span class="count">1</span>' in words(officer.get("/office/counts/"))
    page = words(officer.get(PAGE, {"scan": number}))
    assert case.number in page
    button = re.search(r'<button[^>]*data-key="F9"[^>]*>.*?</button>', page, re.DOTALL)[0]
    assert "件数相符，签收" in button
    assert officer.post(f"{PAGE}{number}/take").headers["Location"] == PAGE
    assert Custody.objects.get().unit_id == desk.world.staff[OFFICER].unit_id
    assert "签收" in words(client.get(PAGE, {"scan": number}))
    assert 'class="count"' not in words(officer.get("/office/counts/"))


def test_the_printed_code_finds_the_bundle(desk, filed):
    client, _ = filed
    sent(client)
    number = Bundle.objects.get().number
    client.get(f"{PAGE}{number}.pdf")
    from yichuang.licences.models import IssuedPaper

    code = IssuedPaper.objects.get(kind="handover_list").code
    page = words(desk.client(OFFICER).get(PAGE, {"scan": f"https://yc.example/verify/{code}"}))
    assert f'class="bundle is-wanted" id="{number}"' in page


def test_what_differs_is_said_and_shown_to_the_sender(desk, filed):
    client, case = filed
    sent(client)
    number = Bundle.objects.get().number
    officer = desk.client(OFFICER)
    counted = {"differs": "1", f"found.{case.number}": "1", f"note.{case.number}": ""}
    refused = officer.post(f"{PAGE}{number}/take", counted)
    assert refused.status_code == 422
    assert "没有写明差异" in words(refused)
    officer.post(f"{PAGE}{number}/take", {**counted, f"note.{case.number}": "缺照片回执"})
    assert Difference.objects.get().found == 1
    assert "缺照片回执" in words(client.get(PAGE))


@pytest.mark.parametrize(
    "change",
    [{"case": None}, {"to_unit": "x"}, {"what": "gold"}, {"to_unit": "9" * 40}],
)
def test_a_form_that_asks_for_nothing_sound_is_refused(filed, change):
    refused = sent(filed[0], **change)
    assert refused.status_code == 422
    assert not Bundle.objects.exists()


def test_an_unknown_number_is_said_and_another_units_bundle_looks_the_same(desk, filed):
    client, _ = filed
    sent(client)
    number = Bundle.objects.get().number
    stranger = desk.client("991002")
    for wanted in (number, "JJ20261120-99999", "nonsense", "\x00"):
        answer = stranger.get(PAGE, {"scan": wanted})
        assert answer.status_code == 404
        assert "没有找到这份交接单" in words(answer)
    assert stranger.post(f"{PAGE}{number}/take").status_code == 404
    assert stranger.get(f"{PAGE}{number}.pdf").status_code == 404


def test_it_speaks_english_too(filed):
    page = words(filed[0].get(PAGE, headers={"Accept-Language": "en"}))
    assert "Hand on and print the list" in page


def test_the_page_costs_a_bounded_number_of_queries(desk, filed, queries_of):
    client, _ = filed
    sent(client)
    desk.filed("crj-passport-renew")
    assert queries_of(lambda: client.get(PAGE)) <= 20


def test_a_result_that_still_travels_is_said_before_it_is_looked_for(desk, filed):
    from tests.desk.test_handing_over import works
    from tests.ground.world import TODAY
    from yichuang.cases.status import Cargo
    from yichuang.delivery.send_bundle import Sending, send_bundle

    client, case = filed
    works(desk, case.number)
    maker = next(step.unit for step in _route(case) if step.act == "produce")
    badge = next(badge for badge, staff in desk.world.staff.items() if staff.unit_id == maker and _serves(desk, badge))
    wanted = Sending(case.unit_id, Cargo.RESULT, {case.number: 1})
    bundle = send_bundle(desk.world.actor(badge), wanted, key="r", now=TODAY)
    page = words(client.get(f"/desk/hand-over/?person={case.applicant_id}"))
    assert f"还在途中，交接单 {bundle.number}" in page


def _route(case):
    from yichuang.cases.store import load

    return load(case.number).state.route


def _serves(desk, badge: str) -> bool:
    return any(grant.line == "exit_entry" for grant in desk.world.actor(badge).grants)
