"""What a paper may not lack, and what it says of law and time."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.papers.conftest import mark_for
from yichuang.cases.papers import facts as f
from yichuang.cases.papers.papers import typeset
from yichuang.cases.papers.rules import faults
from yichuang.cases.papers.samples import samples
from yichuang.catalogue.definition import ItemKind, Text
from yichuang.kernel.errors import Refusal
from yichuang.licences.terms import PaperKind

SAMPLES = samples()
REFUSED = SAMPLES[PaperKind.DECISION_REFUSED]
NOT_ACCEPTED = SAMPLES[PaperKind.REFUSAL_OF_ACCEPTANCE]
CORRECTION = SAMPLES[PaperKind.CORRECTION]
SPECIAL = SAMPLES[PaperKind.SPECIAL_PROCEDURE]
DELIVERY = SAMPLES[PaperKind.DELIVERY_RECEIPT]
ACCEPTANCE = SAMPLES[PaperKind.ACCEPTANCE]
NOWHERE = f.Remedies(Text("", ""), Text("云溪县人民法院", "the court"))

LACKING = [
    (REFUSED, {"remedies": None}, "papers.remedies_needed"),
    (REFUSED, {"remedies": NOWHERE}, "papers.remedies_needed"),
    (REFUSED, {"reason": "  \n"}, "papers.reason_needed"),
    (REFUSED, {"articles": ()}, "papers.articles_needed"),
    (REFUSED, {"cases": ()}, "papers.no_case"),
    (NOT_ACCEPTED, {"remedies": None}, "papers.remedies_needed"),
    (NOT_ACCEPTED, {"right_body": None}, "papers.right_body_needed"),
    (CORRECTION, {"missing": ()}, "papers.nothing_missing"),
    (CORRECTION, {"ordinal": 2}, "papers.repeat_needs_approval"),
    (CORRECTION, {"ordinal": 2, "repeat_reason": "原件系伪造"}, "papers.repeat_needs_approval"),
    (SPECIAL, {"amount": 0}, "papers.duration_needed"),
    (SPECIAL, {"reason": ""}, "papers.reason_needed"),
    (SPECIAL, {"procedure": f.Procedure.EXTENSION}, "papers.extension_needs_approval"),
    (SAMPLES[PaperKind.CONCLUSION], {"outcome": f.Outcome.TERMINATED}, "papers.reason_needed"),
    (DELIVERY, {"documents": ()}, "papers.nothing_delivered"),
    (DELIVERY, {"method": f.DeliveryMethod.LEFT}, "papers.left_needs_note"),
    (SAMPLES[PaperKind.HANDOVER_LIST], {"lines": ()}, "papers.nothing_handed_over"),
    (ACCEPTANCE, {"applicant": f.Applicant("沈知微", "990799199104270049")}, "papers.unmasked_number"),
]


@pytest.mark.parametrize("facts", SAMPLES.values(), ids=lambda facts: facts.kind.value)
def test_a_complete_paper_has_no_fault(facts):
    assert list(faults(facts)) == []


@pytest.mark.parametrize(("facts", "changes", "code"), LACKING)
def test_a_paper_that_lacks_what_the_law_demands_is_not_typeset(facts, changes, code):
    lacking = replace(facts, **changes)
    assert code in list(faults(lacking))
    with pytest.raises(Refusal) as refused:
        typeset(lacking, mark_for(lacking))
    assert refused.value.code == code
    assert refused.value.message("zh")
    assert refused.value.next_step("en")


def test_a_refusal_prints_reason_article_and_both_remedies_with_their_limits(text_of):
    text = text_of(REFUSED)
    assert "不符合大型群众性活动的安全要求" in text
    assert "《大型群众性活动安全管理条例》第十一条" in text
    assert "60日内，向云溪县人民政府申请行政复议" in text
    assert "6个月内，依法向云溪县人民法院提起行政诉讼" in text


def test_an_application_that_is_not_ours_is_told_whose_it_is(text_of):
    assert "该事项由衢溪市公安局办理" in text_of(NOT_ACCEPTED)


def test_a_licence_rests_on_the_licensing_law_and_another_service_follows_it_by_analogy(text_of):
    confirmation = replace(ACCEPTANCE.cases[0], kind=ItemKind.CONFIRMATION)
    assert "依据《中华人民共和国行政许可法》第三十二条" in text_of(ACCEPTANCE)
    assert "参照《中华人民共和国行政许可法》第三十二条" in text_of(ACCEPTANCE, cases=(confirmation,))


def test_limits_are_dates_with_their_weekday_in_both_languages(text_of):
    text = text_of(ACCEPTANCE)
    assert "2026年12月2日（星期三）" in text
    assert "2Dec2026(Wed)" in text


@pytest.mark.parametrize(
    ("day", "weekday"), [(date(2026, 11, 23 + at), name) for at, name in enumerate("一二三四五六日")]
)
def test_each_weekday_has_its_name(text_of, day, weekday):
    limit = replace(ACCEPTANCE.limits[0], due=day)
    assert f"11月{day.day}日（星期{weekday}）" in text_of(ACCEPTANCE, limits=(limit,))


def test_silence_for_five_days_reads_as_accepted_from_the_day_of_receipt(text_of):
    text = text_of(ACCEPTANCE, deemed=True)
    assert "自收到申请材料之日起即为受理" in text


def test_acceptance_with_materials_to_follow_is_its_own_notice_and_says_what_happens_otherwise(text_of):
    deferred = f.MaterialLine(
        Text("不动产权证书", "Certificate"), f.MaterialForm.COPY, f.MaterialState.DEFERRED, due=date(2026, 12, 4)
    )
    text = text_of(ACCEPTANCE, deferred=(deferred,))
    assert "容缺受理通知书" in text
    assert "2026年12月4日前" in text
    assert "逾期不补的，将终止办理" in text


def test_the_receipt_says_that_received_is_not_accepted_and_when_the_answer_comes(text_of):
    text = text_of(SAMPLES[PaperKind.RECEIPT])
    assert "收件不等于受理" in text
    assert "2026年11月27日（星期五）" in text
    assert "逾期不告知的，自收到申请材料之日起即为受理" in text


def test_one_receipt_of_a_visit_shows_which_case_needs_which_material(text_of):
    text = text_of(SAMPLES[PaperKind.RECEIPT])
    assert "居民身份证Residentidentitycard原件1验后退还seen,returned①②" in text
    assert "原普通护照Oldpassport原件1收取kept①3" in text


def test_a_receipt_of_one_case_is_the_same_paper_without_columns_for_several(text_of):
    visit = SAMPLES[PaperKind.RECEIPT]
    materials = tuple(replace(line, cases=()) for line in visit.materials[:2])
    text = text_of(visit, cases=visit.cases[:1], materials=materials)
    assert "收件凭证" in text
    assert "综合收件凭证" not in text
    assert "用于" not in text


def test_verifying_is_told_on_the_items_own_law_and_not_on_the_licensing_law(text_of):
    text = text_of(SPECIAL, procedure=f.Procedure.VERIFICATION, basis="查询工作规定")
    assert "依法需要调查核实" in text
    assert "依据查询工作规定，上述时间不计算在办理期限内" in text
    assert "第四十五条" not in text


def test_an_extension_names_who_approved_it(text_of):
    text = text_of(SPECIAL, procedure=f.Procedure.EXTENSION, amount=10, approved_by="局长 叶知秋")
    assert "延长办理期限告知书" in text
    assert "第四十二条" in text
    assert "经局长叶知秋批准，办理期限延长10个工作日" in text


def test_an_extension_that_the_items_own_law_allows_rests_on_that(text_of):
    own = "《护照法》第六条"
    text = text_of(SPECIAL, procedure=f.Procedure.EXTENSION, amount=10, approved_by="局长 叶知秋", basis=own)
    assert "依据《护照法》第六条，经局长叶知秋批准" in text
    assert "第四十二条" not in text


def test_a_receipt_names_no_day_that_is_not_known_yet(text_of):
    assert "我单位将自收到材料之日起五个工作日内决定是否受理" in text_of(SAMPLES[PaperKind.RECEIPT], answer_by=None)


def test_a_second_correction_notice_says_why_and_by_whose_leave(text_of):
    text = text_of(CORRECTION, ordinal=2, repeat_reason="首次告知后法规有变", approved_by="大队长 江屿")
    assert "第2次告知" in text
    assert "首次告知后法规有变" in text
    assert "大队长江屿" in text


def test_papers_left_with_a_witness_ask_for_no_signature(text_of):
    text = text_of(DELIVERY, method=f.DeliveryMethod.LEFT, note="本人拒收，见证人：居委会 何慕", signature=None)
    assert "留置送达" in text
    assert "居委会何慕" in text
    assert "收件人签名" not in text
