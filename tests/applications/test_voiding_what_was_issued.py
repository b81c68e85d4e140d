"""A case that was entered by mistake leaves no paper in force."""

import pytest

from tests.applications.bench import Bench
from tests.applications.filings import MOVE, PASSPORT
from yichuang.applications.void_issued import void_issued
from yichuang.cases import commands as cm
from yichuang.cases.models import Case
from yichuang.cases.verify import verify
from yichuang.kernel.events import history
from yichuang.licences import queries
from yichuang.licences.models import IssuedPaper
from yichuang.licences.queries import papers_of_case
from yichuang.licences.terms import PaperKind as K

MANAGER, WHY = "990807", "录入时选错了人"


@pytest.fixture
def bench(world, settings, tmp_path) -> Bench:
    settings.FILES_ROOT = tmp_path / "files"
    return Bench(world)


@pytest.fixture
def numbers(bench) -> dict[str, str]:
    """Two items of one visit, the move voided after its papers went out."""
    numbers = bench.files()
    bench.works()
    bench.does(MANAGER, numbers[MOVE.item], cm.Void(WHY))
    bench.works()
    return numbers


def test_its_own_papers_are_void_and_those_of_the_visit_stand(world, numbers):
    papers = {each.kind: each for each in papers_of_case(numbers[MOVE.item])}
    assert {kind for kind, each in papers.items() if each.voided_at} == {K.ACCEPTANCE}
    assert papers.keys() == {K.ACCEPTANCE, K.APPLICATION_FORM, K.RECEIPT}
    told = papers[K.ACCEPTANCE]
    assert (told.void_reason, told.voided_by_id) == (WHY, world.staff[MANAGER].pk)
    assert not queries.verify(told.code).stands
    assert all(each.voided_at is None for each in papers_of_case(numbers[PASSPORT.item]))


def test_a_visit_of_one_item_leaves_nothing_in_force(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.works()
    bench.does(MANAGER, number, cm.Void(WHY))
    bench.works()
    papers = papers_of_case(number)
    assert len(papers) == 3
    assert all(each.voided_at for each in papers)


def test_again_changes_nothing_and_the_record_is_whole(bench, numbers):
    before = list(IssuedPaper.objects.order_by("pk").values())
    case = Case.objects.get(number=numbers[MOVE.item]).pk
    for event in history(case):
        void_issued(case, event.seq, now=bench.now)
    assert list(IssuedPaper.objects.order_by("pk").values()) == before
    assert verify().faults == ()
