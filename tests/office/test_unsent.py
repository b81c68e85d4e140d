"""What did not get out to people is seen by those whose case it is, and dealt with."""

import json

import pytest
from django.db import connection
from msgspec.structs import replace

from tests.ground.jobs import run_due
from tests.ground.world import TODAY
from tests.office.conftest import Office
from yichuang.kernel.errors import Refusal
from yichuang.licences.models import IssuedPaper
from yichuang.messaging.models import Notice, NoticeCare
from yichuang.messaging.notify import Letter, notify

PAGE, HEAD, STRANGER = "/office/unsent/", "990811", "991002"


@pytest.fixture
def office(world, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return Office(world)


@pytest.fixture
def unsent(office):
    """A message about a household move whose number no operator takes."""
    number = office.number()
    params = {"name": "周念安", "item": "夫妻投靠", "number": number, "date": "2026年12月1日"}
    letter = Letter("case/1/1", office.state(number).applicant, "13800000001", "accepted", params, number)
    notify(letter, now=TODAY)
    Notice.objects.filter(channel="sms", reference=number).update(state="failed", problem="gateway.rejected")
    return Notice.objects.get(channel="sms", reference=number)


def page(office, badge: str = HEAD) -> str:
    return office.client(badge).get(PAGE).content.decode()


def deal(office, notice, badge: str = HEAD, **fields: str):
    named = {f"{name}-{notice.pk}" if name in {"phone", "how"} else name: value for name, value in fields.items()}
    return office.client(badge).post(f"{PAGE}notices/{notice.pk}/", named)


def test_a_notice_that_did_not_get_through_is_on_the_page_with_its_reason_and_a_masked_number(office, unsent):
    shown = page(office)
    assert unsent.text in shown
    assert "号码不被运营商接受" in shown
    assert "13800000001" not in shown
    assert '<span class="count">1</span>' in office.client(HEAD).get("/office/counts/").content.decode()


def test_it_speaks_english_too(office, unsent):
    shown = office.client(HEAD).get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert "Notices not delivered" in shown
    assert "The operator does not take the number" in shown


def test_it_is_sent_again_to_a_corrected_number_and_who_did_it_is_on_record(office, unsent):
    assert deal(office, unsent, phone="+86 139 0000 0002").headers["Location"] == PAGE
    unsent.refresh_from_db()
    assert (unsent.state, unsent.phone) == ("queued", "13900000002")
    care = NoticeCare.objects.get()
    assert (care.what, care.by, care.new_phone) == ("resent", office.world.staff[HEAD].pk, True)
    assert unsent.text not in page(office)


def test_a_number_that_is_none_is_refused_beside_the_line(office, unsent):
    answer = deal(office, unsent, phone="call me")
    assert answer.status_code == 422
    assert "这不是可以发短信的号码" in answer.content.decode()
    assert Notice.objects.get(pk=unsent.pk).state == "failed"


def test_who_was_told_by_phone_is_told(office, unsent):
    assert deal(office, unsent, told="1", how="好").status_code == 422
    deal(office, unsent, told="1", how="11月20日电话告知本人")
    unsent.refresh_from_db()
    assert unsent.state == "told"
    assert NoticeCare.objects.get().note == "11月20日电话告知本人"
    assert unsent.text not in page(office)
    late = deal(office, unsent, phone="13900000002")
    assert late.status_code == 409, "it is over"
    assert "这条通知已经发出" in late.content.decode(), "also where its line is gone"


def test_another_unit_sees_nothing_of_it(office, unsent):
    assert unsent.text not in page(office, STRANGER)
    assert deal(office, unsent, STRANGER, phone="13900000002").status_code == 404
    assert Notice.objects.get(pk=unsent.pk).state == "failed"


# --- papers -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def stuck(office) -> tuple[str, int]:
    """A case whose receipt was not made after twelve attempts: its number and the job's."""
    number = office.number()
    case = office.state(number).id
    seq = next(each.recorded.seq for each in told(case) if each.recorded.kind == "received")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', 'applications.issue_paper', %s, 'failed', 12) RETURNING id",
            [json.dumps({"case": case, "seq": seq})],
        )
        return number, cursor.fetchone()[0]


def told(case: int):
    from yichuang.cases.queries import told as history

    return history(case)


def test_a_paper_that_was_not_made_is_on_the_page_and_is_made_at_once(office, stuck):
    number, job = stuck
    shown = page(office)
    assert "收件凭证" in shown
    assert "试了 12 次" in shown
    assert office.client(HEAD).post(f"{PAGE}papers/{job}/").headers["Location"] == PAGE
    assert IssuedPaper.objects.get().case_nos.count(number) == 1
    assert "收件凭证" not in page(office)
    assert run_due() == [], "the queue has nothing left to do"


def test_what_still_stands_against_it_is_said_beside_the_line(office, stuck, monkeypatch):
    from yichuang.applications import stuck_papers

    def broken(_case, _seq, *, now):
        raise Refusal("papers.missing_glyph", characters="U+E000")

    monkeypatch.setattr(stuck_papers, "issue_papers", broken)
    answer = office.client(HEAD).post(f"{PAGE}papers/{stuck[1]}/")
    assert answer.status_code >= 400
    assert "U+E000" in answer.content.decode()
    assert "收件凭证" in page(office)


def test_another_unit_makes_nobody_elses_papers(office, stuck):
    assert "收件凭证" not in page(office, STRANGER)
    assert office.client(STRANGER).post(f"{PAGE}papers/{stuck[1]}/").status_code == 404
    assert not IssuedPaper.objects.exists()


@pytest.mark.parametrize("lines", [1, 12])
def test_the_page_costs_the_same_whatever_the_number_of_notices(office, unsent, queries_of, lines):
    for serial in range(lines):
        letter = Letter(f"x/{serial}", unsent.person_id, "13800000001", "accepted", unsent.params, unsent.reference)
        notify(replace(letter, key=f"y/{serial}"), now=TODAY)
    Notice.objects.filter(channel="sms").update(state="given_up")
    client = office.client(HEAD)
    assert queries_of(lambda: client.get(PAGE)) <= 9
