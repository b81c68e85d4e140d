"""The bureau's own settings and the letterhead of a unit, as an administrator sees and changes them."""

from datetime import date
from html import unescape

import pytest

from tests.ground.world import TODAY
from yichuang.kernel.localtime import local_date
from yichuang.organisation.local_queries import local_rules
from yichuang.organisation.local_rules import definitions
from yichuang.organisation.models import UnitProfile
from yichuang.organisation.profiles import profile_of
from yichuang.surfaces.console.foresight import counted

TODAYS = local_date(TODAY)
KEY = "990785~deferral_days"
NEW = {"setting_value": "15", "holds_since": "2026-11-20", "reason": "澄公〔2026〕9号"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_every_setting_with_its_value_and_source(keepers, language):
    page = unescape(keepers.see(keepers.AUDITOR, "settings/", language).content.decode())
    for of in definitions().values():
        assert (of.name.zh if language == "zh-hans" else of.name.en) in page
    assert ("20 个工作日" if language == "zh-hans" else "20 working days") in page
    assert "do/set_setting" not in page, "an auditor only looks"


def test_a_change_is_in_force_at_once_and_stands_in_the_history(keepers):
    answer = keepers.do(keepers.ADMIN, "set_setting", KEY, **NEW)
    assert answer.status_code == 200, answer.content.decode()
    assert local_rules("990785", TODAYS).deferral_days == 15
    page = keepers.see(keepers.ADMIN, "settings/").content.decode()
    assert "15 个工作日" in page
    assert "澄公〔2026〕9号" in page
    assert "20 个工作日" in page, "the old value stands in the history"
    assert "do/clear_setting/990785~deferral_days" in page


def test_a_change_for_a_later_day_is_announced(keepers):
    keepers.do(keepers.ADMIN, "set_setting", KEY, **{**NEW, "holds_since": "2027-01-01"})
    page = keepers.see(keepers.ADMIN, "settings/").content.decode()
    assert "2027年1月1日起" in page
    assert local_rules("990785", TODAYS).deferral_days == 20
    assert local_rules("990785", date(2027, 1, 1)).deferral_days == 15


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"setting_value": "99"}, "应在 1 到 60 之间"),
        ({"setting_value": "zwölf"}, "应为不超过七位的数字"),
        ({"holds_since": "2026-11-19"}, "生效日不能早于今天"),
        ({"reason": ""}, "请填写原因"),
    ],
)
def test_what_cannot_be_set_is_said_in_the_dialog_and_nothing_typed_is_lost(keepers, changes, words):
    answer = keepers.do(keepers.ADMIN, "set_setting", KEY, **{**NEW, **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert local_rules("990785", TODAYS).deferral_days == 20


def test_a_county_administrator_does_not_set_what_holds_for_the_city(keepers):
    for key in ("9907~deferral_days", "cn~deferral_days", "990784~deferral_days"):
        answer = keepers.do(keepers.ADMIN, "set_setting", key, **NEW)
        assert answer.status_code == 422
        assert "不能修改这个地区的业务参数" in answer.content.decode()


@pytest.mark.parametrize("key", ["990785~magic", "x~deferral_days", "9~deferral_days", "990785"])
def test_a_setting_or_area_that_is_none_is_absent(keepers, key):
    assert keepers.do(keepers.ADMIN, "set_setting", key, **NEW).status_code == 404


def test_an_area_that_is_none_is_absent(keepers):
    assert keepers.see(keepers.ADMIN, "settings/?area=zz").status_code == 404


def preview(keepers, deed, key, language="zh-hans", **sent):
    client = keepers.client(keepers.ADMIN, language)
    return client.post(f"/console/do/{deed}/{key}/effect/", sent, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("key", sorted(definitions()))
def test_every_setting_says_what_a_new_value_would_touch(keepers, key, language):
    keepers.case()
    found = preview(keepers, "set_setting", f"990785~{key}", language, setting_value=definitions()[key].high)
    assert "note" in found
    assert "{" not in found


@pytest.mark.parametrize(
    ("deed", "key", "told"),
    [
        ("set_setting", KEY, True), ("clear_setting", KEY, False), ("set_profile", "CX", True),
        ("set_day", "990785~2026-12-01", True), ("change_unit", "CX", False),
    ],
)  # fmt: skip
def test_a_dialog_asks_for_its_preview_where_there_is_one(keepers, deed, key, told):
    dialog = keepers.see(keepers.ADMIN, f"do/{deed}/{key}/").content.decode()
    assert (f"/console/do/{deed}/{key}/effect/" in dialog) == told


def test_the_preview_counts_what_is_there(keepers):
    keepers.case()
    assert counted("remind_before", "120", "990785", TODAY) >= counted("remind_before", "1", "990785", TODAY)
    assert counted("check_holds", "4", "990785", TODAY) == 1, "the card that was read for the case"
    assert counted("check_holds", "4", "110101", TODAY) == 0, "elsewhere it counts nothing"
    assert counted("archive_after", "1", "990785", TODAY) == 0


def test_the_preview_says_what_is_wrong_with_a_value(keepers):
    assert "应在 1 到 60 之间" in preview(keepers, "set_setting", KEY, setting_value="99")


def test_the_page_costs_a_fixed_number_of_queries(keepers, queries_of):
    keepers.do(keepers.ADMIN, "set_setting", KEY, **NEW)
    before = queries_of(lambda: keepers.see(keepers.ADMIN, "settings/"))
    for value in range(30, 40):
        keepers.do(keepers.ADMIN, "set_setting", KEY, **{**NEW, "setting_value": str(value)})
    assert queries_of(lambda: keepers.see(keepers.ADMIN, "settings/")) == before


HEAD = {
    "profile_name_zh": "澄溪县公安局城东派出所", "profile_name_en": "Chengdong Police Station", "mark": "澄公东",
    "profile_address_zh": "城东街道1号", "profile_address_en": "1 Chengdong", "phone": "0999-5550001",
    "complaint_phone": "0999-5550002", "review_body_zh": "澄溪县人民政府", "review_body_en": "the county government",
    "court_zh": "澄溪县人民法院", "court_en": "the county court",
}  # fmt: skip


def test_a_unit_gets_its_own_letterhead_on_the_console(keepers):
    assert "文书用上级单位的发文信息" in keepers.see(keepers.ADMIN, "organisation/CX-S01/").content.decode()
    answer = keepers.do(keepers.ADMIN, "set_profile", "CX-S01", **HEAD)
    assert answer.status_code == 200, answer.content.decode()
    station = UnitProfile.objects.get(mark="澄公东").unit_id
    assert profile_of(station).name.zh == "澄溪县公安局城东派出所"
    assert "0999-5550001" in keepers.see(keepers.ADMIN, "organisation/CX-S01/").content.decode()


def test_the_letterhead_is_shown_while_it_is_typed(keepers):
    found = preview(keepers, "set_profile", "CX-S01", **{**HEAD, "mark": "<b>澄公东"})
    assert "澄溪县公安局城东派出所" in found
    assert "&lt;b&gt;澄公东" in found
    assert "2026" in found
    assert "澄溪县人民法院" in found
    assert "未填写" in preview(keepers, "set_profile", "CX-S01", **{**HEAD, "phone": ""})


def test_a_letterhead_is_refused_while_anything_is_blank_or_too_long(keepers):
    assert keepers.do(keepers.ADMIN, "set_profile", "CX-S01", **{**HEAD, "court_en": " "}).status_code == 422
    answer = keepers.do(keepers.ADMIN, "set_profile", "CX-S01", **{**HEAD, "phone": "1" * 31})
    assert answer.status_code == 422
    assert "最多 30 个字符" in answer.content.decode()
    assert not UnitProfile.objects.filter(unit__code="CX-S01").exists()


def test_a_letterhead_of_another_branch_is_absent(keepers):
    assert keepers.do(keepers.ADMIN, "set_profile", "YJ", **HEAD).status_code == 404
