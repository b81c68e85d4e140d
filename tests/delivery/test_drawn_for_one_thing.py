"""What was drawn to receive results receives no others and files nothing."""

import pytest
from msgspec.structs import replace

from tests.delivery.test_signed_anew import CLERK, NAME, OLD, applicant, files, gives
from tests.ground.at_one_moment import at_one_moment
from tests.ground.refusals import nothing_written, refused
from yichuang.applications.judge import NotYet
from yichuang.applications.models import Application
from yichuang.applications.submit import submit
from yichuang.delivery.hand_over import HandedOver, HandOver, hand_over
from yichuang.kernel.errors import Refusal


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


# --- at one moment ----------------------------------------------------------------------------------------------------


@pytest.fixture
def two_ready(committed_town):
    """Two results of one person that lie at the hall, and hands that give each of them against the same drawing."""
    town = committed_town
    numbers = [files(town, item) for item in ("crj-passport-renew", "hz-move-spouse")]
    for number in numbers:
        town.works(number, "ready")
    check = town.check(applicant())
    drawing, clerk, now = town.signs(applicant(), check), town.actor(CLERK), town.now

    def gives_one(number: str) -> HandedOver:
        wanted = HandOver((number,), NAME, check, drawing, surrendered={numbers[0]: (OLD,)})
        return hand_over(clerk, wanted, key=f"gives {number}", now=now)

    return town, numbers, drawing, gives_one


def test_of_two_results_at_one_moment_one_is_received_with_the_drawing(two_ready):
    town, (one, other), _, gives_one = two_ready
    _, second = at_one_moment(lambda: gives_one(one), lambda: gives_one(other))
    assert isinstance(second, Refusal)
    assert second.code == "events.conflict"
    assert [town.state(number).status for number in (one, other)] == ["delivered", "ready"]
    with refused("delivery.signed_before"):
        gives_one(other)


@pytest.mark.parametrize("received_first", [True, False])
def test_of_a_result_and_a_filing_at_one_moment_one_has_the_drawing(two_ready, received_first):
    town, (one, _), drawing, gives_one = two_ready
    filing = replace(town.filled(town.begins(town.comes("nianan"), "hz-proof-hukou")), signature=drawing)
    clerk, now, before = town.actor(CLERK), town.now, Application.objects.count()
    commands = [lambda: gives_one(one), lambda: submit(clerk, filing, key="files", now=now)]
    _, second = at_one_moment(*(commands if received_first else commands[::-1]))
    assert isinstance(second, Refusal)
    assert second.code == "events.conflict"
    assert (town.state(one).status == "delivered") is received_first
    assert Application.objects.count() == before + (0 if received_first else 1)
