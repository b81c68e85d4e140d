"""Editing the catalogue on the console: who may, what is said beside the field, two people at once, two people for a version."""

import re

import pytest
from django.urls import reverse

from tests.console.conftest import Keepers
from tests.console.editor import HTMX, ITEM, Editor
from tests.console.sheets import filled
from tests.ground.world import TODAY
from yichuang.cases.models import Case
from yichuang.catalogue import queries
from yichuang.catalogue.changes.draft import begin
from yichuang.catalogue.models import CatalogueChange, CatalogueTrail
from yichuang.catalogue.queries import item_version


@pytest.fixture
def officer(keepers) -> Editor:
    return Editor(keepers)


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget_all()
    yield
    queries.forget_all()


def beside(answer: str, slot: str) -> list[str]:
    """What is said beside a field."""
    found = re.findall(
        rf'data-beside="{re.escape(slot)}" class="remark__one remark__one--(\w+)">(.*?)</div>', answer, re.DOTALL
    )
    return [f"{kind}: {re.sub(r'<[^>]+>', '', words).strip()}" for kind, words in found]


def test_an_officer_changes_a_limit_and_a_second_person_publishes_it(keepers, officer, client):
    before = item_version(ITEM)
    wrong = officer.begin().say("limits", limits__promised__amount="70")
    assert any("承诺时限长于法定时限" in words for words in beside(wrong, "limits.promised"))
    right = officer.say("limits", limits__promised__amount="10")
    assert "没有发现问题" in right
    assert "承诺时限：20 个工作日 → 10 个工作日" in right
    officer.submit()
    reviewer = Editor(keepers, keepers.ADMIN).join(officer)
    page = reviewer.client.get(f"/console/changes/{officer.number}/").content.decode()
    assert "20 个工作日" in page
    assert "县局会议纪要〔2026〕9号" in page
    assert reviewer.do("approve_change", review_comment="").headers["HX-Redirect"]
    assert (item_version(ITEM).version, item_version(ITEM).limits.promised.amount) == (2, 10)
    assert item_version(ITEM, 1) == before
    assert "10 个工作日" in client.get(f"/guides/{ITEM}/").content.decode()


def test_a_running_case_keeps_the_version_it_began_under(keepers, officer):
    number = keepers.case("hz-move-spouse")
    pinned = Case.objects.get(number=number)
    officer.begin("hz-move-spouse").say("limits", limits__promised__amount="3")
    officer.submit()
    Editor(keepers, keepers.ADMIN).join(officer).do("approve_change", review_comment="")
    again = Case.objects.get(number=number)
    assert (again.item_version, again.due_at) == (pinned.item_version, pinned.due_at)
    assert item_version("hz-move-spouse").version == pinned.item_version + 1
    later = Case.objects.get(number=keepers.case("hz-move-spouse", "沈小满"))
    assert later.item_version == pinned.item_version + 1
    assert later.due_at < pinned.due_at


def test_the_same_button_goes_on_with_the_own_draft(officer):
    first = officer.begin().address
    assert officer.begin().address == first


@pytest.mark.parametrize("badge", ["990801", "990871", "990812"])
def test_who_does_not_lead_a_line_begins_nothing(keepers, badge):
    answer = keepers.client(badge).post(f"/console/items/{ITEM}/edit/")
    assert answer.status_code == 403
    assert "没有完成" in answer.content.decode()
    assert not CatalogueChange.objects.exists()


def test_who_leads_another_line_is_told_whom_to_ask(keepers):
    answer = keepers.client(Keepers.OTHER_HEAD).post(f"/console/items/{ITEM}/edit/")
    assert answer.status_code == 403
    assert "您不能编辑或审核这些警种的事项：户政" in answer.content.decode()
    assert "/edit/" not in keepers.see(Keepers.OTHER_HEAD, f"items/{ITEM}/").content.decode()
    assert "/edit/" in keepers.see(Keepers.HEAD, f"items/{ITEM}/").content.decode()


def test_a_foreign_draft_is_not_there_for_writing(keepers, officer):
    officer.begin()
    stranger = Editor(keepers, Keepers.OTHER_HEAD).join(officer)
    assert stranger.client.get(officer.address).status_code == 404
    sent = {**filled(officer.page(), "limits"), "revision": officer.revision()}
    assert stranger.client.post(f"{officer.address}limits/", sent, headers=HTMX).status_code == 404
    assert officer.change.revision == 1


