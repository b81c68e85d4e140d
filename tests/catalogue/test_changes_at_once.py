"""Two people at the same moment, on two connections: one wins, the other is told; nothing is half-done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from msgspec.structs import replace

from tests.ground.world import TODAY
from yichuang.catalogue import queries
from yichuang.catalogue.changes.correct import correct
from yichuang.catalogue.changes.draft import begin, save
from yichuang.catalogue.changes.review import approve, submit_for_review
from yichuang.catalogue.models import CatalogueChange, Correction, ItemVersion
from yichuang.catalogue.queries import item_version
from yichuang.kernel.errors import Refusal

ITEM = "hz-id-renew"
ADMINS = ("990870", "990872")


@pytest.fixture(autouse=True)
def _forgetting():
    queries.forget_all()
    yield
    queries.forget_all()


def at_once(*acts):
    """What each act answered, or the code of its refusal."""
    start = Barrier(len(acts))

    def run(act):
        start.wait(timeout=30)
        try:
            return act() and "done"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def waiting(actor, amount):
    """A change in review that promises so many days."""
    begun = begin(actor, ITEM, TODAY)
    item = begun.items[ITEM]
    limits = replace(item.limits, promised=replace(item.limits.promised, amount=amount))
    change = save(actor, begun.change.pk, 1, [replace(item, limits=limits)], TODAY)
    return submit_for_review(actor, change.pk, change.revision, TODAY)


def test_two_changes_of_one_item_approved_at_once_make_one_version(committed_world):
    one, two = (committed_world.actor(badge) for badge in ADMINS)
    first, second = waiting(one, 19), waiting(two, 18)
    answers = at_once(
        lambda: approve(two, first.pk, first.revision, TODAY), lambda: approve(one, second.pk, second.revision, TODAY)
    )
    assert answers == ["catalogue.outdated", "done"]
    assert ItemVersion.objects.filter(item=ITEM).count() == 2
    assert sorted(CatalogueChange.objects.values_list("state", flat=True)) == ["in_review", "published"]


def test_two_saves_of_one_revision_keep_one(committed_world):
    one, two = (committed_world.actor(badge) for badge in ADMINS)
    begun = begin(one, ITEM, TODAY)
    items = [replace(begun.items[ITEM], note=note) for note in ("甲", "乙")]
    answers = at_once(
        lambda: save(one, begun.change.pk, 1, items[:1], TODAY), lambda: save(two, begun.change.pk, 1, items[1:], TODAY)
    )
    assert answers == ["catalogue.change_moved", "done"]


def test_two_corrections_at_once_keep_one(committed_world):
    one, two = (committed_world.actor(badge) for badge in ADMINS)
    item = item_version(ITEM)
    answers = at_once(
        lambda: correct(one, replace(item, note="甲"), 0, TODAY),
        lambda: correct(two, replace(item, note="乙"), 0, TODAY),
    )
    assert answers == ["catalogue.item_moved", "done"]
    assert Correction.objects.count() == 1
