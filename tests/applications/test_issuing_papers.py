"""Every event of a proceeding yields its paper: once, saying what the law wants, from the record alone."""

from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.applications.bench import Bench, pages, text
from tests.applications.filings import MOVE, PASSPORT, story_1
from yichuang.applications.filing import Choice, Given
from yichuang.applications.issue_papers import issue_papers, paper_now
from yichuang.applications.models import Application
from yichuang.cases import commands as cm
from yichuang.cases.models import Case
from yichuang.cases.perform import perform_as_system
from yichuang.cases.remedies import remedies
from yichuang.cases.status import SpecialKind, Verdict
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import history
from yichuang.licences.models import IssuedPaper
from yichuang.licences.queries import papers_of_case, pdf_of, verify
from yichuang.licences.terms import PaperKind

K = PaperKind
REVIEW_BODY, COURT = "澄溪县人民政府", "澄溪县人民法院"
REASON = "迁入住所的权属登记与申请内容不一致"


@pytest.fixture
def bench(world, settings, tmp_path) -> Bench:
    settings.FILES_ROOT = tmp_path / "files"
    return Bench(world)


# --- at the window ----------------------------------------------------------------------------------------------------


def test_a_visit_gets_one_form_one_receipt_and_an_acceptance_for_each_case(bench):
    numbers = bench.files()
    bench.works()
    kinds = sorted(each.kind for each in IssuedPaper.objects.filter(application_no=numbers[""]))
    assert kinds == ["acceptance", "acceptance", "application_form", "receipt"]


def test_the_receipt_names_both_cases_what_was_taken_and_the_fifth_working_day(bench):
    numbers = bench.files()
    page = text(bench.papers(numbers[MOVE.item])[K.RECEIPT])
    for said in (
        "综合收件凭证", "澄溪县公安局", *numbers.values(), "普通护照换发", "夫妻投靠户口迁入", "120元", "免费",
        "1号窗口梁安宁（警号990801）", "990***********", "原普通护照", "2026年11月27日", "收件不等于受理",
    ):  # fmt: skip
        assert said in page, said
    assert bench.person.id_number not in page
    assert "现场采集" in page
    assert "2026年12月1日" in page, "the passport's promised day"


def test_the_receipt_is_there_at_once_and_the_worker_makes_no_second_one(bench):
    numbers = bench.files()
    application = Application.objects.get(number=numbers[""])
    at_once = paper_now(application, K.RECEIPT, now=bench.now)
    assert paper_now(Case.objects.get(number=numbers[MOVE.item]), K.RECEIPT, now=bench.now) == at_once
    bench.works()
    assert [each.pk for each in papers_of_case(numbers[MOVE.item]) if each.kind == K.RECEIPT] == [at_once.pk]


def test_a_paper_that_nothing_calls_for_is_refused(bench):
    application = Application.objects.get(number=bench.files()[""])
    with pytest.raises(Refusal) as refused:
        paper_now(application, K.DECISION_REFUSED, now=bench.now)
    assert refused.value.code == "applications.no_such_paper"


def test_the_one_form_carries_what_was_entered_the_answers_and_the_signature(bench):
    numbers = bench.files()
    form = bench.papers(numbers[PASSPORT.item])[K.APPLICATION_FORM]
    said = text(form)
    for words in (
        "综合申请表", "E12345678", "澄溪县青石镇溪边路8号", "为什么要换护照？", "有效期不足六个月，或者已经过期",
        "您现在的户口在哪里？", "对申请材料实质内容的真实性负责",
    ):  # fmt: skip
        assert words in said, words
    images = [each for page in pypdfium2.PdfDocument(pdf_of(form)) for each in page.get_objects() if each.type == 3]
    assert images, "the drawn signature"


def test_a_signature_that_is_lost_leaves_its_line_open_and_the_paper_goes_out(bench):
    numbers = bench.files(signature=bench.world.file())
    assert K.RECEIPT in bench.papers(numbers[MOVE.item])


def test_the_acceptance_says_both_limits_and_their_law(bench):
    numbers = bench.files()
    said = text(bench.papers(numbers[MOVE.item])[K.ACCEPTANCE])
    for words in (
        "受理通知书", "5个工作日", "2026年11月27日", "20个工作日", "2026年12月18日", "《户口登记条例》第十、十三条",
        "澄溪县公安政务服务大厅",
    ):  # fmt: skip
        assert words in said, words
    assert "领取时须交回：原普通护照" in text(bench.papers(numbers[PASSPORT.item])[K.ACCEPTANCE])


