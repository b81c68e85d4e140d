"""The words of a notice: complete in both languages, a date with its weekday, never a whole ID number."""

import re
from datetime import date
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.errors import Refusal
from yichuang.messaging.retry import after
from yichuang.messaging.terms import NoticeState
from yichuang.messaging.wording import LONGEST_PARAM, compose, spoken, templates

ID = "11010519491231002X"


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(templates()))
def test_both_languages_say_the_same_things_and_name_the_case(key):
    template = templates()[key]
    assert fields_of(template.zh) == fields_of(template.en)
    assert {"name", "item", "number"} <= fields_of(template.zh)
    assert not re.search("[一-鿿]", template.en)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_date_is_told_with_its_weekday(day):
    assert spoken(day, "zh").endswith(f"（星期{'一二三四五六日'[day.weekday()]}）")
    assert spoken(day, "en").startswith(f"{day:%A} {day.day} ")


def test_a_whole_id_number_in_any_part_is_masked():
    params = {"name": f"林晓舟 {ID}", "item": "换领护照", "number": "440785202611210000012", "reason": f"号码{ID}有误"}
    text = compose("voided", params, "zh")
    assert ID not in text
    assert "110***********002X" in text
    assert "440785202611210000012" in text


def test_a_long_reason_is_cut():
    text = compose("voided", {"name": "林", "item": "护照", "number": "1", "reason": "长" * 500}, "zh")
    assert "长" * (LONGEST_PARAM - 1) + "…" in text
    assert "长" * LONGEST_PARAM not in text


@pytest.mark.parametrize(
    ("code", "attempts", "state"),
    [
        ("gateway.unavailable", 1, NoticeState.QUEUED),
        ("gateway.garbled", 11, NoticeState.QUEUED),
        ("gateway.not_configured", 1, NoticeState.QUEUED),
        ("gateway.unavailable", 12, NoticeState.GIVEN_UP),
        ("gateway.rejected", 1, NoticeState.FAILED),
    ],
)
def test_what_becomes_of_a_notice_after_an_attempt(code, attempts, state):
    assert after(Refusal(code), attempts, 12) is state
