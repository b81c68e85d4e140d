"""Units, staff, qualifications and shifts are set up by verbs that refuse what cannot be."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.organisation.bureau import NOW, PASSWORD, TODAY, Bureau
from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.enrol import NewStanding, end_standing, enrol
from yichuang.organisation.establish import NewUnit, establish
from yichuang.organisation.hire import Newcomer, hire
from yichuang.organisation.models import Standing, Unit, Window, WindowShift
from yichuang.organisation.qualify import Passed, qualify
from yichuang.organisation.shift import leave, sit_down
from yichuang.organisation.terms import StaffKind, StandingKind


def refusal_of(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_units_path_leads_from_the_root_to_itself(bureau: Bureau):
    city, county, post = (bureau.units[code] for code in ("city", "county", "post-1"))
    assert city.path == f"/{city.pk}/"
    assert post.path.startswith(county.path)
    assert post.path.endswith(f"/{post.pk}/")
    assert Unit.objects.filter(path__startswith=county.path).count() == 4


def test_the_subtree_is_found_through_its_index(bureau: Bureau):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM organisation_unit WHERE path LIKE '/1/4/%'")
        plan = "".join(row[0] for row in cursor.fetchall())
    # Either of the column's two indexes serves a range of paths.
    assert re.search(r"Index Cond: \(\(path ~?>=~? '/1/4/'", plan), plan


def test_units_are_added_under_units_that_exist_and_nowhere_else(bureau: Bureau):
    made = establish([NewUnit("post-9", Level.POST, "新村警务室", "New post", "440785", "station-2")])
    assert made["post-9"].path.startswith(bureau.units["station-2"].path)
    orphan = NewUnit("post-8", Level.POST, "孤村警务室", "Lost post", "440785", "nowhere")
    assert refusal_of(lambda: establish([orphan])) == "organisation.no_such_unit"


def test_a_units_credit_code_is_checked(bureau: Bureau):
    wrong = NewUnit("post-8", Level.POST, "东村警务室", "Post", "440785", "station-1", uscc="11440785007000000X")
    assert refusal_of(lambda: establish([wrong])).startswith("identifier.credit_code")


def test_staff_can_sign_in_with_the_first_password(bureau: Bureau):
    assert authenticate(None, username="100002", password=PASSWORD) == bureau.staff["100002"].account
    assert authenticate(None, username="100002", password="another password") is None


def test_a_whole_bureau_is_hired_with_one_hash_and_as_many_queries_as_two_people(bureau: Bureau, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "yichuang.organisation.hire.make_password", lambda word: hashed.append(word) or make_password(word)
    )

    def queries_to_hire(first: int, many: int) -> int:
        crowd = [Newcomer(f"{first + n}", f"警员{n}", "station-1", StaffKind.OFFICER) for n in range(many)]
        with CaptureQueriesContext(connection) as asked:
            assert len(hire(crowd, password="one password for all", now=NOW)) == many
        return len(asked)

    assert queries_to_hire(200000, 44) == queries_to_hire(300000, 2)
    assert hashed == ["one password for all"] * 2


@pytest.mark.parametrize(
    ("badge", "unit", "code"),
    [
        ("100002", "county", "organisation.badge_taken"),
        ("AB-1", "county", "organisation.bad_badge"),
        ("1", "county", "organisation.bad_badge"),
        ("300001", "nowhere", "organisation.no_such_unit"),
    ],
)
def test_nobody_is_hired_twice_without_a_unit_or_with_a_malformed_badge(bureau: Bureau, badge, unit, code):
    newcomer = Newcomer(badge, "新人", unit, StaffKind.OFFICER)
    assert refusal_of(lambda: hire([newcomer], password=PASSWORD, now=NOW)) == code


def test_two_newcomers_do_not_share_a_badge(bureau: Bureau):
    twice = [
        Newcomer("300001", "甲", "county", StaffKind.OFFICER),
        Newcomer("300001", "乙", "county", StaffKind.OFFICER),
    ]
    assert refusal_of(lambda: hire(twice, password=PASSWORD, now=NOW)) == "organisation.badge_taken"


def test_a_certificate_is_recorded_once(bureau: Bureau):
    first = Passed(bureau.staff["100002"].pk, Line.DOGS, TODAY, TODAY + timedelta(days=365), "DOG-1")
    qualify([first])
    with pytest.raises(Refusal) as refused:
        qualify([first])
    assert refused.value.code == "organisation.certificate_taken"
    assert "DOG-1" in refused.value.message("zh")


def test_backward_dates_are_refused_everywhere(bureau: Bureau):
    staff, yesterday = bureau.staff["100002"].pk, TODAY - timedelta(days=1)
    assert refusal_of(lambda: qualify([Passed(staff, Line.DOGS, TODAY, yesterday, "D")])) == "grant.span_backwards"
    backward = NewStanding(staff, StandingKind.SECONDED, Line.EXIT_ENTRY, TODAY, "文", yesterday)
    assert refusal_of(lambda: enrol([backward])) == "grant.span_backwards"
    enrol([NewStanding(staff, StandingKind.SECONDED, Line.EXIT_ENTRY, TODAY, "文")])
    assert refusal_of(lambda: end_standing(Standing.objects.get(), yesterday)) == "grant.span_backwards"


def test_a_standing_needs_a_document_and_the_traffic_register_holds_traffic_only(bureau: Bureau):
    staff = bureau.staff["100002"].pk
    bare = NewStanding(staff, StandingKind.SECONDED, Line.EXIT_ENTRY, TODAY, " ")
    odd = NewStanding(staff, StandingKind.TRAFFIC_ENROLLED, Line.DOGS, TODAY, "文")
    assert refusal_of(lambda: enrol([bare])) == "grant.no_document"
    assert refusal_of(lambda: enrol([odd])) == "organisation.traffic_only"
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(
            staff_id=staff, kind="traffic_enrolled", line="dogs", since=date(2026, 1, 1), document_no="文"
        )


def test_one_sits_at_one_window_and_moving_ends_the_shift_before(bureau: Bureau):
    clerk, (first, second) = bureau.actor("100002"), bureau.windows
    begun = sit_down(clerk, first.pk, now=NOW)
    assert sit_down(clerk, first.pk, now=NOW) == begun, "sitting down twice is one shift"
    sit_down(clerk, second.pk, now=NOW + timedelta(hours=1))
    assert bureau.actor("100002").window_id == second.pk
    assert list(WindowShift.objects.filter(ended_at=None).values_list("window_id", flat=True)) == [second.pk]
    leave(clerk, now=NOW + timedelta(hours=2))
    assert bureau.actor("100002").window_id is None


def test_a_window_seats_one_and_who_is_refused_keeps_their_own(bureau: Bureau):
    first, second = bureau.windows
    sit_down(bureau.actor("100002"), first.pk, now=NOW)
    sit_down(bureau.actor("100004"), second.pk, now=NOW)
    assert refusal_of(lambda: sit_down(bureau.actor("100004"), first.pk, now=NOW)) == "window.taken"
    assert bureau.actor("100004").window_id == second.pk


def test_a_closed_window_and_another_countys_window_are_refused(bureau: Bureau):
    first = bureau.windows[0]
    assert refusal_of(lambda: sit_down(bureau.actor("100005"), first.pk, now=NOW)) == "window.elsewhere"
    assert refusal_of(lambda: sit_down(bureau.actor("100002"), 10**9, now=NOW)) == "window.elsewhere"
    Window.objects.filter(pk=first.pk).update(is_open=False)
    assert refusal_of(lambda: sit_down(bureau.actor("100002"), first.pk, now=NOW)) == "window.closed"


def test_station_staff_may_sit_in_their_countys_hall(bureau: Bureau):
    sit_down(bureau.actor("100003"), bureau.windows[0].pk, now=NOW)
    assert bureau.actor("100003").window_id == bureau.windows[0].pk
