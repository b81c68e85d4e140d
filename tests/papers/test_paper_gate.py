"""Who may open an issued paper by its id."""

import pytest

from tests.organisation.bureau import NOW
from yichuang.cases.papers.gates import PAPER
from yichuang.cases.papers.issue import issue
from yichuang.cases.papers.samples import samples
from yichuang.kernel.errors import Refusal
from yichuang.licences.terms import PaperKind


@pytest.fixture
def bureau(db, settings, tmp_path):
    from tests.organisation.bureau import set_up_bureau

    settings.FILES_ROOT = tmp_path
    return set_up_bureau()


@pytest.fixture
def paper(bureau):
    return issue(samples()[PaperKind.RECEIPT], unit=bureau.units["county"].pk, key="event-1", now=NOW)


def test_the_issuing_unit_opens_its_paper(bureau, paper):
    assert PAPER.open(bureau.actor("100002"), paper.pk, "see") == paper


@pytest.mark.parametrize("badge", ["100005", "100003"])
def test_another_county_and_a_lower_station_find_nothing(bureau, paper, badge):
    with pytest.raises(Refusal) as refused:
        PAPER.open(bureau.actor(badge), paper.pk, "see")
    assert refused.value.code == "authority.not_found"


@pytest.mark.parametrize("key", [0, "abc", "9" * 30, "' OR 1=1"])
def test_an_absent_or_malformed_id_looks_the_same(bureau, paper, key):
    with pytest.raises(Refusal) as refused:
        PAPER.open(bureau.actor("100002"), key, "see")
    assert refused.value.code == "authority.not_found"
