"""What an administrator cannot do alone, for themselves, or beyond their own units."""

import pytest

from tests.ground.world import TODAY, World
from tests.organisation.bureau import NOW, Bureau, qualified
from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.arrange_staff import StaffDetails, change_staff, take_on
from yichuang.organisation.grant import grant, revoke
from yichuang.organisation.hire import Newcomer
from yichuang.organisation.models import Account, ChangeLog, Grant, GrantLog, Staff
from yichuang.organisation.record_standing import add_qualification, add_standing
from yichuang.organisation.restore_access import reset_password, restorations, unbind_device
from yichuang.organisation.second_factor import bind_codes
from yichuang.organisation.terms import Act, ChangeEvent, Restoring, Role, StaffKind, StandingKind
from yichuang.organisation.trail import leave_trail

COUNTY, OTHER, CITY, STATION = "100001", "100005", "100006", "100007"


def refusal_of(call) -> str | None:
    try:
        call()
    except Refusal as refusal:
        return refusal.code
    return None


# --- grants -----------------------------------------------------------------------------------------------------------


def test_nobody_grants_to_themselves_and_the_attempt_is_kept(bureau: Bureau):
    qualified(bureau, CITY, Line.PUBLIC_ORDER)
    asked = bureau.granting(CITY, Line.PUBLIC_ORDER, Act.DECIDE)
    assert refusal_of(lambda: grant(bureau.actor(CITY), asked, now=NOW)) == "grant.own"
    assert not Grant.objects.exists()
    assert GrantLog.objects.values_list("event", "reason", "staff__badge").get() == ("refused", "grant.own", CITY)


def test_nobody_takes_their_own_grant_back(bureau: Bureau):
    qualified(bureau, COUNTY, Line.PUBLIC_ORDER)
    given = grant(bureau.actor(CITY), bureau.granting(COUNTY, Line.PUBLIC_ORDER, Act.REVIEW), now=NOW)
    own, above = bureau.actor(COUNTY), bureau.actor(CITY)
    assert refusal_of(lambda: revoke(own, given.pk, reason="不干了", now=NOW)) == "grant.own"
    assert refusal_of(lambda: revoke(above, given.pk, reason="调离", now=NOW)) is None


@pytest.mark.parametrize(
    ("badge", "line", "granter", "expected"),
    [
        (COUNTY, Line.HOUSEHOLD, "city-hj", "grant.not_your_unit"),
        (COUNTY, Line.PUBLIC_ORDER, "city", "grant.not_your_unit"),
        (COUNTY, Line.PUBLIC_ORDER, "other-county", "grant.not_your_unit"),
        (STATION, Line.PUBLIC_ORDER, "county", "grant.not_your_unit"),
        (COUNTY, Line.PUBLIC_ORDER, "county", None),
        (CITY, Line.HOUSEHOLD, "city-hj", None),
    ],
    ids=["county for the city's household", "county for the city", "for the neighbour", "station", "own", "from above"],
)
def test_a_grant_is_recorded_from_the_granting_unit_or_above_it(bureau: Bureau, badge, line, granter, expected):
    qualified(bureau, "100003", line)
    where = {"level": Level.STATION, "unit": "station-1", "granted_by": granter}
    asked = bureau.granting("100003", line, Act.RECEIVE, **where)
    assert refusal_of(lambda: grant(bureau.actor(badge), asked, now=NOW)) == expected


def test_the_scope_lies_in_the_own_subtree_even_where_the_granting_units_reach_is_wider(bureau: Bureau):
    """A department's territory is its whole bureau; its administrator's is the department."""
    Staff.objects.filter(badge=STATION).update(unit=bureau.units["city-hj"])
    Staff.objects.filter(badge="100003").update(unit=bureau.units["city-hj"])
    qualified(bureau, "100003", Line.HOUSEHOLD)
    asked = bureau.granting("100003", Line.HOUSEHOLD, Act.REVIEW, level=Level.CITY, unit="other-county")
    assert refusal_of(lambda: grant(bureau.actor(STATION), asked, now=NOW)) == "grant.outside_own_subtree"
    assert refusal_of(lambda: grant(bureau.actor(CITY), asked, now=NOW)) is None


def test_nobody_records_what_their_own_authority_rests_on(world: World):
    admin, day = world.actor("990872"), TODAY.date()
    facts = {"line": Line.DOGS, "passed_on": day, "expires_on": day, "certificate_no": "D-1"}
    standing = {"kind": StandingKind.SECONDED, "line": Line.EXIT_ENTRY, "since": day, "until": None, "document_no": "1"}
    assert refusal_of(lambda: add_qualification(admin, "990872", **facts, now=TODAY)) == "organisation.not_yourself"
    assert refusal_of(lambda: add_standing(admin, "990872", **standing, now=TODAY)) == "organisation.not_yourself"
    assert refusal_of(lambda: add_qualification(world.actor("990870"), "990872", **facts, now=TODAY)) is None


