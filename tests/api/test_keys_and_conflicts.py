"""Nothing happens twice, and nobody overwrites what they have not seen."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tests.api.calling import Caller, filed, filing, handed_in
from tests.ground.world import World
from yichuang.applications.models import Application
from yichuang.kernel.models import Event

MOVE = "hz-move-spouse"


def waiting(world: World) -> tuple[Caller, str, str]:
    """An examiner, a case in the pool and its open step."""
    number = filed(world)[MOVE]
    officer = Caller(world, "990812")
    step = next(t["step"] for t in officer.get("/worklist").json()["tasks"] if t["number"] == number)
    return officer, number, step


def test_the_same_key_and_body_files_once_and_answers_alike(committed_world: World):
    desk, body = Caller(committed_world, "990801"), filing(committed_world)
    handed_in(committed_world)
    first = desk.post("/applications", body, "visit-0001")
    again = desk.post("/applications", body, "visit-0001")
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert Application.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(committed_world: World):
    desk, body = Caller(committed_world, "990801"), filing(committed_world)
    handed_in(committed_world)
    desk.post("/applications", body, "visit-0001")
    answer = desk.post("/applications", {**body, "urgent": "出国奔丧"}, "visit-0001")
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency.reused"
    assert Application.objects.count() == 1


def test_a_key_is_its_owners_own(world: World):
    desk, body = Caller(world, "990801"), filing(world)
    handed_in(world)
    desk.post("/applications", body, "visit-0001")
    world.file()  # the same hand signs another application
    answer = Caller(world, "990802").post("/applications", {**body, "urgent": "x"}, "visit-0001")
    assert answer.status_code == 200
    assert Application.objects.count() == 2


def test_a_refused_request_leaves_its_key_for_the_corrected_one(world: World):
    desk, body = Caller(world, "990801"), filing(world)
    handed_in(world)
    wrong = desk.post("/applications", {**body, "form": {**body["form"], "applicant_phone": "12"}}, "visit-0001")
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/form/applicant_phone"
    assert desk.post("/applications", body, "visit-0001").status_code == 200


def test_a_write_needs_a_key(world: World):
    desk = Caller(world, "990801")
    answer = desk.post("/applications", filing(world), **{"Idempotency-Key": ""})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "header/Idempotency-Key"


def test_a_repeated_action_answers_alike_even_after_the_case_has_moved(committed_world: World):
    officer, number, step = waiting(committed_world)
    tag = officer.get(f"/cases/{number}")["ETag"]
    first = officer.act(number, "claim", tag, "claim-0001", step=step)
    officer.act(number, "release", step=step)
    again = officer.act(number, "claim", tag, "claim-0001", step=step)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert Event.objects.filter(kind="claimed").count() == 1


def test_a_repeated_batch_answers_alike(committed_world: World):
    officer, number, step = waiting(committed_world)
    body = {"numbers": [number], "action": {"action": "claim", "step": step}}
    first = officer.post("/case-batches", body, "batch-0001").json()
    assert first["attempts"][0]["performed"]
    assert officer.post("/case-batches", body, "batch-0001").json() == first
    assert Event.objects.filter(kind="claimed").count() == 1


def test_a_repeated_identification_is_recorded_once(world: World):
    from yichuang.people.models import IdentityCheck

    card = {
        "id_type": "passport", "id_number": "E12345678", "name": "Ann Example", "sex": "female", "birth": "1980-01-02",
        "valid_to": "2030-01-01",
    }  # fmt: skip
    desk = Caller(world, "990801")
    before = IdentityCheck.objects.count()
    first, again = (desk.post("/persons/identify", card, "card-0001") for _ in range(2))
    assert first.json() == again.json()
    assert IdentityCheck.objects.count() == before + 1


def test_a_stale_version_is_refused_with_412(world: World):
    officer, number, step = waiting(world)
    seen = officer.get(f"/cases/{number}")["ETag"]
    assert officer.act(number, "claim", seen, step=step).status_code == 200
    late = officer.act(number, "suspend", seen, reason="等申请人来电")
    assert late.status_code == 412
    assert late.json()["code"] == "events.conflict"
    assert late.json()["next"]


def test_the_answers_etag_leads_to_the_next_action(world: World):
    officer, number, step = waiting(world)
    claimed = officer.act(number, "claim", officer.get(f"/cases/{number}")["ETag"], step=step)
    assert officer.act(number, "opine", claimed["ETag"], step=step).status_code == 200


def test_of_two_officers_at_one_instant_one_gets_the_task(committed_world: World):
    from tests.ground.world import TODAY
    from yichuang.kernel import moment

    _, number, step = waiting(committed_world)
    officers = [Caller(committed_world, badge) for badge in ("990812", "990811")]
    seen = officers[0].get(f"/cases/{number}")["ETag"]

    def claim(officer: Caller):
        try:
            with moment.at(TODAY):
                return officer.act(number, "claim", seen, step=step)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(claim, officers))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert Event.objects.filter(kind="claimed").count() == 1


def test_a_double_click_at_one_instant_files_once(committed_world: World):
    from tests.ground.world import TODAY
    from yichuang.kernel import moment

    desk, body = Caller(committed_world, "990801"), filing(committed_world)
    handed_in(committed_world)

    def click(_: int):
        try:
            with moment.at(TODAY):
                return desk.post("/applications", body, "double-click")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(click, range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Application.objects.count() == 1


def test_a_key_is_forgotten_after_a_month(world: World):
    from datetime import timedelta

    from tests.ground.world import TODAY
    from yichuang.kernel import moment
    from yichuang.surfaces.api.models import UsedKey
    from yichuang.surfaces.api.tasks import forget_keys

    card = {
        "id_type": "passport",
        "id_number": "E12345678",
        "name": "Ann Example",
        "sex": "female",
        "birth": "1980-01-02",
        "valid_to": "2030-01-01",
    }
    Caller(world, "990801").post("/persons/identify", card, "card-0001")
    with moment.at(TODAY + timedelta(days=30)):
        forget_keys(0)
        assert UsedKey.objects.count() == 1
    with moment.at(TODAY + timedelta(days=30, seconds=1)):
        forget_keys(0)
        assert UsedKey.objects.count() == 0
