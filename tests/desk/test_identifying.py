"""Who stands at the window: by card, by hand, with a guardian, through an agent."""

from datetime import date
from uuid import uuid4

import pytest
from msgspec.structs import replace

from tests.desk.conftest import HTMX, words
from yichuang.people.models import Guardianship, IdentityCheck, Person

MANUAL = {
    "role": "applicant",
    "id_type": "id_card",
    "id_number": "990785199003074120",
    "name": "周念安",
    "reason": "芯片损坏",
    "valid_to": "2036-03-07",
}


def test_without_a_card_the_desk_waits_and_then_says_so(desk):
    client = desk.client()
    waiting = client.post("/desk/read", {"role": "applicant"}, headers=HTMX)
    assert 'name="attempt" value="1"' in words(waiting)
    assert "load delay" in words(waiting)
    gone = client.post("/desk/read", {"role": "applicant", "attempt": "40"}, headers=HTMX)
    assert gone.status_code == 422
    assert "没有读到身份证" in words(gone)
    assert "手工核验" in words(gone)


def test_a_reader_that_is_down_offers_the_check_by_hand(desk, settings):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    refused = desk.client().post("/desk/read", {"role": "applicant"}, headers=HTMX)
    assert refused.status_code == 409
    assert "暂时没有应答" in words(refused)
    assert "手工核验" in words(refused)


def test_the_same_card_twice_goes_on_with_the_empty_visit(desk):
    first = desk.visit()
    assert desk.visit().url == first.url
    first.add("crj-passport-renew")
    assert desk.visit().url != first.url


def test_an_older_card_is_said_to_be_one_leaves_the_record_and_is_not_the_original_that_was_seen(desk):
    known, client = desk.visit(), desk.client()
    before = Person.objects.get(pk=known.filing().person)
    assert "id_card" in known.filing().materials
    known.add("crj-passport-renew")
    old = replace(desk.card("nianan"), valid_from=date(2010, 1, 1), valid_to=date(2020, 1, 1), address="旧地址")
    desk.lay(old)
    page = client.post("/desk/read", {"role": "applicant"}, headers=HTMX).headers["HX-Redirect"]
    told = "记录没有改动"
    assert told in words(client.get(page))
    assert told not in words(client.get(known.url))
    again = Person.objects.get(pk=before.pk)
    assert (again.id_valid_to, again.address) == (before.id_valid_to, before.address)
    assert "id_card" not in type(known)(client, page.partition("?")[0]).filing().materials
    desk.lay(old)
    fetched = client.post("/desk/read", {"role": "receiver"}, headers=HTMX).headers["HX-Redirect"]
    assert told in words(client.get(fetched))


def test_by_hand_only_with_a_reason(desk):
    client = desk.client()
    refused = client.post("/desk/identify", {**MANUAL, "reason": ""}, headers=HTMX)
    assert "必须写明原因" in words(refused)
    assert refused.headers["HX-Retarget"] == "#manual-problem"
    page = client.post("/desk/identify", MANUAL, headers=HTMX).headers["HX-Redirect"]
    assert "/desk/drafts/" in page
    assert IdentityCheck.objects.latest("pk").note == "芯片损坏"


def test_by_hand_an_empty_day_keeps_the_one_on_record_and_without_end_is_ticked(desk):
    client = desk.client()
    desk.visit("expired")
    known = Person.objects.get(name=desk.card("expired").name)
    by_hand = {**MANUAL, "id_number": known.id_number, "name": known.name, "valid_to": ""}
    assert "HX-Redirect" in client.post("/desk/identify", by_hand, headers=HTMX).headers
    assert Person.objects.get(pk=known.pk).id_valid_to == known.id_valid_to is not None
    client.post("/desk/identify", {**by_hand, "long_term": "true"}, headers=HTMX)
    assert Person.objects.get(pk=known.pk).id_valid_to is None


def test_by_hand_somebody_new_needs_a_day_or_the_tick(desk):
    refused = desk.client().post("/desk/identify", {**MANUAL, "valid_to": ""}, headers=HTMX)
    assert refused.status_code == 422
    assert "证件长期有效" in words(refused)


def test_a_wrong_check_digit_is_named(desk):
    refused = desk.client().post("/desk/identify", {**MANUAL, "id_number": "990785199003074121"}, headers=HTMX)
    assert refused.status_code == 422
    assert "校验" in words(refused)


def test_another_name_on_the_card_leads_to_the_check_by_hand(desk):
    desk.visit()
    desk.lay(replace(desk.card("nianan"), name="周念念"))
    refused = desk.client().post("/desk/read", {"role": "applicant"}, headers=HTMX)
    assert refused.status_code == 409
    assert "姓名与系统中该号码的姓名不一致" in words(refused)
    assert "手工核验" in words(refused)


