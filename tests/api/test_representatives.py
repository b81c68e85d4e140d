"""Who may act for somebody is on record, and whoever serves ends what is wrong: from then on nobody acts by it."""

from datetime import date, timedelta

import pytest

from tests.api.calling import Caller
from tests.ground.world import TODAY, World
from yichuang.people.mandate import NewMandate, mandate
from yichuang.people.models import Agency, Guardianship, IdentityCheck, Organisation, Person
from yichuang.people.queries import guardianships_of, representations_of
from yichuang.people.set_guardian import NewGuardianship, set_guardian
from yichuang.people.terms import GuardianBasis

DAY = TODAY.date()
WHY = "登记有误，当事人已核对"


@pytest.fixture
def desk(world: World) -> Caller:
    return Caller(world, "990801")


@pytest.fixture
def child(world: World) -> Person:
    return world.person("周小满", 751, birth="20180501")


@pytest.fixture
def guardianship(world: World, child: Person) -> Guardianship:
    """As the desk puts one on record: from today on."""
    new = NewGuardianship(child.pk, world.person().pk, GuardianBasis.PARENT, DAY, "出生医学证明")
    return set_guardian(world.actor("990801"), new, reason="窗口登记", now=TODAY)


@pytest.fixture
def given(world: World) -> Agency:
    agent, until = world.person("林屿舟", 752), DAY + timedelta(days=30)
    new = NewMandate(agent.pk, "委托书1号", ("hz-move-spouse",), DAY, until, principal_person_id=world.person().pk)
    return mandate(world.actor("990801"), new, reason="窗口登记", now=TODAY)


def test_a_persons_guardianships_and_mandates_are_told(desk, child, guardianship, given):
    [told] = desk.get(f"/persons/{child.pk}/representatives").json()["guardianships"]
    assert told == {
        "id": guardianship.pk, "guardian": guardianship.guardian_id, "name": "周念安", "basis": "parent",
        "document": "出生医学证明", "since": "2026-11-20", "until": None,
    }  # fmt: skip
    answer = desk.get(f"/persons/{given.principal_person_id}/representatives").json()
    assert [(each["id"], each["name"], each["items"], each["revoked_on"]) for each in answer["mandates"]] == [
        (given.pk, "林屿舟", ["hz-move-spouse"], None)
    ]
    assert answer["guardianships"] == []


def test_a_mandate_is_revoked_from_today_on_and_leaves_a_trail(desk, given):
    answer = desk.post(f"/mandates/{given.pk}/revoke", {"reason": WHY})
    assert (answer.status_code, answer.json()) == (200, {"id": given.pk})
    given.refresh_from_db()
    assert given.revoked_on == DAY
    assert representations_of(given.principal_person_id)[0].event == "mandate_revoked"
    assert desk.get(f"/persons/{given.principal_person_id}/representatives").json()["mandates"][0]["revoked_on"]


def test_a_guardianship_that_was_entered_wrongly_never_held(desk, child, guardianship):
    assert guardianships_of([child.pk], DAY)
    body = {"last_day": "2026-11-19", "reason": WHY}
    assert desk.post(f"/guardianships/{guardianship.pk}/end", body).status_code == 200
    assert guardianships_of([child.pk], DAY) == []
    [ended, began] = representations_of(child.pk)
    assert (ended.event, ended.reason, began.event) == ("guardian_ended", WHY, "guardian_set")


def test_a_guardianship_ends_on_its_last_day_and_no_later_word_prolongs_it(desk, child, guardianship):
    for last_day in (DAY + timedelta(days=1), DAY + timedelta(days=9)):
        body = {"last_day": last_day.isoformat(), "reason": WHY}
        assert desk.post(f"/guardianships/{guardianship.pk}/end", body).status_code == 200
    guardianship.refresh_from_db()
    assert guardianship.until == DAY + timedelta(days=1)
    assert len(representations_of(child.pk)) == 2


def test_an_end_long_before_the_beginning_and_one_without_a_reason_are_refused(desk, guardianship):
    for body, code in (
        ({"last_day": "2026-11-18", "reason": WHY}, "people.validity_backwards"),
        ({"last_day": "2026-11-20", "reason": "错"}, "people.no_reason"),
    ):
        assert desk.post(f"/guardianships/{guardianship.pk}/end", body).json()["code"] == code
    guardianship.refresh_from_db()
    assert guardianship.until is None


def test_the_same_key_ends_once_and_another_reason_under_it_is_refused(desk, given):
    first = desk.post(f"/mandates/{given.pk}/revoke", {"reason": WHY}, "the-same-key")
    again = desk.post(f"/mandates/{given.pk}/revoke", {"reason": WHY}, "the-same-key")
    assert first.json() == again.json()
    other = desk.post(f"/mandates/{given.pk}/revoke", {"reason": "另一原因"}, "the-same-key")
    assert other.json()["code"] == "idempotency.reused"


@pytest.mark.parametrize("badge", ["990871", "990700"])
def test_who_inspects_or_administers_ends_nothing(world: World, given, guardianship, badge):
    caller = Caller(world, badge)
    assert caller.post(f"/mandates/{given.pk}/revoke", {"reason": WHY}).status_code == 404
    body = {"last_day": "2026-11-20", "reason": WHY}
    assert caller.post(f"/guardianships/{guardianship.pk}/end", body).status_code == 404
    assert Agency.objects.get(pk=given.pk).revoked_on is None


def test_an_organisations_mandates_are_told(world: World, desk):
    body = Organisation.objects.create(uscc="91440300708461136T", name="云江机械厂")
    new = NewMandate(
        world.person().pk, "委托书2号", ("hz-move-spouse",), DAY, date(2027, 1, 1), principal_organisation_id=body.pk
    )
    kept = mandate(world.actor("990801"), new, reason="窗口登记", now=TODAY)
    told = desk.get(f"/organisations/{body.pk}/representatives").json()
    assert ([each["id"] for each in told["mandates"]], told["guardianships"]) == ([kept.pk], [])


# --- what a machine found that compared faces -----------------------------------------------------------------------------


@pytest.mark.parametrize("result", ["passed", "failed"])
def test_a_comparison_of_faces_leaves_its_result_and_digest(world: World, desk, result):
    person = world.person()
    answer = desk.post(f"/persons/{person.pk}/face-matches", {"result": result, "evidence": "ab" * 32})
    check = IdentityCheck.objects.get(pk=answer.json()["identity_check"])
    assert (check.person_id, check.method, check.result) == (person.pk, "face_match_result", result)
    assert (check.evidence_hash, check.staff_id) == ("ab" * 32, world.staff["990801"].pk)


def test_a_comparison_that_failed_is_no_check_to_sign_on(world: World, desk):
    failed = desk.post(f"/persons/{world.person().pk}/face-matches", {"result": "failed"}).json()["identity_check"]
    body = {"cases": ["9907852026112000001X"], "receiver": "周念安", "identity_check": failed, "signature": "a" * 64}
    world.file()
    assert desk.post("/hand-overs", body).status_code == 404


def test_who_serves_nobody_records_no_comparison(world: World):
    person, before = world.person(), IdentityCheck.objects.count()
    answer = Caller(world, "990871").post(f"/persons/{person.pk}/face-matches", {"result": "passed"})
    assert answer.status_code == 404
    assert IdentityCheck.objects.count() == before
