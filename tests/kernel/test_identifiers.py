"""Numbers of people, organisations and items."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from yichuang.kernel.check_digits import CREDIT_CODE, citizen_check, credit_code_check, licence_check
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import (
    CITIZEN_GROUPS,
    Sex,
    age_on,
    check_base_code,
    check_business_code,
    check_citizen_id,
    check_credit_code,
    check_implementation_code,
    check_region,
    grouped,
    normalise,
)

TODAY = date(2026, 11, 21)
births = st.dates(date(1900, 1, 1), TODAY)


@st.composite
def citizen_numbers(draw):
    birth = draw(births)
    first17 = f"{draw(st.integers(100000, 999999))}{birth:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first17 + citizen_check(first17)


def code_of(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert caught.value.message("zh")
    assert caught.value.message("en")
    return caught.value.code


def test_the_published_example_of_the_standard_is_read():
    citizen = check_citizen_id("11010519491231002X", today=TODAY)
    assert (citizen.region, citizen.birth, citizen.sex) == ("110105", date(1949, 12, 31), Sex.FEMALE)
    check_region(citizen)


def test_full_width_digits_lower_case_and_spaces_are_accepted():
    assert check_citizen_id(" １１０１０５ 19491231-002x ", today=TODAY).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1101051949123100", "identifier.citizen_length"),
        ("", "identifier.citizen_length"),
        ("11010519491231X02X", "identifier.citizen_characters"),
        ("11010519491231002Y", "identifier.citizen_characters"),
        ("11010519491331002X", "identifier.citizen_birth_date"),
        ("110105194902300021", "identifier.citizen_birth_date"),
        ("110105000112310021", "identifier.citizen_birth_date"),
        ("110105194912310021", "identifier.citizen_check_digit"),
        ("11010520261122001" + citizen_check("11010520261122001"), "identifier.citizen_born_later"),
    ],
)
def test_each_fault_of_a_citizen_number_has_its_own_answer(text, code):
    assert code_of(check_citizen_id, text, today=TODAY) == code


def test_other_scripts_digits_are_not_taken_for_digits():
    assert code_of(check_citizen_id, "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", today=TODAY) == "identifier.citizen_characters"


def test_a_newborn_of_today_is_accepted():
    first17 = f"990101{TODAY:%Y%m%d}001"
    assert check_citizen_id(first17 + citizen_check(first17), today=TODAY).age_on(TODAY) == 0


def test_an_unassigned_region_is_a_separate_question():
    first17 = "99010119900101001"
    citizen = check_citizen_id(first17 + citizen_check(first17), today=TODAY)
    assert code_of(check_region, citizen) == "identifier.citizen_region"


@given(citizen_numbers())
def test_every_well_formed_number_is_accepted_and_gives_its_parts_back(number):
    citizen = check_citizen_id(number, today=TODAY)
    assert number == f"{citizen.region}{citizen.birth:%Y%m%d}{number[14:]}"
    assert (citizen.sex is Sex.MALE) == (int(number[16]) % 2 == 1)


@given(citizen_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_noticed(number, place, character):
    wrong = number[:place] + character + number[place + 1 :]
    if wrong != number:
        assert code_of(check_citizen_id, wrong, today=TODAY)


@given(citizen_numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_always_noticed(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert code_of(check_citizen_id, swapped, today=TODAY)


@given(births, births)
def test_age_counts_birthdays_reached(birth, day):
    if day < birth:
        assert code_of(age_on, birth, day) == "identifier.citizen_born_later"
    else:
        age = age_on(birth, day)
        assert -1 < (day - birth).days - age * 365.2425 < 367


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2010-11-21", "2026-11-20", 15),
        ("2010-11-21", "2026-11-21", 16),
        ("2008-02-29", "2026-02-27", 17),
        ("2008-02-29", "2026-02-28", 18),
        ("2008-02-29", "2024-02-28", 16),
    ],
)
def test_age_is_full_years(birth, day, age):
    assert age_on(date.fromisoformat(birth), date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    "code",
    ["91110000600037341L", "11450721MB15580811", "12441500196720244T", "11370800MB28559184", "11100000000013338W"],
)
def test_real_credit_codes_are_accepted(code):
    assert check_credit_code(f" {code[:6].lower()}-{code[6:].lower()} ") == code


def test_a_rural_collectives_code_is_accepted_although_it_starts_with_a_letter():
    first17 = "N2440785MF1234567"
    assert check_credit_code(first17 + credit_code_check(first17))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91110000600037341", "identifier.credit_code_length"),
        ("9111000060003734IL", "identifier.credit_code_characters"),
        ("9111A000600037341L", "identifier.credit_code_characters"),
        ("911100006000373411", "identifier.credit_code_check_digit"),
    ],
)
def test_each_fault_of_a_credit_code_has_its_own_answer(text, code):
    assert code_of(check_credit_code, text) == code


@given(st.text(sorted(CREDIT_CODE), min_size=9, max_size=9), st.integers(0, 16), st.sampled_from(sorted(CREDIT_CODE)))
def test_one_wrong_character_of_a_credit_code_is_always_noticed(body, place, character):
    first17 = "91440785" + body
    code = first17 + credit_code_check(first17)
    wrong = code[:place] + character + code[place + 1 :]
    if wrong != code:
        assert code_of(check_credit_code, wrong)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("11450721MB155808114000104002000", "4"),
        ("12441500196720244T3442199806003", "3"),
        ("11370800MB285591843370117002011", "3"),
    ],
)
def test_real_implementation_codes_are_taken_apart_and_put_together(text, level):
    code = check_implementation_code(text)
    assert (code.text, code.level, len(code.base)) == (text, level, 12)
    assert check_business_code(text + "01").variant == "01"
    assert check_business_code(text + "01").text == text + "01"


@pytest.mark.parametrize(
    ("call", "text", "code"),
    [
        (check_implementation_code, "11450721MB15580811400010400200", "identifier.implementation_code"),
        (check_implementation_code, "11450721MB155808119000104002000", "identifier.implementation_level"),
        (check_implementation_code, "11450721MB155808124000104002000", "identifier.credit_code_check_digit"),
        (check_business_code, "11450721MB1558081140001040020000A", "identifier.business_code"),
        (check_business_code, "11450721MB155808114000104002000", "identifier.business_code"),
        (check_base_code, "00010400200", "identifier.base_code"),
        (check_base_code, "00010400200证", "identifier.base_code"),
    ],
)
def test_each_fault_of_an_item_code_has_its_own_answer(call, text, code):
    assert code_of(call, text) == code


def test_a_base_code_is_opaque_but_for_its_length():
    assert check_base_code("000104002000") == "000104002000"


def test_numbers_are_grouped_for_reading():
    assert grouped("11010519491231002X", CITIZEN_GROUPS) == "110105 19491231 002X"
    assert grouped("1101051949", CITIZEN_GROUPS) == "110105 1949"
    assert grouped("", CITIZEN_GROUPS) == ""


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


def test_the_iso_7064_example_holds():
    assert licence_check("A12425GABC1234002") == "M"


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=60))
def test_the_check_of_licences_is_that_of_iso_7064(text):
    assert licence_check(text) == mod_37_36.calc_check_digit(text)
