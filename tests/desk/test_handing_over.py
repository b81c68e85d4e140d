"""Everything of one person at one window; the receipt's own acts; acceptance of what came in otherwise."""

import re

import pytest

from tests.desk.conftest import HTMX, words
from tests.ground.world import TODAY
from yichuang.applications.models import Application
from yichuang.cases import commands as cm
from yichuang.cases.perform import perform
from yichuang.cases.status import StepStatus
from yichuang.cases.store import load
from yichuang.demo.roster import Roster
from yichuang.demo.signatures import RECEIVED
from yichuang.people.models import Organisation


def works(desk, number: str) -> None:
    """Whoever may does the open steps until the result is ready."""
    from random import Random

    roster = Roster(desk.world.actor(badge) for badge in desk.world.staff)
    for _ in range(12):
        state = load(number).state
        if state.status == "ready":
            return
        step = next(each for each in state.route if each.status is StepStatus.ACTIVE)
        actor = roster.for_step(step, TODAY.date(), Random(1))
        perform(actor, number, cm.Opine(step.key), key=f"{number}/{step.key}", now=TODAY)
    raise AssertionError(state.status)


@pytest.fixture
def ready(desk):
    """周念安's passport waits; who filed it sits at window 1."""
    from yichuang.cases.models import Case

    visit, _ = desk.filed("crj-passport-renew")
    case = Case.objects.get()
    works(desk, case.number)
    return visit.client, case


def sent(desk, of, /, **more: object):
    plain = {
        "person": of.applicant_id, "receiver": of.applicant_id, "case": of.number, "idempotency_key": "k1",
        f"in.{of.number}.passport_old": "1", "signature": desk.drawing(occasion=RECEIVED),
    }  # fmt: skip
    return {name: value for name, value in {**plain, **more}.items() if value is not None}


def post(client, posted):
    return client.post("/desk/hand-over/", posted, headers=HTMX)


def test_the_card_leads_to_everything_that_is_ready(desk, ready):
    client, case = ready
    address = desk.read(client, "nianan", "receiver").headers["HX-Redirect"]
    page = words(client.get(address))
    assert "普通护照" in page
    assert f'name="in.{case.number}.passport_old"' in page
    assert "handing__body" not in page


def test_a_result_that_an_organisation_applied_for_names_it(ready):
    client, case = ready
    body = Organisation.objects.create(uscc="91350100M000100Y43", name="邻市机械厂")
    Application.objects.update(organisation_id=body.pk)
    page = words(client.get(f"/desk/hand-over/?person={case.applicant_id}"))
    assert "邻市机械厂</b> · 普通护照换发" in page
    assert "身份已核验" in page


def test_one_signature_hands_out_and_a_double_click_changes_nothing(desk, ready):
    client, case = ready
    done = post(client, sent(desk, case))
    assert "已交给周念安" in words(done)
    version = load(case.number).state.version
    assert "已交给" in words(post(client, sent(desk, case)))
    assert load(case.number).state.version == version
    assert load(case.number).state.status == "delivered"


