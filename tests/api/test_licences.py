"""What a case has issued is told, and whoever decides on such says what becomes of it: by law, with the reason."""

import pytest

from tests.api.calling import Caller, filed
from tests.ground.world import TODAY, World
from yichuang.cases import commands as cm
from yichuang.cases.perform import perform
from yichuang.kernel import moment
from yichuang.licences.models import Licence

MOVE = "hz-move-spouse"
WHY = "以欺骗手段取得，行政许可法第六十九条"


@pytest.fixture
def licence(world: World, settings, tmp_path) -> Licence:
    """What the move to a spouse ends with."""
    from tests.ground.jobs import run_due

    settings.FILES_ROOT = tmp_path
    number = filed(world)[MOVE]
    for badge, step in (("990812", "review"), ("990811", "approve"), ("990812", "move_out")):
        perform(world.actor(badge), number, cm.Opine(step), key=step, now=TODAY)
    with moment.at(TODAY):
        run_due(["messaging.send"])
    return Licence.objects.get(case_no=number)


def path(licence: Licence) -> str:
    return f"/licences/{licence.identifier}/standing"


def test_a_cases_licences_are_told_as_they_stand_today(world: World, licence):
    desk = Caller(world, "990801")
    [told] = desk.get(f"/cases/{licence.case_no}/licences").json()["licences"]
    assert (told["identifier"], told["status"], told["kind"]) == (licence.identifier, "valid", licence.kind)
    Licence.objects.update(valid_from="2020-01-01", valid_to="2026-11-19")
    assert desk.get(f"/cases/{licence.case_no}/licences").json()["licences"][0]["status"] == "expired"


@pytest.mark.parametrize("wanted", ["suspended", "revoked", "cancelled", "void"])
def test_whoever_decides_on_such_says_what_becomes_of_it(world: World, licence, wanted):
    answer = Caller(world, "990811").post(path(licence), {"status": wanted, "reason": WHY})
    assert answer.json() == {"identifier": licence.identifier, "status": wanted}
    licence.refresh_from_db()
    assert (licence.status, licence.status_reason, licence.status_by_id) == (wanted, WHY, world.staff["990811"].pk)


def test_what_is_suspended_is_restored_and_what_has_ended_is_not(world: World, licence):
    head = Caller(world, "990811")
    for wanted, status in (("suspended", 200), ("valid", 200), ("revoked", 200), ("valid", 409)):
        assert head.post(path(licence), {"status": wanted, "reason": WHY}).status_code == status


@pytest.mark.parametrize("wanted", ["expired", "superseded", "lost"])
def test_what_follows_by_itself_is_not_said(world: World, licence, wanted):
    assert Caller(world, "990811").post(path(licence), {"status": wanted, "reason": WHY}).status_code == 422


@pytest.mark.parametrize("badge", ["990801", "990812", "990821", "990870", "990871"])
def test_it_looks_absent_to_who_does_not_decide_on_such(world: World, licence, badge):
    """Clerks and examiners who decide but head nothing, the head of another line, who administers or inspects."""
    answer = Caller(world, badge).post(path(licence), {"status": "void", "reason": WHY})
    assert answer.status_code == 404
    assert answer.json()["code"] == "authority.not_found"
    licence.refresh_from_db()
    assert licence.status == "valid"


def test_a_repetition_under_one_key_is_answered_as_before(world: World, licence):
    head, body = Caller(world, "990811"), {"status": "suspended", "reason": WHY}
    assert head.post(path(licence), body, "once-only").json() == head.post(path(licence), body, "once-only").json()
    assert head.post(path(licence), body).status_code == 409
