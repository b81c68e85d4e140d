"""The population register at the identification: a ward is led on to the guardian, the dead are refused with a way out."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.desk.conftest import HTMX, words
from tests.ground.refusals import says
from yichuang.evidence import standing
from yichuang.evidence.models import SharingLog
from yichuang.gateways.population import LegalCapacity
from yichuang.people.models import Guardianship, Person, StandingLog

DIED = date(2024, 5, 6)


def change(desk, key: str, **facts: object) -> None:
    """What the register holds about somebody becomes another."""
    number = desk.card(key).number
    desk.outside.residents[number] = replace(desk.outside.residents[number], **facts)


def refused(desk, key: str = "nianan"):
    return desk.read(desk.client(), key)


def test_an_adult_is_asked_for_nothing_but_life_and_capacity(desk):
    page = words(desk.visit().page)
    assert "人口信息库：在册，具备完全民事行为能力" in page
    log = SharingLog.objects.get()
    assert (log.purpose, log.fields, log.proofs) == ("standing", [], [])


def test_somebody_recorded_as_dead_is_refused_and_told_where_to_go(desk):
    change(desk, "nianan", deceased_on=DIED)
    answer = refused(desk)
    says(answer, "evidence.recorded_dead", 409)
    assert "人口信息库登记“周念安”已于 2024-05-06 死亡" in words(answer)
    assert Person.objects.get(name="周念安").deceased


def test_an_open_visit_of_somebody_who_turns_out_dead_cannot_be_submitted(desk):
    visit = desk.visit()
    visit.fill()
    Person.objects.filter(pk=visit.filing().person).update(deceased=True)
    page = words(visit.post("ask"))
    assert "系统登记该人已死亡" in page


def test_a_corrected_register_lets_the_person_in_again(desk):
    change(desk, "nianan", deceased_on=DIED)
    refused(desk)
    assert refused(desk).status_code == 409, "still dead"
    change(desk, "nianan", deceased_on=None)
    assert "/desk/drafts/" in refused(desk).headers["HX-Redirect"]
    assert list(StandingLog.objects.values_list("after", flat=True)) == ["deceased", "alive"]


def test_a_death_that_the_household_desk_recorded_is_not_undone_by_the_register(desk):
    person = Person.objects.get(pk=desk.visit().filing().person)
    Person.objects.filter(pk=person.pk).update(deceased=True)
    answer = refused(desk)
    assert answer.status_code == 409
    assert "系统登记该人已死亡" in words(answer)


def test_an_adult_ward_is_known_from_the_register_and_their_guardian_is_named(desk):
    visit = desk.visit("ward")
    assert "须由监护人陪同或代办" in words(visit.page)
    assert "登记的监护人：温明朗" in words(visit.page)
    assert Person.objects.get(name="温怀瑾").capacity == "limited"
    assert {log.purpose for log in SharingLog.objects.all()} == {"standing", "guardianship"}
    page = words(visit.add("hz-id-renew"))
    assert "系统中没有其监护人" in page


def test_a_childs_parent_is_recognised_by_the_card_and_nothing_is_typed(desk):
    visit = desk.visit("qiuyu")
    assert "登记的监护人：林屿舟、周念安" in words(visit.page)
    visit.add("hz-id-renew")
    desk.read(visit.client, "yuzhou", "guardian", draft=visit.id)
    known = Guardianship.objects.get()
    assert (known.guardian.name, known.basis, known.document) == ("林屿舟", "parent", "人口信息库登记的监护关系")
    page = words(visit.client.get(visit.url))
    assert "系统中没有其监护人" not in page
    assert visit.filing().materials["guardianship_proof"].state == "shared"


def test_a_stranger_beside_a_child_is_no_guardian(desk):
    visit = desk.visit("qiuyu")
    visit.add("hz-id-renew")
    desk.read(visit.client, "father", "guardian", draft=visit.id)
    assert not Guardianship.objects.exists()
    assert "系统中没有其监护人" in words(visit.client.get(visit.url))


def test_another_relation_than_kin_is_for_a_person_to_look_at(desk):
    visit = desk.visit("ward")
    visit.add("hz-id-renew")
    desk.read(visit.client, "guardian", "guardian", draft=visit.id)
    assert not Guardianship.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"name": "周念念"}, "与证件不一致"), ({"birth": date(1991, 1, 1)}, "与证件不一致")],
)
def test_an_entry_that_does_not_fit_is_said_and_nothing_is_taken_over(desk, facts, said):
    change(desk, "nianan", legal_capacity=LegalCapacity.NONE, deceased_on=DIED, **facts)
    assert said in words(desk.visit().page)
    assert not StandingLog.objects.exists()


def test_a_silent_register_stops_nobody_and_can_be_asked_again(desk, settings):
    client, there = desk.client(), settings.SANDBOX_URL
    person = desk.world.person()
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    from yichuang.kernel.moment import now
    from yichuang.surfaces.desk import visits

    draft = visits.begin(desk.world.actor("990801"), person, now(), None)
    page = words(client.get(f"/desk/drafts/{draft}/"))
    assert "没有应答，请核对户口簿原件" in page
    settings.SANDBOX_URL = there
    assert (
        client.post(f"/desk/drafts/{draft}/standing", headers=HTMX).headers["HX-Redirect"] == f"/desk/drafts/{draft}/"
    )
    assert "没有应答" not in words(client.get(f"/desk/drafts/{draft}/"))


def test_a_register_that_takes_its_time_is_waited_for_briefly(desk, monkeypatch):
    import time
    from threading import Event

    from yichuang.evidence import ask_register

    late = Event()
    monkeypatch.setattr(standing, "PATIENCE", 0.1)
    monkeypatch.setattr(ask_register, "_look_up", lambda *_: late.wait(5))
    began = time.monotonic()
    page = words(desk.visit().page)
    late.set()
    assert "没有应答，请核对户口簿原件" in page
    assert time.monotonic() - began < 2


def test_what_only_the_screen_needs_leaves_no_trace_in_what_is_submitted(desk):
    from yichuang.surfaces.desk.standing import MARKS
    from yichuang.surfaces.desk.visits import without_marks

    filing = desk.visit("ward").filing()
    assert set(filing.told) >= MARKS
    assert not MARKS & set(without_marks(filing).told)


def test_a_foreigner_is_in_no_register_and_is_not_asked_about(desk):
    from tests.desk.conftest import Visit

    client = desk.client()
    card = {
        "role": "applicant", "id_type": "passport", "id_number": "E12345678", "name": "Ann Lee", "sex": "female",
        "birth": "1990-01-01", "reason": "护照不能读卡", "valid_to": "2030-01-01",
    }  # fmt: skip
    visit = Visit(client, client.post("/desk/identify", card, headers=HTMX).headers["HX-Redirect"])
    assert "人口信息库" not in words(visit.page)
    assert not SharingLog.objects.exists()
