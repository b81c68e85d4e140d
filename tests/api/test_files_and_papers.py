"""Scans in, papers out, and everything of a visit handed over at the end."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.api.calling import Caller, filed, filing
from tests.evidence import samples
from tests.ground.world import TODAY, World
from yichuang.kernel.errors import Refusal
from yichuang.kernel.models import Event
from yichuang.people.mandate import NewMandate, mandate
from yichuang.people.models import IdentityCheck

PASSPORT, MOVE = "crj-passport-renew", "hz-move-spouse"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def picture(colour: str = "white") -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 30), colour).save(made, "PNG")
    return made.getvalue()


def send(caller: Caller, content: bytes, name: str = "scan.png", key: str = "file-0001", signer: int | None = None):
    file = SimpleUploadedFile(name, content)
    address = f"/api/v1/files?signer={signer}" if signer else "/api/v1/files"
    return caller.client.post(address, {"file": file}, headers={**caller.headers, "Idempotency-Key": key})


def test_a_scan_is_stored_under_its_digest_once(world: World):
    from yichuang.kernel.crypto import sm3

    desk = Caller(world, "990801")
    first = send(desk, picture())
    assert first.status_code == 200, first.content
    assert first.json()["sm3"] == sm3(picture()).hex()
    assert first.json()["media_type"] == "image/png"
    assert send(desk, picture()).json() == first.json()
    assert send(desk, picture("red")).json()["code"] == "idempotency.reused"


def test_each_bringer_sees_the_name_that_they_gave(world: World):
    assert send(Caller(world, "990801"), picture(), "周念安的离婚证.png").json()["name"] == "周念安的离婚证.png"
    assert send(Caller(world, "990802"), picture(), "b.png").json()["name"] == "b.png"


def test_a_signature_is_drawn_by_whoever_was_checked_here(world: World):
    desk, stranger = Caller(world, "990801"), Caller(world, "991002")
    world.person()
    check = IdentityCheck.objects.latest("pk").pk
    assert send(desk, samples.signature(), signer=check).status_code == 200
    blank = send(desk, samples.signature(strokes=()), key="file-0002", signer=check)
    assert (blank.status_code, blank.json()["code"]) == (422, "evidence.signature_empty")
    assert send(desk, samples.signature(), key="file-0003", signer=987654321).status_code == 404
    assert send(stranger, samples.signature(), signer=check).status_code == 404


def test_a_picture_of_a_few_pixels_is_a_picture(world: World):
    made = BytesIO()
    Image.new("RGB", (60, 3)).save(made, "JPEG")
    answer = send(Caller(world, "990801"), made.getvalue(), "strip.jpg")
    assert (answer.json()["width"], answer.json()["height"]) == (60, 3)


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"MZ\x90\x00" + b"\0" * 100, "evidence.file_runs", 422),
        (b"", "evidence.file_empty", 422),
        (b"just text", "evidence.file_kind", 422),
    ],
)
def test_what_is_no_scan_is_refused(world: World, content, code, status):
    answer = send(Caller(world, "990801"), content, "passport.pdf")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_file_beyond_the_limit_is_not_read(world: World):
    answer = send(Caller(world, "990801"), b"\x89PNG\r\n\x1a\n" + b"\0" * (22 * 1024 * 1024))
    assert (answer.status_code, answer.json()["code"]) == (413, "api.too_large")


def test_an_upload_without_a_file_is_pointed_at(world: World):
    desk = Caller(world, "990801")
    answer = desk.client.post("/api/v1/files", {}, headers={**desk.headers, "Idempotency-Key": "file-0001"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "api.field_missing"


def test_a_broken_upload_is_a_problem(world: World):
    desk = Caller(world, "990801")
    answer = desk.client.post(
        "/api/v1/files",
        b"nonsense",
        content_type="multipart/form-data",
        headers={**desk.headers, "Idempotency-Key": "file-0001"},
    )
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_paper_comes_as_it_was_issued(world: World):
    from yichuang.cases.papers.issue import issue
    from yichuang.cases.papers.samples import samples
    from yichuang.licences.terms import PaperKind

    paper = issue(samples()[PaperKind.RECEIPT], unit=world.staff["990801"].unit_id, key="k", now=TODAY)
    answer = Caller(world, "990801").get(f"/papers/{paper.pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert Caller(world, "991002").get(f"/papers/{paper.pk}.pdf").status_code == 404


LIN = {
    "id_type": "passport", "id_number": "E12345678", "name": "Lin Yuzhou", "sex": "male", "birth": "1988-12-12",
    "valid_to": "2030-01-01",
}  # fmt: skip


RECEIPT = [[(30, 20), (90, 80), (200, 30)]]
"""What the receiver draws: another drawing than that under the filing."""


def test_a_visit_goes_from_scan_to_hand_over_by_programs_alone(world: World):
    desk = Caller(world, "990801")
    scan = send(desk, picture("black")).json()["sm3"]
    refused = desk.post("/applications", filing(world, signature=scan))
    assert [each["code"] for each in refused.json()["errors"]] == ["applications.signature_lost"]
    other = desk.post("/persons/identify", LIN, "card-0001").json()["identity_check"]
    signature = send(desk, samples.signature(), key="file-0004", signer=other).json()["sm3"]
    refused = desk.post("/applications", filing(world, signature=signature))
    assert [each["code"] for each in refused.json()["errors"]] == ["applications.signature_lost"], "another's hand"
    came = IdentityCheck.objects.filter(person=world.person()).latest("pk").pk
    signature = send(desk, samples.signature(), key="file-0005", signer=came).json()["sm3"]
    numbers = filed(world, signature=signature)
    for badge in ("990812", "990822", "990701", "990811", "990824", "990811"):
        _do_everything(Caller(world, badge))
    assert {desk.get(f"/cases/{number}").json()["status"] for number in numbers.values()} == {"ready"}
    window = Caller(world, "990808")
    identified = window.post("/persons/identify", LIN).json()
    check = identified["identity_check"]
    old = send(window, samples.signature(), key="file-0006", signer=check).json()["sm3"]
    taken = send(window, samples.signature(strokes=RECEIPT), key="file-0002", signer=check).json()["sm3"]
    wanted = {
        "cases": list(numbers.values()), "receiver": "Lin Yuzhou", "receiver_relation": "spouse", "identity_check": check,
        "signature": taken, "surrendered": {numbers[PASSPORT]: ["passport_old"]},
        "not_surrendered_because": {numbers[MOVE]: "户口簿当场更新"},
    }  # fmt: skip
    assert window.post("/hand-overs", wanted).json()["code"] == "delivery.no_mandate"
    day = TODAY.date()
    letter = NewMandate(identified["person"]["person_id"], "委托书", (PASSPORT, MOVE), day, day, world.person().pk)
    mandate(world.actor("990808"), letter, reason="代领时当面登记", now=TODAY)
    scan = send(window, picture("blue"), key="file-0003").json()["sm3"]
    assert window.post("/hand-overs", {**wanted, "signature": scan}).json()["code"] == "delivery.not_signed_here"
    assert window.post("/hand-overs", {**wanted, "signature": old}).json()["code"] == "delivery.signed_before"
    without = window.post("/hand-overs", {**wanted, "surrendered": {}})
    assert (without.status_code, without.json()["code"]) == (422, "cases.surrender")
    done = window.post("/hand-overs", wanted, "hand-over-1")
    assert done.status_code == 200, done.content
    assert window.post("/hand-overs", wanted, "hand-over-1").json() == done.json()
    assert {desk.get(f"/cases/{number}").json()["status"] for number in numbers.values()} == {"delivered"}
    assert Event.objects.filter(kind="delivered").count() == 2


def _do_everything(officer: Caller) -> None:
    for task in officer.get("/worklist").json()["tasks"]:
        answer = officer.act(task["number"], "opine", step=task["step"])
        assert answer.status_code in {200, 403, 409}, answer.content


def test_a_signature_of_another_unit_signs_nothing(world: World):
    digest = send(Caller(world, "991002"), picture("green")).json()["sm3"]
    answer = Caller(world, "990801").post("/applications", filing(world, signature=digest))
    assert (answer.status_code, answer.json()["code"]) == (404, "authority.not_found")


def test_refusals_of_a_key_name_no_address_of_the_house():
    assert "Idempotency-Key" in Refusal("idempotency.reused").message("en")