# --- the role that watches ---------------------------------------------------------------------------------------------


def test_only_the_top_units_administrator_makes_an_auditor(world: World):
    def details(*roles: Role) -> StaffDetails:
        return StaffDetails("白芷若", "CX-HZ", roles=roles)

    county, city = world.actor("990872"), world.actor("990700")
    watching = details(Role.OFFICER, Role.AUDITOR)
    assert refusal_of(lambda: change_staff(county, "990812", watching, now=TODAY)) == "organisation.root_role"
    new = Newcomer("990899", "新来", "CX", StaffKind.OFFICER, roles=(Role.AUDITOR,))
    assert refusal_of(lambda: take_on(county, new, now=TODAY)) == "organisation.root_role"
    assert not Staff.objects.filter(badge="990899").exists()
    change_staff(city, "990812", watching, now=TODAY)
    assert Role.AUDITOR in Staff.objects.get(badge="990812").roles


def test_nor_does_who_is_watched_take_it_away_though_the_rest_may_be_put_right(world: World):
    county = world.actor("990872")
    without, renamed = StaffDetails("许慎行", "CX"), StaffDetails("许慎言", "CX", roles=(Role.AUDITOR,))
    assert refusal_of(lambda: change_staff(county, "990871", without, now=TODAY)) == "organisation.root_role"
    assert change_staff(county, "990871", renamed, now=TODAY).name == "许慎言"


# --- access, restored by two --------------------------------------------------------------------------------------------

FIRST, SECOND, CLERK = "990872", "990870", "990801"


@pytest.mark.parametrize(("one", "other"), [(reset_password, unbind_device), (unbind_device, reset_password)])
def test_the_password_and_the_device_are_never_both_restored_by_one(world: World, one, other):
    first, second = world.actor(FIRST), world.actor(SECOND)
    one(first, CLERK, reason="来人当面申请", now=TODAY)
    assert refusal_of(lambda: other(first, CLERK, reason="顺便", now=TODAY)) == "organisation.second_person"
    assert refusal_of(lambda: one(first, CLERK, reason="再来一次", now=TODAY)) is None, (
        "the same step is the same person's"
    )
    assert refusal_of(lambda: other(second, CLERK, reason="当面核对本人", now=TODAY)) is None
    who = {(row.event, row.actor.badge) for row in ChangeLog.objects.filter(staff__badge=CLERK)}
    assert len({badge for _, badge in who}) == 2


def test_a_newcomers_first_password_counts_as_set_by_who_took_them_on(world: World):
    new = Newcomer("990899", "新来", "CX", StaffKind.OFFICER, roles=(Role.OFFICER,))
    member = take_on(world.actor(FIRST), new, now=TODAY).staff
    bind_codes({member.account_id: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}, TODAY)
    assert refusal_of(lambda: unbind_device(world.actor(FIRST), "990899", reason="x", now=TODAY)) == (
        "organisation.second_person"
    )
    assert refusal_of(lambda: unbind_device(world.actor(SECOND), "990899", reason="x", now=TODAY)) is None


def test_once_the_holder_has_followed_the_step_is_closed(world: World):
    first = world.actor(FIRST)
    reset_password(first, CLERK, reason="忘记密码", now=TODAY)
    member = Staff.objects.select_related("account").get(badge=CLERK)
    assert [(each.what, each.by, each.reason) for each in restorations(member)] == [
        (Restoring.PASSWORD, "杜若", "忘记密码")
    ]
    Account.objects.filter(pk=member.account_id).update(first_password=False)  # as the change of password does
    assert restorations(Staff.objects.select_related("account").get(badge=CLERK)) == ()
    assert refusal_of(lambda: unbind_device(first, CLERK, reason="手机丢失", now=TODAY)) is None


def test_a_password_that_somebody_else_has_set_anew_is_no_longer_the_firsts(world: World):
    reset_password(world.actor(FIRST), CLERK, reason="忘记密码", now=TODAY)
    reset_password(world.actor(SECOND), CLERK, reason="又忘了", now=TODAY)
    assert refusal_of(lambda: unbind_device(world.actor(SECOND), CLERK, reason="x", now=TODAY)) == (
        "organisation.second_person"
    )
    assert refusal_of(lambda: unbind_device(world.actor(FIRST), CLERK, reason="x", now=TODAY)) is None


