"""Every page in both languages, to those who may see it and to nobody else, in a bounded number of queries."""

import re

import pytest

from tests.ground.world import TODAY
from yichuang.catalogue.queries import items_in_use
from yichuang.catalogue.registers import data_sources
from yichuang.organisation.authority import watch_gates
from yichuang.organisation.models import Qualification
from yichuang.organisation.record_standing import finish_standing
from yichuang.surfaces.console.items import in_force
from yichuang.surfaces.console.places import PLACES

ALL = ("990872", "990807", "990871")
ADMIN_AND_AUDITOR = ("990872", "990871")
WATCHERS = ("990807", "990871")
PAGES = {
    "": ALL,
    "organisation/": ALL,
    "organisation/CX-HALL/": ALL,
    "staff/": ALL,
    "staff/990801/": ALL,
    "authority/": ALL,
    "authority/990801/traffic/": ALL,
    "calendar/990785/2026/": ALL,
    "calendar/cn/2028/": ALL,
    "cases/": WATCHERS,
    "cases/verification/": WATCHERS,
    "items/": ALL,
    "items/crj-passport-renew/": ALL,
    "audit/grants/": ADMIN_AND_AUDITOR,
    "audit/changes/": ADMIN_AND_AUDITOR,
    "audit/sign_ins/": ("990871",),
    "audit/looks/": ("990871",),
    "audit/reveals/": ("990871",),
    "audit/acting/": ("990871",),
    "audit/sharing/": ("990871",),
}
MOST_QUERIES = {
    "": 9, "organisation/CX-HALL/": 12, "staff/": 8, "staff/990801/": 15, "authority/": 12, "authority/990801/traffic/": 9,
    "calendar/990785/2026/": 8, "cases/": 6, "items/": 5, "items/crj-passport-renew/": 5, "audit/grants/": 5,
    "audit/sign_ins/": 5,
}  # fmt: skip
"""Three of each are the session, the account and the actor."""
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_those_who_may_and_says_who_they_are(keepers, path):
    for badge in ("990870", *PAGES[path]):
        for language in ("zh-hans", "en"):
            answer = keepers.see(badge, path, language)
            assert answer.status_code == 200
            if "authority/9" not in path:
                assert ("可查看：" if language == "zh-hans" else "May see: ") in answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_refused_in_words_to_everybody_else(keepers, path):
    refused = {"990801", "990812", *ALL} - set(PAGES[path])
    for badge in refused - ({"990807"} if path.startswith("audit") else set()):
        answer = keepers.see(badge, path)
        assert answer.status_code in {403, 404}
        assert "没有完成" in answer.content.decode()


def test_who_is_not_signed_in_is_sent_to_sign_in(client, world):
    answer = client.get("/console/staff/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=%2Fconsole%2Fstaff%2F")


@pytest.mark.parametrize(("path", "most"), MOST_QUERIES.items())
def test_a_page_costs_a_bounded_number_of_queries(keepers, queries_of, path, most):
    client = keepers.client(keepers.EVERYTHING)
    assert queries_of(lambda: client.get(f"/console/{path}")) <= most


def test_the_list_of_cases_costs_the_same_for_one_and_for_many(keepers, queries_of):
    client = keepers.client(keepers.EVERYTHING)
    keepers.case()
    few = queries_of(lambda: client.get("/console/cases/"))
    for _ in range(4):
        keepers.case()
    assert queries_of(lambda: client.get("/console/cases/")) == few


@pytest.mark.parametrize(
    ("path", "gate"),
    [
        ("organisation/CX-HALL/", "unit"),
        ("staff/990801/", "staff"),
        ("staff/?unit=CX-HALL", "unit"),
        ("staff/", "members"),
        ("authority/", "unit"),
        ("authority/990801/traffic/", "staff"),
        ("cases/", "cases"),
        ("audit/grants/", "log"),
        ("do/change_unit/CX-HALL/", "unit"),
        ("do/change_hall/CX-HALL/", "hall"),
        ("do/let_go/990801/", "staff"),
    ],
)
def test_what_an_address_names_is_reached_through_a_gate_only(keepers, path, gate):
    client = keepers.client(keepers.EVERYTHING)
    with watch_gates() as opened:
        client.get(f"/console/{path}")
    assert gate in {use.gate for use in opened}


@pytest.mark.parametrize(
    "path",
    [
        "organisation/nowhere/", "organisation/YJ/", "staff/000000/", "staff/990700/", "authority/990700/traffic/",
        "authority/990801/nothing/", "cases/nothing/", "calendar/99a/2026/", "calendar/990785/1000/", "audit/nothing/",
        "items/nothing/", "items/crj-passport-renew/?version=99", "do/nothing/1/", "do/let_go/990700/",
        "do/set_day/990785~2026-02-30/", "do/close_window/999999/", "do/close_window/x/", "do/revoke/99999999999999999999/",
    ],
)  # fmt: skip
def test_absent_foreign_and_malformed_look_the_same(keepers, path):
    answer = keepers.see(keepers.EVERYTHING, path)
    assert answer.status_code in {404, 409, 422}
    assert "没有完成" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["", "organisation/CX-HALL/", "staff/990801/", "authority/", "calendar/990785/2028/", "audit/changes/"]
)
def test_english_pages_hold_no_chinese_but_names(keepers, path):
    text = re.sub(r"<[^>]+>", " ", keepers.see(keepers.EVERYTHING, path, "en").content.decode().partition("<main")[2])
    names = {keepers.world.staff[badge].name for badge in keepers.world.staff}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    left = set(re.findall(r"[\u3400-\u9fff]+", text))
    assert left <= {"澄溪县公安政务服务大厅", "城东街道会文街", "云公人", "云公授", "号", "中文"}


