"""What a change of the catalogue does not take."""

from tests.ground.refusals import nothing_written, refused
from tests.ground.world import TODAY
from yichuang.catalogue.changes.draft import begin, save
from yichuang.catalogue.queries import item_version


def test_an_item_that_is_not_in_the_change_is_not_kept_with_it(world):
    head = world.actor("990811")
    change = begin(head, "hz-id-renew", TODAY).change
    with nothing_written(), refused("catalogue.not_in_change"):
        save(head, change.pk, change.revision, [item_version("hz-move-spouse")], TODAY)
