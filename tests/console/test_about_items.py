"""About one item: versions and layers side by side, what uses it, words put right in place, and what ends it."""

import re

import pytest

from tests.console.conftest import Keepers
from tests.console.editor import HTMX, ITEM, Editor
from yichuang.catalogue import queries
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.models import CatalogueChange, CatalogueTrail
from yichuang.catalogue.queries import heads, item_version


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget_all()
    yield
    queries.forget_all()


@pytest.fixture
def published(keepers) -> Editor:
    """A second version of the item: 10 working days instead of 20."""
    officer = Editor(keepers).begin()
    officer.say("limits", limits__promised__amount="10")
    officer.submit()
    Editor(keepers, keepers.ADMIN).join(officer).do("approve_change", review_comment="")
    return officer


def text(answer) -> str:
    return answer.content.decode()


def passed(keepers: Keepers, answer, badge: str = Keepers.EVERYTHING) -> CatalogueChange:
    """The change that a dialog made, approved by somebody else."""
    number = int(answer.headers["HX-Redirect"].split("/")[3])
    change = CatalogueChange.objects.get(pk=number)
    approved = keepers.client(badge).post(
        f"/console/do/approve_change/{number}~{change.revision}/",
        {"revision": change.revision, "review_comment": ""},
        headers=HTMX,
    )
    assert approved.headers.get("HX-Redirect"), text(approved)
    return change


def test_any_two_versions_stand_side_by_side(keepers, published):
    page = text(keepers.see(keepers.AUDITOR, f"items/{ITEM}/compare/"))
    assert page.index("20 个工作日") < page.index("10 个工作日")
    turned = text(keepers.see(keepers.AUDITOR, f"items/{ITEM}/compare/?left=v2&right=v1"))
    assert turned.index("10 个工作日") < turned.index("20 个工作日")
    assert "只有这一版" in text(keepers.see(keepers.ADMIN, "items/hz-id-change/compare/?left=v1&right=v1"))


def test_a_draft_is_compared_by_those_who_may_see_it_only(keepers):
    officer = Editor(keepers).begin()
    officer.say("limits", limits__promised__amount="3")
    address = f"items/{ITEM}/compare/?left=v1&right=d{officer.number}"
    assert "3 个工作日" in text(keepers.see(Keepers.HEAD, address))
    assert "3 个工作日" not in text(keepers.see(keepers.AUDITOR, address))


def test_layers_stand_side_by_side_with_what_each_sets(keepers, monkeypatch):
    monkeypatch.setenv("YICHUANG_LAYER", "chengxi")
    page = text(keepers.see(keepers.AUDITOR, f"items/{ITEM}/layers/"))
    for name in ("全国清单", "广东省", "云江市", "澄溪县", "本局现行"):
        assert name in page
    assert re.search(r'<td class="is-set">\s*15 个工作日', page)


def test_what_uses_an_item_is_counted_by_version(keepers, published):
    keepers.case("hz-move-spouse")
    page = text(keepers.see(keepers.AUDITOR, "items/hz-move-spouse/uses/"))
    assert "件办件" in page
    assert "第 1 版" in page
    done = text(keepers.see(keepers.ADMIN, f"items/{ITEM}/uses/"))
    assert f"/console/changes/{published.number}/" in done


def test_words_are_put_right_in_place_and_stay_on_record(keepers):
    client = keepers.client(Keepers.HEAD)
    page = text(client.get(f"/console/items/{ITEM}/correct/"))
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    answer = client.post(
        f"/console/items/{ITEM}/correct/", {"revision": revision, "steps.0.name.en": "Taking in", "why": "译文"}
    )
    assert answer.status_code == 302
    assert (item_version(ITEM).steps[0].name.en, item_version(ITEM).version) == ("Taking in", 1)
    line = CatalogueTrail.objects.get(event="corrected")
    assert (line.field, line.new, line.note) == ("steps.accept.name.en", "Taking in", "译文")
    again = client.post(f"/console/items/{ITEM}/correct/", {"revision": revision, "steps.0.name.en": "Another"})
    assert again.status_code == 409
    assert "刚被他人更正" in text(again)
    assert 'value="Another"' in text(again)