def test_what_is_refused_keeps_the_frame_of_whoever_has_one(keepers):
    gone = keepers.see(keepers.ADMIN, "staff/999999/").content.decode()
    assert 'href="/console/staff/"' in gone
    assert 'href="/console/"' in gone
    assert 'href="/console/staff/"' not in keepers.see(keepers.CLERK, "staff/").content.decode()


def test_a_printed_matrix_says_whose_it_is_by_whom_and_of_which_day(keepers):
    page = keepers.see(keepers.ADMIN, "authority/").content.decode()
    assert '<p class="printed muted">澄溪县公安局 · 全部业务 · 杜若打印于 2026年11月20日</p>' in page


def test_areas_are_called_by_the_bureau_that_serves_them(keepers):
    for page in ("calendar/990785/2026/", "settings/"):
        shown = keepers.see(keepers.ADMIN, page).content.decode()
        assert shown.index("全国") < shown.index("云江市公安局<") < shown.index("澄溪县公安局</a>")


def test_the_tree_shows_the_own_subtree_only(keepers):
    page = keepers.see(keepers.MANAGER, "organisation/").content.decode()
    assert "澄溪县公安政务服务大厅" in page
    assert "户政大队" not in page


def test_the_list_of_staff_narrows_and_pages(keepers):
    page = keepers.see(keepers.ADMIN, "staff/?text=梁&unit=CX-HALL&role=clerk").content.decode()
    assert "990801" in page
    assert "990802" not in page
    nobody = keepers.see(keepers.ADMIN, "staff/?text=%00nobody").content.decode()
    assert "没有符合条件的人员" in nobody


def test_the_matrix_shows_what_is_not_in_force_and_why(keepers):
    member = keepers.world.staff["990822"]
    Qualification.objects.filter(staff=member).update(expires_on="2026-11-01")
    page = keepers.see(keepers.AUDITOR, "authority/?only=off").content.decode()
    assert "宋清和" in page
    assert "梁安宁" not in page
    assert "资格过期" in page
    assert "上岗资格已于2026年11月1日到期" in page


def test_the_person_shows_why_a_grant_is_not_in_force(keepers):
    for standing in keepers.world.staff["990822"].standings.all():
        finish_standing(
            keepers.world.actor(keepers.ADMIN),
            standing.pk,
            last_day=TODAY.date().replace(day=1),
            reason="期满",
            now=TODAY,
        )
    assert "调任、借调或备案已于2026年11月1日结束" in keepers.see(keepers.AUDITOR, "staff/990822/").content.decode()


def test_the_overview_names_what_wants_attention(keepers):
    Qualification.objects.filter(staff=keepers.world.staff["990822"]).update(expires_on="2026-11-01")
    page = keepers.see(keepers.EVERYTHING, "").content.decode()
    assert "1 项上岗资格已过期" in page
    assert "还没有核验过全部记录" in page


def test_an_item_marks_what_its_sources_leave_open(keepers):
    page = keepers.see(keepers.ADMIN, "items/crj-passport-renew/").content.decode()
    assert "来源没有写明、尚待核实" in page
    assert "《护照法》第十一条" in page
    assert "¥ 120" in page


def test_a_rule_that_its_sources_leave_open_is_named_by_what_it_says(keepers):
    one = in_force("hz-id-damaged")
    (rule,) = (each.message for each in one.rules if each.key == "biometrics_missing")
    page = keepers.see(keepers.ADMIN, f"items/{one.code}/", "en").content.decode()
    note = page[page.index("rules.biometrics_missing") :]
    assert note.startswith(f'rules.biometrics_missing" class="linklike">Rule “{rule.en.rstrip(".")}”')
    assert f'{rule.en} <span class="mark mark--open' in page, "the mark stands beside the rule too"


def test_an_item_names_the_registers_that_the_back_office_looks_into_and_what_is_doubtful_of_them(keepers):
    page = keepers.see(keepers.ADMIN, "items/xz-norecord-teacher/").content.decode()
    assert "后台还要核查的数据" in page
    known = data_sources()["ds-93"]
    assert f'ds-93 {known.name} <span class="muted">{known.owner} · {known.dataset}' in page
    sure = keepers.see(keepers.ADMIN, "items/hz-id-reissue/").content.decode()
    assert ("资料可信度：中" in page, "（资料可信度" in sure) == (True, False)


def test_how_long_a_result_is_valid_is_said_in_the_readers_language(keepers):
    code = next(one.code for one in items_in_use() if any(each.validity_note == "长期" for each in one.outputs))
    page = keepers.see(keepers.ADMIN, f"items/{code}/", "en").content.decode()
    assert '<span class="muted">without end</span>' in page


def test_every_place_is_somebodys():
    assert all(place.see for place in PLACES.values())
    assert all(place.change <= place.see for place in PLACES.values())
