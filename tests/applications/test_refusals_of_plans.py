"""Items that wait for each other in a ring make no plan."""

from msgspec.structs import replace

from tests.catalogue.builders import item, shelf
from tests.ground.refusals import refused
from tests.ground.world import TODAY
from yichuang.applications.plan import Timetable, Wish, make_plan
from yichuang.catalogue.conditions import Facts
from yichuang.kernel.calendar_data import national


def test_items_that_wait_for_each_other_cannot_be_begun():
    ring = [
        replace(item(code="t-one"), depends_on=("t-two",)),
        replace(item(code="t-two"), depends_on=("t-one",)),
    ]
    with refused("applications.circular"):
        make_plan([Wish(each, Facts()) for each in ring], shelf(*ring), {}, Timetable(TODAY, national()))