def test_the_author_is_offered_no_approval_and_gets_none(officer):
    officer.begin().say("limits", limits__promised__amount="10")
    officer.submit()
    page = officer.client.get(f"/console/changes/{officer.number}/").content.decode()
    assert "等待第二人审核" in page
    assert "approve_change" not in page
    answer = officer.do("approve_change", review_comment="")
    assert "起草或改过这次变更的人不能审核它" in answer.content.decode()


def test_an_approval_is_of_what_the_page_showed(keepers, officer):
    officer.begin().say("limits", limits__promised__amount="10")
    officer.submit()
    shown = f"{officer.number}~{officer.change.revision}"
    reviewer = keepers.client(keepers.ADMIN)
    reviewer.post(
        f"/console/do/send_back_change/{shown}/", {"revision": officer.change.revision, "review_comment": "再议"}
    )
    officer.say("limits", limits__promised__amount="1")
    officer.submit()
    asked = reviewer.get(f"/console/do/approve_change/{shown}/", headers=HTMX).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', asked)[1]
    answer = reviewer.post(
        f"/console/do/approve_change/{shown}/", {"revision": revision, "review_comment": ""}, headers=HTMX
    )
    assert "已被他人改动" in answer.content.decode()
    assert item_version(ITEM).version == 1


def test_what_two_people_write_in_different_parts_is_kept_together(keepers, officer):
    officer.begin()
    colleague = Editor(keepers, keepers.ADMIN).join(officer)
    mine, theirs = officer.page(), colleague.page()
    colleague.send("visits", drawn=theirs, visits="0")
    answer = officer.send("limits", drawn=mine, limits__promised__amount="10").content.decode()
    assert "杜若刚才也改了这份草稿，改动已一并保留" in answer
    assert 'id="part-visits"' in answer
    content = officer.change.drafts.get().content
    assert (content["visits"], content["limits"]["promised"]["amount"]) == (0, 10)


def test_in_the_same_part_the_second_one_is_asked_and_nothing_is_lost(keepers, officer):
    officer.begin()
    colleague = Editor(keepers, keepers.ADMIN).join(officer)
    mine = officer.page()
    colleague.send("limits", limits__promised__amount="12")
    asked = officer.send("limits", drawn=mine, limits__promised__amount="10")
    assert (asked.status_code, asked.headers["HX-Retarget"]) == (409, "#clash-limits")
    words = asked.content.decode()
    assert ("12 个工作日" in words, "10 个工作日" in words, "杜若" in words) == (True, True, True)
    assert officer.change.drafts.get().content["limits"]["promised"]["amount"] == 12
    officer.send("limits", drawn=mine, do="mine", limits__promised__amount="10")
    assert officer.change.drafts.get().content["limits"]["promised"]["amount"] == 10


def test_the_other_ones_words_can_be_taken_instead(keepers, officer):
    officer.begin()
    mine = officer.page()
    Editor(keepers, keepers.ADMIN).join(officer).send("limits", limits__promised__amount="12")
    answer = officer.send("limits", drawn=mine, do="theirs", limits__promised__amount="10").content.decode()
    assert 'name="limits.promised.amount" type="number" value="12"' in answer


def test_an_expression_that_cannot_be_read_is_said_beside_its_condition(officer):
    page = officer.begin().page()
    name = re.search(r'name="(materials\.\d+\.when)"', page)[1]
    answer = officer.send("materials", **{name.replace(".", "__"): "age <"}).content.decode()
    assert any(words.startswith("finding") and "条件无法读懂" in words for words in beside(answer, name))
    refused = officer.submit_as_it_is()
    assert "条件无法读懂" in refused.content.decode()
    assert officer.change.state == "draft"


def test_what_cannot_be_read_is_not_saved_and_what_was_there_stays(officer):
    answer = officer.begin().say("limits", limits__promised__amount="十五")
    assert any(words.startswith("error") for words in beside(answer, "limits.promised"))
    assert "1 处填写有误，没有保存" in answer
    assert officer.change.revision == 1


def test_what_would_be_worse_than_the_list_above_is_said_as_one_types(officer):
    answer = officer.begin().say("visits", scope="local")
    assert any("不如“全国清单”" in words for words in beside(answer, "scope"))
    assert not officer.submit_as_it_is().headers.get("HX-Redirect")


