"""The right side: every verb through the screen, what is offered to whom, and what happens when two act at once."""

import json
import re

import pytest

from yichuang.cases.status import Outcome, SlotStatus, Status

EXAMINER, COLLEAGUE, HEAD, STRANGER = "990812", "990813", "990811", "990832"
HTMX = {"HX-Request": "true", "HX-Target": "case"}


def toast(answer) -> str:
    return json.loads(answer["HX-Trigger"]).get("toast", {}).get("value", "") if "HX-Trigger" in answer else ""


def decided(office, number: str, **opinion: object):
    """The examiner agrees, then the head speaks."""
    assert office.order(EXAMINER, number, "opine", "review", verdict="agree").status_code == 200
    return office.order(HEAD, number, "opine", "approve", **opinion)


def test_an_examiner_approves_and_the_decider_grants(office):
    number = office.number()
    answer = decided(office, number, verdict="agree")
    assert answer.status_code == 200
    assert office.state(number).outcome is Outcome.GRANTED
    assert any(word in answer.content.decode() for word in ("已决定", "待领取", "准予"))


def test_a_refusal_carries_reasons_and_remedies(office):
    number = office.number()
    answer = decided(office, number, verdict="disagree", comment="婚姻关系未核实", remedies="可申请行政复议")
    state = office.state(number)
    assert (state.outcome, state.reasons, state.remedies) == (Outcome.REFUSED, "婚姻关系未核实", "可申请行政复议")
    assert "婚姻关系未核实" in answer.content.decode()


def test_a_refusal_without_reasons_is_not_done_and_says_why(office):
    number = office.number()
    answer = decided(office, number, verdict="disagree", comment=" ", remedies="")
    assert answer.status_code == 422
    assert "理由和救济途径" in answer.content.decode()
    assert office.state(number).outcome is None


def test_the_dialog_of_a_refusal_brings_the_remedies_with_it(office):
    number = office.number()
    office.order(EXAMINER, number, "opine", "review", verdict="agree")
    dialog = office.client(HEAD).get(f"/office/cases/{number}/ask/opine/?step=approve&verdict=disagree", headers=HTMX)
    assert "六十日内" in dialog.content.decode()
    assert "行政诉讼" in dialog.content.decode()


def test_a_case_goes_back_to_any_earlier_step(office):
    number = office.number()
    office.order(EXAMINER, number, "opine", "review", verdict="agree")
    dialog = office.client(HEAD).get(f"/office/cases/{number}/ask/return/?step=approve", headers=HTMX)
    assert re.findall(r'name="to" value="(\w+)"', dialog.content.decode()) == ["review", "accept"]
    office.order(HEAD, number, "return", "approve", to="review", reason="材料不清")
    assert office.state(number).step("review").status.value == "active"


def test_claim_release_and_claim_again(office):
    number = office.number()
    office.order(EXAMINER, number, "claim", "review")
    assert office.state(number).step("review").asked()[0].staff == office.staff(EXAMINER)
    office.order(EXAMINER, number, "release", "review")
    assert office.state(number).step("review").asked()[0].staff is None


@pytest.mark.parametrize(
    ("action", "field"), [("transfer", "to"), ("delegate", "to"), ("add_signer", "staff"), ("copy", "staff")]
)
def test_a_colleague_is_asked(office, action, field):
    number = office.number()
    fields = {field: office.staff(COLLEAGUE), "reason": "出差", "note": "请看第三页"}
    answer = office.order(EXAMINER, number, action, "review", **fields)
    assert answer.status_code == 200, answer.content.decode()
    asked = {slot.staff for slot in office.state(number).step("review").asked()}
    assert office.staff(COLLEAGUE) in asked
    assert "贺长风" in answer.content.decode()


def test_an_added_signer_is_removed_again(office):
    number = office.number()
    office.order(EXAMINER, number, "add_signer", "review", staff=office.staff(COLLEAGUE))
    answer = office.order(EXAMINER, number, "remove_signer", "review", staff=office.staff(COLLEAGUE), reason="不需要")
    assert answer.status_code == 200
    assert office.state(number).step("review").slots[-1].status is SlotStatus.CANCELLED


def test_a_manager_takes_back_what_lies_with_a_colleague_and_sees_whose_it_is(office):
    number, holder = office.number(), office.staff(EXAMINER)
    office.order(EXAMINER, number, "claim", "review")
    dialog = office.client(HEAD).get(f"/office/cases/{number}/ask/take_back/?step=review", headers=HTMX)
    assert f'value="{holder}"' in dialog.content.decode()
    assert office.order(HEAD, number, "take_back", "review", holder=holder, reason="病假").status_code == 200
    assert office.state(number).step("review").slots[-1].staff is None


