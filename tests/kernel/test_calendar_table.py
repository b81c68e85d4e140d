"""The bureau's own working-day table: edits show, others' edits are noticed, and a year is never guessed."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.ground.refusals import refused
from yichuang.kernel import queries
from yichuang.kernel.errors import Refusal
from yichuang.kernel.models import CalendarDay
from yichuang.kernel.set_calendar_day import clear_calendar_day, set_calendar_day
from yichuang.kernel.set_calendar_year import set_calendar_year

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
BY = {"by": "staff 7", "now": NOW, "source": "自治区政府令第1号"}
DAY = date(2026, 4, 20)


@pytest.fixture(autouse=True)
def fresh():
    queries.forget_calendars()
    yield
    queries.forget_calendars()


def close(region="450000", day=DAY):
    return set_calendar_day(region=region, day=day, is_workday=False, name_zh="三月三", name_en="San Yue San", **BY)


@pytest.mark.django_db
def test_a_local_holiday_holds_in_its_area_and_nowhere_else():
    close()
    assert not queries.calendar("450702").is_workday(DAY)
    assert queries.calendar("440785").is_workday(DAY)
    assert queries.calendar("450702").skipped(date(2026, 4, 19), DAY)[0].name.en == "San Yue San"


@pytest.mark.django_db
def test_an_edit_shows_at_once_and_can_be_taken_back():
    assert queries.calendar("450702").is_workday(DAY)
    close()
    close()
    assert not queries.calendar("450702").is_workday(DAY)
    clear_calendar_day(region="45", day=DAY)
    assert queries.calendar("450702").is_workday(DAY)


@pytest.mark.django_db
def test_a_fresh_copy_costs_no_query_and_a_stale_one_costs_one(monkeypatch):
    first = queries.calendar("450702")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert queries.calendar("450702") is first
    assert len(asked) == 0
    monkeypatch.setattr(queries, "CHECK_SECONDS", 0)
    with CaptureQueriesContext(connection) as asked:
        assert queries.calendar("450702") is first
    assert len(asked) == 1


@pytest.mark.django_db
def test_an_edit_made_by_another_process_is_noticed(monkeypatch):
    assert queries.calendar("450702").is_workday(DAY)
    CalendarDay.objects.create(
        region="45",
        date=DAY,
        is_workday=False,
        name_zh="三月三",
        name_en="x",
        source="y",
        changed_by="z",
        changed_at=NOW,
    )
    monkeypatch.setattr(queries, "CHECK_SECONDS", 0)
    assert not queries.calendar("450702").is_workday(DAY)


@pytest.mark.django_db
def test_the_next_year_is_refused_until_its_days_are_entered_and_confirmed():
    with pytest.raises(Refusal) as caught:
        set_calendar_year(region="", year=2027, loaded=True, **BY)
    assert caught.value.code == "calendar.year_empty"
    close(region="", day=date(2027, 1, 1))
    with refused("calendar.year_not_loaded"):
        queries.calendar("440785").add_workdays(date(2026, 12, 31), 1)
    set_calendar_year(region="", year=2027, loaded=True, **BY)
    assert queries.calendar("440785").add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 4)
    set_calendar_year(region="", year=2027, loaded=False, **BY)
    with refused("calendar.year_not_loaded"):
        queries.calendar("440785").add_workdays(date(2026, 12, 31), 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [({"source": " "}, "calendar.source_missing"), ({"name_en": ""}, "calendar.name_missing")],
)
def test_a_day_needs_its_source_and_its_names(change, code):
    values = {"name_zh": "三月三", "name_en": "x", **BY, **change}
    with pytest.raises(Refusal) as caught:
        set_calendar_day(region="45", day=DAY, is_workday=False, **values)
    assert caught.value.code == code


@pytest.mark.django_db
def test_the_table_itself_refuses_a_nameless_day_off():
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(region="", date=DAY, is_workday=False, source="x", changed_by="y", changed_at=NOW)


@pytest.mark.django_db
def test_what_was_read_before_an_edit_is_not_kept_after_it(monkeypatch):
    """Another thread reads the table, somebody commits an edit and has the copies forgotten, then the reading is over."""
    from yichuang.kernel import queries

    read = queries._refreshed

    def overtaken(*asked):
        late = read(*asked)
        queries.forget_calendars()
        return late

    with monkeypatch.context() as slow:
        slow.setattr(queries, "_refreshed", overtaken)
        before = queries.calendar("990785")
    assert queries.calendar("990785") is not before