def test_how_to_mend_is_said_as_the_form_calls_it(officer):
    answer = officer.begin().say("steps", steps__1__act="decide")
    assert "请只留一个“动作”为“决定”的环节" in answer
    assert "流程必须恰有一个决定环节，且不附条件。审核, 签发。" in answer


def test_the_form_opens_at_the_part_that_was_pressed(officer):
    page = officer.client.get(f"/console/items/{ITEM}/").content.decode()
    assert 'name="at" value="limits"' in page
    begun = officer.client.post(f"/console/items/{ITEM}/edit/", {"at": "limits"})
    assert begun.url.endswith(f"/{ITEM}/#part-limits")
    assert "#" not in officer.client.post(f"/console/items/{ITEM}/edit/", {"at": '"><script>'}).url


def test_a_change_waits_for_those_alone_who_may_let_it_pass(keepers, officer):
    officer.begin().say("limits", limits__promised__amount="10")
    colleague = Editor(keepers, keepers.ADMIN).join(officer)
    colleague.say("visits", visits="0", visit_reason__zh="", visit_reason__en="")
    officer.submit()
    waiting = "1 件目录变更待您审核"
    assert waiting in keepers.see(keepers.EVERYTHING, "").content.decode()
    assert f'href="/console/changes/{officer.number}/"' in keepers.see(keepers.EVERYTHING, "").content.decode()
    for badge in (Keepers.HEAD, keepers.ADMIN, Keepers.OTHER_HEAD, keepers.AUDITOR):
        assert waiting not in keepers.see(badge, "").content.decode()
        assert "没有等您审核的变更" in keepers.see(badge, "changes/?tab=review").content.decode()


def test_what_was_sent_back_is_said_where_its_author_begins_the_day(keepers, officer):
    officer.begin().say("limits", limits__promised__amount="10")
    officer.submit()
    Editor(keepers, keepers.ADMIN).join(officer).do("send_back_change", review_comment="再议")
    assert "1 件目录变更被退回，等您修改" in keepers.see(Keepers.HEAD, "").content.decode()
    assert "被退回，等您修改" not in keepers.see(keepers.ADMIN, "").content.decode()


def test_each_field_can_be_taken_back(officer):
    officer.begin().say("limits", limits__promised__amount="10")
    answer = officer.send("limits", do="undo:limits.promised").content.decode()
    assert 'name="limits.promised.amount" type="number" value="20"' in answer
    assert "与现行版本一样" in answer


def test_a_material_is_added_and_removed_and_said_in_words(officer):
    page = officer.begin().page()
    added = officer.send("materials", do="add:materials", add__materials="结婚证").content.decode()
    assert "增加材料“结婚证”" in added
    removed = officer.send("materials", do="remove:materials.0").content.decode()
    assert "取消材料" in removed
    assert 'hx-swap-oob="true"' in removed
    assert page.count("entry__title") > 20


def test_a_name_nobody_knows_is_refused_beside_the_form(officer):
    answer = officer.begin().send("materials", do="add:materials", add__materials="没有的证")
    assert answer.headers["HX-Retarget"] == "#ask"
    assert "没有叫“没有的证”的" in answer.content.decode()


def test_a_mark_is_shown_beside_its_field_and_goes_when_it_is_filled(officer):
    said = officer.begin().say("limits", limits__promised__amount="10")
    assert any("待核实" in words or "本地自定" in words for words in beside(said, "limits.promised"))
    mark = re.search(r'value="(settle:\w+:limits\.promised)"', said)[1]
    after = officer.send("limits", do=mark).content.decode()
    assert not [words for words in beside(after, "limits.promised") if "标记" in words]


def test_what_is_typed_never_becomes_markup(keepers, officer):
    evil = '<img src=x onerror=alert(1)>"'
    officer.begin().say("names", name__zh=evil, name__en=evil)
    pages = [
        officer.page(),
        officer.client.get(f"/console/changes/{officer.number}/").content.decode(),
        officer.client.get("/console/changes/").content.decode(),
        officer.client.get(f"{officer.address}preview/").content.decode(),
        officer.client.get(f"/console/do/submit_change/{officer.number}/", headers=HTMX).content.decode(),
    ]
    assert not [page for page in pages if "<img src=x" in page]
    assert all("&lt;img src=x" in page for page in pages)