def test_several_are_assigned_at_once(office):
    number = office.number()
    two = [office.staff(EXAMINER), office.staff(COLLEAGUE)]
    assert office.order(HEAD, number, "assign", "review", staff=two).status_code == 200
    assert [slot.staff for slot in office.state(number).step("review").asked()] == two


def test_hold_resume_urge_recall(office):
    number = office.number()
    office.order(EXAMINER, number, "suspend", reason="等待调查")
    assert office.state(number).suspended
    office.order(EXAMINER, number, "resume")
    assert not office.state(number).suspended
    assert office.order(HEAD, number, "urge", "review", text="请尽快").status_code == 200
    office.order(EXAMINER, number, "opine", "review", verdict="agree")
    assert office.order(EXAMINER, number, "recall", "review", reason="看错了").status_code == 200
    assert office.state(number).step("review").status.value == "active"


def test_a_special_procedure_stops_the_clock_and_an_extension_moves_it(office):
    number = office.number()
    before = office.client(EXAMINER).get(f"/office/cases/{number}/", headers=HTMX).content.decode()
    answer = office.order(EXAMINER, number, "start_special", procedure="hearing", days=10, reason="申请人要求听证")
    assert office.state(number).status is Status.SPECIAL
    assert "不计时" in answer.content.decode()
    office.order(EXAMINER, number, "end_special", result="听证完成")
    answer = office.order(HEAD, number, "extend", days=5, reason="案情复杂")
    assert office.state(number).extension.days == 5
    due = re.compile(r"承诺时限.*?due__words\">([^<]+)<", re.DOTALL)
    assert due.search(before)[1] != due.search(answer.content.decode())[1]


def test_only_a_manager_voids(office):
    number = office.number()
    assert office.order(EXAMINER, number, "void", reason="录错").status_code == 403
    assert office.order(HEAD, number, "void", reason="录错").status_code == 200
    assert office.state(number).status is Status.VOIDED


def test_the_applicant_withdraws(office):
    number = office.number()
    assert office.order(HEAD, number, "withdraw", reason="申请人改主意").status_code == 200
    assert office.state(number).status is Status.WITHDRAWN


# --- who may what -----------------------------------------------------------------------------------------------------


def test_only_what_the_engine_allows_is_offered(office):
    number = office.number()
    body = office.client(EXAMINER).get(f"/office/cases/{number}/", headers=HTMX).content.decode()
    assert "ask/return/" in body
    assert "ask/void/" not in body
    assert "ask/extend/" in body, "she may decide, so she may extend"
    looker = office.client("990871").get(f"/office/cases/{number}/", headers=HTMX).content.decode()
    assert "这件现在不需要您处理" in looker
    assert set(re.findall(r"ask/(\w+)/", looker)) == {"urge"}


ADDRESSES = [
    ("get", ""), ("get", "ask/return/?step=review"), ("get", "colleagues/?step=review"), ("get", f"files/{'a' * 64}/"),
    ("post", "do/"), ("post", "reveal/"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "rest"), ADDRESSES)
def test_a_case_that_is_not_for_me_looks_like_one_that_does_not_exist(office, method, rest):
    number = office.number()
    sent = {"action": "claim", "step": "review", "idempotency_key": "k", "reason": "just looking"}

    def answer(case: str):
        client = office.client(STRANGER)
        call = client.get if method == "get" else client.post
        return call(f"/office/cases/{case}/{rest}", sent if method == "post" else None, headers=HTMX)

    mine, nobodys = answer(number), answer("99078520261120000000X")
    assert mine.status_code == nobodys.status_code == 404
    assert mine.content == nobodys.content


def test_a_dialog_is_not_opened_for_what_is_not_offered(office):
    number = office.number()
    client = office.client(COLLEAGUE)
    assert client.get(f"/office/cases/{number}/ask/extend/", headers=HTMX).status_code == 409
    assert client.get(f"/office/cases/{number}/ask/deliver/", headers=HTMX).status_code == 409
    assert client.get(f"/office/cases/{number}/ask/nonsense/", headers=HTMX).status_code == 404


# --- two at once, twice the same --------------------------------------------------------------------------------------


def test_of_two_officers_one_wins_and_the_other_sees_how_things_stand(office):
    number = office.number()
    seen = office.state(number).version
    assert office.order(EXAMINER, number, "claim", "review", version=seen).status_code == 200
    late = office.order(COLLEAGUE, number, "claim", "review", version=seen)
    assert late.status_code == 409
    body = late.content.decode()
    assert 'role="alert"' in body
    assert "白芷若" in body, "the fresh pane names who has it now"
    assert office.state(number).step("review").asked()[0].staff == office.staff(EXAMINER)


