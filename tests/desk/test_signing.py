"""What is shown is what is signed: on the counter's screen or on the desk's pad, and to nothing else."""

import re
from datetime import timedelta

from tests.desk.conftest import ANSWERS, HTMX, Visit, words
from tests.ground.refusals import refuses
from tests.ground.world import TODAY
from yichuang.evidence.models import Signature
from yichuang.kernel import moment
from yichuang.people.models import IdentityCheck
from yichuang.surfaces.desk.models import Signing


def asked(desk):
    visit = desk.visit()
    visit.fill()
    content = re.search(r'name="content" value="(\w+)"', words(visit.post("ask")))[1]
    return visit, content


def give(desk, visit, content: str, drawing: str | None = None, **more: str):
    posted = {"content": content, "signature": desk.drawing() if drawing is None else drawing, **more}
    return visit.client.post(f"/desk/sign/{visit.id}", posted, headers=HTMX)


def test_the_counter_shows_everything_in_both_languages_and_masks_the_number(desk):
    visit, _ = asked(desk)
    page = words(visit.client.get("/desk/counter/"))
    for text in (
        "普通护照换发",
        "Renew ordinary passport",
        "夫妻投靠户口迁入",
        "¥120",
        "真实、完整",
        "true and complete",
    ):
        assert text in page
    assert "990785199003074120" not in page


def test_who_signs_was_identified_lately(desk):
    visit, content = asked(desk)
    later = TODAY + timedelta(hours=5)
    checked = {"person_id": visit.filing().person, "method": "card_reader", "at": later, "staff_id": 1}
    with moment.at(later):
        visit.client = desk.client()
        IdentityCheck.objects.create(**checked, result="failed")
        refuses(visit.client, lambda: give(desk, visit, content), "desk.identify_again", 409)
        IdentityCheck.objects.create(**checked, result="passed")
        give(desk, visit, content)
    assert Signature.objects.get().identity_check.at == later


def test_whoever_was_identified_long_ago_is_so_again_without_leaving_the_visit(desk):
    """Told before anybody signs; the card on the reader leads back to the same visit with all that was entered."""
    visit = desk.visit()
    visit.fill()
    before = visit.filing()
    with moment.at(TODAY + timedelta(hours=5)):
        visit.client = desk.client()
        refuses(visit.client, lambda: visit.post("ask"), "desk.identify_again", 409)
        assert 'data-reads="applicant"' in words(visit.post("ask"))
        assert not Signing.objects.exists(), "nothing stands on the counter's screen"
        back = desk.read(visit.client, draft=visit.id)
        assert back.headers["HX-Redirect"] == visit.url
        assert visit.filing() == before
        assert visit.sign(desk.drawing()).headers["HX-Redirect"].startswith("/desk/applications/")
    assert IdentityCheck.objects.count() == 2


def test_nobody_is_identified_for_a_visit_that_is_not_there(desk):
    visit = desk.visit()
    desk.lay(desk.card("nianan"))
    asked = {"role": "applicant", "draft": "00000000-0000-4000-8000-000000000000"}
    refuses(visit.client, lambda: visit.client.post("/desk/read", asked, headers=HTMX), "authority.not_found", 404)


def test_another_ones_card_begins_a_visit_of_theirs(desk):
    visit = desk.visit()
    visit.fill()
    away = desk.read(visit.client, "yuzhou", draft=visit.id).headers["HX-Redirect"]
    assert away != visit.url
    assert Visit(visit.client, away).filing().person != visit.filing().person


def test_the_counters_screen_comes_and_goes_by_itself(desk):
    visit = desk.visit()
    client = visit.client
    assert client.get("/desk/counter/?mark=").status_code == 204
    visit.fill()
    visit.post("ask")
    assert client.get("/desk/counter/?mark=").headers["HX-Redirect"] == "/desk/counter/"
    content = Signing.objects.get().content_sm3
    assert client.get(f"/desk/counter/?mark={visit.id}:{content}").status_code == 204
    give(desk, visit, content)
    assert "签好了" in words(client.get("/desk/counter/"))


def test_signed_at_the_counter_submitted_at_the_desk(desk):
    visit, content = asked(desk)
    assert give(desk, visit, content).headers["HX-Redirect"] == "/desk/counter/"
    assert "data-signed" in words(visit.client.get(f"{visit.url}signing", headers=HTMX))
    filed = visit.post("submit", content=content, signature="")
    assert "/desk/applications/" in filed.headers["HX-Redirect"]


def test_an_empty_pad_is_no_signature(desk):
    visit, content = asked(desk)
    refused = give(desk, visit, content, "")
    assert refused.status_code == 422
    assert "没有签名" in words(refused)
    refused = visit.post("submit", content=content, signature="")
    assert refused.headers["HX-Retarget"] == "#sign-problem"


def test_what_was_changed_while_the_citizen_read_is_not_signed(desk):
    visit, content = asked(desk)
    visit.post(**{"f.applicant_occupation": "工人"})
    refused = give(desk, visit, content)
    assert refused.status_code == 409
    assert "有改动" in words(refused)
    assert visit.filing().signature == ""


def test_a_change_after_the_signature_undoes_it(desk):
    visit, content = asked(desk)
    give(desk, visit, content)
    visit.seen(visit.client.get(visit.url))
    assert visit.filing().signature
    page = words(visit.post(**ANSWERS, **{"f.applicant_occupation": "工人"}))
    assert visit.filing().signature == ""
    assert "请申请人签名" in page
    refused = visit.post("submit")
    assert refused.status_code == 422


def test_the_citizen_can_say_that_it_is_not_right(desk):
    visit, _ = asked(desk)
    visit.client.post(f"/desk/sign/{visit.id}", {"wrong": "1"}, headers=HTMX)
    assert "申请人说内容不对" in words(visit.client.get(f"{visit.url}signing", headers=HTMX))
    assert "您好" in words(visit.client.get("/desk/counter/"))


def test_another_windows_counter_stays_quiet(desk):
    asked(desk)
    assert "您好" in words(desk.client("990802").get("/desk/counter/"))


def test_both_screens_hear_of_each_other_where_live_updates_run(desk, settings):
    settings.LIVE_URL = "http://127.0.0.1:8001"
    visit, _ = asked(desk)
    assert 'data-live="http://127.0.0.1:8001/live/' in words(visit.client.get("/desk/counter/"))
