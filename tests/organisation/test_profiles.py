"""A unit's papers speak for it, or for the nearest unit above that has a profile."""

import pytest
from msgspec.structs import replace

from tests.ground.refusals import refused
from tests.ground.world import TODAY
from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import ChangeLog, Unit, UnitProfile
from yichuang.organisation.profiles import letterhead, profile_of
from yichuang.organisation.set_profile import set_profile


def unit(code: str) -> int:
    return Unit.objects.get(code=code).pk


@pytest.mark.parametrize(
    ("code", "name", "court"),
    [
        ("CX-HALL", "澄溪县公安局", "澄溪县人民法院"),
        ("CX-S01", "澄溪县公安局", "澄溪县人民法院"),
        ("YJ-CRJ", "云江市公安局", "云江市云州区人民法院"),
        ("YJ", "云江市公安局", "云江市云州区人民法院"),
    ],
)
def test_a_hall_a_station_and_a_division_speak_in_their_bureaus_name(world, code, name, court):
    profile = profile_of(unit(code))
    assert (profile.name.zh, profile.court.zh) == (name, court)


def test_the_credit_code_is_the_nearest_one_and_types_are_numbered_by_the_root(world):
    head = letterhead(unit("CX-HALL"))
    assert (head.credit_code, head.root_credit_code) == ("11990785007315080W", "11990700007314424E")


def test_a_station_with_a_profile_of_its_own_speaks_for_itself(world):
    own = replace(
        profile_of(unit("CX")), name=Text("澄溪县公安局城东派出所", "Chengdong Police Station"), mark="澄城东"
    )
    set_profile(world.actor("990870"), "CX-S01", own, now=TODAY)
    assert profile_of(unit("CX-S01")) == own
    assert profile_of(unit("CX-S02")).mark == "澄公政服"
    trail = ChangeLog.objects.latest("pk")
    assert (trail.unit.code, trail.actor.badge) == ("CX-S01", "990870")
    assert "澄城东" in trail.detail


def test_setting_the_same_again_leaves_no_trail(world):
    before = ChangeLog.objects.count()
    set_profile(world.actor("990870"), "CX", profile_of(unit("CX")), now=TODAY)
    assert ChangeLog.objects.count() == before


@pytest.mark.parametrize("blank", [{"mark": " "}, {"court": Text("澄溪县人民法院", "")}])
def test_a_profile_with_anything_blank_is_refused(world, blank):
    with pytest.raises(Refusal) as refused:
        set_profile(world.actor("990870"), "CX", replace(profile_of(unit("CX")), **blank), now=TODAY)
    assert refused.value.code == "organisation.profile_incomplete"


@pytest.mark.parametrize("badge", ["990801", "990807"])
def test_only_an_administrator_of_the_subtree_may_set_it(world, badge):
    with pytest.raises(Refusal) as refused:
        set_profile(world.actor(badge), "CX", profile_of(unit("CX")), now=TODAY)
    assert refused.value.code == "authority.not_found"


def test_an_administrator_of_the_county_does_not_speak_for_the_city(world):
    with refused("authority.not_found"):
        set_profile(world.actor("990870"), "YJ", profile_of(unit("YJ")), now=TODAY)


def test_where_nobody_above_has_a_profile_it_is_said_what_to_do(world):
    UnitProfile.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        letterhead(unit("CX-HALL"))
    assert refused.value.code == "organisation.no_profile"
    assert "澄溪县公安政务服务大厅" in refused.value.message("zh")