def test_the_same_order_twice_is_done_once_and_answered_alike(office):
    number = office.number()
    version = office.state(number).version
    answers = [
        office.order(EXAMINER, number, "opine", "review", verdict="agree", version=version, idempotency_key="once")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    opinions = [slot for slot in office.state(number).step("review").slots if slot.verdict]
    assert len(opinions) == 1


def test_an_answer_that_has_no_place_on_the_page_any_more_is_said_in_passing(office):
    number = office.number()
    sent = {"action": "opine", "step": "approve", "verdict": "agree", "version": 1, "idempotency_key": "late"}
    answer = office.client(HEAD).post(f"/office/cases/{number}/do/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#case"
    assert json.loads(answer["HX-Trigger-After-Swap"])["office:told"]["value"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"action": "nonsense"}, "不完整"),
        ({"action": "deliver"}, "不完整"),
        ({"action": "submit"}, "不完整"),
        ({"idempotency_key": ""}, "不完整"),
        ({"action": "transfer", "reason": "x"}, "选择同事"),
        ({"action": "transfer", "to": "abc", "reason": "x"}, "选择同事"),
        ({"action": "start_special", "procedure": "hearing", "days": "ten", "reason": "x"}, "天数"),
        ({"action": "suspend", "reason": "长" * 2001}, "2000"),
        ({"action": "suspend", "reason": "  "}, "原因"),
    ],
)
def test_an_order_that_is_none_is_refused_with_what_to_do(office, changes, words):
    number = office.number()
    answer = office.order(EXAMINER, number, **{"action": "claim", "step": "review", **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()


# --- numbers and scans ------------------------------------------------------------------------------------------------


def test_numbers_are_masked_until_a_reason_is_given_and_the_look_is_recorded(office):
    from yichuang.people.models import Person, RevealLog

    number = office.number()
    whole = Person.objects.get(pk=office.state(number).applicant).id_number
    client = office.client(EXAMINER)
    bare = re.sub(r"<[^>]+>", "", client.get(f"/office/cases/{number}/", headers=HTMX).content.decode())
    assert whole not in bare
    assert client.post(f"/office/cases/{number}/reveal/", {"reason": ""}, headers=HTMX).status_code == 422
    shown = client.post(f"/office/cases/{number}/reveal/", {"reason": "核对迁出地"}, headers=HTMX).content.decode()
    assert whole in re.sub(r"<[^>]+>", "", shown)
    entry = RevealLog.objects.filter(field="id_number").get()
    assert (entry.staff_id, entry.reason, entry.reference) == (office.staff(EXAMINER), "核对迁出地", number)


def test_a_scan_of_the_case_is_shown_and_no_other_file(office, settings, tmp_path):
    from yichuang.evidence.files import keep
    from yichuang.evidence.models import Material

    settings.FILES_ROOT = tmp_path
    number = office.number()
    digest = keep(b"\x89PNG\r\n\x1a\n scan")
    office.world.file(digest)
    client = office.client(EXAMINER)
    assert client.get(f"/office/cases/{number}/files/{digest}/").status_code == 404
    lines = Material.objects.filter(application_id=office.state(number).application, items__contains=["hz-move-spouse"])
    lines.filter(pk=lines.first().pk).update(file=digest)
    answer = client.get(f"/office/cases/{number}/files/{digest}/")
    assert answer.content == b"\x89PNG\r\n\x1a\n scan"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


# --- reading ----------------------------------------------------------------------------------------------------------


def test_the_history_reads_as_sentences_with_the_article(office):
    number = office.number()
    office.order(EXAMINER, number, "opine", "review", verdict="agree", comment="属实")
    body = office.client(EXAMINER).get(f"/office/cases/{number}/", headers=HTMX).content.decode()
    assert "周念安申请“夫妻投靠户口迁入”，窗口提交，由梁安宁录入。" in body
    assert "白芷若在“审核”同意：属实" in body
    assert "《行政许可法》第三十二条第一款第（五）项" in body
    assert body.index("由梁安宁录入") < body.index("白芷若在“审核”同意"), "newest last"


def test_colleagues_with_the_grant_come_first_and_search_narrows(office):
    number = office.number()
    client = office.client(EXAMINER)
    place = f"/office/cases/{number}/colleagues/?step=review&action="
    granted = re.findall(r"<strong>(\w+)</strong>", client.get(f"{place}transfer", headers=HTMX).content.decode())
    assert "贺长风" in granted
    assert "宋清和" not in granted, "an exit-entry officer cannot take a household step over"
    anybody = client.get(f"{place}copy&colleague=990822", headers=HTMX).content.decode()
    assert "宋清和" in anybody
    assert "没有这个环节的授权" in anybody


def test_a_case_opened_by_its_address_stands_beside_the_list(office):
    number = office.number()
    answer = office.client(EXAMINER).get(f"/office/cases/{number}/")
    assert answer.status_code == 302
    assert f"case={number}" in answer["Location"]
    assert f"/office/cases/{number}/" in office.client(EXAMINER).get(answer["Location"]).content.decode()


# --- batches ----------------------------------------------------------------------------------------------------------


def household(filed) -> list[str]:
    return [case.number for visit in filed for case in visit.cases if case.item == "hz-move-spouse"]


def picked(numbers: list[str], step: str = "review") -> list[str]:
    return [f"{number}|{step}" for number in numbers]


def batch(office, badge: str, **sent: object):
    return office.client(badge).post(
        "/office/batch/", {"idempotency_key": "b1", **sent}, headers={"HX-Request": "true"}
    )


def test_like_cases_are_approved_together(office):
    numbers = household(office.file(3))
    asked = office.client(EXAMINER).get("/office/batch/", {"action": "opine", "picked": picked(numbers)}, headers=HTMX)
    assert all(f'value="{number}|review"' in asked.content.decode() for number in numbers)
    assert asked.content.decode().count("<strong>周念安</strong> 夫妻投靠户口迁入 · 审核") == len(numbers)
    answer = batch(office, EXAMINER, action="opine", verdict="agree", picked=picked(numbers))
    assert answer.status_code == 200
    assert "3" in toast(answer)
    assert {office.state(number).step("review").status.value for number in numbers} == {"done"}


def test_in_a_batch_one_refusal_does_not_touch_the_others_and_is_named(office):
    numbers = household(office.file(3))
    office.order(COLLEAGUE, numbers[1], "claim", "review")
    answer = batch(office, EXAMINER, action="opine", verdict="agree", picked=picked(numbers))
    done = [office.state(number).step("review").status.value for number in numbers]
    assert done == ["done", "active", "done"]
    assert "3 件中有 1 件没有完成" in answer.content.decode()
    assert "不在您手上" in answer.content.decode()


def test_cases_of_different_steps_are_claimed_but_not_approved_together(office):
    first, second = household(office.file(2))
    office.order(EXAMINER, first, "opine", "review", verdict="agree")
    mixed = [f"{first}|approve", f"{second}|review"]
    assert batch(office, HEAD, action="opine", verdict="agree", picked=mixed).status_code == 422
    asked = {"HX-Request": "true", "HX-Target": "ask"}
    answer = office.client(HEAD).get("/office/batch/", {"action": "transfer", "picked": mixed}, headers=asked)
    assert "<dialog" in answer.content.decode(), "beside the list, not below everything"
    assert batch(office, HEAD, action="claim", picked=mixed).status_code == 200
    assert office.state(first).step("approve").asked()[0].staff == office.staff(HEAD)
    assert office.state(second).step("review").asked()[0].staff == office.staff(HEAD)


def test_a_batch_is_transferred(office):
    numbers = household(office.file(2))
    batch(office, EXAMINER, action="transfer", to=office.staff(COLLEAGUE), reason="休假", picked=picked(numbers))
    assert {office.state(number).step("review").asked()[0].staff for number in numbers} == {office.staff(COLLEAGUE)}


def test_the_keys_of_a_page_left_in_haste_arrive_in_one_field(office):
    numbers = household(office.file(2))
    batch(office, EXAMINER, action="claim", picked=",".join(picked(numbers)))
    assert {office.state(number).step("review").asked()[0].staff for number in numbers} == {office.staff(EXAMINER)}


def test_a_batch_with_nothing_in_it_says_what_to_do(office):
    answer = batch(office, EXAMINER, action="claim")
    assert answer.status_code == 422
    assert "勾选" in answer.content.decode()


def test_a_strange_case_in_a_batch_is_not_found_and_nothing_is_done(office):
    numbers = household(office.file(1))
    answer = batch(office, STRANGER, action="claim", picked=picked(numbers))
    assert answer.status_code == 404
    assert office.state(numbers[0]).step("review").asked()[0].staff is None


def test_a_batch_clicked_twice_is_done_once(office):
    numbers = household(office.file(2))
    for _ in range(2):
        batch(office, EXAMINER, action="transfer", to=office.staff(COLLEAGUE), reason="休假", picked=picked(numbers))
    versions = {office.state(number).version for number in numbers}
    assert len(versions) == 1
