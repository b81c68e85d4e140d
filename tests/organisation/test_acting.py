"""The acting officer is computed from grants, qualifications and standings in one query."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.organisation.bureau import LAST_DAY, NOW, TODAY, Bureau, enrolled, qualified
from yichuang.catalogue.definition import Level, Line
from yichuang.organisation.actor import may
from yichuang.organisation.enrol import end_standing
from yichuang.organisation.grant import grant, grant_all
from yichuang.organisation.models import Account, Staff, Standing
from yichuang.organisation.queries import actor_for, authority_matrix, windows_of
from yichuang.organisation.shift import sit_down
from yichuang.organisation.terms import Act, StandingKind


def queries_of(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_an_actor_is_found_in_one_query_with_unit_roles_window_and_grants(bureau: Bureau):
    qualified(bureau, "100002", Line.HOUSEHOLD, Line.PUBLIC_ORDER)
    admin = bureau.actor("100006")
    for line in (Line.HOUSEHOLD, Line.PUBLIC_ORDER):
        grant_all(admin, [bureau.granting("100002", line, act) for act in (Act.RECEIVE, Act.ISSUE)], now=NOW)
    sit_down(bureau.actor("100002"), bureau.windows[0].pk, now=NOW)
    account = bureau.staff["100002"].account_id
    assert queries_of(lambda: actor_for(account, TODAY)) == 1
    actor = bureau.actor("100002")
    assert (actor.name, actor.unit_path, actor.unit_level) == ("陈一", bureau.units["county"].path, Level.COUNTY)
    assert (actor.window_id, actor.roles, len(actor.grants)) == (bureau.windows[0].pk, {"clerk"}, 4)


def test_a_grant_ends_with_the_qualification_under_it(bureau: Bureau):
    qualified(bureau, "100002", Line.HOUSEHOLD, until=TODAY + timedelta(days=3))
    grant(bureau.actor("100006"), bureau.granting("100002", Line.HOUSEHOLD, Act.RECEIVE), now=NOW)
    path = bureau.units["county"].path
    last = TODAY + timedelta(days=3)
    assert may(bureau.actor("100002", last), Act.RECEIVE, Line.HOUSEHOLD, Level.COUNTY, path, last)
    assert bureau.actor("100002", last + timedelta(days=1)).grants == ()
    today = bureau.actor("100002")
    assert not may(today, Act.RECEIVE, Line.HOUSEHOLD, Level.COUNTY, path, last + timedelta(days=1))


def test_a_grant_ends_with_the_secondment_under_it(bureau: Bureau):
    qualified(bureau, "100002", Line.EXIT_ENTRY)
    enrolled(bureau, "100002", StandingKind.SECONDED, Line.EXIT_ENTRY)
    grant(bureau.actor("100001"), bureau.granting("100002", Line.EXIT_ENTRY, Act.RECEIVE), now=NOW)
    assert len(bureau.actor("100002").grants) == 1
    end_standing(Standing.objects.get(), TODAY)
    assert len(bureau.actor("100002").grants) == 1, "the last day is a good day"
    assert bureau.actor("100002", TODAY + timedelta(days=1)).grants == ()


def test_a_renewed_qualification_brings_the_grant_back(bureau: Bureau):
    qualified(bureau, "100002", Line.HOUSEHOLD, until=TODAY)
    grant(bureau.actor("100006"), bureau.granting("100002", Line.HOUSEHOLD, Act.RECEIVE), now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    assert bureau.actor("100002", tomorrow).grants == ()
    qualified(bureau, "100002", Line.HOUSEHOLD, until=LAST_DAY)
    assert bureau.actor("100002", tomorrow).grants[0].until == LAST_DAY


@pytest.mark.parametrize("model", [Account, Staff])
def test_nobody_acts_through_a_disabled_account_or_after_leaving(bureau: Bureau, model):
    staff = bureau.staff["100002"]
    Account.objects.filter(pk=staff.account_id, staff__isnull=False).update(is_active=model is not Account)
    Staff.objects.filter(pk=staff.pk).update(active=model is not Staff)
    assert actor_for(staff.account_id, TODAY) is None
    assert actor_for(10**9, TODAY) is None


def test_the_matrix_costs_the_same_for_one_and_for_many_and_tells_what_is_in_force(bureau: Bureau):
    qualified(bureau, "100002", Line.PUBLIC_ORDER, until=TODAY)
    qualified(bureau, "100003", *list(Line)[3:])
    admin = bureau.actor("100001")
    grant(admin, bureau.granting("100002", Line.PUBLIC_ORDER, Act.RECEIVE), now=NOW)
    grant_all(admin, [bureau.granting("100003", line, Act.REVIEW) for line in list(Line)[3:]], now=NOW)
    root = bureau.units["city"].path
    assert queries_of(lambda: authority_matrix(root, TODAY, limit=1)) == 4
    assert queries_of(lambda: authority_matrix(root, TODAY)) == 4
    rows = {row.staff.badge: row for row in authority_matrix(root, TODAY + timedelta(days=1))}
    [lapsed] = rows["100002"].cells[Line.PUBLIC_ORDER, Act.RECEIVE]
    assert lapsed.in_force is None
    assert all(cell.in_force for cells in rows["100003"].cells.values() for cell in cells)
    assert len(rows["100003"].cells) == len(Line) - 3


def test_the_matrix_and_the_actor_agree(bureau: Bureau):
    qualified(bureau, "100003", *Line)
    enrolled(bureau, "100003", StandingKind.TRAFFIC_ENROLLED, Line.TRAFFIC, until=TODAY + timedelta(days=5))
    lines = [line for line in Line if line is not Line.EXIT_ENTRY]
    grant_all(bureau.actor("100006"), [bureau.granting("100003", line, Act.REVIEW) for line in lines], now=NOW)
    for day in (TODAY, TODAY + timedelta(days=5), TODAY + timedelta(days=6), LAST_DAY, LAST_DAY + timedelta(days=1)):
        [row] = [r for r in authority_matrix(bureau.units["city"].path, day) if r.staff.badge == "100003"]
        shown = {cell.in_force for cells in row.cells.values() for cell in cells if cell.in_force}
        assert shown == set(bureau.actor("100003", day).grants)


def test_windows_show_who_sits_there_now(bureau: Bureau):
    sit_down(bureau.actor("100002"), bureau.windows[0].pk, now=NOW)
    hall = bureau.windows[0].hall_id
    assert queries_of(lambda: windows_of(hall)) == 2
    assert [[shift.staff.name for shift in window.shifts.all()] for window in windows_of(hall)] == [["陈一"], []]
