"""A paper is numbered, kept and recorded once; anyone can check it by its code."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from msgspec.structs import replace

from tests.ground.refusals import nothing_written, refused
from tests.organisation.bureau import NOW
from yichuang.cases.papers.issue import issue
from yichuang.cases.papers.samples import samples
from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal
from yichuang.licences import store
from yichuang.licences.models import IssuedPaper
from yichuang.licences.queries import papers_of_case, pdf_of, verify
from yichuang.licences.terms import PaperKind
from yichuang.licences.void_paper import void_paper

SAMPLES = samples()
RECEIPT = SAMPLES[PaperKind.RECEIPT]
REFUSED = SAMPLES[PaperKind.DECISION_REFUSED]


@pytest.fixture
def receipt(bureau):
    return issue(RECEIPT, unit=bureau.units["county"].pk, key="event-1", now=NOW, issued_by=bureau.staff["100002"].pk)


def test_a_paper_is_kept_under_the_digest_of_its_bytes(receipt):
    pdf = pdf_of(receipt)
    assert pdf.startswith(b"%PDF")
    assert sm3(pdf).hex() == receipt.sm3
    assert len(pdf) == receipt.size
    assert store.path_of(receipt.sm3).name == f"{receipt.sm3}.pdf"
    assert [path.name for path in store.path_of(receipt.sm3).parent.iterdir()] == [f"{receipt.sm3}.pdf"]


def test_its_number_names_unit_kind_and_year(receipt):
    assert receipt.number.startswith("云公综收〔2026〕")


def test_the_same_command_again_issues_nothing_new(receipt, bureau):
    again = issue(RECEIPT, unit=bureau.units["county"].pk, key="event-1", now=NOW + timedelta(hours=1))
    assert again == receipt
    assert IssuedPaper.objects.count() == 1


def test_two_papers_have_two_numbers_and_two_codes_even_if_they_say_the_same(receipt, bureau):
    other = issue(RECEIPT, unit=bureau.units["county"].pk, key="event-2", now=NOW)
    assert other.number != receipt.number
    assert other.code != receipt.code


def test_a_refused_paper_leaves_no_record_and_no_file(bureau, settings):
    with refused("papers.remedies_needed"):
        issue(replace(REFUSED, remedies=None), unit=bureau.units["county"].pk, key="event-3", now=NOW)
    assert not IssuedPaper.objects.exists()
    assert not settings.FILES_ROOT.exists()


def test_anyone_learns_from_the_code_what_was_issued_by_whom_and_nothing_of_a_person(
    receipt, django_assert_num_queries
):
    with django_assert_num_queries(1):
        seen = verify(receipt.code.lower())
    assert (seen.kind, seen.number, seen.stands) == (PaperKind.RECEIPT, receipt.number, True)
    assert seen.issuer.en == "Yunxi County Public Security Bureau"
    assert seen.issued_on == NOW.date()
    assert RECEIPT.applicant.name not in repr(seen)
    assert all(case.number not in repr(seen) for case in RECEIPT.cases)


def test_a_mistyped_code_is_told_apart_from_an_unknown_one_without_a_query(receipt, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(Refusal) as mistyped:
        verify(receipt.code[:-1])
    assert mistyped.value.code == "licences.code_mistyped"
    IssuedPaper.objects.all().delete()
    with pytest.raises(Refusal) as unknown:
        verify(receipt.code)
    assert unknown.value.code == "licences.code_unknown"


def test_a_voided_paper_says_so_and_its_file_stays(receipt, bureau):
    void_paper(receipt, reason="姓名录入有误，另行出具", by=bureau.staff["100002"].pk, now=NOW)
    seen = verify(receipt.code)
    assert not seen.stands
    assert seen.voided_on == NOW.date()
    assert pdf_of(receipt)


def test_voiding_needs_a_reason_and_happens_once(receipt):
    with nothing_written(), refused("licences.void_needs_reason"):
        void_paper(receipt, reason=" ", by=None, now=NOW)
    void_paper(receipt, reason="重复出具", by=None, now=NOW)
    with pytest.raises(Refusal) as again:
        void_paper(receipt, reason="重复出具", by=None, now=NOW)
    assert again.value.code == "licences.already_voided"


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"%PDF forged"), lambda path: path.unlink()])
def test_a_changed_or_lost_file_is_noticed(receipt, damage):
    damage(store.path_of(receipt.sm3))
    with pytest.raises(Refusal) as refused:
        pdf_of(receipt)
    assert refused.value.code == "licences.file_damaged"


def test_a_combined_receipt_is_found_from_each_of_its_cases(receipt, django_assert_num_queries):
    for case in RECEIPT.cases:
        with django_assert_num_queries(1):
            assert papers_of_case(case.number) == [receipt]
    assert papers_of_case("nobody's") == []


def test_a_handover_list_names_its_cases_too(bureau):
    listed = issue(SAMPLES[PaperKind.HANDOVER_LIST], unit=bureau.units["county"].pk, key="batch-1", now=NOW)
    assert [papers_of_case(line.case_no) for line in SAMPLES[PaperKind.HANDOVER_LIST].lines] == [[listed]] * 3


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_issue_one_paper():
    from tests.organisation.bureau import set_up_bureau

    unit = set_up_bureau().units["county"].pk
    numbers: list[str] = []

    def press() -> None:
        numbers.append(issue(RECEIPT, unit=unit, key="double-click", now=NOW).number)
        connection.close()

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 4
    assert len(set(numbers)) == 1
    assert IssuedPaper.objects.count() == 1
