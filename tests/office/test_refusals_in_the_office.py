"""What the office says no to: in both languages, with what to do next, and with nothing done."""

import pytest

from tests.ground.refusals import nothing_written, refused, refuses
from tests.ground.world import TODAY
from yichuang.messaging.models import Notice
from yichuang.messaging.notify import Letter, notify
from yichuang.messaging.resend import resend

EXAMINER, HEAD = "990812", "990811"
HTMX = {"HX-Request": "true", "HX-Target": "case"}


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"action": "opine", "verdict": "agree", "comment": "长" * 2001}, "office.too_long"),
        ({"action": "transfer", "reason": "休假"}, "office.choose_colleague"),
        ({"action": "take_back", "reason": "休假"}, "office.choose_colleague"),
        ({"action": "claim", "version": "9" * 400}, "office.bad_order"),
        ({"action": "delegate", "to": "the other one", "reason": "休假"}, "office.choose_colleague"),
        ({"action": "start_special", "kind": "testing", "reason": "检测", "days": "soon"}, "office.number_needed"),
    ],
)
def test_an_order_that_lacks_something_says_what_it_is(office, order, code):
    number, client = office.number(), office.client(EXAMINER)
    sent = {"step": "review", "idempotency_key": "k1", **order}
    refuses(client, lambda: client.post(f"/office/cases/{number}/do/", sent, headers=HTMX), code, 422)


def test_only_like_cases_that_are_ticked_are_approved_together(office):
    (filed,) = office.file()
    client, both = office.client("990807"), [f"{case.number}|review" for case in filed.cases]
    for picked, code in (([], "office.none_picked"), (both, "office.not_alike")):
        sent = {"action": "opine", "verdict": "agree", "idempotency_key": "k1", "picked": picked}
        refuses(client, lambda sent=sent: client.post("/office/batch/", sent, headers=HTMX), code, 422)


def test_a_filter_that_no_page_of_ours_writes_finds_nothing(office):
    client = office.client(EXAMINER)
    for query in ("heap=everything", "at=2026"):
        refuses(client, lambda query=query: client.get(f"/office/?{query}"), "office.bad_filter", 400)


@pytest.fixture
def unsent(office, settings, tmp_path) -> Notice:
    settings.FILES_ROOT = tmp_path
    number = office.number()
    said = {"name": "周念安", "item": "夫妻投靠", "number": number, "date": "2026年12月1日"}
    notify(Letter("case/1/1", office.state(number).applicant, "13800000001", "accepted", said, number), now=TODAY)
    Notice.objects.filter(reference=number).update(state="failed", problem="gateway.rejected")
    return Notice.objects.get(channel="sms", reference=number)


def test_a_notice_is_not_sent_again_to_what_is_no_number_nor_closed_without_a_word(office, unsent):
    client, address = office.client(HEAD), f"/office/unsent/notices/{unsent.pk}/"
    wrong = {f"phone-{unsent.pk}": "call me"}
    refuses(client, lambda: client.post(address, wrong), "messaging.bad_phone", 422)
    silent = {"told": "1", f"how-{unsent.pk}": "好"}
    refuses(client, lambda: client.post(address, silent), "messaging.how_told", 422)


def test_a_notice_that_has_gone_out_is_not_sent_again(office, unsent):
    Notice.objects.filter(pk=unsent.pk).update(state="queued")
    again = {f"phone-{unsent.pk}": "13900000002"}
    client = office.client(HEAD)
    with nothing_written():
        assert client.post(f"/office/unsent/notices/{unsent.pk}/", again).status_code == 409
    with nothing_written(), refused("messaging.not_waiting"):
        resend(unsent.pk, by=office.staff(HEAD), now=TODAY, phone="13900000002")
