"""Dates, distances, codes and statuses read as the house says they do, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.moment import at
from yichuang.kernel.vocabulary import labels
from yichuang.surfaces.design import codes, dates, looks
from yichuang.surfaces.design.components import words
from yichuang.surfaces.design.options import Option, option, place, with_chosen

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("language", "remaining", "unit", "said"),
    [
        ("zh-hans", 4, "working_day", "还剩 4 个工作日"),
        ("zh-hans", 1, "working_day", "还剩 1 个工作日"),
        ("zh-hans", 0, "working_day", "今天到期"),
        ("zh-hans", -3, "working_day", "已超 3 个工作日"),
        ("zh-hans", 15, "calendar_day", "还剩 15 天"),
        ("zh-hans", 3, "hour", "还剩 3 小时"),
        ("en", 4, "working_day", "4 workdays left"),
        ("en", 1, "working_day", "1 workday left"),
        ("en", -1, "working_day", "1 workday over"),
        ("en", 2, "hour", "2 hours left"),
    ],
)
def test_the_distance_to_a_limit_is_said_in_its_unit(language, remaining, unit, said):
    with translation.override(language):
        assert dates.distance_words(remaining, unit) == said


def test_every_unit_of_the_catalogue_has_words_for_its_distance():
    from yichuang.catalogue.definition import Unit

    for unit in Unit:
        assert {"left", "left_one", "today", "over", "over_one"} == labels()[f"distance_{unit}"].keys()


def test_a_date_carries_its_weekday_and_the_year_only_when_it_is_another():
    with translation.override("zh-hans"):
        assert dates.day_words(FRIDAY, 2026) == "11月27日 周五"
        assert dates.day_words(date(2027, 1, 4), 2026) == "2027年1月4日 周一"
    with translation.override("en"):
        assert dates.day_words(FRIDAY, 2026) == "Fri 27 Nov"


def test_a_template_says_the_date_and_what_is_left_of_it():
    with at(datetime(2026, 11, 23, 2, tzinfo=UTC)), translation.override("zh-hans"):
        assert words.with_remaining(FRIDAY, 4) == "11月27日 周五 · 还剩 4 个工作日"
        assert words.moment(datetime(2026, 11, 23, 2, 12, tzinfo=UTC)) == "11月23日 周一 10:12"
        assert words.day(None) == ""


def test_a_moment_before_midnight_in_london_is_the_next_day_in_enping():
    with at(datetime(2026, 11, 23, 2, tzinfo=UTC)), translation.override("zh-hans"):
        assert words.day(datetime(2026, 11, 26, 17, tzinfo=UTC)) == "11月27日 周五"


@pytest.mark.parametrize(("remaining", "state"), [(-1, "overdue"), (0, "soon"), (2, "soon"), (3, "calm")])
def test_a_running_limit_is_overdue_soon_or_calm(remaining, state):
    assert dates.due_state(remaining) == state


def test_a_citizens_number_is_grouped_as_region_birth_and_rest():
    assert codes.groups("440799199003071246", "6-8-4") == ["440799", "19900307", "1246"]
    assert codes.groups("44079919900307") == ["4407", "9919", "9003", "07"]


@given(st.text(alphabet="0123456789X*", max_size=40), st.sampled_from(["", "6-8-4", "3-4-4", "8-6"]))
def test_grouping_never_loses_or_adds_a_character(code, shape):
    assert "".join(codes.groups(code, shape)) == code


def test_a_grouped_code_has_no_spaces_to_copy_and_is_escaped():
    assert " " not in words.grouped("20261120000127").replace("span class", "")
    assert "<b>" not in words.grouped("<b>1234</b>")


def test_every_look_has_words_in_both_languages_and_every_word_a_look():
    for name, values in looks.looks().items():
        assert values.keys() == labels()[name].keys()
        assert all(text["zh"] and text["en"] for text in labels()[name].values())


def test_a_status_without_a_look_cannot_be_shown():
    with pytest.raises(KeyError):
        looks.mark("look_case", "dreaming")


def test_choices_are_given_as_short_tuples_or_as_options():
    off = Option("c", "丙", "今天不办", off=True)
    assert option(("a", "甲")) == Option("a", "甲")
    assert with_chosen([("a", "甲"), ("b", "乙", "说明"), off], ["b"]) == [
        (Option("a", "甲"), False),
        (Option("b", "乙", "说明"), True),
        (off, False),
    ]
    assert place(("pool", "待办", "/office/", 38)).count == "38"


def test_an_entry_that_is_no_tuple_is_refused():
    with pytest.raises(TypeError):
        option(7)
