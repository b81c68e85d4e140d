"""A guide says where an item is taken, what its photo must be like and who fills its form."""

import pytest
from msgspec.structs import replace

from yichuang.catalogue.definition import Channel
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.loader import national
from yichuang.catalogue.tiers import Service, Tier, service


def page(code, **changed):
    return guide(replace(national().items[code], **changed), national())


def told(code, **changed):
    return {fact.key: fact.value.zh for fact in page(code, **changed).places}


def test_each_tier_says_what_it_does_and_every_kind_of_window_that_takes_the_line_is_named():
    assert told("crj-passport-renew") == {
        "station": "不受理，帮您在网上申请",
        "county_hall": "受理，上级审批或者制证",
        "city_hall": "受理，上级审批或者制证",
        "window": "综合窗口、三合一窗口、五合一窗口、出入境窗口",
    }


def test_what_no_hall_takes_sends_to_the_window_of_its_line_alone():
    assert told("jg-d-exam1") == {"window": "只在市公安局的交管窗口，不在综合办事大厅"}
    assert told("hz-id-home") == {}, "what is done at home has no window"


def test_the_page_agrees_with_what_the_tiers_count():
    words = {"不受理": Service.ELSEWHERE, "受理并办完": Service.FINISHES}
    for item in national().items.values():
        shown = told(item.code)
        for tier in Tier:
            found = words.get(shown.get(tier.value, "不受理"))
            assert found is None or found is service(item, tier), item.code
        assert ("window" in shown) == (Channel.WINDOW in item.channels)


def test_an_item_put_into_the_hall_shows_it_on_the_next_page():
    assert "station" not in told("jg-v-vin", stationed=False)
    assert told("jg-v-vin", stationed=True)["county_hall"].startswith("受理")


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("hz-id-renew", "白色背景、免冠、宽 26 毫米、高 32 毫米、电子照片不小于 358×441 像素"),
        ("crj-passport-first", "白色或淡蓝色背景、免冠、6 个月内拍摄、宽 33 毫米、高 48 毫米"),
        ("jg-d-renew", "白色背景、宽 22 毫米、高 32 毫米"),
    ],
)
def test_what_the_photo_must_be_like_is_told_from_its_norm(code, wanted):
    """Hall facts A4."""
    fact = next(fact for fact in page(code).facts if fact.key == "photo")
    assert fact.value.zh == f"{wanted}；不合要求的，现场重拍"
    assert "photo" not in {fact.key for fact in page("hz-cancel-death").facts}


def test_who_may_fetch_a_card_is_told_with_the_article_and_without_the_papers_of_the_house():
    assert "第八十一条）" in page("hz-id-renew").outputs[0].note.zh
    assert "事实表" not in page("crj-passport-renew").outputs[0].note.zh


@pytest.mark.parametrize("code", ["hz-id-minor", "hz-name-minor", "hz-ethnic"])
def test_what_no_grown_up_may_apply_for_is_filled_for_a_child_by_the_guardian(code):
    form = {blank.name.zh: blank for blank in page(code).form}
    assert form["申请人姓名"].value.zh == "林知夏"
    assert form["出生日期"].value.zh == "2018-06-15"
    assert form["监护人姓名"].value.zh == "林屿舟"
    assert not form["监护人姓名"].when.zh, "for a child it is always asked"


def test_everybody_else_is_the_grown_up_and_a_guardian_stands_under_what_depends():
    form = {blank.name.zh: blank for blank in page("crj-passport-renew").form}
    assert form["申请人姓名"].value.zh == "周念安"
    assert form["监护人姓名"].when.zh
