"""What administrators do to units, halls, windows and staff: in their own subtree, with a reason, and never without a trail."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.ground.world import TODAY, World
from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.kernel.queries import calendar
from yichuang.organisation.arrange_days import DayEdit, arrange_day, arrange_year, clear_day
from yichuang.organisation.arrange_halls import (
    add_hall,
    add_window,
    change_hall,
    change_window,
    close_window,
    open_window,
)
from yichuang.organisation.arrange_staff import StaffDetails, change_staff, let_go, take_back, take_on
from yichuang.organisation.arrange_units import UnitDetails, add_unit, change_unit
from yichuang.organisation.establish import NewWindow
from yichuang.organisation.grant_rules import (
    HeldGrant,
    QualificationFacts,
    StaffFacts,
    StandingFacts,
    in_force,
    lapse,
)
from yichuang.organisation.hire import Newcomer
from yichuang.organisation.models import Account, ChangeLog, SignInLog, Staff, Unit, Window, WindowShift
from yichuang.organisation.passwords import GROUPS, SIGNS, made_password
from yichuang.organisation.queries import actor_for, authority_matrix
from yichuang.organisation.record_standing import add_qualification, add_standing, finish_standing
from yichuang.organisation.restore_access import reset_password, unbind_device
from yichuang.organisation.rule_book import rule_for
from yichuang.organisation.set_local_rule import NewValue, set_local_rule
from yichuang.organisation.terms import Act, Lapse, PostKind, Role, StaffKind, StandingKind, WindowKind

ADMIN, CITY_ADMIN, MANAGER, AUDITOR, CLERK = "990872", "990700", "990807", "990871", "990801"
DETAILS = UnitDetails("澄溪县公安局网安大队", "Chengxi Cyber Section", "990785", lines=(Line.CYBER,))
DAY = date(2026, 12, 1)


def refusal_of(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def last_change() -> ChangeLog:
    return ChangeLog.objects.latest("pk")


def test_a_unit_is_added_under_its_parent_and_leaves_a_trail(world: World):
    made = add_unit(world.actor(ADMIN), "CX", "CX-WA", Level.COUNTY, DETAILS, now=TODAY)
    assert made.path == f"{Unit.objects.get(code='CX').path}{made.pk}/"
    assert (last_change().event, last_change().unit, last_change().actor.badge) == ("unit_added", made, ADMIN)


@pytest.mark.parametrize(
    ("badge", "parent", "code", "level", "refused"),
    [
        (CLERK, "CX", "CX-WA", Level.COUNTY, "authority.not_found"),
        (MANAGER, "CX-HALL", "CX-WA", Level.COUNTY, "authority.not_found"),
        (ADMIN, "YJ", "CX-WA", Level.COUNTY, "authority.not_found"),
        (ADMIN, "CX", "CX-HZ", Level.COUNTY, "organisation.code_taken"),
        (ADMIN, "CX", "县", Level.COUNTY, "organisation.bad_code"),
        (ADMIN, "CX", "CX-WA", Level.CITY, "organisation.level_above_parent"),
    ],
)
def test_a_unit_is_refused_to_who_may_not_and_where_it_cannot_be(world: World, badge, parent, code, level, refused):
    assert refusal_of(lambda: add_unit(world.actor(badge), parent, code, level, DETAILS, now=TODAY)) == refused
    assert not ChangeLog.objects.exists()


@pytest.mark.parametrize(
    ("details", "refused"),
    [
        (UnitDetails("", "English", "990785"), "organisation.name_missing"),
        (UnitDetails("中文", " ", "990785"), "organisation.name_missing"),
        (UnitDetails("中" * 101, "English", "990785"), "organisation.name_too_long"),
        (UnitDetails("中文", "English", "9907"), "organisation.bad_region"),
        (UnitDetails("中文", "English", "990785", "91350211M000100Y43"), "identifier.credit_code_check"),
    ],
)
def test_a_unit_is_not_changed_into_nonsense(world: World, details, refused):
    code = refusal_of(lambda: change_unit(world.actor(ADMIN), "CX-FZ", details, now=TODAY))
    assert code.startswith(refused.removesuffix("_check"))
    assert Unit.objects.get(code="CX-FZ").name_zh == "澄溪县公安局法制大队"


def test_a_renamed_unit_says_what_it_was_called(world: World):
    unit = Unit.objects.get(code="CX-FZ")
    details = UnitDetails("法制大队", unit.name_en, unit.region, lines=tuple(map(Line, unit.lines)))
    change_unit(world.actor(ADMIN), "CX-FZ", details, now=TODAY)
    assert last_change().detail == "name_zh: 澄溪县公安局法制大队 → 法制大队"


def test_a_change_that_changes_nothing_leaves_no_trail(world: World):
    unit = Unit.objects.get(code="CX-FZ")
    same = UnitDetails(unit.name_zh, unit.name_en, unit.region, unit.uscc, tuple(map(Line, unit.lines)))
    change_unit(world.actor(ADMIN), "CX-FZ", same, now=TODAY)
    assert not ChangeLog.objects.exists()


def test_a_hall_and_its_windows_are_set_up_and_changed(world: World):
    admin = world.actor(ADMIN)
    names = {"name_zh": "城东服务点", "name_en": "East Service Point", "address": "城东路1号"}
    hall = add_hall(admin, "CX-S01", code="CX-S01-H", **names, now=TODAY)
    window = add_window(admin, hall.code, NewWindow(1, WindowKind.SPECIALIST, (Line.HOUSEHOLD,)), now=TODAY)
    assert window.is_open
    change_window(admin, window.pk, NewWindow(1, WindowKind.TWO_IN_ONE, (Line.HOUSEHOLD, Line.TRAFFIC)), now=TODAY)
    assert Window.objects.get(pk=window.pk).lines == ["household", "traffic"]
    change_hall(admin, hall.code, **{**names, "address": "城东路2号"}, now=TODAY)
    assert [change.event for change in ChangeLog.objects.order_by("pk")] == [
        "hall_added", "window_added", "window_changed", "hall_changed",
    ]  # fmt: skip


def test_a_hall_manager_closes_and_opens_windows_of_the_own_hall_only(world: World):
    manager, window = world.actor(MANAGER), Window.objects.get(number=3)
    assert refusal_of(lambda: close_window(manager, window.pk, reason="", now=TODAY)) == "organisation.no_reason"
    assert refusal_of(lambda: close_window(manager, window.pk, reason="检修", now=TODAY)) == "window.still_staffed"
    close_window(manager, window.pk, reason="检修", now=TODAY, ends_shift=True)
    assert not WindowShift.objects.filter(window=window, ended_at=None).exists()
    assert (last_change().event, last_change().reason) == ("window_closed", "检修")
    assert open_window(manager, window.pk, now=TODAY).is_open
    section = world.actor("990811")  # a manager too, but of the household section, which keeps no hall
    assert refusal_of(lambda: close_window(section, window.pk, reason="检修", now=TODAY)) == "authority.not_found"


@pytest.mark.parametrize(
    ("new", "refused"),
    [
        (NewWindow(1, WindowKind.SPECIALIST, (Line.DOGS,)), "window.number_taken"),
        (NewWindow(0, WindowKind.SPECIALIST, (Line.DOGS,)), "window.bad_number"),
        (NewWindow(9, WindowKind.SPECIALIST, ()), "window.no_lines"),
    ],
)
def test_a_window_that_cannot_be_is_refused(world: World, new, refused):
    assert refusal_of(lambda: add_window(world.actor(MANAGER), "CX-HALL", new, now=TODAY)) == refused


def newcomer(unit: str = "CX-HZ", badge: str = "990899") -> Newcomer:
    return Newcomer(badge, "新来", unit, StaffKind.OFFICER, "审核岗", "Examiner", (PostKind.REVIEW,), (Role.OFFICER,))


def test_a_newcomer_gets_a_password_once_and_must_change_it(world: World):
    welcomed = take_on(world.actor(ADMIN), newcomer(), now=TODAY)
    account = welcomed.staff.account
    account.refresh_from_db()
    assert account.check_password(welcomed.password)
    assert account.first_password
    assert welcomed.password not in " ".join(ChangeLog.objects.values_list("detail", flat=True))


def test_nobody_is_hired_into_another_subtree(world: World):
    for unit in ("YJ-HZ", "nowhere"):
        assert refusal_of(lambda u=unit: take_on(world.actor(ADMIN), newcomer(u), now=TODAY)) == "authority.not_found"


def test_who_left_cannot_act_and_can_come_back(world: World):
    admin, member = world.actor(ADMIN), world.staff[CLERK]
    assert refusal_of(lambda: let_go(admin, CLERK, reason=" ", now=TODAY)) == "organisation.no_reason"
    let_go(admin, CLERK, reason="退休", now=TODAY)
    assert actor_for(member.account_id, TODAY.date()) is None
    assert not WindowShift.objects.filter(staff=member, ended_at=None).exists()
    row = next(r for r in authority_matrix(member.unit.path, TODAY.date()) if r.staff.badge == CLERK)
    assert {cell.lapsed.why for cells in row.cells.values() for cell in cells} == {Lapse.LEFT}
    take_back(admin, CLERK, reason="返聘", now=TODAY)
    assert world.actor(CLERK).grants


def test_an_administrator_cannot_shut_themselves_out(world: World):
    admin = world.actor(ADMIN)
    details = StaffDetails("杜若", "CX", roles=(Role.AUDITOR,))
    for step in (
        lambda: let_go(admin, ADMIN, reason="x", now=TODAY),
        lambda: change_staff(admin, ADMIN, details, now=TODAY),
        lambda: reset_password(admin, ADMIN, reason="x", now=TODAY),
        lambda: unbind_device(admin, ADMIN, reason="x", now=TODAY),
    ):
        assert refusal_of(step) == "organisation.not_yourself"


def test_a_changed_member_of_staff_says_what_changed(world: World):
    details = StaffDetails("闻溪", "CX-FZ", "档案岗", "Archive desk", (PostKind.ARCHIVE,), (Role.CLERK,))
    change_staff(world.actor(ADMIN), "990815", details, now=TODAY)
    assert Staff.objects.get(badge="990815").unit.code == "CX-FZ"
    assert "unit_id:" in last_change().detail


def test_lost_access_is_restored_by_somebody_else_with_a_reason(world: World):
    from allauth.mfa.models import Authenticator

    admin = world.actor(ADMIN)
    password = reset_password(admin, CLERK, reason="忘记密码", now=TODAY)
    account = Account.objects.get(username=CLERK)
    assert account.check_password(password)
    unbind_device(world.actor("990870"), CLERK, reason="手机丢失", now=TODAY)
    assert not Authenticator.objects.filter(user=account).exists()
    assert [(c.event, c.reason) for c in ChangeLog.objects.order_by("pk")] == [
        ("password_set", "忘记密码"), ("code_unbound", "手机丢失"),
    ]  # fmt: skip
    for badge in (MANAGER, AUDITOR, CLERK):
        assert refusal_of(lambda b=badge: reset_password(world.actor(b), CLERK, reason="x", now=TODAY)) == (
            "authority.not_found"
        )


def test_qualifications_and_standings_are_recorded_and_ended_with_a_trail(world: World):
    admin, today = world.actor(ADMIN), TODAY.date()
    facts = {"line": Line.EXIT_ENTRY, "passed_on": today, "expires_on": today + timedelta(days=365)}
    add_qualification(admin, "990812", **facts, certificate_no=" CRJ-1 ", now=TODAY)
    standing = add_standing(
        admin, "990812", kind=StandingKind.SECONDED, line=Line.EXIT_ENTRY, since=today, until=None,
        document_no="云公人〔2026〕1号", now=TODAY,
    )  # fmt: skip
    finish_standing(admin, standing.pk, last_day=today, reason="期满", now=TODAY)
    assert [c.event for c in ChangeLog.objects.order_by("pk")] == ["qualified", "enrolled", "standing_ended"]
    nameless = {**facts, "certificate_no": "  "}
    assert refusal_of(lambda: add_qualification(admin, "990812", **nameless, now=TODAY)) == (
        "organisation.certificate_missing"
    )


def test_days_are_arranged_within_the_own_region_only(world: World):
    edit = DayEdit(DAY, is_workday=False, name_zh="县庆", name_en="County Day", source="澄府〔2026〕1号")
    admin = world.actor(ADMIN)
    arrange_day(admin, "990785", edit, now=TODAY)
    assert not calendar("990785").is_workday(DAY)
    assert calendar("990700").is_workday(DAY)
    for region in ("", "990700", "990786"):
        assert refusal_of(lambda r=region: arrange_day(admin, r, edit, now=TODAY)) == "organisation.not_your_region"
    clear_day(admin, "990785", DAY, reason="通知撤销", now=TODAY)
    assert calendar("990785").is_workday(DAY)
    arrange_day(world.actor(CITY_ADMIN), "", edit, now=TODAY)
    assert not calendar("990785").is_workday(DAY)
    assert refusal_of(lambda: arrange_day(world.actor(MANAGER), "990785", edit, now=TODAY)) == (
        "organisation.not_your_region"
    )


@pytest.mark.parametrize("code", ["CX-HZ", "station"])
def test_what_holds_in_a_region_is_said_by_the_unit_at_its_head_alone(world: World, code: str):
    """A section and a station stand in the county's region; the county's days and rules are not theirs."""
    unit = Unit.objects.filter(level=Level.STATION).first() if code == "station" else Unit.objects.get(code=code)
    assert unit.region == "990785"
    admin = replace(world.actor(ADMIN), unit_id=unit.pk, unit_path=unit.path)
    edit = DayEdit(DAY, is_workday=False, name_zh="县庆", name_en="County Day", source="澄府〔2026〕1号")
    for verb in (
        lambda: arrange_day(admin, "990785", edit, now=TODAY),
        lambda: clear_day(admin, "990785", DAY, reason="通知撤销", now=TODAY),
        lambda: arrange_year(admin, "990785", 2027, loaded=False, source="通知未发布", now=TODAY),
    ):
        assert refusal_of(verb) == "organisation.not_your_region"
    value = NewValue("deferral_count", "5", TODAY.date(), "试")
    assert refusal_of(lambda: set_local_rule(admin, "990785", value, now=TODAY)) == "setting.not_your_area"
    arrange_day(world.actor(CITY_ADMIN), "990785", edit, now=TODAY)
    assert not calendar("990785").is_workday(DAY)


def test_trust_in_a_year_is_withdrawn_and_given_again(world: World):
    admin = world.actor(ADMIN)
    arrange_year(admin, "990785", 2027, loaded=False, source="通知未发布", now=TODAY)
    assert refusal_of(lambda: calendar("990785").is_workday(date(2027, 3, 1))) == "calendar.year_not_loaded"
    arrange_year(admin, "990785", 2027, loaded=True, source="国办发明电〔2026〕7号", now=TODAY)
    assert calendar("990785").is_workday(date(2027, 3, 1))


@pytest.mark.parametrize("table", ["organisation_changelog", "organisation_signinlog"])
def test_the_database_itself_refuses_to_change_a_trail(world: World, table):
    reset_password(world.actor(ADMIN), CLERK, reason="x", now=TODAY)
    SignInLog.objects.create(event="failed", at=TODAY, name="990801")
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET event = event"):
        with pytest.raises(Error, match="append-only"), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT kept")
            cursor.execute(statement)
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT kept")


def test_every_way_through_the_door_is_logged(world: World, client: Client):
    client.post("/accounts/login/", {"login": "990801", "password": "wrong"}, HTTP_USER_AGENT="Chromium")
    client.post("/accounts/login/", {"login": "NOBODY", "password": "wrong"})
    client.force_login(Account.objects.get(username=CLERK))
    client.post("/accounts/logout/")
    logged = [
        (row.event, row.name, row.account_id, row.address, row.browser) for row in SignInLog.objects.order_by("pk")
    ]
    account = world.staff[CLERK].account_id
    assert logged == [
        ("failed", "990801", account, "127.0.0.1", "Chromium"),
        ("failed", "nobody", None, "127.0.0.1", ""),
        ("signed_in", "990801", account, None, ""),
        ("signed_out", "990801", account, "127.0.0.1", ""),
    ]


def test_a_made_password_can_be_read_aloud():
    words = made_password().split("-")
    assert len(words) == GROUPS
    assert set("".join(words)) <= set(SIGNS)
    assert made_password() != made_password()


DATES = st.dates(date(2026, 1, 1), date(2027, 12, 31))
LINES = st.sampled_from([Line.HOUSEHOLD, Line.EXIT_ENTRY])
SPANS = st.tuples(DATES, DATES).map(sorted)
QUALIFICATIONS = st.lists(st.builds(lambda line, span: QualificationFacts(line, *span), LINES, SPANS), max_size=2)
STANDINGS = st.lists(
    st.builds(lambda kind, line, span: StandingFacts(kind, line, *span), st.sampled_from(StandingKind), LINES, SPANS),
    max_size=2,
)
HELD = st.builds(
    lambda line, span, gone: HeldGrant(line, Act.REVIEW, Level.COUNTY, "/1/", *span, gone),
    LINES, SPANS, st.none() | DATES,
)  # fmt: skip
WHO = st.builds(
    lambda serves, q, s: StaffFacts("陈一", StaffKind.OFFICER, serves, tuple(q), tuple(s)),
    st.booleans(), QUALIFICATIONS, STANDINGS,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault of the rule
@given(HELD, WHO, DATES)
def test_a_grant_is_in_force_or_says_why_not(held, who, on):
    effect = in_force(rule_for(held.line), held, who, on) if who.active else None
    assert (lapse(rule_for(held.line), held, who, on) is None) == (effect is not None)


def test_the_words_of_every_lapse_can_be_said():
    from yichuang.kernel.vocabulary import labels

    assert set(labels()["lapse"]) == set(Lapse) == set(labels()["lapse_short"])


def test_the_matrix_says_why_a_grant_is_not_in_force(world: World):
    finish = world.actor(ADMIN)
    member = world.staff["990822"]
    for standing in member.standings.all():
        finish_standing(finish, standing.pk, last_day=TODAY.date() - timedelta(days=1), reason="借调期满", now=TODAY)
    row = next(r for r in authority_matrix(member.unit.path, TODAY.date()) if r.staff.badge == "990822")
    held = row.cells[Line.EXIT_ENTRY, Act.REVIEW][0]
    assert (held.in_force, held.lapsed.why) == (None, Lapse.STANDING_ENDED)
