"""Exit-entry: proofs, form, fees, limits and validity of the twelve high-frequency items follow from the answers."""

import pytest

from tests.catalogue.asked import conditional_proofs, differing, fields, maybe_proofs, price, proofs, term
from tests.catalogue.exit_entry_bases import (
    ADULT,
    AGAIN,
    CHILD,
    DOCUMENTS,
    ENDORSEMENTS,
    HK_PERMITS,
    ITEMS,
    PASSPORTS,
    TW_PERMITS,
    Told,
    defined,
    said,
    told,
)
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Unit
from yichuang.catalogue.situations import open_questions, questions

ENTRUSTED = differing(CHILD, guardian=False, answers={"minor_escort": "entrusted"})
SLIP = {"has": frozenset(), **said(id_proof="slip")}
SHARED_PROOFS: dict[str, tuple[Told, Told]] = {
    "id_card": ({}, SLIP),
    "id_card_collection_slip": (SLIP, {}),
    "household_book": (CHILD, {}),
    "photo_exit_entry": ({}, {"has": frozenset({"id_card"}), **said(exit_entry_photo="onsite")}),
    "portrait_onsite": ({"has": frozenset({"id_card"}), **said(exit_entry_photo="onsite")}, {}),
    "fingerprints": ({"age": 16}, CHILD),
    "state_personnel_opinion": (said(travel_status="state_staff"), {}),
    "military_travel_approval": (said(travel_status="military"), {}),
    "id_card_guardian": (CHILD, {}),
    "guardianship_proof": (CHILD, {}),
    "custody_document": (differing(CHILD, answers={"minor_escort": "divorced"}), CHILD),
    "escort_authorisation": (ENTRUSTED, CHILD),
    "id_card_agent": (ENTRUSTED, CHILD),
    "urgent_reason_proof": (said(urgent_travel="yes"), {}),
    "hkmo_permit_valid": (said(hk_permit="valid"), said(hk_permit="applying")),
}
OWN_PROOFS: list[tuple[str, str, Told, Told]] = [
    ("crj-passport-renew", "travel_reason", said(passport_reason="other"), said(passport_reason="full")),
    ("crj-hkmo-renew", "household_book", said(hkmo_reason="data_changed"), said(hkmo_reason="damaged")),
    ("crj-tw-renew", "household_book", said(tw_reason="data_changed"), said(tw_reason="damaged")),
    ("crj-hkmo-renew", "household_book", CHILD, said(hkmo_reason="expiring")),
    ("crj-tw-renew", "household_book", CHILD, said(tw_reason="expiring")),
    (
        "crj-hk-individual",
        "residence_permit",
        said(individual_city="residence_permit"),
        said(individual_city="guangdong"),
    ),
    ("crj-hk-family", "hkmo_identity", said(family_stay="settled"), said(family_stay="study_work")),
    ("crj-hk-family", "hkmo_entry_permit", said(family_stay="study_work"), said(family_stay="settled")),
    ("crj-hk-family", "marriage_certificate", said(family_relation="spouse"), said(family_relation="parents_children")),
    ("crj-hk-family", "kinship_proof", said(family_relation="siblings_grandparents"), said(family_relation="spouse")),
    (
        "crj-hk-family",
        "birth_certificate",
        said(family_relation="spouse_with_child", family_entries="multiple_one_year"),
        said(family_relation="spouse", family_entries="once_three_months"),
    ),
    ("crj-records", "id_card", {}, {"age": 15}),
    ("crj-records", "id_card_agent", {"agent": True}, {}),
    ("crj-records", "authorisation", {"agent": True}, {}),
]
OWN_PROOFS += [
    (code, "urgent_reason_proof", {"form": {"urgent": True}}, {"form": {"urgent": False}}) for code in ENDORSEMENTS
]
PROOFS = OWN_PROOFS + [
    (code, evidence, *SHARED_PROOFS[evidence])
    for code in ITEMS
    for evidence in sorted(conditional_proofs(defined(code)) & SHARED_PROOFS.keys())
    if (code, evidence) not in {(of, proof) for of, proof, *_ in OWN_PROOFS}
]


