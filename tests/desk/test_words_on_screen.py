"""What the desk's screens say: in whose language, about what, and in which order."""

import re
from datetime import timedelta

import pytest

from tests.desk.conftest import ANSWERS, HTMX, words
from tests.desk.test_identifying import MANUAL
from yichuang.applications.models import Application
from yichuang.cases.models import Case
from yichuang.kernel.vocabulary import labels
from yichuang.surfaces.desk import intake

PASSPORT = {
    **MANUAL,
    "id_type": "passport",
    "id_number": "E12345678",
    "name": "Anna Li",
    "birth": "1990-03-07",
    "sex": "",
}
ENGLISH = {**HTMX, "Accept-Language": "en"}


def test_nobodys_sex_is_filled_in_for_the_clerk(desk):
    page = words(desk.client().get("/desk/"))
    select = re.search(r'<select[^>]*name="sex".*?</select>', page, re.DOTALL)[0]
    assert re.search(r'<select[^>]*>\s*<option value="">', select)
    assert " selected" not in select
    refused = desk.client().post("/desk/identify", PASSPORT, headers=HTMX)
    assert refused.status_code == 422
    assert "没有选性别" in words(refused)
    taken = desk.client().post("/desk/identify", {**PASSPORT, "sex": "male"}, headers=HTMX)
    assert "/desk/drafts/" in taken.headers["HX-Redirect"]


def test_a_citizens_number_says_the_sex_itself(desk):
    assert "HX-Redirect" in desk.client().post("/desk/identify", {**MANUAL, "sex": ""}, headers=HTMX).headers


def test_fingerprints_are_captured_not_scanned_and_no_original(desk):
    visit = desk.visit()
    visit.add("crj-passport-renew")
    visit.post(**ANSWERS)
    open_one = words(visit.post("ask"))
    assert "还没有采集" in open_one
    line = words(visit.post(op="seen")).split('id="id_m.fingerprints"')[1].split("</li>")[0]
    assert "已采集" in line
    assert "已核原件" not in line


def test_an_error_names_its_place_first(desk):
    visit = desk.visit()
    visit.add("crj-passport-renew")
    summary = words(visit.post("ask")).split('data-part="errors"')[1].split("</div>")[0]
    assert "。 ·" not in summary
    assert re.search(r">[^<]+(：|？)[^<]+。</a>", summary)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_counters_screen_says_everything_in_both_languages_whatever_the_clerks(desk, language):
    visit = desk.visit()
    visit.fill()
    visit.post("ask")
    visit.client.cookies["django_language"] = language
    page = words(visit.client.get("/desk/counter/"))
    page = page.split("<main")[1].split("</footer>")[0]
    for both in (
        "请在此签名 Please sign here", "重签 Sign again", "还没有签名，请签名后再继续。 Nothing is signed yet",
        "1990年3月7日 7 Mar 1990", "已采集",
    ):  # fmt: skip
        assert both in page
    assert "Captured" in page


def test_how_many_wait_is_said_on_every_page_of_the_desk(desk):
    _, number = desk.filed()
    client = desk.client()
    assert 'class="count"' not in words(client.get("/desk/"))
    Case.objects.filter(application_id=Application.objects.get(number=number).pk).update(status="received")
    for path in ("/desk/", "/desk/hand-over/", "/desk/intake/", "/desk/bundles/"):
        assert re.search(r'class="count">2</span>\s*<kbd>F6', words(client.get(path))), path


def test_what_runs_out_first_is_accepted_first(desk):
    _, number = desk.filed()
    first, second = Case.objects.filter(application_id=Application.objects.get(number=number).pk).order_by("id")
    waiting = {"status": "received", "line": "household"}
    Case.objects.filter(pk=second.pk).update(**waiting, received_at=first.submitted_at - timedelta(days=3))
    Case.objects.filter(pk=first.pk).update(**waiting, received_at=first.submitted_at + timedelta(days=1))
    found = intake.waiting(desk.world.actor("990801"))
    assert [case.pk for case in found] == [second.pk, first.pk]


def test_no_key_does_two_things_on_the_visit(desk):
    page = words(desk.visit().page)
    shown = re.sub(r"<dialog.*?</dialog>", "", page, flags=re.DOTALL)
    keys = re.findall(r'data-key="(F\d+)"', shown)
    assert len(keys) == len(set(keys)), keys


@pytest.mark.parametrize("entry", labels()["desk_next"].values(), ids=lambda entry: entry["en"])
def test_the_next_step_begins_like_a_sentence(entry):
    assert entry["en"][0].isupper()
