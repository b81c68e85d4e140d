"""Units that are not there, and what is too long to stand on a paper."""

from msgspec.structs import replace

from tests.ground.refusals import nothing_written, refused
from tests.ground.world import TODAY
from yichuang.organisation.models import Unit
from yichuang.organisation.offices import office_book
from yichuang.organisation.profiles import profile_of
from yichuang.organisation.set_profile import set_profile


def test_a_unit_that_is_not_there_has_no_offices_around_it(world):
    with nothing_written(), refused("organisation.unknown_unit"):
        office_book(987654321)


def test_what_does_not_fit_on_a_paper_is_refused_whole(world):
    county = Unit.objects.get(code="CX").pk
    long = replace(profile_of(county), mark="澄" * 200)
    with nothing_written(), refused("organisation.profile_too_long"):
        set_profile(world.actor("990870"), "CX", long, now=TODAY)
