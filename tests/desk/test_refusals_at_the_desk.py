"""What the desk says no to: in both languages, with what to do next, and with nothing kept."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk.conftest import HTMX, words
from tests.ground.refusals import refuses, says

BACK_OFFICE = "990812"
"""An examiner, who sits at no window."""
PASSPORT = {
    "role": "applicant", "id_type": "passport", "id_number": "E1234567", "name": "ANNA BELL", "birth": "1990-03-07",
    "valid_to": "2036-03-07", "reason": "护照不能读卡",
}  # fmt: skip


@pytest.fixture
def visit(desk):
    return desk.visit()


def test_a_passport_that_is_typed_says_of_which_sex_its_holder_is(desk):
    client = desk.client()
    refuses(client, lambda: client.post("/desk/identify", PASSPORT, headers=HTMX), "form.sex", 422)
    typed = client.post("/desk/identify", {**PASSPORT, "sex": "female"}, headers=HTMX)
    assert "/desk/drafts/" in typed.headers["HX-Redirect"]


def test_a_reader_on_which_no_card_lies_is_not_asked_for_ever(desk):
    client, asked = desk.client(), {"role": "applicant", "attempt": "40"}
    refuses(client, lambda: client.post("/desk/read", asked, headers=HTMX), "desk.reader_without_card", 422)


def test_who_sits_at_no_window_begins_no_visit(desk):
    from yichuang.applications.models import Draft

    client, who = desk.client(BACK_OFFICE), desk.world.person()
    typed = {**PASSPORT, "id_type": "id_card", "id_number": who.id_number, "name": who.name}
    says(client.post("/desk/identify", typed, headers=HTMX), "desk.no_window", 409)
    assert not Draft.objects.exists()


def test_who_has_left_the_window_adds_nothing_to_a_visit(desk, visit):
    visit.client.post("/desk/seat/leave")
    refuses(visit.client, lambda: visit.post(op="add:crj-passport-renew"), "desk.no_window", 409)


def test_a_window_takes_the_items_of_its_own_lines(desk, visit):
    from yichuang.organisation.models import Window

    Window.objects.update(lines=["household"])
    refuses(visit.client, lambda: visit.post(op="add:crj-passport-renew"), "desk.item_barred", 409)
    visit.add("hz-move-spouse")
    assert [choice.item for choice in visit.filing().choices] == ["hz-move-spouse"]


def test_one_visit_takes_so_many_items_and_not_one_more(desk, visit, monkeypatch):
    from yichuang.surfaces.desk import entry

    monkeypatch.setattr(entry, "MOST_ITEMS", 1)
    visit.add("crj-passport-renew")
    refuses(visit.client, lambda: visit.post(op="add:hz-move-spouse"), "desk.too_many_items", 422)


def test_a_scan_without_a_file_and_one_that_nobody_asked_for_are_not_kept(desk, visit):
    visit.add("crj-passport-renew")
    refuses(visit.client, lambda: visit.post("files", evidence="passport_old"), "desk.upload_missing", 422)

    def upload():
        scan = SimpleUploadedFile("scan.png", b"\x89PNG\r\n\x1a\n", "image/png")
        return visit.post("files", evidence="household_book", file=scan)

    refuses(visit.client, upload, "desk.no_such_material", 404)


def test_what_has_been_submitted_is_not_written_on(desk):
    visit, _number = desk.filed("crj-passport-renew")
    refuses(visit.client, lambda: visit.post("alone", role="agent"), "desk.draft_closed", 409)


def content_asked(visit) -> str:
    return re.search(r'name="content" value="(\w+)"', words(visit.post("ask")))[1]


def test_the_pad_takes_no_signature_for_what_is_no_longer_there(desk, visit):
    visit.fill()
    old = content_asked(visit)
    visit.post(**{"f.applicant_occupation": "工人"})
    signed = {"content": old, "signature": desk.drawing()}
    refuses(
        visit.client,
        lambda: visit.client.post(f"/desk/sign/{visit.id}", signed, headers=HTMX),
        "desk.shown_has_changed",
        409,
    )


def test_a_signature_that_stops_standing_in_the_same_instant_files_nothing(desk, visit, monkeypatch):
    from yichuang.applications.models import Application
    from yichuang.surfaces.desk.models import Signing
    from yichuang.surfaces.desk.views import receipt

    visit.fill()
    signed = {"content": content_asked(visit), "signature": desk.drawing()}
    visit.client.post(f"/desk/sign/{visit.id}", signed, headers=HTMX)
    visit.seen(visit.client.get(visit.url))
    keep = receipt.kept_with

    def overtaken(*arguments):
        kept = keep(*arguments)
        Signing.objects.update(content_sm3="0" * 64)
        return kept

    monkeypatch.setattr(receipt, "kept_with", overtaken)
    says(visit.post("submit"), "desk.signed_other_content", 409)
    assert not Application.objects.exists()


def test_a_number_that_nothing_has_leads_nowhere(desk):
    client = desk.client()
    for number in ("9907852026112099999Z", "0"):
        refuses(client, lambda number=number: client.get(f"/desk/hand-over/?q={number}"), "desk.nothing_found", 404)
    refuses(client, lambda: client.get("/desk/bundles/?scan=JJ20261120-99999"), "desk.no_such_bundle", 404)


def test_nothing_is_handed_to_somebody_whom_nobody_has_checked_at_this_desk(desk):
    client, person = desk.client("990802"), desk.world.person()
    posted = {"person": person.pk, "receiver": person.pk, "idempotency_key": "k1", "signature": desk.drawing()}
    refuses(client, lambda: client.post("/desk/hand-over/", posted, headers=HTMX), "desk.not_identified", 422)


def test_a_clerk_who_sits_at_no_window_files_nothing_as_taken_at_one(desk, visit):
    from yichuang.applications.models import Application

    visit.fill("crj-passport-renew")
    visit.client.post("/desk/seat/leave")
    says(visit.post("ask"), "applications.no_window", 422)
    assert not Application.objects.exists()