def test_deferred_materials_make_it_an_acceptance_with_materials_to_follow(bench):
    move = Choice(MOVE.item, {**MOVE.answers, "move_origin": "other_province", "move_transfer": "paper"})
    brought = {**story_1(1, "").materials, "migration_certificate": Given(MaterialState.TO_FOLLOW)}
    form = {**story_1(1, "").form, "migration_certificate_number": "QY0001"}
    number = bench.files(move, materials=brought, form=form, make_up_days=3)[MOVE.item]
    said = text(bench.papers(number)[K.ACCEPTANCE])
    for words in ("容缺受理通知书", "户口迁移证", "2026年11月25日前", "材料补齐前不发放办理结果"):
        assert words in said, words
    assert "容缺后补" in text(bench.papers(number)[K.RECEIPT])


# --- intake by the pool -----------------------------------------------------------------------------------------------


def test_a_case_of_one_item_has_the_plain_receipt_with_its_promised_day(bench):
    number = bench.files(MOVE)[MOVE.item]
    said = text(bench.papers(number)[K.RECEIPT])
    assert "收件凭证" in said
    assert "综合收件凭证" not in said
    assert "承诺办结" in said
    assert "2026年11月27日" in said
    assert "免费" in said


def test_what_was_filed_online_gets_its_receipt_when_somebody_takes_it(bench):
    number = bench.files(MOVE, channel="online")[MOVE.item]
    assert set(bench.papers(number)) == {K.APPLICATION_FORM}
    bench.does("990801", number, cm.Receive())
    assert set(bench.papers(number)) == {K.APPLICATION_FORM, K.RECEIPT}


def test_a_correction_notice_lists_everything_and_a_second_one_its_reason_and_its_approver(bench):
    number = bench.receives_online()
    bench.does(
        "990801", number, cm.AskCorrection(("dwelling_sponsor", "marriage_certificate"), "产权证须为全体共有人的")
    )
    first = bench.papers(number)[K.CORRECTION]
    for words in (
        "补正告知书",
        "2026年12月21日",
        "结婚证",
        "带原件到窗口核验",
        "产权证须为全体共有人的",
        "以上为需要补正的全部内容",
    ):
        assert words in text(first), words
    bench.does("990807", number, cm.SupplyCorrection(("dwelling_sponsor", "marriage_certificate")))
    bench.does(
        "990807", number, cm.AskCorrection(("household_book",), "缺首页", again_because="首次告知漏列户口簿首页")
    )
    second = bench.papers(number)[K.CORRECTION]
    assert second.pk != first.pk
    for words in ("第2次告知", "首次告知漏列户口簿首页", "大厅负责人温如许"):
        assert words in text(second), words


def test_non_acceptance_has_its_reason_the_law_and_where_to_turn(bench):
    number = bench.receives_online()
    bench.does("990801", number, cm.RefuseAcceptance("该户口已在本市，无需迁入", remedies()["refuse_acceptance"].zh))
    said = text(bench.papers(number)[K.REFUSAL_OF_ACCEPTANCE])
    for words in (
        "不予受理通知书", "该户口已在本市，无需迁入", "第三十二条", "《户口登记条例》", "六十日内",
        f"行政复议机关：{REVIEW_BODY}", f"管辖法院：{COURT}",
    ):  # fmt: skip
        assert words in said, words


def test_a_case_that_is_not_ours_names_the_agency_that_is(bench):
    number = bench.receives_online()
    bench.does("990801", number, cm.FindNotOurs("望溪区公安分局"))
    said = text(bench.papers(number)[K.REFUSAL_OF_ACCEPTANCE])
    assert "不属于我单位职权范围" in said
    assert "该事项由望溪区公安分局办理，请向该机关申请" in said
    assert "六个月内" in said


def test_silence_for_five_working_days_is_told_as_acceptance_from_the_day_of_receipt(bench):
    number = bench.receives_online()
    bench.now += timedelta(days=8)
    case = Case.objects.get(number=number)
    perform_as_system(case.pk, cm.DeemAccepted(), key="deemed", now=bench.now)
    notice = bench.papers(number)[K.ACCEPTANCE]
    assert notice.issued_by is None
    for words in ("2026年11月20日收到", "五个工作日内未告知", "即为受理", "自2026年11月20日起计算"):
        assert words in text(notice), words


