"""Granting and revoking write the matrix and its append-only log, or refuse by name."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.organisation.bureau import LAST_DAY, NOW, TODAY, Bureau, enrolled, qualified
from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.grant import grant, grant_all, revoke
from yichuang.organisation.models import Grant, GrantLog
from yichuang.organisation.queries import grant_history
from yichuang.organisation.terms import Act, StandingKind


def refusal_of(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_rightful_grant_is_recorded_and_logged(bureau: Bureau):
    qualified(bureau, "100002", Line.HOUSEHOLD)
    given = grant(bureau.actor("100006"), bureau.granting("100002", Line.HOUSEHOLD, Act.RECEIVE), now=NOW)
    entry = GrantLog.objects.get()
    assert Grant.objects.get() == given
    assert (entry.event, entry.grant, entry.staff.badge, entry.actor.badge) == ("granted", given, "100002", "100006")
    assert entry.at == NOW


def test_a_grant_that_breaks_its_lines_rule_is_refused_by_name_and_the_attempt_is_kept(bureau: Bureau):
    qualified(bureau, "100002", Line.EXIT_ENTRY)
    asked = bureau.granting("100002", Line.EXIT_ENTRY, Act.RECEIVE)
    assert refusal_of(lambda: grant(bureau.actor("100001"), asked, now=NOW)) == "grant.no_standing"
    assert not Grant.objects.exists()
    assert GrantLog.objects.values_list("event", "reason").get() == ("refused", "grant.no_standing")


def test_several_grants_are_given_all_or_none(bureau: Bureau):
    qualified(bureau, "100002", Line.HOUSEHOLD)
    good = bureau.granting("100002", Line.HOUSEHOLD, Act.RECEIVE)
    bad = bureau.granting("100002", Line.TRAFFIC, Act.RECEIVE)
    assert refusal_of(lambda: grant_all(bureau.actor("100006"), [good, bad], now=NOW)) == "grant.no_standing"
    assert not Grant.objects.exists()


def test_many_grants_cost_no_more_statements_than_two(bureau: Bureau):
    qualified(bureau, "100002", *list(Line)[3:])
    qualified(bureau, "100003", *list(Line)[3:])
    admin = bureau.actor("100001")
    few = [bureau.granting("100002", line, Act.RECEIVE) for line in list(Line)[3:5]]
    many = [bureau.granting("100003", line, Act.RECEIVE) for line in list(Line)[3:]]
    with CaptureQueriesContext(connection) as first:
        grant_all(admin, few, now=NOW)
    with CaptureQueriesContext(connection) as second:
        grant_all(admin, many, now=NOW)
    assert len(first) == len(second)


def test_the_same_grant_is_not_given_twice(bureau: Bureau):
    qualified(bureau, "100002", Line.HOUSEHOLD)
    asked = bureau.granting("100002", Line.HOUSEHOLD, Act.RECEIVE)
    grant(bureau.actor("100006"), asked, now=NOW)
    with pytest.raises(Refusal) as refused:
        grant(bureau.actor("100006"), asked, now=NOW)
    assert refused.value.code == "grant.already_granted"
    assert "陈一" in refused.value.message("zh")


@pytest.mark.parametrize("badge", ["100002", "100005"], ids=["a clerk", "another county's administrator"])
def test_only_an_administrator_above_the_staff_records_grants(bureau: Bureau, badge: str):
    qualified(bureau, "100003", Line.PUBLIC_ORDER)
    asked = bureau.granting("100003", Line.PUBLIC_ORDER, Act.REVIEW)
    assert refusal_of(lambda: grant(bureau.actor(badge), asked, now=NOW)) == "grant.not_administrator"


def test_unknown_units_and_staff_are_refused(bureau: Bureau):
    unknown_unit = bureau.granting("100002", Line.PUBLIC_ORDER, Act.RECEIVE, unit="nowhere")
    unknown_staff = bureau.granting("100002", Line.PUBLIC_ORDER, Act.RECEIVE, staff_id=10**9)
    assert refusal_of(lambda: grant(bureau.actor("100001"), unknown_unit, now=NOW)) == "organisation.no_such_unit"
    assert refusal_of(lambda: grant(bureau.actor("100001"), unknown_staff, now=NOW)) == "authority.not_found"


def test_a_revoked_grant_is_gone_today_and_may_be_given_anew(bureau: Bureau):
    qualified(bureau, "100002", Line.PUBLIC_ORDER)
    admin, asked = bureau.actor("100001"), bureau.granting("100002", Line.PUBLIC_ORDER, Act.RECEIVE)
    given = grant(admin, asked, now=NOW)
    assert len(bureau.actor("100002").grants) == 1
    revoke(admin, given.pk, reason="调离窗口", now=NOW)
    assert bureau.actor("100002").grants == ()
    grant(admin, asked, now=NOW)
    assert len(bureau.actor("100002").grants) == 1
    assert [entry.event for entry in grant_history(bureau.staff["100002"].pk)] == ["granted", "revoked", "granted"]


def test_a_revocation_needs_a_reason_a_right_and_happens_once(bureau: Bureau):
    qualified(bureau, "100002", Line.PUBLIC_ORDER)
    admin = bureau.actor("100001")
    given = grant(admin, bureau.granting("100002", Line.PUBLIC_ORDER, Act.RECEIVE), now=NOW)
    assert refusal_of(lambda: revoke(admin, given.pk, reason=" ", now=NOW)) == "grant.no_reason"
    stranger = bureau.actor("100005")
    assert refusal_of(lambda: revoke(stranger, given.pk, reason="试试看", now=NOW)) == "authority.not_found"
    assert refusal_of(lambda: revoke(admin, 10**9, reason="试试看", now=NOW)) == "authority.not_found"
    revoke(admin, given.pk, reason="调离窗口", now=NOW)
    assert refusal_of(lambda: revoke(admin, given.pk, reason="调离窗口", now=NOW)) == "grant.already_revoked"


def test_the_log_cannot_be_changed_or_deleted(bureau: Bureau):
    qualified(bureau, "100002", Line.PUBLIC_ORDER)
    grant(bureau.actor("100001"), bureau.granting("100002", Line.PUBLIC_ORDER, Act.RECEIVE), now=NOW)
    for change in (lambda: GrantLog.objects.update(reason="x"), lambda: GrantLog.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert GrantLog.objects.get().reason == ""


def test_the_database_itself_refuses_what_no_rule_lets_through(bureau: Bureau):
    row = {
        "staff": bureau.staff["100002"],
        "line": "traffic",
        "act": "receive",
        "level": "county",
        "unit": bureau.units["county"],
        "granted_by_unit": bureau.units["county"],
        "granted_on": TODAY,
        "expires_on": LAST_DAY,
        "document_no": "1",
    }
    for wrong in ({"act": "rule"}, {"line": "magic"}, {"level": "external"}, {"expires_on": date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(**{**row, **wrong})


def test_a_grant_in_advance_is_judged_by_its_first_day(bureau: Bureau):
    qualified(bureau, "100002", Line.TRAFFIC, until=TODAY + timedelta(days=10))
    enrolled(bureau, "100002", StandingKind.TRAFFIC_ENROLLED, Line.TRAFFIC)
    late = bureau.granting("100002", Line.TRAFFIC, Act.RECEIVE, granted_on=TODAY + timedelta(days=11))
    assert refusal_of(lambda: grant(bureau.actor("100001"), late, now=NOW)) == "grant.not_qualified"


def test_scope_and_level_are_kept(bureau: Bureau):
    qualified(bureau, "100003", Line.HOUSEHOLD)
    asked = bureau.granting("100003", Line.HOUSEHOLD, Act.DECIDE, level=Level.STATION, unit="station-1")
    grant(bureau.actor("100006"), asked, now=NOW)
    held = bureau.actor("100003").grants[0]
    assert (held.level, held.unit_path) == (Level.STATION, bureau.units["station-1"].path)
