"""Which results a case makes, and from when to when each is good."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from yichuang.applications.results import last_day, line, on_the_way, term
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Validity
from yichuang.catalogue.loader import catalogue

DAY = date(2026, 11, 20)
ITEMS = catalogue().items
PASSPORT = ITEMS["crj-passport-renew"]
MOVE = ITEMS["hz-move-spouse"]
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


class Route:
    """A route with these steps, as far as results look at one."""

    def __init__(self, *steps: str) -> None:
        self.steps = steps

    def step(self, key: str) -> str | None:
        return key if key in self.steps else None


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        (date(2026, 11, 20), Validity(years=10), date(2036, 11, 19)),
        (date(2024, 2, 29), Validity(years=1), date(2025, 2, 27)),
        (date(2026, 8, 31), Validity(months=6), date(2027, 2, 27)),
        (date(2026, 11, 20), Validity(days=40), date(2026, 12, 29)),
        (date(2026, 11, 20), Validity(days=1), date(2026, 11, 20)),
        (date(2026, 11, 20), Validity(), None),
    ],
)
def test_the_last_good_day_is_the_one_before_the_period_comes_round(start, period, last):
    assert last_day(start, period) == last


@given(days, st.integers(0, 20), st.integers(0, 24), st.integers(0, 400))
def test_a_longer_period_never_ends_earlier(start, years, months, more):
    shorter, longer = Validity(years, months, 1), Validity(years, months, 1 + more)
    assert last_day(start, shorter) + timedelta(days=more) == last_day(start, longer)
    assert last_day(start, shorter) >= start


@given(days, st.integers(1, 20))
def test_years_and_as_many_times_twelve_months_are_the_same(start, years):
    assert last_day(start, Validity(years=years)) == last_day(start, Validity(months=12 * years))


@pytest.mark.parametrize(("age", "years"), [(15, 5), (16, 10)])
def test_a_passport_is_good_for_as_long_as_the_age_at_the_decision_allows(age, years):
    good = term(PASSPORT, PASSPORT.outputs[0], Facts(age=age, today=DAY), DAY)
    assert (good.valid_to, good.fixed) == (date(2026 + years, 11, 19), True)


def test_a_result_that_only_one_route_makes_is_expected_on_that_route_alone():
    assert [each.key for each in on_the_way(MOVE, Route("accept", "move_in"))] == ["household_page"]
    assert [each.key for each in on_the_way(MOVE, Route("permit"))] == ["move_in_permit", "household_page"]


def test_a_result_without_end_says_so():
    page = MOVE.outputs[1]
    good = term(MOVE, page, Facts(), DAY)
    printed = line(page, good, "7")
    assert (good.fixed, printed.valid_from, printed.valid_to, printed.note) == (True, DAY, None, "")


def test_where_the_period_is_not_fixed_the_note_stands_instead_of_a_date():
    page = replace(MOVE.outputs[1], validity_note="活动期间")
    printed = line(page, term(MOVE, page, Facts(), DAY))
    assert (printed.valid_from, printed.note) == (None, "活动期间")


def test_the_shorthand_of_the_tables_is_never_printed():
    page = replace(MOVE.outputs[1], validity_note="6y/10y/long")
    assert line(page, term(MOVE, page, Facts(), DAY)).note == ""
