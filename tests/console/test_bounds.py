"""The console shows and does what its keeper may, and no more: two administrators, own units, who saw whose record."""

import re
from datetime import timedelta

import pytest

from tests.ground.world import TODAY
from yichuang.evidence.models import SharingLog
from yichuang.kernel import moment
from yichuang.organisation.models import Account, SignInLog, Staff, Unit
from yichuang.people.models import PersonLook
from yichuang.people.queries import looks_of
from yichuang.people.reveal import reveal
from yichuang.people.set_guardian import NewGuardianship, set_guardian
from yichuang.people.terms import GuardianBasis, Sensitive
from yichuang.surfaces.console import effect

NOBODY = "没有等待本人完成的步骤"


def button(deed: str, key: str) -> str:
    return f'hx-get="/console/do/{deed}/{key}/"'


# --- two administrators --------------------------------------------------------------------------------------------------


def test_what_waits_for_the_holder_is_shown_and_the_other_step_is_offered_to_somebody_else_only(keepers):
    assert NOBODY in keepers.see(keepers.ADMIN, "staff/990801/").content.decode()
    keepers.do(keepers.ADMIN, "reset_password", "990801", reason="忘记密码，当面申请")
    mine = keepers.see(keepers.ADMIN, "staff/990801/").content.decode()
    others = keepers.see(keepers.EVERYTHING, "staff/990801/").content.decode()
    for page in (mine, others):
        assert "密码由管理员设定，待本人登录更换" in page
        assert "忘记密码，当面申请" in page
        assert NOBODY not in page
    assert (button("unbind_device", "990801") in mine, button("unbind_device", "990801") in others) == (False, True)
    assert "您不能一人办两步" in mine
    asked = keepers.see(keepers.EVERYTHING, "do/unbind_device/990801/").content.decode()
    assert "杜若已设定密码，本人尚未更换" in asked
    told = keepers.do(keepers.ADMIN, "unbind_device", "990801", reason="顺便").content.decode()
    assert "恢复登录须由两位管理员办理" in told


def test_the_same_in_english(keepers):
    page = keepers.see(keepers.ADMIN, "staff/990801/", "en").content.decode()
    assert "Nothing waits for them" in page
    keepers.do(keepers.ADMIN, "unbind_device", "990801", reason="lost phone")
    page = keepers.see(keepers.ADMIN, "staff/990801/", "en").content.decode()
    assert "Code device unbound, waits for its holder to bind a new one" in page
    assert "nobody does both" in page
    assert button("reset_password", "990801") not in page


def test_the_overview_counts_who_keeps_a_password_that_an_administrator_set(keepers):
    assert "没有人还在用管理员设定的密码" in keepers.see(keepers.ADMIN, "").content.decode()
    keepers.do(keepers.ADMIN, "reset_password", "990801", reason="忘记密码")
    assert "1 名在岗人员还在用管理员设定的密码" in keepers.see(keepers.ADMIN, "").content.decode()


# --- what may be given ----------------------------------------------------------------------------------------------------


def test_a_dialog_offers_only_units_for_which_its_keeper_may_speak_and_says_whom_to_ask(keepers):
    county = keepers.see(keepers.ADMIN, "do/grant/990812~household/").content.decode()
    city = keepers.see(keepers.CITY, "do/grant/990812~household/").content.decode()
    assert ('value="YJ-HZ"' in county, 'value="YJ-HZ"' in city) == (False, True)
    assert "请把授权文件交给授权单位或其上级单位的管理员登记" in county
    assert "请把授权文件交给" not in city
    assert "请把授权文件交给" not in keepers.see(keepers.ADMIN, "do/grant/990812~traffic/").content.decode()


def test_the_role_of_auditor_is_offered_by_the_top_unit_and_kept_where_it_is_held(keepers):
    def offered(badge: str, about: str) -> bool:
        return 'value="auditor"' in keepers.see(badge, f"do/change_staff/{about}/").content.decode()

    assert [offered(keepers.ADMIN, "990812"), offered(keepers.CITY, "990812"), offered(keepers.ADMIN, "990871")] == [
        False, True, True,
    ]  # fmt: skip


# --- own units only ---------------------------------------------------------------------------------------------------------


def test_an_auditor_reads_the_logs_of_the_own_subtree_and_the_top_units_everything(keepers):
    for badge in ("990801", "990703", "nobody"):
        account = Account.objects.filter(username=badge).first()
        SignInLog.objects.create(event="failed", at=TODAY, name=badge, account=account)
    county = keepers.see(keepers.AUDITOR, "audit/sign_ins/?event=failed").content.decode()
    assert [name in county for name in ("990801", "990703", "nobody")] == [True, False, False]
    Staff.objects.filter(badge=keepers.CITY).update(roles=["auditor"])
    top = keepers.see(keepers.CITY, "audit/sign_ins/?event=failed").content.decode()
    assert [name in top for name in ("990801", "990703", "nobody")] == [True, True, True]


def test_wrong_codes_are_counted_on_the_overview_with_wrong_passwords(keepers):
    account = Account.objects.get(username="990801")
    for event in ("failed", "failed_code"):
        SignInLog.objects.create(event=event, at=TODAY, name="990801", account=account)
    assert "24 小时内登录失败 2 次" in keepers.see(keepers.AUDITOR, "").content.decode()


