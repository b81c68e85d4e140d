"""A hand-over of nothing, and a bundle that no list could name."""

from tests.ground.refusals import nothing_written, refused
from yichuang.cases.status import Cargo
from yichuang.delivery import send_bundle as sending
from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.delivery.send_bundle import MOST_LINES, Sending

CLERK = "990801"


def test_nothing_chosen_is_nothing_handed_over(town):
    nothing = HandOver((), "周念安", 1, "a" * 64)
    with nothing_written(), refused("delivery.nothing_chosen"):
        hand_over(town.actor(CLERK), nothing, key="k1", now=town.now)


def test_a_bundle_holds_no_more_than_its_list_can_name(town):
    numbers = {f"99078520261120{serial:05}00": 1 for serial in range(MOST_LINES + 1)}
    with nothing_written(), refused("delivery.too_many_lines"):
        wanted = Sending(town.actor("990822").unit_id, Cargo.PAPERS, numbers)
        sending.send_bundle(town.actor(CLERK), wanted, key="k1", now=town.now)