@pytest.mark.parametrize(("code", "evidence", "needed", "spared"), PROOFS, ids=lambda value: str(value)[:40])
def test_a_proof_is_asked_for_only_where_it_is_needed(code: str, evidence: str, needed: Told, spared: Told) -> None:
    assert evidence in proofs(defined(code), told(**needed))
    assert evidence not in proofs(defined(code), told(**spared))


@pytest.mark.parametrize("code", ITEMS)
def test_no_conditional_proof_is_without_a_case(code: str) -> None:
    assert conditional_proofs(defined(code)) == {evidence for of, evidence, *_ in PROOFS if of == code}


@pytest.mark.parametrize("code", AGAIN)
def test_online_renewal_uses_the_fingerprints_already_on_file(code: str) -> None:
    online = told(channel="online", **said(online_ready="yes"))
    assert "fingerprints" not in proofs(defined(code), online)
    assert "photo_exit_entry" in proofs(defined(code), online)


@pytest.mark.parametrize(
    ("code", "old"),
    [
        ("crj-passport-renew", "passport_old"),
        ("crj-hkmo-renew", "permit_old"),
        ("crj-tw-renew", "permit_old"),
        ("crj-passport-first", ""),
        ("crj-passport-reissue", ""),
    ],
)
def test_a_renewal_hands_in_the_old_document(code: str, old: str) -> None:
    assert defined(code).outputs[0].surrenders == old
    assert not old or old in proofs(defined(code), told())


@pytest.mark.parametrize("code", DOCUMENTS)
@pytest.mark.parametrize(("age", "years"), [(0, 5), (15, 5), (16, 10), (80, 10)])
def test_a_document_is_valid_five_years_under_sixteen_and_ten_from_then_on(code: str, age: int, years: int) -> None:
    assert term(defined(code), told(age=age)) == (years, 0)


@pytest.mark.parametrize(
    ("code", "answers", "valid"),
    [
        ("crj-hk-group", {"group_kind": "twice_three_months"}, (0, 3)),
        ("crj-hk-group", {"group_kind": "once_one_year"}, (1, 0)),
        ("crj-hk-individual", {"individual_kind": "once_three_months"}, (0, 3)),
        ("crj-hk-individual", {"individual_kind": "twice_one_year"}, (1, 0)),
        ("crj-hk-individual", {"individual_kind": "multiple_one_year"}, (1, 0)),
        ("crj-hk-family", {"family_entries": "once_three_months"}, (0, 3)),
        ("crj-hk-family", {"family_entries": "multiple_three_months"}, (0, 3)),
        ("crj-hk-family", {"family_entries": "multiple_one_year"}, (1, 0)),
    ],
)
def test_an_endorsement_is_valid_as_long_as_was_chosen(code: str, answers: dict[str, str], valid: object) -> None:
    assert term(defined(code), told(answers=answers)) == valid


FEES: list[tuple[str, dict[str, str], int]] = [
    *((code, {}, 120) for code in PASSPORTS),
    *((code, {}, 60) for code in HK_PERMITS + TW_PERMITS),
    ("crj-hk-group", {"group_place": "hongkong", "group_kind": "once_one_year"}, 15),
    ("crj-hk-group", {"group_place": "hongkong", "group_kind": "twice_one_year"}, 30),
    ("crj-hk-group", {"group_place": "both", "group_kind": "once_one_year"}, 30),
    ("crj-hk-group", {"group_place": "both", "group_kind": "twice_one_year"}, 45),
    ("crj-hk-individual", {"individual_place": "macao", "individual_kind": "once_three_months"}, 15),
    ("crj-hk-individual", {"individual_place": "hongkong", "individual_kind": "twice_three_months"}, 30),
    ("crj-hk-individual", {"individual_place": "both", "individual_kind": "once_three_months"}, 30),
    ("crj-hk-individual", {"individual_place": "both", "individual_kind": "twice_three_months"}, 45),
    ("crj-hk-individual", {"individual_place": "hongkong", "individual_kind": "multiple_one_year"}, 80),
    ("crj-hk-individual", {"individual_place": "both", "individual_kind": "multiple_one_year"}, 95),
    ("crj-hk-family", {"family_entries": "once_three_months"}, 15),
    ("crj-hk-family", {"family_entries": "multiple_three_months"}, 80),
    ("crj-hk-family", {"family_entries": "multiple_one_year"}, 80),
]


