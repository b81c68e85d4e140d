"""What rests on an item, and how a person's draft gets onto a newer version."""

from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from tests.applications.bench import Bench
from tests.applications.filings import MOVE, PASSPORT, story_1
from tests.ground.world import TODAY
from yichuang.applications.draft import DRAFT, kept, save_draft
from yichuang.applications.move_draft import move_draft, shifts
from yichuang.catalogue import queries
from yichuang.catalogue.changes.draft import begin, save
from yichuang.catalogue.changes.review import approve, submit_for_review
from yichuang.catalogue.changes.uses import uses_of_item
from yichuang.catalogue.changes.withdraw import withdraw
from yichuang.catalogue.models import ItemVersion
from yichuang.kernel.errors import Refusal

ADMIN, SECOND = "990870", "990872"


@pytest.fixture(autouse=True)
def _forgetting():
    queries.forget_all()
    yield
    queries.forget_all()


@pytest.fixture
def bench(world, settings, tmp_path) -> Bench:
    settings.FILES_ROOT = tmp_path / "files"
    return Bench(world)


def quicker(world, now=TODAY):
    """A new version of the passport renewal, promised one day sooner."""
    one, two = world.actor(ADMIN), world.actor(SECOND)
    begun = begin(one, PASSPORT.item, now)
    item = begun.items[PASSPORT.item]
    limit = replace(item.limits.promised, amount=item.limits.promised.amount - 1)
    wanted = replace(item, limits=replace(item.limits, promised=limit))
    change = save(one, begun.change.pk, 1, [wanted], now)
    change = submit_for_review(one, change.pk, change.revision, now)
    return approve(two, change.pk, change.revision, now)


def counted(code):
    return {(use.what.en, use.version): (use.count, use.running) for use in uses_of_item(code)}


def test_cases_and_drafts_are_counted_by_version(bench):
    bench.files()
    before = counted(PASSPORT.item)
    assert before == {("cases", 1): (1, 1)}
    filing = story_1(bench.person.pk, "", choices=(replace(PASSPORT, version=1), MOVE))
    save_draft(bench.world.actor("990801"), uuid4(), filing, version=0, now=TODAY)
    assert counted(PASSPORT.item) == {("cases", 1): (1, 1), ("application drafts", 1): (1, 1)}


def test_a_version_that_a_running_case_needs_stays_and_the_counts_are_said(bench):
    quicker(bench.world)
    bench.files()
    with pytest.raises(Refusal) as refusal:
        withdraw(bench.world.actor(SECOND), PASSPORT.item, 2, "改错了", TODAY)
    assert refusal.value.code == "catalogue.version_needed"
    assert "1 cases" in refusal.value.message("en")
    assert ItemVersion.objects.get(item=PASSPORT.item, version=2).valid_to is None


def test_a_running_case_stays_under_the_version_it_began_under(bench):
    bench.files()
    quicker(bench.world)
    assert counted(PASSPORT.item) == {("cases", 1): (1, 1)}


def test_a_draft_moves_to_a_new_version_only_by_the_difference_that_was_shown(bench):
    clerk, draft = bench.world.actor("990801"), uuid4()
    answers = {**PASSPORT.answers, "gone_question": "x"}
    filing = story_1(bench.person.pk, "a" * 64, choices=(replace(PASSPORT, version=1, answers=answers), MOVE))
    save_draft(clerk, draft, filing, version=0, now=TODAY)
    assert shifts(filing) == ()
    quicker(bench.world)
    (shift,) = shifts(filing)
    assert [change.path for change in shift.changes] == ["limits.promised"]
    with pytest.raises(Refusal) as refusal:
        move_draft(clerk, draft, {PASSPORT.item: 3}, version=1, now=TODAY)
    assert refusal.value.code == "applications.shift_moved"
    move_draft(clerk, draft, {PASSPORT.item: 2}, version=1, now=TODAY + timedelta(minutes=1))
    moved = kept(DRAFT.open(clerk, draft, "edit")).filing
    assert (moved.choices[0].version, moved.choices[0].answers) == (2, dict(PASSPORT.answers))
    assert moved.signature == "", "what was signed has changed"
    assert shifts(moved) == ()
