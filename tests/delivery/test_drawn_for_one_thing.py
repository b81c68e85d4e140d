"""What was drawn to receive results receives no others and files nothing."""

import pytest
from msgspec.structs import replace

from tests.delivery.test_signed_anew import CLERK, NAME, applicant, files, gives
from tests.ground.refusals import nothing_written, refused
from yichuang.applications.judge import NotYet
from yichuang.applications.submit import submit
from yichuang.delivery.hand_over import HandOver, hand_over


@pytest.fixture
def received(town) -> tuple[int, str]:
    """The identity check and the drawing with which a passport was received."""
    number = files(town, "crj-passport-renew")
    town.works(number, "ready")
    check = town.check(applicant())
    drawing = town.signs(applicant(), check)
    gives(town, number, check, drawing)
    return check, drawing


def test_one_drawing_receives_once(town):
    first, second = files(town, "crj-passport-renew"), files(town, "hz-move-spouse")
    for number in (first, second):
        town.works(number, "ready")
    check = town.check(applicant())
    drawing = town.signs(applicant(), check)
    gives(town, first, check, drawing)
    with nothing_written(), refused("delivery.signed_before"):
        hand_over(town.actor(CLERK), HandOver((second,), NAME, check, drawing), key="second", now=town.now)


def test_what_was_drawn_to_receive_files_nothing(town, received):
    _, drawing = received
    filing = replace(town.filled(town.begins(town.comes("nianan"), "hz-proof-hukou")), signature=drawing)
    with pytest.raises(NotYet) as refusal:
        submit(town.actor(CLERK), filing, key="again", now=town.now)
    assert [each.code for each in refusal.value.problems] == ["applications.signature_lost"]
