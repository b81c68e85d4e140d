"""What a bureau sets by itself: bounds, days, areas, history; and a reader that costs nothing."""

from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.world import TODAY
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.local_queries import forget_local_rules, history, local_rules
from yichuang.organisation.local_rules import (
    STANDARD,
    LocalRules,
    Ruling,
    checked,
    definitions,
    in_force,
    values_on,
)
from yichuang.organisation.local_setting import LocalSetting
from yichuang.organisation.models import ChangeLog
from yichuang.organisation.set_local_rule import NewValue, set_local_rule

TODAYS = local_date(TODAY)
COUNTY, CITY, ALL = "990785", "990700", "000000"
CITY_ADMIN, COUNTY_ADMIN, CLERK = "990700", "990870", "990801"
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
rulings = st.lists(
    st.builds(
        Ruling,
        area=st.sampled_from(["", "99", "9907", "990785", "990784"]),
        key=st.just("deferral_days"),
        since=days,
        value=st.one_of(st.none(), st.integers(1, 60).map(str)),
    ),
    max_size=8,
)


def test_every_definition_is_a_field_and_its_default_lies_within_its_bounds():
    assert set(definitions()) == set(LocalRules.__struct_fields__)
    for key, of in definitions().items():
        assert checked(key, of.default) == of.default
        assert checked(key, of.low) == of.low
        assert checked(key, of.high) == of.high
        assert all((of.name.zh, of.name.en, of.source.zh, of.source.en))


def test_the_defaults_are_what_the_house_did_before_anybody_could_set_anything():
    assert STANDARD.closing == time(17, 30)
    assert STANDARD.deferral_days == 20
    assert STANDARD.deferral_before_promise == 2
    assert STANDARD.answers_hold == timedelta(days=30)
    assert STANDARD.check_holds == timedelta(hours=4)
    assert STANDARD.archive_after == timedelta(days=30)
    assert STANDARD.remind_before == timedelta(hours=24)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("deferral_days", "0", "setting.out_of_bounds"),
        ("deferral_days", "61", "setting.out_of_bounds"),
        ("deferral_days", "-1", "setting.unreadable"),
        ("deferral_days", "1.5", "setting.unreadable"),
        ("deferral_days", "", "setting.unreadable"),
        ("deferral_days", "٣", "setting.unreadable"),
        ("closing", "1730", "setting.unreadable"),
        ("closing", "24:00", "setting.unreadable"),
        ("closing", "11:59", "setting.out_of_bounds"),
        ("sharing_keep", "2", "setting.out_of_bounds"),
        ("magic", "1", "authority.not_found"),
    ],
)
def test_a_value_out_of_its_bounds_is_refused(key, text, code):
    with pytest.raises(Refusal) as refused:
        checked(key, text)
    assert refused.value.code == code
    assert refused.value.message("zh")
    assert refused.value.next_step("en")


@given(rulings, days)
def test_nothing_that_begins_later_holds_yet(made, on):
    assert in_force(made, COUNTY, on) == in_force([each for each in made if each.since <= on], COUNTY, on)


@given(rulings, days)
def test_the_narrowest_area_that_says_something_wins(made, on):
    held = values_on(made, COUNTY, on).get("deferral_days")
    for narrower in ("990785", "9907", "99", ""):
        spoken = [each for each in made if each.area == narrower and each.since <= on]
        last = max(enumerate(spoken), key=lambda at: (at[1].since, at[0]))[1] if spoken else None
        if last is not None and last.value is not None:
            assert held == last
            return
    assert held is None


@given(rulings, days)
def test_another_county_s_word_is_never_heard(made, on):
    assert in_force(made, COUNTY, on) == in_force([each for each in made if each.area != "990784"], COUNTY, on)


def put(
    world, key="deferral_days", value="15", since=TODAYS, badge=CITY_ADMIN, region=COUNTY, reason="市局通知", now=TODAY
):
    return set_local_rule(world.actor(badge), region, NewValue(key, value, since, reason), now=now)


def refusal(call, *args, **more) -> str:
    with pytest.raises(Refusal) as refused, transaction.atomic():
        call(*args, **more)
    return refused.value.code


