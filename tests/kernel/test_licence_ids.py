"""E-licence identifiers: published ones verify, bad ones are reported and never crash the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.refusals import refused
from yichuang.kernel.errors import Refusal
from yichuang.kernel.licence_ids import LicenceIdFault, check_licence_id, inspect_licence_id, make_licence_id

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PUBLISHED = [
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
]
BAD_SAMPLE = "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M"


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_identifiers_verify_and_are_rebuilt_exactly(text):
    assert check_licence_id(text).text == text


def test_a_published_sample_with_a_wrong_check_is_reported_with_the_right_one():
    seen = inspect_licence_id(BAD_SAMPLE)
    assert (seen.fault, seen.expected_check) == (LicenceIdFault.CHECK, "D")
    assert seen.identifier is not None
    assert seen.identifier.issuer == "113700000045046442"
    with pytest.raises(Refusal) as caught:
        check_licence_id(BAD_SAMPLE)
    assert caught.value.code == "licence_id.check"
    assert "D" in caught.value.message("en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "licence_id.root"),
        ("1.2.156.3005.3.A.B.C.001.1", "licence_id.root"),
        ("1.2.156.3005.2.A.B.001.1", "licence_id.parts"),
        ("1.2.156.3005.2.11100000000013338W011..20230000403.001.U", "licence_id.characters"),
        ("1.2.156.3005.2.11100000000013338W011.湘.20230000403.001.U", "licence_id.characters"),
        ("1.2.156.3005.2.11100000000013338W01.11430000006122244L.20230000403.001.U", "licence_id.type"),
        ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.0²1.U", "licence_id.version"),
        ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.01.U", "licence_id.version"),
    ],
)
def test_each_fault_is_named_and_refused_in_words(text, code):
    assert f"licence_id.{inspect_licence_id(text).fault}" == code
    with refused(code):
        check_licence_id(text)


@given(st.text())
def test_inspection_never_crashes(text):
    assert inspect_licence_id(text).fault
    inspect_licence_id(f"1.2.156.3005.2.{text}")


@given(st.text(ALPHANUMERIC, min_size=1, max_size=20), st.integers(1, 999))
def test_what_we_make_verifies_and_one_changed_character_does_not(serial, version):
    made = make_licence_id("11100000000013338W011", "11430000006122244L", serial, version)
    assert check_licence_id(made.text) == made
    changed = "A" if serial[0] != "A" else "B"
    wrong = made.text.replace(f"L.{serial}.", f"L.{changed}{serial[1:]}.")
    assert inspect_licence_id(wrong).fault is LicenceIdFault.CHECK


@pytest.mark.parametrize(
    ("type_code", "serial", "version", "code"),
    [
        ("11100000000013338W01", "1", 1, "licence_id.type"),
        ("11100000000013339W011", "1", 1, "identifier.credit_code_check_digit"),
        ("11100000000013338W011", "a1", 1, "licence_id.characters"),
        ("11100000000013338W011", "1", 1000, "licence_id.version"),
        ("11100000000013338W011", "1", -1, "licence_id.version"),
    ],
)
def test_we_do_not_issue_a_bad_identifier(type_code, serial, version, code):
    with pytest.raises(Refusal) as caught:
        make_licence_id(type_code, "11430000006122244L", serial, version)
    assert caught.value.code == code