@pytest.mark.parametrize("deed", ["set_day/990700~2026-11-24", "clear_day/cn~2026-11-24", "withdraw_year/990700~2026"])
def test_neither_the_dialog_nor_its_preview_opens_on_another_areas_days(keepers, deed):
    client = keepers.client(keepers.ADMIN)
    for answer in (client.get(f"/console/do/{deed}/"), client.post(f"/console/do/{deed}/effect/", {"day_kind": "off"})):
        assert answer.status_code == 403
        assert "不能修改这个地区的工作日历" in answer.content.decode()


def test_a_dialog_that_has_a_preview_asks_for_it(keepers):
    def asks(deed: str) -> bool:
        return "/effect/" in keepers.see(keepers.ADMIN, f"do/{deed}/").content.decode()

    assert (asks("set_day/990785~2026-11-24"), asks("let_go/990812")) == (True, False)


def test_a_preview_counts_the_cases_of_the_own_units_and_no_more_than_it_can_bear(keepers, queries_of, monkeypatch):
    keepers.case()

    def told(badge: str) -> str:
        client = keepers.client(badge)
        return client.post("/console/do/set_day/990785~2026-11-24/effect/", {"day_kind": "off"}).content.decode()

    assert "<strong>2</strong>" in told(keepers.ADMIN)
    Staff.objects.filter(badge="991001").update(roles=["admin"])  # of a station: the county's days are not theirs
    assert "不能修改这个地区的工作日历" in told("991001")
    Unit.objects.filter(code="CX").update(region="990784")  # now it stands at the head; the hall's cases are not theirs
    assert "<strong>" not in told("991001")
    assert "不能修改" not in told("991001")
    Unit.objects.filter(code="CX").update(region="990785")
    client = keepers.client(keepers.ADMIN)
    address = "/console/do/set_day/990785~2026-11-24/effect/"
    few = queries_of(lambda: client.post(address, {"day_kind": "off"}))
    for _ in range(3):
        keepers.case()
    assert queries_of(lambda: client.post(address, {"day_kind": "off"})) == few
    monkeypatch.setattr(effect, "MOST", 3)
    assert "只算了前 3 件" in told(keepers.ADMIN)


# --- whose record, and who saw it -------------------------------------------------------------------------------------------


def test_a_number_that_exists_reads_like_one_that_does_not_for_who_may_not_see_people(keepers):
    person = keepers.world.person()
    Staff.objects.filter(badge=keepers.ADMIN).update(roles=["manager"])  # a manager who serves no line
    client = keepers.client(keepers.ADMIN)
    absent = person.id_number[:6] + "19850101" + "0011"

    def said(words: str) -> tuple[int, str]:
        answer = client.post("/console/cases/", {"words": words})
        page = re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())  # the form's token is another each time
        return answer.status_code, page.replace(words, "")

    assert said(person.id_number) == said(absent) == said("周念安八九十十")
    assert said(person.id_number)[0] == 200
    assert client.get(f"/console/cases/?person={person.pk}").status_code == 404
    assert client.get("/console/cases/?person=987654321").status_code == 404
    assert not PersonLook.objects.exists()


def test_finding_people_and_living_through_a_case_are_looks(keepers):
    number, person = keepers.case(), keepers.world.person("周念安", serial=301)
    before = {row.pk for row in looks_of(person.pk)}
    client = keepers.client(keepers.AUDITOR)
    client.post("/console/cases/", {"words": "周念安"})
    client.get(f"/console/cases/{number}/")
    client.get(f"/console/cases/{number}/?at=1", headers={"HX-Request": "true", "HX-Target": "instant"})
    found = [(row.screen, row.reference) for row in looks_of(person.pk) if row.pk not in before]
    assert sorted(found) == [("history", number), ("search", "")]


def test_the_persons_page_shows_who_saw_and_did_what(keepers):
    keepers.case()
    person = keepers.world.person("周念安", serial=301)
    child = keepers.world.person("周小安", serial=655, birth="20200307")
    clerk = keepers.world.actor(keepers.CLERK)
    reveal(clerk, person.pk, Sensitive.PHONE, reason="电话通知领证", now=TODAY, reference="9907852026112000001X")
    guardianship = NewGuardianship(child.pk, person.pk, GuardianBasis.PARENT, TODAY.date(), "出生医学证明1号")
    set_guardian(clerk, guardianship, reason="窗口当面登记", now=TODAY)
    page = keepers.see(keepers.AUDITOR, f"cases/?person={person.pk}").content.decode()
    assert "谁看过本人的信息" in page
    assert "显示完整手机号码" in page
    assert "电话通知领证" in page
    assert "控制台查找" in page, "this very look is told too"
    ward = keepers.see(keepers.AUDITOR, f"cases/?person={child.pk}", "en").content.decode()
    assert "Guardian put on record · 周念安" in ward
    assert "Who saw this person" in ward
    assert "谁看过本人的信息" not in keepers.see(keepers.MANAGER, f"cases/?person={person.pk}").content.decode()
    assert SharingLog.objects.count() == 0


def test_who_saw_costs_the_same_for_one_line_and_for_many(keepers, queries_of):
    person = keepers.world.person()
    client = keepers.client(keepers.AUDITOR)
    address = f"/console/cases/?person={person.pk}"
    few = queries_of(lambda: client.get(address))
    for hours in range(1, 6):
        with moment.at(TODAY - timedelta(hours=hours)):
            client.get(address)
        reveal(keepers.world.actor(keepers.CLERK), person.pk, Sensitive.PHONE, reason="电话通知", now=TODAY)
    assert queries_of(lambda: client.get(address)) == few