def test_the_proof_of_delivery_is_printed(desk, ready):
    client, case = ready
    page = words(post(client, sent(desk, case)))
    paper = client.get(re.search(r'href="([^"]+/delivery.pdf)"', page)[1])
    assert paper.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"signature": ""}, "没有签名"),
        ({"case": None}, "选择"),
        ({"in": None}, "旧证"),
        ({"relation": "emperor"}, "选项"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_leaves_the_window(desk, ready, change, said):
    client, case = ready
    if "in" in change:
        change = {f"in.{case.number}.passport_old": None}
    refused = post(client, sent(desk, case, **change))
    assert refused.status_code in {409, 422}
    assert said in words(refused)
    assert load(case.number).state.status == "ready"


def test_an_old_document_that_is_gone_needs_its_reason(desk, ready):
    client, case = ready
    change = {f"in.{case.number}.passport_old": None, f"why.{case.number}": "境外遗失，已声明"}
    assert "已交给" in words(post(client, sent(desk, case, **change)))


@pytest.fixture
def husbands(desk, ready):
    """林屿舟 stands there with his card: the client, the case, the address of the page, his id."""
    client, case = ready
    address = desk.read(client, "yuzhou", "receiver", person=case.applicant_id).headers["HX-Redirect"]
    return client, case, address, address.split("receiver=")[1]


def entitle(client, case, receiver, **said: object):
    posted = {"person": case.applicant_id, "receiver": receiver, **said}
    return client.post("/desk/hand-over/entitle", posted, headers=HTMX)


def test_a_husband_without_a_letter_is_told_what_to_do_and_receives_nothing(desk, husbands):
    client, case, address, receiver = husbands
    page = words(client.get(address))
    assert "没有申请人给这位领取人的委托书" in page
    assert "登记委托书" in page
    assert "disabled" in re.search(r'<button[^>]*id="main-action"[^>]*>', page)[0]
    refused = post(client, sent(desk, case, receiver=receiver, relation="spouse"))
    assert refused.status_code == 409
    assert load(case.number).state.status == "ready"


def test_with_the_letter_on_record_somebody_else_receives_with_card_and_relation(desk, husbands):
    client, case, address, receiver = husbands
    recorded = entitle(client, case, receiver, document="委托书〔2026〕1号")
    assert recorded.headers["HX-Redirect"] == address
    page = words(client.get(address))
    relation = re.search(r'<select[^>]*name="relation"[^>]* required.*?</select>', page, re.DOTALL)[0]
    assert re.search(r'<option value="(\w*)"', relation)[1] == "", "the first stands for none"
    assert " selected" not in relation, "nobody's relation is guessed"
    assert "没有申请人给这位领取人的委托书" not in page
    assert "已交给林屿舟" in words(post(client, sent(desk, case, receiver=receiver, relation="spouse")))


CARD = {
    "a.id_card_state": "expiring", "a.household_place": "this_province", "a.id_photo": "on_site",
    "a.support_status": "none", "a.id_collection": "relative", "f.id_card_expiry": "2026-12-20",
    "f.applicant_phone": "15400010001", "f.delivery_recipient": "林屿舟", "f.delivery_phone": "15400010002",
    "f.fingerprint_status": "captured",
}  # fmt: skip


def test_of_an_id_card_the_desk_says_who_may_fetch_it_and_hands_it_to_a_relative_who_shows_the_slip(desk):
    """No letter of authority is asked of a relative; an agent with one receives no ID card."""
    from yichuang.cases.models import Case

    visit = desk.visit()
    visit.add("hz-id-renew")
    visit.post(**CARD)
    visit.post(op="seen")
    visit.sign(desk.drawing())
    client, case = visit.client, Case.objects.get()
    works(desk, case.number)
    address = desk.read(client, "yuzhou", "receiver", person=case.applicant_id).headers["HX-Redirect"]
    page = words(client.get(address))
    assert "除本人、监护人外，可由近亲属代领" in page
    assert "代领人已出示：居民身份证领取凭证" in page
    why = {f"in.{case.number}.passport_old": None, f"why.{case.number}": "旧证已遗失"}
    posted = sent(desk, case, receiver=address.split("receiver=")[1], relation="spouse", **why)
    assert "还没有出示代领所需的凭证" in words(post(client, posted))
    posted[f"shown.{case.number}.id_card_collection_slip"] = "1"
    assert "只能由本人、监护人或者近亲属领取" in words(post(client, {**posted, "relation": "agent"}))
    assert "已交给林屿舟" in words(post(client, posted))


def test_a_letter_without_a_number_is_not_recorded(husbands):
    client, case, _, receiver = husbands
    refused = entitle(client, case, receiver, document=" ")
    assert refused.headers["HX-Retarget"] == "#mandate-problem"
    assert "没有填写证明文件" in words(refused)


def test_an_adult_has_no_guardian_who_could_receive(husbands):
    client, case, _, receiver = husbands
    refused = entitle(client, case, receiver, document="户口簿", **{"as": "guardian"})
    assert refused.headers["HX-Retarget"] == "#guardianship-problem"
    assert "已成年且具备完全民事行为能力" in words(refused)


def test_the_receipt_of_delivery_names_the_relation_in_words():
    from yichuang.applications.paperwork import _relation

    assert (_relation("spouse").zh, _relation("spouse").en) == ("配偶", "spouse")
    assert _relation("邻居").zh == "邻居"


def test_nobody_receives_unchecked(desk, ready):
    _, case = ready
    refused = post(desk.client("990802"), sent(desk, case))
    assert refused.status_code == 422
    assert "还没有核验领取人的身份" in words(refused)


def test_a_number_finds_the_person_and_a_wrong_one_says_so(desk, ready):
    client, case = ready
    assert (
        client.get("/desk/hand-over/", {"q": case.number}).headers["Location"].endswith(f"person={case.applicant_id}")
    )
    lost = client.get("/desk/hand-over/", {"q": "9907"})
    assert lost.status_code == 404
    assert "没有找到这个编号" in words(lost)


def test_the_receipt_is_printed_as_it_was_issued(desk):
    visit, number = desk.filed()
    first = visit.client.get(f"/desk/applications/{number}/receipt.pdf")
    assert first.content.startswith(b"%PDF")
    assert visit.client.get(f"/desk/applications/{number}/receipt.pdf").content == first.content


# --- acceptance -------------------------------------------------------------------------------------------------------


@pytest.fixture
def online(desk):
    """A passport renewal that came in online and waits for acceptance."""
    from msgspec.structs import replace

    from tests.applications.filings import PASSPORT, story_1
    from yichuang.applications.submit import submit
    from yichuang.cases.models import Case

    person = desk.world.person("何远")
    actor = desk.world.actor("990804")
    answers = {**PASSPORT.answers, "online_ready": "yes"}
    filing = story_1(person.pk, desk.world.file(), channel="online", choices=(replace(PASSPORT, answers=answers),))
    submit(actor, filing, key="online", now=TODAY)
    return Case.objects.get()


def act(client, number: str, action: str, **fields: object):
    posted = {"idempotency_key": action, "version": load(number).state.version, **fields}
    return client.post(f"/desk/intake/{number}/{action}", posted, headers=HTMX)


def test_what_came_in_online_is_accepted_at_the_desk(desk, online):
    client = desk.client()
    assert "何远" in words(client.get("/desk/intake/"))
    assert act(client, online.number, "accept").headers["HX-Redirect"] == "/desk/intake/"
    assert load(online.number).state.accepted_on == TODAY.date()
    assert "何远" not in words(client.get("/desk/intake/"))


def test_corrections_are_asked_once_and_recorded_when_they_come(desk, online):
    client = desk.client()
    refused = act(client, online.number, "correct", text="缺照片")
    assert refused.headers["HX-Retarget"] == "#correct-problem"
    act(client, online.number, "correct", missing=["photo_exit_entry"], text="照片不合格")
    assert load(online.number).state.missing == ("photo_exit_entry",)
    page = words(client.get(f"/desk/intake/?case={online.number}"))
    assert 'name="supplied" value="photo_exit_entry"' in page


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("refuse", {"reason": "不需要许可", "remedies": "可申请复议"}, "refused_acceptance"),
        ("not_ours", {"agency": "市场监管局"}, "not_ours"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_told_with_its_reason(desk, online, action, fields, status):
    client = desk.client()
    assert act(client, online.number, action).status_code in {409, 422}
    act(client, online.number, action, **fields)
    assert load(online.number).state.status == status


def test_a_case_that_moved_meanwhile_is_not_decided_blindly(desk, online):
    client = desk.client()
    refused = act(client, online.number, "accept", version=99)
    assert refused.status_code == 409
    assert load(online.number).state.accepted_on is None


def test_unknown_acts_and_cases_look_alike(desk, online):
    client = desk.client()
    assert client.post(f"/desk/intake/{online.number}/explode", headers=HTMX).status_code == 404
    assert client.post("/desk/intake/123/accept", headers=HTMX).status_code == 404