def test_both_steps_by_one_at_the_same_moment_still_meet(committed_world: World):
    """Two browsers of one administrator: whichever comes second waits for the first and is refused."""
    from threading import Barrier, Thread

    from django.db import connection

    barrier, said = Barrier(2), []
    actor = committed_world.actor(FIRST)

    def step(verb) -> None:
        barrier.wait()
        said.append(refusal_of(lambda: verb(actor, CLERK, reason="同时", now=TODAY)))
        connection.close()

    threads = [Thread(target=step, args=(verb,)) for verb in (reset_password, unbind_device)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said, key=str) == [None, "organisation.second_person"]


# --- power that takes two ----------------------------------------------------------------------------------------------

PUPPET = Newcomer("990899", "新来", "CX", StaffKind.OFFICER, roles=(Role.OFFICER,))


def promoted(*roles: Role) -> StaffDetails:
    return StaffDetails("新来", "CX", roles=roles)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_nobody_is_hired_as_an_administrator_or_auditor(world: World, role: Role):
    new = Newcomer("990899", "傀儡", "CX", StaffKind.OFFICER, roles=(role,))
    assert refusal_of(lambda: take_on(world.actor("990700"), new, now=TODAY)) == "organisation.role_at_hiring"
    assert not Account.objects.filter(username="990899").exists()


def test_who_administers_is_not_who_watches(world: World):
    both = StaffDetails("杜若", "CX", roles=(Role.ADMIN, Role.AUDITOR))
    assert refusal_of(lambda: change_staff(world.actor("990700"), FIRST, both, now=TODAY)) == "organisation.roles_apart"


def test_in_the_invented_bureau_nobody_watches_over_themselves(world: World):
    watching = Staff.objects.filter(roles__overlap=[Role.ADMIN.value, Role.AUDITOR.value])
    assert {tuple(member.roles) for member in watching} == {("admin",), ("auditor",)}


def test_who_knows_the_first_password_does_not_give_the_role(world: World):
    first, second = world.actor(FIRST), world.actor(SECOND)
    take_on(first, PUPPET, now=TODAY)
    assert refusal_of(lambda: change_staff(first, "990899", promoted(Role.ADMIN), now=TODAY)) == (
        "organisation.role_by_another"
    )
    assert change_staff(first, "990899", promoted(Role.CLERK), now=TODAY).roles == ["clerk"]
    assert change_staff(second, "990899", promoted(Role.ADMIN), now=TODAY).roles == ["admin"]
    assert change_staff(first, "990899", StaffDetails("新来来", "CX", roles=(Role.ADMIN,)), now=TODAY).name == "新来来"


def test_who_set_the_password_anew_does_not_give_the_role_either(world: World):
    first, second = world.actor(FIRST), world.actor(SECOND)
    take_on(first, PUPPET, now=TODAY)
    reset_password(second, "990899", reason="忘记密码", now=TODAY)
    assert refusal_of(lambda: change_staff(second, "990899", promoted(Role.ADMIN), now=TODAY)) == (
        "organisation.role_by_another"
    )
    assert refusal_of(lambda: change_staff(first, "990899", promoted(Role.ADMIN), now=TODAY)) is None


def test_an_administrators_account_that_a_password_alone_opens_gets_no_new_password(world: World):
    first, second = world.actor(FIRST), world.actor(SECOND)
    take_on(first, PUPPET, now=TODAY)
    change_staff(second, "990899", promoted(Role.ADMIN), now=TODAY)
    for each in (first, second):
        assert refusal_of(lambda by=each: reset_password(by, "990899", reason="忘记密码", now=TODAY)) == (
            "organisation.role_without_device"
        )
    change_staff(second, "990899", promoted(Role.OFFICER), now=TODAY)
    assert refusal_of(lambda: reset_password(second, "990899", reason="忘记密码", now=TODAY)) is None


def test_an_administrator_who_lost_both_gets_them_back_from_two(world: World):
    first, second = world.actor(FIRST), world.actor("990700")
    unbind_device(first, SECOND, reason="手机丢了", now=TODAY)
    assert refusal_of(lambda: reset_password(second, SECOND, reason="忘记密码", now=TODAY)) is None


def test_nobody_grants_to_the_account_they_opened(bureau: Bureau):
    qualified(bureau, "100003", Line.PUBLIC_ORDER)
    member = Staff.objects.get(badge="100003")
    leave_trail(ChangeEvent.HIRED, bureau.actor(COUNTY), NOW, staff=member)
    asked = bureau.granting("100003", Line.PUBLIC_ORDER, Act.DECIDE)
    assert refusal_of(lambda: grant(bureau.actor(COUNTY), asked, now=NOW)) == "grant.own_newcomer"
    assert GrantLog.objects.values_list("event", "reason").get() == ("refused", "grant.own_newcomer")
    assert refusal_of(lambda: grant(bureau.actor(CITY), asked, now=NOW)) is None
