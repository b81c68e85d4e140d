"""What of a sensitive value may stand on a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.masking import mask_citizen_id, mask_name, mask_number, mask_phone


def test_the_usual_values_are_masked_as_people_expect():
    assert mask_citizen_id("440785199001011234") == "440***********1234"
    assert mask_phone("13800001234") == "138****1234"
    assert mask_name("张三") == "张*"
    assert mask_name("欧阳小明") == "欧***"
    assert mask_name("JOHN SMITH") == "J*** S****"


@pytest.mark.parametrize("text", ["", "1", "1234567", "E1234567"])
def test_a_short_number_is_starred_whole(text):
    assert set(mask_citizen_id(text)) <= {"*"}
    assert set(mask_phone(text)) <= {"*"}


def test_a_single_character_name_does_not_look_like_the_whole_name():
    assert mask_name("王") == "王*"


@given(st.text(alphabet="0123456789", max_size=40))
def test_at_least_half_is_hidden_and_the_length_stays(text):
    masked = mask_number(text)
    assert len(masked) == len(text)
    assert masked.count("*") * 2 >= len(text)