@pytest.mark.parametrize(("typed", "told"), [("A" * 2001, "不能超过 2000 个字符"), ("A\x07", "含有不能保存的字符")])
def test_words_that_cannot_be_kept_as_they_are_are_refused_and_not_cut(keepers, typed, told):
    client = keepers.client(Keepers.HEAD)
    sent = {"revision": "0", "steps.0.name.en": typed, "why": "译文"}
    answer = client.post(f"/console/items/{ITEM}/correct/", sent)
    assert answer.status_code == 422
    assert told in text(answer)
    assert 'value="译文"' in text(answer)
    assert not CatalogueTrail.objects.filter(event="corrected").exists()


def test_only_wording_is_offered_for_correction_in_place(keepers):
    page = text(keepers.client(Keepers.HEAD).get(f"/console/items/{ITEM}/correct/"))
    assert 'name="steps.0.name.en"' in page
    assert 'name="name.zh"' not in page
    assert "limits.promised" not in page.partition("<main")[2]
    assert keepers.see(Keepers.OTHER_HEAD, f"items/{ITEM}/correct/").status_code == 403


@pytest.mark.parametrize("deed", ["suspend_item", "cancel_item", "split_item", "merge_items"])
def test_what_the_list_above_gives_is_not_ended_here(keepers, deed):
    assert f"/do/{deed}/" not in text(keepers.see(Keepers.HEAD, f"items/{ITEM}/"))
    answer = keepers.do(
        Keepers.HEAD, deed, ITEM, change_reason="不办了", starts_on="", successor="", other_item_1="hz-id-change",
        item_code="cx-a", name_zh="甲", name_en="A", **parts("cx-a", "cx-b"),
    )  # fmt: skip
    assert "上级清单给群众的，下级不能暂停、取消、拆分或合并" in text(answer)
    assert not CatalogueChange.objects.exists()


@pytest.mark.usefixtures("county_own")
def test_an_item_is_put_on_hold_and_taken_up_again_by_two_people(keepers):
    passed(keepers, keepers.do(Keepers.HEAD, "suspend_item", ITEM, change_reason="系统检修", starts_on=""))
    assert heads()[ITEM].status is ItemStatus.SUSPENDED
    assert "恢复办理" in text(keepers.see(Keepers.HEAD, f"items/{ITEM}/"))
    passed(keepers, keepers.do(Keepers.HEAD, "resume_item", ITEM, change_reason="检修完毕", starts_on=""))
    assert heads()[ITEM].status is ItemStatus.IN_USE


@pytest.mark.usefixtures("county_own")
def test_what_rests_on_an_item_is_said_before_it_ends(keepers):
    keepers.case("hz-move-spouse")
    asked = text(keepers.client(Keepers.HEAD).get("/console/do/cancel_item/hz-move-spouse/", headers=HTMX))
    assert "件办件（第 1 版）" in asked
    unused = text(keepers.client(Keepers.HEAD).get("/console/do/cancel_item/hz-name-adult/", headers=HTMX))
    assert "没有办件、草稿或其他事项在用它" in unused
    answer = keepers.do(
        Keepers.HEAD, "cancel_item", "hz-move-spouse", change_reason="并入", starts_on="", successor="hz-id-renew"
    )
    change = passed(keepers, answer)
    assert heads()["hz-move-spouse"].status is ItemStatus.CANCELLED
    assert "居民身份证到期换领" in text(keepers.see(keepers.ADMIN, f"changes/{change.pk}/"))


def test_a_version_that_a_case_needs_cannot_be_taken_back(keepers):
    officer = Editor(keepers).begin("hz-move-spouse")
    officer.say("limits", limits__promised__amount="3")
    officer.submit()
    Editor(keepers, keepers.ADMIN).join(officer).do("approve_change", review_comment="")
    keepers.case("hz-move-spouse")
    answer = keepers.do(keepers.ADMIN, "withdraw_version", "hz-move-spouse~2", change_reason="发布有误")
    assert "不能撤回：1 件办件以它为依据" in text(answer)
    assert item_version("hz-move-spouse").version == 2


def test_a_version_that_nothing_rests_on_is_taken_back_by_another(keepers, published):
    own = keepers.do(Keepers.HEAD, "withdraw_version", f"{ITEM}~2", change_reason="发布有误")
    assert own.status_code == 422
    assert keepers.do(keepers.ADMIN, "withdraw_version", f"{ITEM}~2", change_reason="发布有误").headers["HX-Redirect"]
    assert item_version(ITEM).limits.promised.amount == 20