# --- time -------------------------------------------------------------------------------------------------------------


def test_a_special_procedure_is_told_with_the_time_it_needs_and_the_new_day(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.does("990812", number, cm.StartSpecial(SpecialKind.APPRAISAL, "需要鉴定结婚证的真伪", 5))
    said = text(bench.papers(number)[K.SPECIAL_PROCEDURE])
    for words in ("特别程序告知书", "鉴定", "5个工作日", "需要鉴定结婚证的真伪", "2026年12月4日", "第四十五条"):
        assert words in said, words


def test_an_extension_is_told_with_its_reason_and_who_approved_it(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.does("990811", number, cm.Extend(3, "迁出地核验尚未回复"))
    said = text(bench.papers(number)[K.SPECIAL_PROCEDURE])
    for words in ("延长办理期限告知书", "迁出地核验尚未回复", "户政大队大队长方既明批准", "2026年12月2日", "3个工作日"):
        assert words in said, words


# --- the decision -----------------------------------------------------------------------------------------------------


def test_a_granted_case_has_its_decision_and_its_conclusion_with_the_licence(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.grants_move(number)
    papers = bench.papers(number)
    decision, conclusion = text(papers[K.DECISION_GRANTED]), text(papers[K.CONCLUSION])
    assert "准予周念安办理“夫妻投靠户口迁入”" in decision
    assert "居民户口簿(登记页)" in decision
    assert "户口准迁证" not in decision
    assert "准予办理" in conclusion
    assert "居民户口簿(登记页)" in conclusion


def test_the_decision_goes_out_in_the_name_of_the_unit_that_decided(bench):
    number = bench.files(PASSPORT)[PASSPORT.item]
    bench.grants_passport(number)
    papers = bench.papers(number)
    assert papers[K.DECISION_GRANTED].issuer_zh == "云江市公安局"
    assert papers[K.DECISION_GRANTED].number.startswith("云公政服准〔2026〕")
    assert papers[K.ACCEPTANCE].issuer_zh == "澄溪县公安局"
    assert "2026年11月20日至2036年11月19日" in text(papers[K.CONCLUSION])


def test_a_refusal_has_its_reasons_the_remedies_as_decided_and_no_licence(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.does("990812", number, cm.Opine("review"))
    bench.does("990811", number, cm.Opine("approve", Verdict.DISAGREE, REASON, remedies()["refuse"].zh))
    papers = bench.papers(number)
    refusal = text(papers[K.DECISION_REFUSED])
    for words in (
        "不予行政许可决定书", REASON, "第三十八条", "六个月内", f"行政复议机关：{REVIEW_BODY}", f"管辖法院：{COURT}",
    ):  # fmt: skip
        assert words in refusal, words
    assert "不予办理" in text(papers[K.CONCLUSION])
    assert papers[K.DECISION_REFUSED].number in text(papers[K.CONCLUSION])
    assert K.DECISION_GRANTED not in papers


@pytest.mark.parametrize(
    ("command", "said"), [(cm.Withdraw("改到楠江市办理"), "申请人撤回"), (cm.Terminate("逾期未补正"), "终止办理")]
)
def test_an_ending_without_a_decision_is_concluded_with_its_reason(bench, command, said):
    number = bench.receives_online()
    bench.does("990801", number, cm.AskCorrection(("household_book",), "缺首页"))
    bench.does("990801", number, command, days=32)
    conclusion = text(bench.papers(number)[K.CONCLUSION])
    assert said in conclusion
    assert command.reason in conclusion


# --- the hand-over ----------------------------------------------------------------------------------------------------


def test_one_hand_over_gives_one_acknowledgement_for_all_that_was_handed_out(bench):
    numbers = bench.files()
    bench.grants_passport(numbers[PASSPORT.item])
    bench.grants_move(numbers[MOVE.item])
    bench.hands_over(
        numbers[PASSPORT.item], numbers[MOVE.item], surrendered={numbers[PASSPORT.item]: ("passport_old",)}
    )
    bench.works()
    receipts = [each for each in papers_of_case(numbers[MOVE.item]) if each.kind == K.DELIVERY_RECEIPT]
    (receipt,) = receipts
    said = text(receipt)
    for words in ("普通护照", "居民户口簿(登记页)", "原普通护照", "已收回", "周念安（本人）", "直接送达", "梁安宁"):
        assert words in said, words
    assert sorted(receipt.case_nos) == sorted([numbers[PASSPORT.item], numbers[MOVE.item]])


def test_a_refused_case_hands_out_its_decision_and_another_taker_is_named(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.does("990812", number, cm.Opine("review"))
    bench.does("990811", number, cm.Opine("approve", Verdict.DISAGREE, REASON, remedies()["refuse"].zh))
    bench.hands_over(number, receiver_relation="配偶")
    papers = bench.papers(number)
    said = text(papers[K.DELIVERY_RECEIPT])
    for words in ("不予决定书", papers[K.DECISION_REFUSED].number, "（配偶）", "代收"):
        assert words in said, words


def test_why_an_old_document_was_not_handed_in_stands_on_the_acknowledgement(bench):
    number = bench.files(PASSPORT)[PASSPORT.item]
    bench.grants_passport(number)
    bench.hands_over(number, not_surrendered_because={number: "旧护照在使馆办签证"})
    assert "旧证未交回的原因：旧护照在使馆办签证" in text(bench.papers(number)[K.DELIVERY_RECEIPT])


# --- whatever happens to the worker -----------------------------------------------------------------------------------


def test_running_every_job_again_issues_nothing_new(bench):
    numbers = bench.files()
    bench.grants_move(numbers[MOVE.item])
    bench.works()
    before = set(IssuedPaper.objects.values_list("pk", flat=True))
    for case in Case.objects.filter(number__in=numbers.values()):
        for event in history(case.pk):
            issue_papers(case.pk, event.seq, now=bench.now)
    assert set(IssuedPaper.objects.values_list("pk", flat=True)) == before


def test_a_worker_that_was_away_for_days_makes_the_papers_as_they_would_have_been(bench):
    number = bench.receives_online()
    bench.does("990801", number, cm.AskCorrection(("household_book",), "缺首页"))
    bench.does("990801", number, cm.SupplyCorrection(("household_book",)), days=3)
    bench.does("990801", number, cm.Accept())
    bench.grants_move(number)
    bench.now += timedelta(days=2)
    papers = bench.papers(number)
    assert set(papers) == {
        K.APPLICATION_FORM, K.RECEIPT, K.CORRECTION, K.ACCEPTANCE, K.DECISION_GRANTED, K.CONCLUSION,
    }  # fmt: skip
    assert "2026年11月20日" in text(papers[K.RECEIPT])
    assert "2026年11月27日" in text(papers[K.RECEIPT]), "the fifth day from the first receipt, not from the second"
    assert "2026年11月23日起予以受理" in text(papers[K.ACCEPTANCE])


def test_a_job_that_failed_halfway_ends_with_one_paper(bench, monkeypatch):
    number = bench.files(MOVE)[MOVE.item]
    case = Case.objects.get(number=number)

    def breaks(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("yichuang.licences.store.keep", breaks)
        with pytest.raises(OSError, match="disk full"):
            issue_papers(case.pk, 2, now=bench.now)
    assert not IssuedPaper.objects.exists()
    assert K.RECEIPT in bench.papers(number)
    assert IssuedPaper.objects.filter(kind=K.RECEIPT).count() == 1


# --- what others read -------------------------------------------------------------------------------------------------


def test_anyone_can_verify_a_paper_by_its_code(bench):
    number = bench.files(MOVE)[MOVE.item]
    notice = bench.papers(number)[K.ACCEPTANCE]
    seen = verify(notice.code.lower())
    assert (seen.number, seen.kind, seen.issuer.zh, seen.stands) == (notice.number, K.ACCEPTANCE, "澄溪县公安局", True)


def test_the_papers_of_a_case_are_read_in_one_query(bench):
    numbers = bench.files()
    bench.works()
    with CaptureQueriesContext(connection) as queries:
        assert len(papers_of_case(numbers[MOVE.item])) == 3
    assert len(queries) == 1


def test_every_paper_counts_its_pages_and_bears_its_own_code(bench):
    numbers = bench.files()
    bench.works()
    papers = IssuedPaper.objects.filter(application_no=numbers[""])
    assert papers.exists()
    for paper in papers:
        read = pages(paper)
        assert read
        assert all(f"{at}/{len(read)}" in page for at, page in enumerate(read, 1))
        assert all(paper.number in page for page in read)