def test_the_draft_is_previewed_with_its_questions_answerable(officer, client):
    officer.begin().say("limits", limits__promised__amount="10")
    page = officer.client.get(f"{officer.address}preview/").content.decode()
    assert "10 个工作日" in page
    assert f'action="{officer.address}preview/"' in page
    assert "10 个工作日" not in client.get(f"/guides/{ITEM}/").content.decode()
    assert client.get(f"{officer.address}preview/").status_code == 302


def test_a_version_published_meanwhile_is_carried_into_the_draft(keepers, officer):
    officer.begin().say("limits", limits__promised__amount="10")
    other = Editor(keepers, keepers.EVERYTHING).begin()
    other.say("visits", visits="0", visit_reason__zh="", visit_reason__en="")
    other.submit()
    Editor(keepers, keepers.ADMIN).join(other).do("approve_change", review_comment="")
    assert "您起草之后，这个事项发布了新版本或更正了文字" in officer.page()
    refused = officer.do("submit_change", change_reason="试").content.decode()
    assert "请先“并入新版”" in refused
    officer.do("renew_change")
    officer.submit()
    Editor(keepers, keepers.ADMIN).join(officer).do("approve_change", review_comment="")
    assert (item_version(ITEM).visits, item_version(ITEM).limits.promised.amount) == (0, 10)


def test_the_author_takes_a_change_back_from_its_review_and_nobody_else_does(keepers, officer):
    officer.begin().say("limits", limits__promised__amount="10")
    officer.submit()
    waiting = f"/console/changes/{officer.number}/"
    assert "/do/recall_change/" not in keepers.client(keepers.ADMIN).get(waiting).content.decode()
    assert "/do/recall_change/" in officer.client.get(waiting).content.decode()
    assert officer.do("recall_change").headers["HX-Redirect"] == waiting
    page = officer.client.get(waiting).content.decode()
    assert "撤回提交 · 方既明" in page
    assert officer.address in page
    assert officer.submit().change.state == "in_review"


def test_a_change_with_a_problem_leads_to_its_field_instead_of_asking_why(officer):
    officer.begin().say("limits", limits__promised__amount="70")
    asked = officer.client.get(f"/console/do/submit_change/{officer.number}/", headers=HTMX).content.decode()
    assert "个问题，改好才能提交" in asked
    assert f'href="{officer.address}#at-limits.promised"' in asked
    assert 'name="change_reason"' not in asked
    page = officer.client.get(f"/console/changes/{officer.number}/").content.decode()
    assert f'href="{officer.address}#at-limits.promised"' in page


def test_an_open_point_of_an_item_leads_to_its_field(officer):
    page = officer.client.get(f"/console/items/{ITEM}/").content.decode()
    assert 'name="at" value="visits" class="linklike"' in page
    begun = officer.client.post(f"/console/items/{ITEM}/edit/", {"at": "limits.promised"})
    assert begun.url.endswith("#at-limits.promised")


def test_a_draft_given_up_stays_in_the_trail(officer):
    officer.begin().say("limits", limits__promised__amount="10")
    officer.do("discard_change")
    assert officer.change.state == "discarded"
    assert officer.client.get(officer.address).url == reverse("console:change", args=[officer.number])
    assert CatalogueTrail.objects.filter(event="written", change=officer.number).count() == 1


def test_the_lists_cost_the_same_for_one_and_for_many(keepers, queries_of):
    client = keepers.client(keepers.ADMIN)
    begin(keepers.world.actor(keepers.ADMIN), "hz-id-renew", TODAY)
    few = queries_of(lambda: client.get("/console/changes/"))
    for code in ("hz-id-change", "hz-move-spouse", "crj-passport-renew"):
        begin(keepers.world.actor(keepers.ADMIN), code, TODAY)
    assert queries_of(lambda: client.get("/console/changes/")) == few <= 9


@pytest.mark.parametrize("path", ["changes/99999/", "changes/99999/hz-id-renew/", "changes/99999/hz-id-renew/preview/"])
def test_a_change_that_is_not_there_looks_like_a_foreign_one(keepers, path):
    answer = keepers.see(keepers.ADMIN, path)
    assert answer.status_code == 404
    assert "没有完成" in answer.content.decode()
