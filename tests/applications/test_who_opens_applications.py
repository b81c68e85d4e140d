"""The gate to applications: an inspector looks within the own tree and touches nothing."""

from typing import ClassVar

import pytest
from msgspec.structs import replace

from tests.applications.filings import MOVE, story_1
from tests.ground.world import TODAY, World
from yichuang.applications.meet_material import MEET
from yichuang.applications.queries import APPLICATION, SEE
from yichuang.applications.submit import submit
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Unit
from yichuang.organisation.terms import Role


class TestAnInspector:
    """Somebody whose only role is to inspect, without a single grant."""

    badge: ClassVar[str] = "990871"

    def of(self, world: World, unit_path: str) -> Actor:
        return replace(world.actor(self.badge), unit_path=unit_path, roles=frozenset({Role.AUDITOR}), grants=())

    def filed(self, world: World) -> str:
        return submit(
            world.actor("990801"), story_1(world.person().pk, world.file(), choices=(MOVE,)), key="f", now=TODAY
        ).number

    def test_of_the_county_looks_at_what_its_hall_received(self, world: World):
        number = self.filed(world)
        assert APPLICATION.open(self.of(world, Unit.objects.get(code="CX").path), number, SEE).number == number

    def test_of_a_station_does_not_open_another_units_application(self, world: World):
        number = self.filed(world)
        station = next(unit for unit in Unit.objects.filter(level="station") if not _holds(unit.path, number))
        assert _refused(self.of(world, station.path), number, SEE) == "authority.not_found"

    def test_supplies_nothing_whatever_the_tree(self, world: World):
        number = self.filed(world)
        assert _refused(self.of(world, Unit.objects.get(code="CX").path), number, MEET) == "authority.not_found"

    def test_who_manages_as_well_may(self, world: World):
        number = self.filed(world)
        manager = replace(self.of(world, Unit.objects.get(code="CX").path), roles=frozenset({Role.MANAGER}))
        assert APPLICATION.open(manager, number, MEET).number == number


def _holds(path: str, number: str) -> bool:
    from yichuang.applications.models import Application

    return Application.objects.get(number=number).unit_path.startswith(path)


def _refused(actor: Actor, number: str, need: str) -> str:
    with pytest.raises(Refusal) as caught:
        APPLICATION.open(actor, number, need)
    return caught.value.code