def test_an_expired_card_is_said_with_the_way_out(desk):
    visit = desk.visit("expired")
    assert "到期" in words(visit.page)
    page = words(visit.add("crj-passport-renew"))
    assert "证件已于" in page
    assert 'data-op="add:hz-id-renew"' in page
    assert "id_card" not in {key for key, each in visit.filing().materials.items() if each.state == "seen"}
    assert 'data-op="add:hz-id-renew"' not in words(visit.add("hz-id-renew")), "what is chosen is not offered again"


def test_a_ward_is_served_with_the_guardian_recorded_in_place(desk):
    visit = desk.visit("ward")
    Person.objects.filter(pk=visit.filing().person).update(capacity="limited")
    page = words(visit.add("hz-id-renew"))
    assert "没有其监护人" in page
    assert 'data-reads="guardian"' in page
    back = desk.read(visit.client, "guardian", "guardian", draft=visit.id)
    assert back.headers["HX-Redirect"] == visit.url
    refused = visit.client.post(f"{visit.url}guardianship", {"basis": "court", "document": ""}, headers=HTMX)
    assert "没有填写证明文件" in words(refused)
    visit.client.post(f"{visit.url}guardianship", {"basis": "court", "document": "判决书"}, headers=HTMX)
    assert Guardianship.objects.get().document == "判决书"
    page = words(visit.client.get(visit.url))
    assert "温明朗" in page
    assert "监护人到场" not in page


def test_an_agent_needs_a_mandate_for_what_is_chosen(desk):
    visit = desk.visit()
    visit.add("hz-move-spouse")
    desk.read(visit.client, "yuzhou", "agent", draft=visit.id)
    page = words(visit.seen(visit.client.get(visit.url)))
    assert "没有该代理人的委托书" in page
    visit.client.post(f"{visit.url}mandate", {"document": "委托书 1 号"}, headers=HTMX)
    page = words(visit.client.get(visit.url))
    assert "没有该代理人的委托书" not in page
    assert visit.filing().told["agent.name"] == ("林屿舟", "companion")
    visit.seen(visit.client.get(visit.url))
    visit.client.post(f"{visit.url}alone", {"role": "agent"}, headers=HTMX)
    assert visit.filing().agent is None
    assert "agent.name" not in visit.filing().told


def test_the_card_that_was_read_is_seen_and_goes_with_the_agent(desk):
    visit = desk.visit()
    desk.read(visit.client, "yuzhou", role="agent", draft=visit.id)
    assert visit.filing().materials["id_card_agent"].state == "seen"
    by_hand = {**MANUAL, "role": "agent", "draft": visit.id, "id_number": desk.card("father").number, "name": "许文川"}
    assert "HX-Redirect" in visit.client.post("/desk/identify", by_hand, headers=HTMX).headers
    assert visit.filing().agent == Person.objects.get(name="许文川").pk
    assert "id_card_agent" not in visit.filing().materials, "the other one's card was seen, not this one's"
    desk.read(visit.client, "yuzhou", role="agent", draft=visit.id)
    visit.client.post(visit.url + "alone", {"role": "agent"}, headers=HTMX)
    assert (visit.filing().agent, "id_card_agent" in visit.filing().materials) == (None, False)


def test_a_role_or_draft_that_is_not_there_changes_nothing(desk):
    client = desk.client()
    refused = desk.read(client, "guardian", "guardian", draft="not-a-draft")
    assert refused.status_code == 404
    assert "/desk/drafts/" in desk.read(client, "nianan", "emperor").headers["HX-Redirect"]


@pytest.mark.parametrize("by_hand", [True, False])
def test_nobody_is_identified_for_a_visit_that_is_not_this_desks(desk, by_hand):
    """The visit is opened before the check goes on record, and before a person does."""
    theirs, _ = str(uuid4()), desk.visit()
    people, checks = Person.objects.count(), IdentityCheck.objects.count()
    client = desk.client()
    if by_hand:
        typed = {**MANUAL, "role": "agent", "draft": theirs, "id_number": desk.card("father").number, "name": "许文川"}
        refused = client.post("/desk/identify", typed, headers=HTMX)
    else:
        refused = desk.read(client, "father", "agent", draft=theirs)
    assert refused.status_code == 404
    assert (Person.objects.count(), IdentityCheck.objects.count()) == (people, checks)


def test_people_who_are_not_signed_in_see_nothing(client):
    for path in ("/desk/", "/desk/hand-over/", "/desk/intake/", "/desk/counter/"):
        assert "/accounts/login/" in client.get(path).headers["Location"]
