"""Whose name and telephones stand on the guides: the bureau's own, as its letterhead has them."""

import pytest

from tests.ground.world import World
from yichuang.catalogue.definition import Text
from yichuang.catalogue.guides.house import house
from yichuang.organisation.models import Unit, UnitProfile


@pytest.mark.django_db
def test_before_a_bureau_is_founded_the_guides_are_the_nations():
    assert house("https://bureau.example").name.zh == "公安政务服务"
    assert house("https://bureau.example").site == "https://bureau.example"


@pytest.mark.django_db
def test_a_founded_bureau_bears_its_own_name_before_it_has_a_letterhead():
    Unit.objects.create(
        code="990600", path="/1/", level="city", name_zh="云岭市公安局", name_en="Yunling Bureau", region="990600"
    )
    assert (house().name.zh, house().consult_phone) == ("云岭市公安局", "")
    assert house(on_record=False).name.zh == "公安政务服务", "files of no bureau are printed in nobody's name"


def test_the_letterhead_gives_name_and_telephones(world: World, queries_of):
    root = Unit.objects.order_by("path")[0]
    UnitProfile.objects.filter(unit=root).delete()
    UnitProfile.objects.create(
        unit=root, name_zh="云江市公安局", name_en="Yunjiang Bureau", phone="0999-1", complaint_phone="0999-2"
    )
    told = house()
    assert (told.name, told.consult_phone, told.complaint_phone) == (
        Text("云江市公安局", "Yunjiang Bureau"), "0999-1", "0999-2",
    )  # fmt: skip
    assert queries_of(house) == 1


def test_with_a_layer_the_bureau_of_its_level_speaks(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YICHUANG_LAYER", "chengxi")
    county = Unit.objects.filter(level="county", lines=[]).order_by("path")[0]
    UnitProfile.objects.filter(unit=county).delete()
    assert house().name.zh == county.name_zh
    assert house().consult_phone == "0999-5550785", "what its letterhead does not say, the layer does"
