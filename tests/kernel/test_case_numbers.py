"""Case numbers after the bureau's own pattern."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.case_numbers import (
    DEFAULT_PATTERN,
    format_case_number,
    parse_case_number,
    reading_groups,
    serial_of,
)
from yichuang.kernel.errors import Refusal

GUANGDONG = "{implementation}{date}{serial:4}"
ON = date(2022, 6, 23)


def code_of(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    assert str(caught.value)
    return caught.value.code


def test_guangdongs_practice_can_be_set():
    number = format_case_number(GUANGDONG, "", ON, 68, "12441500196720244T3442199806003")
    assert number == "12441500196720244T3442199806003202206230068"
    assert len(number) == 43
    assert parse_case_number(GUANGDONG, number).serial == 68


def test_a_document_number_with_chinese_words_can_be_set():
    assert format_case_number("恩公受字〔{year}〕{serial:5}号", "", ON, 12) == "恩公受字〔2022〕00012号"
    assert parse_case_number("恩公受字〔{year}〕{serial:5}号", "恩公受字〔2022〕00012号").year == 2022


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 999999), st.from_regex(r"\A[0-9]{6}\Z"))
def test_a_number_reads_back_what_was_put_in(on, serial, region):
    parsed = parse_case_number(DEFAULT_PATTERN, format_case_number(DEFAULT_PATTERN, region, on, serial))
    assert (parsed.region, parsed.on, parsed.serial) == (region, on, serial)


@given(st.integers(0, 999999), st.integers(0, 20), st.sampled_from("0123456789"))
def test_a_slip_in_typing_is_noticed(serial, place, digit):
    number = format_case_number(DEFAULT_PATTERN, "440785", ON, serial)
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong != number:
        assert code_of(parse_case_number, DEFAULT_PATTERN, wrong) in {"case_number.check", "case_number.shape"}


@given(st.lists(st.integers(0, 9999), unique=True, max_size=30))
def test_different_serials_give_different_numbers(serials):
    numbers = {format_case_number("{date}-{serial:4}", "", ON, serial) for serial in serials}
    assert len(numbers) == len(serials)


def test_a_serial_that_no_longer_fits_is_refused_and_not_cut():
    assert code_of(format_case_number, "{date}{serial:4}", "", ON, 10000) == "case_number.serial_exhausted"


def test_a_region_of_another_length_is_refused():
    assert code_of(format_case_number, DEFAULT_PATTERN, "44", ON, 1) == "case_number.part_length"
    assert format_case_number("{region:9}{serial}", "440785003", ON, 1) == "440785003000001"


@pytest.mark.parametrize("pattern", ["", "{date}", "{date}{serial}{serial}", "{serial}{nobody}", "{serial}{nobody:4}"])
def test_a_pattern_that_cannot_number_is_refused(pattern):
    assert code_of(format_case_number, pattern, "440785", ON, 1) == "case_number.pattern"


@pytest.mark.parametrize("text", ["", "44078520220623", "440785202206230000011X", "44078520221323000001Q"])
def test_a_number_of_another_shape_is_refused(text):
    assert code_of(parse_case_number, DEFAULT_PATTERN, text) in {"case_number.shape", "case_number.check"}


def test_an_impossible_date_is_refused():
    assert code_of(parse_case_number, "{date}{serial:4}", "202213010001") == "case_number.shape"


def test_a_number_shows_as_many_digits_of_its_stream_as_the_pattern_has_room_for():
    assert serial_of("{region}{date}{serial:6}{check}", 12_345_678) == 345_678
    assert serial_of("{year}-{serial:4}", 42) == 42


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        (DEFAULT_PATTERN, (6, 8, 7)),
        ("{implementation}{date}{serial:4}", (31, 8, 4)),
        ("GA{year}-{serial:6}", (2, 5, 6)),
    ],
)
def test_a_number_is_read_out_by_its_parts_the_check_with_the_serial(pattern, groups):
    assert reading_groups(pattern) == groups
