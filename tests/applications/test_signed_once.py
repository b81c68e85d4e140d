"""Each giving of a signature signs one application, whoever comes at the same moment."""

import pytest

from tests.applications.filings import story_1
from tests.ground.at_one_moment import at_one_moment
from tests.ground.world import TODAY, World
from yichuang.applications.models import Application
from yichuang.applications.submit import Filed, submit
from yichuang.evidence.signature import signed
from yichuang.kernel.errors import Refusal


class Counter:
    """Files the same things under the same drawing, each time as another command."""

    def __init__(self, world: World) -> None:
        self.actor = world.actor("990801")
        self.filing = story_1(world.person().pk, world.file())

    def files(self, key: str) -> Filed:
        return submit(self.actor, self.filing, key=key, now=TODAY)


def twice(counter: Counter) -> tuple[Filed, object]:
    return at_one_moment(lambda: counter.files("first"), lambda: counter.files("second"))


def test_of_two_filings_at_one_moment_one_has_the_signature(committed_world: World):
    counter = Counter(committed_world)
    first, second = twice(counter)
    assert isinstance(second, Refusal)
    assert second.code == "events.conflict"
    assert [each.number for each in Application.objects.all()] == [first.number]
    with pytest.raises(Refusal, match="signature_lost"):
        counter.files("again")


def test_one_that_was_given_twice_signs_both(committed_world: World):
    counter = Counter(committed_world)
    signed(counter.filing.signature, by=counter.actor.staff_id, now=TODAY, check=None)
    first, second = twice(counter)
    assert {each.number for each in Application.objects.all()} == {first.number, second.number}
