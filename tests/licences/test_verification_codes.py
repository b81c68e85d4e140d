"""Codes that a person can read from paper, type, and mistype."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.errors import Refusal
from yichuang.licences.marks import (
    ALPHABET,
    SIGNS,
    check_sign,
    grouped_code,
    paper_number,
    read_code,
    verification_code,
)
from yichuang.licences.terms import PaperKind

codes = st.text(ALPHABET, min_size=SIGNS, max_size=SIGNS).map(lambda signs: signs + check_sign(signs))


def is_refused(typed: str) -> bool:
    try:
        read_code(typed)
    except Refusal as refused:
        return refused.code in {"licences.code_mistyped", "licences.code_check"}
    return False


@given(codes)
def test_a_code_reads_back_however_it_is_grouped_and_cased(code):
    assert read_code(grouped_code(code)) == code
    assert read_code(f"  {code.lower()} ") == code


@given(codes, st.integers(0, SIGNS), st.sampled_from(ALPHABET))
def test_any_one_wrong_sign_is_noticed(code, at, sign):
    wrong = code[:at] + sign + code[at + 1 :]
    assert is_refused(wrong) is (wrong != code)


@given(codes, st.integers(0, SIGNS), st.integers(0, SIGNS))
def test_any_two_exchanged_signs_are_noticed(code, one, other):
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    wrong = "".join(signs)
    assert is_refused(wrong) is (wrong != code)


def test_letters_that_look_like_digits_are_read_as_those():
    code = "01" + "23456789A"
    code += check_sign(code)
    assert read_code("Oi" + code[2:]) == code
    assert read_code("ol" + code[2:]) == code


@pytest.mark.parametrize(
    "typed", ["", "ABC", "U" * 12, "A" * 13, "核验码核验码核验码核验码", "' OR 1=1 --", "\x00" * 12]
)
def test_what_cannot_be_a_code_is_refused(typed):
    assert is_refused(typed)


@given(st.binary(min_size=1), st.text(), st.binary())
def test_a_code_follows_from_secret_number_and_content_alone(secret, number, content):
    code = verification_code(secret, number, content)
    assert code == verification_code(secret, number, content)
    assert not is_refused(code)
    assert code != verification_code(secret, number, content + b"!")
    assert code != verification_code(secret, number + "!", content)
    assert code != verification_code(secret + b"!", number, content)


def test_a_paper_number_holds_mark_kind_year_and_serial():
    assert paper_number("云公综", PaperKind.ACCEPTANCE, 2026, 42) == "云公综受〔2026〕0000042号"
