"""What can be done on the console: asked in a dialog, done by a verb, refused in words beside what was typed."""

import pytest
from django.db import connection, transaction

from tests.console.conftest import Keepers
from tests.ground.world import TODAY
from yichuang.cases.models import Case, Task
from yichuang.kernel import moment
from yichuang.kernel.queries import calendar
from yichuang.organisation.models import Account, ChangeLog, Grant, GrantLog, Hall, Staff, Standing, Unit, Window
from yichuang.surfaces.console.deeds import DEEDS
from yichuang.surfaces.console.verification import latest

UNIT = {"name_zh": "网安大队", "name_en": "Cyber Section", "region": "990785", "uscc": "", "competent_lines": ["cyber"]}
GRANT = {
    "line": "household", "act": "receive", "level": "county", "scope": "CX", "granted_by": "YJ-HZ",
    "granted_on": "2026-11-20", "expires_on": "2027-11-19", "document_no": "云公户〔2026〕7号",
}  # fmt: skip


def draft(keepers, badge: str, *, submitted: bool = False):
    """A change of one item by ``badge``, which is written and perhaps put before a second person."""
    from msgspec.structs import replace

    from yichuang.catalogue.changes.draft import begin, save
    from yichuang.catalogue.changes.review import submit_for_review

    actor = keepers.world.actor(badge)
    begun = begin(actor, "hz-id-renew", TODAY)
    item = begun.items["hz-id-renew"]
    quicker = replace(item, limits=replace(item.limits, promised=replace(item.limits.promised, amount=3)))
    change = save(actor, begun.change.pk, 1, [quicker], TODAY)
    return submit_for_review(actor, change.pk, change.revision, TODAY) if submitted else change


def on_the_catalogue(name: str, keepers) -> tuple[str, dict[str, str]]:
    """What a deed on the catalogue is about, and what its dialog is told."""
    from yichuang.catalogue.changes.review import approve
    from yichuang.catalogue.definition import ItemStatus
    from yichuang.catalogue.suspend import set_item_status

    if name == "resume_item":
        set_item_status("hz-id-renew", ItemStatus.SUSPENDED, TODAY)
    if name == "withdraw_version":
        change = draft(keepers, Keepers.HEAD, submitted=True)
        approve(keepers.world.actor(keepers.ADMIN), change.pk, change.revision, TODAY)
        return "hz-id-renew~2", NEW_ITEMS
    if not name.endswith("_change"):
        return "hz-id-renew", NEW_ITEMS
    reviewed = name in {"approve_change", "send_back_change"}
    author = Keepers.HEAD if reviewed else keepers.EVERYTHING
    change = draft(keepers, author, submitted=reviewed or name == "recall_change")
    told = {"revision": str(change.revision), "change_reason": "会议", "review_comment": "再议", "starts_on": ""}
    return str(change.pk), told


CATALOGUE = sorted(name for name, deed in DEEDS.items() if deed.place == "catalogue")
OTHERS = sorted(set(DEEDS) - set(CATALOGUE))


def key_of(name: str, keepers) -> object:
    if name in CATALOGUE:
        return on_the_catalogue(name, keepers)[0]
    standing = Standing.objects.filter(staff__badge="990801").first()
    return {
        "add_unit": "CX", "change_unit": "CX-FZ", "add_hall": "CX-S01", "change_hall": "CX-HALL", "add_window": "CX-HALL",
        "change_window": Window.objects.get(number=1).pk, "close_window": Window.objects.get(number=1).pk,
        "open_window": Window.objects.get(number=1).pk, "take_on": "CX", "end_standing": standing.pk,
        "grant": "990812~household", "revoke": Grant.objects.filter(staff__badge="990801").first().pk,
        "set_day": "990785~2026-12-01", "clear_day": "990785~2026-12-01", "confirm_year": "990785~2028",
        "withdraw_year": "990785~2027", "set_profile": "CX-S01",
        "set_setting": "990785~deferral_days", "clear_setting": "990785~deferral_days",
    }.get(name, "990801")  # fmt: skip