def test_what_is_set_holds_from_its_day_on_in_its_area_and_below(world):
    put(world, since=TODAYS + timedelta(days=10), region=CITY)
    assert local_rules(COUNTY, TODAYS).deferral_days == 20
    assert local_rules(COUNTY, TODAYS + timedelta(days=9)).deferral_days == 20
    assert local_rules(COUNTY, TODAYS + timedelta(days=10)).deferral_days == 15
    assert local_rules("991100", TODAYS + timedelta(days=10)).deferral_days == 20


def test_what_is_taken_back_gives_way_to_the_wider_word(world):
    put(world, value="10", region=ALL)
    put(world, value="15")
    assert local_rules(COUNTY, TODAYS).deferral_days == 15
    put(world, value=None)
    assert local_rules(COUNTY, TODAYS).deferral_days == 10


def test_history_says_who_when_from_which_day_old_and_new_and_cannot_be_changed(world):
    put(world, value="15")
    put(world, value="12", since=TODAYS + timedelta(days=1), reason="试行期满")
    new, old = history(["990785"])
    assert (old.before, old.value, new.before, new.value) == ("20", "15", "15", "12")
    assert (new.staff.badge, new.at, new.since, new.reason) == (
        CITY_ADMIN,
        TODAY,
        TODAYS + timedelta(days=1),
        "试行期满",
    )
    for forbidden in ("DELETE FROM organisation_localsetting", "UPDATE organisation_localsetting SET value = '1'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(forbidden)
    entry = ChangeLog.objects.filter(event="setting_changed").latest("pk")
    assert "15 → 12" in entry.detail
    assert entry.reason == "试行期满"


def test_only_an_administrator_sets_and_only_for_the_own_area_and_below(world):
    assert refusal(put, world, badge=CLERK) == "setting.not_your_area"
    assert refusal(put, world, badge=COUNTY_ADMIN, region=CITY) == "setting.not_your_area"
    assert refusal(put, world, badge=COUNTY_ADMIN, region=ALL) == "setting.not_your_area"
    put(world, badge=COUNTY_ADMIN)
    put(world, badge=CITY_ADMIN, region=ALL, value="18")
    assert LocalSetting.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "organisation.no_reason"),
        ({"since": TODAYS - timedelta(days=1)}, "setting.in_the_past"),
        ({"value": "20"}, "setting.unchanged"),
        ({"value": None}, "setting.unchanged"),
        ({"value": "99"}, "setting.out_of_bounds"),
    ],
)
def test_a_change_that_cannot_be_is_refused(world, changes, code):
    assert refusal(put, world, **changes) == code
    assert not LocalSetting.objects.exists()


def test_reading_costs_one_query_and_then_nothing(world, django_assert_num_queries):
    forget_local_rules()
    with django_assert_num_queries(1):
        first = local_rules(COUNTY, TODAYS)
        assert all(local_rules(COUNTY, TODAYS) is first for _ in range(100))


def test_what_another_process_set_is_noticed_soon(world, monkeypatch):
    local_rules(COUNTY, TODAYS)
    LocalSetting.objects.create(
        area="9907", key="check_holds", value="2", before="4", since=TODAYS, reason="x", at=TODAY,
        staff=world.staff[CITY_ADMIN],
    )  # fmt: skip
    assert local_rules(COUNTY, TODAYS).check_holds == timedelta(hours=4)
    monkeypatch.setattr("yichuang.organisation.local_queries.CHECK_SECONDS", 0.0)
    assert local_rules(COUNTY, TODAYS).check_holds == timedelta(hours=2)


def test_a_mandate_without_an_end_holds_as_long_as_the_bureau_says(world):
    from django.http import QueryDict

    from yichuang.people.models import Agency
    from yichuang.surfaces.desk.views.identify import put_mandate

    put(world, "mandate_holds", "7")
    principal, agent = world.person(), world.person("林屿舟", 11, "19881212")
    put_mandate(
        world.actor("990801"),
        QueryDict("document=x"),
        {"principal_person_id": principal.pk},
        agent.pk,
        ("crj-passport-renew",),
        occasion="visit",
    )
    assert Agency.objects.get().expires_on == TODAYS + timedelta(days=7)


def test_an_identity_check_counts_as_long_as_the_bureau_says(world):
    from yichuang.surfaces.desk.pick_up import check_of

    clerk, person = world.actor("990801"), world.person()
    two_hours_later = TODAY + timedelta(hours=2)
    assert check_of(clerk, person, two_hours_later) is not None
    put(world, "check_holds", "1")
    assert check_of(clerk, person, two_hours_later) is None
