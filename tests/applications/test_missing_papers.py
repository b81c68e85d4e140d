"""Which papers and licences there must be follows from the events: one that was deleted is missed, one that waits is not."""

import pytest
from django.db import connection

from tests.applications.bench import Bench
from tests.applications.filings import MOVE, PASSPORT
from tests.ground.jobs import run_due
from yichuang.applications.tasks import ISSUE_PAPER
from yichuang.cases import commands as cm
from yichuang.cases.models import Case
from yichuang.cases.verify import verify
from yichuang.licences.models import IssuedPaper, Licence
from yichuang.licences.terms import PaperKind as K


@pytest.fixture
def bench(world, settings, tmp_path) -> Bench:
    settings.FILES_ROOT = tmp_path / "files"
    return Bench(world)


@pytest.fixture
def lived(bench) -> Bench:
    """A visit of two items handed out, a correction on the way, and a case that was withdrawn."""
    numbers = bench.files()
    bench.grants_move(numbers[MOVE.item])
    bench.grants_passport(numbers[PASSPORT.item])
    bench.hands_over(
        numbers[MOVE.item], numbers[PASSPORT.item], surrendered={numbers[PASSPORT.item]: ("passport_old",)}
    )
    bench.person = bench.world.person("林小满", 750)
    online = bench.receives_online()
    bench.does("990801", online, cm.AskCorrection(("household_book",), "缺首页"))
    bench.does("990801", online, cm.Withdraw("不办了"))
    bench.works()
    assert verify().faults == ()
    return bench


def missed() -> set[tuple[str, str]]:
    """The kind and the row of each fault."""
    return {(fault.kind, fault.row) for fault in verify().faults}


def test_every_kind_of_paper_that_is_deleted_is_missed_by_its_event(lived):
    kinds = set(IssuedPaper.objects.values_list("kind", flat=True))
    assert kinds == {
        K.APPLICATION_FORM, K.RECEIPT, K.ACCEPTANCE, K.CORRECTION, K.DECISION_GRANTED, K.CONCLUSION, K.DELIVERY_RECEIPT,
    }  # fmt: skip
    for kind in kinds:
        paper = IssuedPaper.objects.filter(kind=kind).first()
        IssuedPaper.objects.filter(pk=paper.pk).delete()
        [(wrong, row)] = missed()
        assert wrong == "issued"
        assert row.startswith("licences_issuedpaper ")
        assert row.endswith(f": {kind}")
        paper.save(force_insert=True)
    assert missed() == set()


def test_a_fault_names_the_application_and_the_event(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.papers(number)[K.ACCEPTANCE].delete()
    case = Case.objects.get(number=number)
    [fault] = verify().faults
    assert (fault.stream, fault.number, fault.row) == (
        case.pk, case_application(case), f"licences_issuedpaper {case.pk}/3: acceptance",
    )  # fmt: skip


def case_application(case: Case) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM applications_application WHERE id = %s", [case.application_id])
        return str(cursor.fetchone()[0])


def test_a_licence_that_is_deleted_is_missed(lived):
    licence = Licence.objects.first()
    Licence.objects.filter(pk=licence.pk).delete()
    case = Case.objects.get(number=licence.case_no).pk
    assert missed() == {("issued", f"licences_licence {case}: {licence.kind}")}


def test_a_voided_paper_is_there(lived):
    IssuedPaper.objects.filter(kind=K.RECEIPT).update(voided_at=lived.now, void_reason="写错了")
    assert missed() == set()


@pytest.mark.parametrize("status", ["todo", "doing", "failed", "cancelled"])
def test_what_waits_in_the_queue_or_was_given_up_there_is_late_and_not_lost(bench, status):
    bench.files()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
    assert not IssuedPaper.objects.exists()
    assert missed() == set()


def test_once_the_queue_has_forgotten_it_a_paper_is_lost(bench):
    numbers = bench.files()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [ISSUE_PAPER])
    first, second = sorted(Case.objects.filter(number__in=numbers.values()).values_list("pk", flat=True))
    assert {row for _, row in missed()} == {
        f"licences_issuedpaper {first}/1: application_form", f"licences_issuedpaper {first}/2: receipt",
        f"licences_issuedpaper {first}/3: acceptance", f"licences_issuedpaper {second}/3: acceptance",
    }  # fmt: skip


def test_a_paper_for_several_cases_waits_as_long_as_one_of_their_events_does(bench):
    bench.files()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s AND (args->>'case')::bigint = %s",
            [ISSUE_PAPER, Case.objects.order_by("pk").first().pk],
        )
    assert {row.rpartition(": ")[2] for _, row in missed()} == {"acceptance"}
    run_due(["messaging.send"])
    assert {row.rpartition(": ")[2] for _, row in missed()} == {"acceptance"}