FIELDS = {
    "add_unit": {"code": "CX-WA", "level": "county", **UNIT},
    "change_unit": UNIT,
    "add_hall": {"code": "S01-H", "name_zh": "城东服务点", "name_en": "East", "address": ""},
    "change_hall": {"name_zh": "大厅", "name_en": "Hall", "address": "溪边路1号"},
    "add_window": {"number": "7", "window_kind": "specialist", "window_lines": ["dogs"]},
    "change_window": {"window_kind": "specialist", "window_lines": ["dogs"]},
    "close_window": {"reason": "检修", "ends_shift": "on"},
    "open_window": {},
    "take_on": {"badge": "990899", "person_name": "新来", "staff_kind": "officer", "unit": "CX", "title_zh": "", "title_en": "",
                "posts": ["review"], "roles": ["officer"]},
    "change_staff": {"person_name": "梁安宁", "unit": "CX-HZ", "title_zh": "审核岗", "title_en": "", "roles": ["officer"]},
    "add_qualification": {"line": "dogs", "passed_on": "2026-11-01", "expires_on": "2029-10-31", "certificate_no": "D-1"},
    "add_standing": {"kind": "transferred", "line": "exit_entry", "since": "2026-11-01", "until": "", "document_no": "云公人9号"},
    "end_standing": {"last_day": "2026-12-31", "reason": "期满"},
    "grant": {**GRANT, "act": "receive"},
    "set_day": {"day_kind": "off", "day_name_zh": "县庆", "day_name_en": "County Day", "source": "澄府〔2026〕1号"},
    "confirm_year": {"source": "国办发明电〔2027〕7号"},
    "withdraw_year": {"source": "通知撤回"},
    "set_profile": {
        "profile_name_zh": "澄溪县公安局城东派出所", "profile_name_en": "Chengdong Police Station", "mark": "澄公东",
        "profile_address_zh": "城东街道1号", "profile_address_en": "1 Chengdong", "phone": "0999-5550001",
        "complaint_phone": "0999-5550002", "review_body_zh": "澄溪县人民政府", "review_body_en": "the county government",
        "court_zh": "澄溪县人民法院", "court_en": "the county court",
    },
    "set_setting": {"setting_value": "15", "holds_since": "2026-11-20", "reason": "澄公〔2026〕9号"},
    "clear_setting": {"holds_since": "2026-11-20", "reason": "试行期满"},
}  # fmt: skip

