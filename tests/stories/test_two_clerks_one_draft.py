"""Story 3: a visit changes hands. Two clerks have one draft open; nothing is overwritten and nothing is filed twice."""

from uuid import uuid4

import pytest
from msgspec.structs import replace

from yichuang.applications.draft import DRAFT, kept, save_draft
from yichuang.applications.models import Application
from yichuang.applications.submit import submit
from yichuang.kernel.errors import Refusal


@pytest.fixture
def draft(town):
    """梁安宁 began it at window 1."""
    filing = town.begins(town.comes("nianan"), "crj-passport-renew")
    number = uuid4()
    assert save_draft(town.actor("990801"), number, filing, version=0, now=town.now) == 1
    return number, filing


def test_the_colleague_at_the_next_window_opens_it_and_goes_on(town, draft):
    number, filing = draft
    read = kept(DRAFT.open(town.actor("990802"), number, "edit"))
    assert read.filing == filing
    changed = replace(filing, form={"applicant_phone": "15400010001"})
    assert save_draft(town.actor("990802"), number, changed, version=read.version, now=town.now) == 2


def test_the_first_clerks_stale_copy_does_not_overwrite_it(town, draft):
    number, filing = draft
    better = replace(filing, form={"applicant_phone": "15400010001"})
    save_draft(town.actor("990802"), number, better, version=1, now=town.now)
    with pytest.raises(Refusal) as refused:
        save_draft(town.actor("990801"), number, filing, version=1, now=town.now)
    assert refused.value.code == "applications.draft_moved"
    assert kept(DRAFT.open(town.actor("990801"), number, "edit")).filing == better


def test_a_clerk_of_another_unit_does_not_see_it(town, draft):
    number, _filing = draft
    with pytest.raises(Refusal) as refused:
        DRAFT.open(town.actor("991005"), number, "edit")
    assert refused.value.code == "authority.not_found"


def test_both_press_submit_and_one_application_comes_of_it(committed_town):
    town = committed_town
    whole = town.filled(town.begins(town.comes("nianan"), "crj-passport-renew"))
    first = submit(town.actor("990801"), whole, key="draft/1", now=town.now)
    second = submit(town.actor("990802"), whole, key="draft/1", now=town.now)
    assert first == second
    assert Application.objects.count() == 1


def test_a_submitted_draft_takes_no_more(town, draft):
    number, filing = draft
    submit(town.actor("990801"), town.filled(filing), key=str(number), now=town.now, draft=number)
    with pytest.raises(Refusal) as refused:
        save_draft(town.actor("990802"), number, filing, version=1, now=town.now)
    assert refused.value.code == "applications.draft_submitted"