@pytest.mark.parametrize(("code", "answers", "amount"), FEES)
def test_the_fee_is_that_of_the_national_list(code: str, answers: dict[str, str], amount: int) -> None:
    assert price(defined(code), told(answers=answers)) == ("due", amount)
    assert all(rule.basis for rule in defined(code).fee.rules)


def test_records_are_free_and_an_endorsement_has_no_fee_before_it_is_chosen() -> None:
    assert price(defined("crj-records"), told()) == ("free", 0)
    assert price(defined("crj-hk-group"), told()) == ("open", 0)


@pytest.mark.parametrize("code", ITEMS)
def test_no_fee_line_is_out_of_reach(code: str) -> None:
    cases = [answers for of, answers, _ in FEES if of == code] or [{}]
    reached = {price(defined(code), told(answers=answers))[1] for answers in cases}
    assert reached == {rule.amount for rule in defined(code).fee.rules}


@pytest.mark.parametrize(("codes", "days"), [(PASSPORTS, 15), (HK_PERMITS + TW_PERMITS + ENDORSEMENTS, 30)])
def test_the_law_counts_calendar_days_and_the_promise_seven_working_days(codes: list[str], days: int) -> None:
    for code in codes:
        limits = defined(code).limits
        assert limits.statutory is not None
        assert (limits.statutory.amount, limits.statutory.unit) == (days, Unit.CALENDAR_DAY)
        assert (limits.promised.amount, limits.promised.unit) == (7, Unit.WORKING_DAY)


def test_an_adult_known_to_the_registers_answers_three_questions_to_renew_a_passport() -> None:
    fresh = Facts(**{**ADULT, "answers": {}})
    first = {situation.key for situation in open_questions(defined("crj-passport-renew"), fresh)}
    assert first == {"passport_reason", "travel_status", "urgent_travel"}


def test_a_person_unknown_to_the_registers_is_asked_for_card_and_photo() -> None:
    keys = {situation.key for situation in questions(defined("crj-passport-renew"), told(has=frozenset()))}
    assert {"id_proof", "exit_entry_photo"} <= keys


def test_the_child_s_escort_is_asked_only_under_sixteen() -> None:
    keys = [{s.key for s in questions(defined("crj-passport-first"), told(age=age))} for age in (15, 16)]
    assert ["minor_escort" in each for each in keys] == [True, False]


@pytest.mark.parametrize(
    ("code", "wanted", "needed", "spared"),
    [
        ("crj-passport-renew", "request_details", said(passport_reason="other"), said(passport_reason="full")),
        ("crj-passport-renew", "guardian_name", CHILD, {}),
        ("crj-passport-renew", "escort_name", ENTRUSTED, CHILD),
        ("crj-passport-renew", "emergency_contact_name", {}, CHILD),
        ("crj-passport-renew", "state_unit_name", said(travel_status="state_staff"), {}),
        ("crj-passport-renew", "urgent_reason", said(urgent_travel="yes"), {}),
        ("crj-hk-group", "permit_number", said(hk_permit="valid"), said(hk_permit="applying")),
        (
            "crj-hk-individual",
            "residence_permit_number",
            said(individual_city="residence_permit"),
            said(individual_city="guangdong"),
        ),
        ("crj-records", "agent_name", {"agent": True}, {}),
    ],
)
def test_the_form_asks_only_what_the_situation_calls_for(code: str, wanted: str, needed: Told, spared: Told) -> None:
    assert wanted in fields(defined(code), told(**needed))
    assert wanted not in fields(defined(code), told(**spared))


def test_a_proof_that_hangs_on_an_open_answer_is_shown_as_possible_not_as_due() -> None:
    open_case = Facts(**{**ADULT, "answers": {}})
    assert "urgent_reason_proof" in maybe_proofs(defined("crj-passport-renew"), open_case)
    assert "urgent_reason_proof" not in proofs(defined("crj-passport-renew"), open_case)


def test_an_endorsement_waits_for_the_permit_filed_with_it() -> None:
    for code in ENDORSEMENTS:
        assert set(defined(code).depends_on) == set(HK_PERMITS)