NEW_ITEMS = {
    "change_reason": "会议", "starts_on": "", "successor": "", "other_item_1": "hz-id-change", "item_code": "cx-one",
    "name_zh": "甲", "name_en": "A", "item_code_1": "cx-two", "name_zh_1": "乙", "name_en_1": "B", "item_code_2": "cx-three",
    "name_zh_2": "丙", "name_en_2": "C",
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_a_deed_is_asked_in_both_languages_done_once_and_leaves_a_trail(keepers, name):
    key = key_of(name, keepers)
    if name == "confirm_year":
        keepers.do(keepers.EVERYTHING, "set_day", "990785~2028-01-03", **FIELDS["set_day"])
    if name == "clear_day":
        keepers.do(keepers.EVERYTHING, "set_day", key, **FIELDS["set_day"])
    if name == "clear_setting":
        keepers.do(keepers.EVERYTHING, "set_setting", key, **FIELDS["set_setting"])
    if name == "take_back":
        keepers.do(keepers.EVERYTHING, "let_go", key, reason="退休")
    if name == "open_window":
        keepers.do(keepers.EVERYTHING, "close_window", key, **FIELDS["close_window"])
    trail = ChangeLog.objects.count() + GrantLog.objects.count()
    who = keepers.CITY if name == "grant" else keepers.EVERYTHING  # the household line is the city's to grant
    for language in ("zh-hans", "en"):
        asked = keepers.see(who, f"do/{name}/{key}/", language)
        assert asked.status_code == 200, asked.content.decode()[:500]
    answer = keepers.do(who, name, key, **FIELDS.get(name, {"reason": "原因"}))
    assert answer.status_code == 200, answer.content.decode()
    assert "HX-Redirect" in answer.headers or name in {"take_on", "reset_password"}
    assert ChangeLog.objects.count() + GrantLog.objects.count() == trail + 1


@pytest.mark.usefixtures("county_own")
@pytest.mark.parametrize("name", CATALOGUE)
def test_a_deed_on_the_catalogue_is_asked_in_both_languages_and_leaves_its_trail(keepers, name):
    from yichuang.catalogue import queries
    from yichuang.catalogue.models import CatalogueTrail

    queries.forget_all()
    key, told = on_the_catalogue(name, keepers)
    for language in ("zh-hans", "en"):
        asked = keepers.see(keepers.EVERYTHING, f"do/{name}/{key}/", language)
        assert asked.status_code == 200, asked.content.decode()[:500]
    before = CatalogueTrail.objects.count()
    answer = keepers.do(keepers.EVERYTHING, name, key, **told)
    assert "HX-Redirect" in answer.headers, answer.content.decode()
    assert CatalogueTrail.objects.count() > before
    queries.forget_all()


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_a_deed_is_refused_to_who_only_watches(keepers, name):
    key = key_of(name, keepers)
    for badge in (keepers.AUDITOR, keepers.CLERK):
        answer = keepers.do(badge, name, key, **FIELDS.get(name, {"reason": "原因"}))
        assert answer.status_code == 422
        assert "asking" in answer.content.decode()
    assert not ChangeLog.objects.exists()


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(keepers):
    answer = keepers.do(keepers.ADMIN, "change_unit", "CX-FZ", **{**UNIT, "name_en": "", "competent_lines": ["magic"]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写英文名称。" in page
    assert "请选择主管业务。" in page
    assert 'value="网安大队"' in page


@pytest.mark.parametrize(
    ("value", "words"), [("", "请填写"), ("gestern", "不是有效的日期"), ("0001-01-01", "不是有效的日期")]
)
def test_a_date_that_is_none_is_asked_again(keepers, value, words):
    answer = keepers.do(
        keepers.ADMIN, "add_qualification", "990801", **{**FIELDS["add_qualification"], "passed_on": value}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_grant_that_breaks_its_rule_is_refused_by_the_rules_name_and_logged(keepers):
    answer = keepers.do(keepers.ADMIN, "grant", "990812", **{**GRANT, "granted_by": "CX-HZ"})
    assert answer.status_code == 422
    assert "户政规则：只能由市级户政部门授权" in answer.content.decode()
    logged = GrantLog.objects.latest("pk")
    assert (logged.event, logged.reason) == ("refused", "grant.granter_level")
    assert "授权单位层级不符" in keepers.see(keepers.AUDITOR, "audit/grants/?event=refused").content.decode()
    assert "违反规则：授权单位层级不符" in keepers.see(keepers.ADMIN, "authority/990812/household/").content.decode()


def test_a_double_click_grants_once(keepers):
    before = Grant.objects.count()
    first = keepers.do(keepers.CITY, "grant", "990815", **{**GRANT, "act": "receive"})
    second = keepers.do(keepers.CITY, "grant", "990815", **{**GRANT, "act": "receive"})
    assert (first.status_code, second.status_code) == (200, 422)
    assert "已有相同的授权" in second.content.decode()
    assert Grant.objects.count() == before + 1


def test_a_first_password_is_shown_once_and_never_kept_by_a_cache(keepers):
    answer = keepers.do(keepers.ADMIN, "take_on", "CX", **FIELDS["take_on"])
    page = answer.content.decode()
    secret = page.partition('translate="no">')[2].partition("<")[0]
    account = Staff.objects.get(badge="990899").account
    assert account.check_password(secret)
    assert answer["Cache-Control"] == "no-store"
    assert secret not in keepers.see(keepers.ADMIN, "staff/990899/").content.decode()


def test_whoever_has_a_first_password_changes_it_before_anything_else(keepers):
    keepers.do(keepers.ADMIN, "reset_password", "990871", reason="忘记密码")
    answer = keepers.see("990871", "staff/")
    assert answer.url.startswith("/accounts/password/change/")


def test_the_password_that_its_holder_chooses_opens_the_house(keepers):
    page = keepers.do(keepers.ADMIN, "reset_password", "990871", reason="忘记密码").content.decode()
    first = page.partition('translate="no">')[2].partition("<")[0]
    client = keepers.client("990871")
    chosen = "a quiet river at noon"
    client.post("/accounts/password/change/", {"oldpassword": first, "password1": chosen, "password2": chosen})
    assert not Account.objects.get(username="990871").first_password
    assert keepers.see("990871", "staff/").status_code == 200


def test_the_page_that_asked_is_shown_again_but_no_foreign_one(keepers):
    here = keepers.do(keepers.ADMIN, "let_go", "990815", reason="调出")
    assert here["HX-Redirect"] == "/console/staff/"
    elsewhere = keepers.client(keepers.ADMIN).post(
        "/console/do/take_back/990815/", {"reason": "调回", "came_from": "https://example.org/"}
    )
    assert elsewhere.url == "/console/"


def test_without_scripts_a_deed_is_a_page_of_its_own(keepers):
    page = keepers.see(keepers.ADMIN, "do/let_go/990815/").content.decode()
    assert "<html" in page
    assert "登记离岗" in page


def moved_case(keepers) -> Case:
    """One case of a visit of two, accepted and under review."""
    return Case.objects.get(number=keepers.case())


def test_a_new_holiday_says_first_and_then_moves_the_due_dates_of_open_cases(keepers, run_only):
    case = moved_case(keepers)
    day = "990785~2026-11-24"
    client = keepers.client(keepers.ADMIN)
    told = client.post(f"/console/do/set_day/{day}/effect/", {"day_kind": "off"}).content.decode()
    assert "<strong>2</strong> 件在办件的到期日会改变。" in told
    assert "到期日都不变" in client.post(f"/console/do/set_day/{day}/effect/", {"day_kind": "worked"}).content.decode()
    keepers.do(keepers.ADMIN, "set_day", day, **FIELDS["set_day"])
    with moment.at(TODAY.replace(minute=1)):
        assert run_only("cases.refresh_deadlines") == 1
    fresh = Case.objects.get(pk=case.pk)
    days = calendar("990785")
    assert fresh.due_at > case.due_at
    assert days.workdays_between(TODAY.date(), fresh.due_at.date()) == 5
    assert {task.due_at for task in Task.objects.filter(case=case, ended_at=None)} >= {fresh.due_at}
    assert fresh.version == case.version


def test_taking_a_holiday_back_is_counted_as_earlier(keepers, run_only):
    case = moved_case(keepers)
    day = "990785~2026-11-24"
    keepers.do(keepers.ADMIN, "set_day", day, **FIELDS["set_day"])
    with moment.at(TODAY.replace(minute=1)):
        run_only("cases.refresh_deadlines")
    told = keepers.client(keepers.ADMIN).post(f"/console/do/clear_day/{day}/effect/").content.decode()
    assert "其中 2 件提前" in told
    keepers.do(keepers.ADMIN, "clear_day", day, reason="通知撤销")
    with moment.at(TODAY.replace(minute=2)):
        run_only("cases.refresh_deadlines")
    assert Case.objects.get(pk=case.pk).due_at == case.due_at


def test_a_withdrawn_year_leaves_due_dates_as_they_are_and_says_so(keepers, run_only):
    case = moved_case(keepers)
    told = keepers.client(keepers.ADMIN).post("/console/do/withdraw_year/990785~2026/effect/").content.decode()
    assert "2 件的期限会落到未录入的年份" in told
    keepers.do(keepers.ADMIN, "withdraw_year", "990785~2026", source="通知撤回")
    with moment.at(TODAY.replace(minute=1)):
        run_only("cases.refresh_deadlines")
    assert Case.objects.get(pk=case.pk).due_at == case.due_at


def test_an_edit_that_is_undone_queues_nothing(keepers, run_only):
    with transaction.atomic():
        keepers.do(keepers.ADMIN, "set_day", "990700~2026-11-24", **FIELDS["set_day"])  # not this administrator's area
    with moment.at(TODAY.replace(minute=1)):
        assert run_only("cases.refresh_deadlines") == 0


def test_the_whole_record_is_verified_by_a_job_that_tells_how_far_it_is(keepers, run_only, drawing):
    keepers.case()
    client = keepers.client(keepers.AUDITOR)
    assert client.post("/console/cases/verification/ask/").url == "/console/cases/verification/"
    client.post("/console/cases/verification/ask/")
    assert len(latest()) == 1
    assert "已排队" in client.get("/console/cases/verification/").content.decode()
    assert run_only("console.verify_record") == 1
    run = latest()[0]
    assert (run.fault_count, run.ended_at) == (0, TODAY)
    assert run.streams >= 3
    assert "全部完整" in client.get("/console/cases/verification/", headers={"HX-Target": "runs"}).content.decode()


def test_a_file_that_is_gone_is_told_without_a_case_to_open(keepers, run_only, drawing):
    keepers.case()
    drawing.unlink()
    client = keepers.client(keepers.AUDITOR)
    client.post("/console/cases/verification/ask/")
    run_only("console.verify_record")
    page = client.get("/console/cases/verification/", headers={"HX-Target": "runs"}).content.decode()
    assert f'记录所列的文件不在磁盘上。 <span class="code">evidence_storedfile {drawing.name}</span>' in page
    assert "/console/cases/0" not in page


def test_a_row_that_differs_in_many_columns_does_not_keep_the_run_from_ending(keepers, run_only, drawing):
    case = Case.objects.get(number=keepers.case())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET applicant_id = 999, item_version = 9, channel = 'x', submitted_at = now(),"
            " received_at = now(), decided_at = now(), ready_at = now(), is_suspended = true, is_urgent = true"
            " WHERE id = %s",
            [case.pk],
        )
    keepers.client(keepers.AUDITOR).post("/console/cases/verification/ask/")
    run_only("console.verify_record")
    [fault] = latest()[0].faults
    assert fault.startswith(f"{case.number}|0|row|cases_case {case.pk}: applicant_id, item_version")


def test_only_an_auditor_asks_for_it(keepers):
    answer = keepers.client(keepers.MANAGER).post("/console/cases/verification/ask/")
    assert answer.status_code == 403
    assert not latest()


def test_every_deed_has_its_words(keepers):
    from yichuang.kernel.vocabulary import labels

    for name in DEEDS:
        for words in ("console_deed", "console_do", "console_done"):
            assert name in labels()[words]
    assert {unit.code for unit in Unit.objects.all()} >= {"CX", "YJ"}
    assert Hall.objects.exists()
