"""An identity document is judged before anybody is identified by it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.cards import card, number
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import Sex
from yichuang.people.card import Validity, check_usable, checked, checked_number, same_name, validity
from yichuang.people.terms import IdType

TODAY = date(2026, 11, 21)


def refusal_of(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_sound_card_comes_back_normalised():
    typed = card(
        id_number=f" {number(date(1990, 3, 14), 13)[:6]} {number(date(1990, 3, 14), 13)[6:]}", name=" 林 一凡 "
    )
    sound = checked(typed, TODAY)
    assert sound.id_number == number(date(1990, 3, 14), 13)
    assert sound.name == "林 一凡"


def test_a_wrong_check_digit_is_refused():
    right = number(date(1990, 3, 14), 13)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert refusal_of(lambda: checked(card(id_number=wrong), TODAY)) == "identifier.citizen_check_digit"


def test_birth_and_sex_must_agree_with_the_citizen_number():
    assert refusal_of(lambda: checked(card(sex=Sex.FEMALE), TODAY)) == "people.card_mismatch"
    other_day = card(id_number=number(date(1990, 3, 15), 13))
    assert refusal_of(lambda: checked(other_day, TODAY)) == "people.card_mismatch"


def test_a_birth_in_the_future_is_refused_for_every_document():
    tomorrow = TODAY + timedelta(days=1)
    assert refusal_of(lambda: checked(card(birth=tomorrow), TODAY)) == "people.born_later"
    foreign = card(id_type=IdType.PASSPORT, id_number="E12345678", birth=tomorrow)
    assert refusal_of(lambda: checked(foreign, TODAY)) == "people.born_later"


def test_born_today_is_born():
    assert checked(card(birth=TODAY), TODAY).birth == TODAY


def test_a_card_that_begins_tomorrow_or_ends_before_it_begins_is_refused():
    later = card(valid_from=TODAY + timedelta(days=1))
    backward = card(valid_from=date(2020, 1, 1), valid_to=date(2019, 1, 1))
    assert refusal_of(lambda: checked(later, TODAY)) == "people.not_yet_valid"
    assert refusal_of(lambda: checked(backward, TODAY)) == "people.validity_backwards"


def test_a_card_without_a_name_is_refused():
    assert refusal_of(lambda: checked(card(name=" "), TODAY)) == "people.no_name"


@pytest.mark.parametrize(
    ("id_type", "good", "bad"),
    [
        (IdType.HKMO_PERMIT, "h 12345678", "A12345678"),
        (IdType.TW_PERMIT, "12345678", "1234567"),
        (IdType.PASSPORT, "ej-1234567", "E1"),
        (IdType.FOREIGN_PERMIT, "USA123456789012", "US123456789012"),
    ],
)
def test_other_documents_have_a_shape_of_their_own(id_type, good, bad):
    assert checked_number(id_type, good, TODAY).isalnum()
    with pytest.raises(Refusal) as refused:
        checked_number(id_type, bad, TODAY)
    assert refused.value.code == "people.number_shape"
    assert refused.value.message("en").isascii()


@given(st.dates(date(1930, 1, 1), TODAY), st.integers(0, 999))
def test_every_well_made_number_is_accepted_and_tells_birth_and_sex(birth, serial):
    made = card(birth=birth, serial=serial)
    assert checked(made, TODAY).id_number == number(birth, serial)


def test_a_document_is_good_on_its_last_day():
    assert validity(TODAY, TODAY) is Validity.EXPIRES_SOON
    assert validity(TODAY - timedelta(days=1), TODAY) is Validity.EXPIRED
    assert validity(TODAY + timedelta(days=90), TODAY) is Validity.EXPIRES_SOON
    assert validity(TODAY + timedelta(days=91), TODAY) is Validity.VALID
    assert validity(None, TODAY) is Validity.VALID, "long-term"


def test_an_expired_document_bars_everything_but_its_own_renewal():
    expired = TODAY - timedelta(days=1)
    refusal = check_usable(expired, TODAY)
    assert refusal is not None
    assert refusal.code == "people.id_expired"
    assert "换领" in refusal.next_step("zh")
    assert check_usable(expired, TODAY, renewing=True) is None
    assert check_usable(TODAY, TODAY) is None


@given(
    st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31))), st.dates(date(2026, 1, 1), date(2027, 12, 31))
)
def test_a_document_is_refused_exactly_when_it_has_expired(valid_to, on):
    assert (check_usable(valid_to, on) is not None) == (valid_to is not None and valid_to < on)


def test_one_name_is_one_name_however_it_is_spelt():
    assert same_name("买买提·艾力", "买买提艾力")
    assert same_name("Smith  John", "SMITH JOHN")
    assert not same_name("林一凡", "林一帆")