def parts(*codes: str) -> dict[str, str]:
    """What the dialog of a split asks of each part."""
    asked = ((f"item_code_{n}", f"name_zh_{n}", f"name_en_{n}") for n in range(1, len(codes) + 1))
    return {
        name: value
        for names, code in zip(asked, codes, strict=True)
        for name, value in zip(names, (code, f"甲{code}", f"A {code}"), strict=True)
    }


@pytest.mark.usefixtures("county_own")
def test_an_item_is_split_into_as_many_drafts_of_one_change_as_one_asks_for(keepers):
    two = keepers.do(Keepers.HEAD, "split_item", ITEM, more="1", **parts("cx-a", "cx-b"))
    assert f"/console/do/split_item/{ITEM}~3/" in text(two)
    asked = text(keepers.do(Keepers.HEAD, "split_item", f"{ITEM}~3", more="1", **parts("cx-a", "cx-b")))
    assert 'value="cx-b"' in asked
    assert 'name="item_code_3"' in asked
    assert not CatalogueChange.objects.exists()
    fields = {**parts("cx-a", "cx-b", "cx-c"), "change_reason": "分线上线下"}
    answer = keepers.do(Keepers.HEAD, "split_item", f"{ITEM}~3", **fields)
    page = text(keepers.client(Keepers.HEAD).get(answer.headers["HX-Redirect"]))
    assert "cx-c" in page
    assert 'name="name.zh" type="text" value="甲cx-a"' in page


@pytest.mark.usefixtures("county_own")
def test_any_number_of_items_become_one(keepers):
    answer = keepers.do(
        Keepers.HEAD, "merge_items", f"{ITEM}~2", change_reason="三项合一", item_code="cx-one", name_zh="合一", name_en="One",
        other_item_1="hz-id-change", other_item_2="hz-id-first",
    )  # fmt: skip
    number = int(answer.headers["HX-Redirect"].split("/")[3])
    assert CatalogueChange.objects.get(pk=number).ends == ["hz-id-change", "hz-id-first", ITEM]


def test_a_new_item_begins_as_a_copy_and_a_taken_code_is_refused(keepers):
    taken = keepers.do(
        Keepers.HEAD, "copy_item", ITEM, change_reason="新增", item_code="hz-id-change", name_zh="甲", name_en="A"
    )
    assert "事项编码 hz-id-change 已经有人使用" in text(taken)
    odd = keepers.do(
        Keepers.HEAD, "copy_item", ITEM, change_reason="新增", item_code="甲 乙", name_zh="甲", name_en="A"
    )
    assert "只能用英文字母、数字和短横" in text(odd)
    made = keepers.do(
        Keepers.HEAD, "copy_item", ITEM, change_reason="新增", item_code="cx-own", name_zh="本县事项", name_en="Own"
    )
    assert passed_of(keepers, made) == "本县事项"


def passed_of(keepers: Keepers, answer) -> str:
    officer = Editor(keepers)
    officer.address = answer.headers["HX-Redirect"]
    officer.submit()
    Editor(keepers, keepers.ADMIN).join(officer).do("approve_change", review_comment="")
    return item_version("cx-own").name.zh


@pytest.mark.parametrize("deed", ["suspend_item", "cancel_item", "copy_item", "split_item", "merge_items"])
def test_who_leads_another_line_ends_and_makes_nothing_here(keepers, deed):
    asked = keepers.client(Keepers.OTHER_HEAD).get(f"/console/do/{deed}/{ITEM}/", headers=HTMX)
    assert "您不能编辑或审核这些警种的事项：户政" in text(asked)


@pytest.mark.parametrize(
    "path", ["items/nothing/compare/", "items/nothing/layers/", "items/nothing/uses/", "items/nothing/correct/"]
)
def test_an_item_that_is_not_there_is_said_in_words(keepers, path):
    assert "没有完成" in text(keepers.see(keepers.ADMIN, path))


@pytest.mark.parametrize("page", ["compare", "layers", "uses"])
def test_pages_about_an_item_cost_a_bounded_number_of_queries(keepers, queries_of, page):
    client = keepers.client(keepers.EVERYTHING)
    assert queries_of(lambda: client.get(f"/console/items/{ITEM}/{page}/")) <= 12


@pytest.mark.parametrize("page", ["", "compare/", "layers/", "uses/"])
def test_english_pages_about_an_item_hold_no_chinese_frame(keepers, page):
    said = text(keepers.see(Keepers.HEAD, f"items/{ITEM}/{page}", "en"))
    for word in ("现行", "修改", "比较", "更正", "经过", "撤回"):
        assert word not in said.partition("<main")[2]
