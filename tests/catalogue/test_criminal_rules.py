"""Criminal investigation: every rule and proof of the three high-frequency items bites as its source says."""

from datetime import date
from typing import Any

import pytest

from tests.catalogue.asked import conditional_proofs, differing, fields, item, price, proofs, rule_effects
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item, Unit

ITEMS = ["xz-norecord-person", "xz-norecord-unit", "xz-case-receipt"]
ASKER: dict[str, Any] = {
    "age": 30,
    "nationality": "CHN",
    "channel": "window",
    "today": date(2026, 11, 20),
    "answers": {"record_wanted": "crime", "record_place": "household", "receipt_role": "victim"},
}

Told = dict[str, Any]


def defined(code: str) -> Item:
    return item("criminal", code)


def told(**change: Any) -> Facts:
    return Facts(**differing(ASKER, **change))


def said(**answers: str) -> Told:
    return {"answers": answers}


CASES: list[tuple[str, str, str, Told, Told]] = [
    (
        "xz-norecord-person",
        "violation_records_sealed",
        "refuse",
        said(record_wanted="violation"),
        said(record_wanted="crime"),
    ),
    ("xz-norecord-person", "foreigner_elsewhere", "refuse", {"nationality": "FRA"}, {"nationality": "CHN"}),
    ("xz-norecord-person", "wrong_place", "refuse", said(record_place="neither"), said(record_place="residence")),
    (
        "xz-norecord-person",
        "wrong_place",
        "refuse",
        said(record_place="neither"),
        {"channel": "online", **said(record_place="neither")},  # it would send online who is online
    ),
    (
        "xz-norecord-person",
        "agent_without_capacity",
        "refuse",
        {"agent": True, **said(agent_full_capacity="no")},
        {"agent": True, **said(agent_full_capacity="yes")},
    ),
    (
        "xz-norecord-person",
        "record_to_verify",
        "review",
        {"form": {"criminal_record": "listed"}},
        {"form": {"criminal_record": "clear"}},
    ),
    (
        "xz-norecord-person",
        "agent_window_only",
        "refuse",
        {"agent": True, "channel": "kiosk"},
        {"agent": True, "channel": "window"},
    ),
    ("xz-norecord-unit", "no_statutory_ground", "refuse", said(unit_ground="none"), said(unit_ground="statutory")),
    ("xz-norecord-unit", "not_own_staff", "refuse", said(unit_persons="others"), said(unit_persons="recruits")),
    ("xz-norecord-unit", "foreigners_elsewhere", "refuse", said(unit_foreigners="yes"), said(unit_foreigners="no")),
    ("xz-norecord-unit", "secrecy", "warn", said(unit_ground="statutory"), said(unit_ground="none")),
    ("xz-norecord-unit", "no_consent", "review", {"form": {"query_consent": False}}, {"form": {"query_consent": True}}),
    ("xz-case-receipt", "not_a_party", "refuse", said(receipt_role="other"), said(receipt_role="reporter")),
    (
        "xz-case-receipt",
        "progress_elsewhere",
        "refuse",
        said(receipt_wanted="progress"),
        said(receipt_wanted="receipt"),
    ),
    (
        "xz-case-receipt",
        "self_service_needs_number",
        "refuse",
        {"channel": "online", **said(receipt_number="unknown")},
        {"channel": "online", **said(receipt_number="known")},
    ),
    ("xz-case-receipt", "family_review", "review", said(receipt_role="family"), said(receipt_role="victim")),
]


@pytest.mark.parametrize(("code", "key", "effect", "bitten", "free"), CASES, ids=lambda value: str(value)[:40])
def test_a_rule_bites_exactly_when_its_source_says(code: str, key: str, effect: str, bitten: Told, free: Told) -> None:
    assert rule_effects(defined(code), told(**bitten)).get(key) == effect
    assert key not in rule_effects(defined(code), told(**free))


@pytest.mark.parametrize("code", ITEMS)
def test_no_rule_is_without_a_case(code: str) -> None:
    assert {rule.key for rule in defined(code).rules} == {key for of, key, *_ in CASES if of == code}


PROOFS: list[tuple[str, str, Told, Told]] = [
    ("xz-norecord-person", "id_card", {"age": 16}, {"age": 15}),
    ("xz-norecord-person", "household_book", {"age": 15}, {"age": 16}),
    ("xz-norecord-person", "residence_permit", said(record_place="residence"), said(record_place="household")),
    ("xz-norecord-person", "authorisation", {"agent": True}, {}),
    ("xz-norecord-person", "id_card_agent", {"agent": True}, {}),
    ("xz-norecord-unit", "query_recruits_list", said(unit_persons="recruits"), said(unit_persons="staff")),
    ("xz-norecord-unit", "labour_or_social_security", said(unit_persons="staff"), said(unit_persons="recruits")),
    ("xz-case-receipt", "alarm_receipt", said(receipt_number="known"), said(receipt_number="unknown")),
    ("xz-case-receipt", "alarm_record", said(receipt_number="unknown"), said(receipt_number="known")),
    ("xz-case-receipt", "kinship_proof", said(receipt_role="family"), said(receipt_role="victim")),
]


@pytest.mark.parametrize(("code", "evidence", "needed", "spared"), PROOFS, ids=lambda value: str(value)[:40])
def test_a_proof_is_asked_for_only_where_it_is_needed(code: str, evidence: str, needed: Told, spared: Told) -> None:
    assert evidence in proofs(defined(code), told(**needed))
    assert evidence not in proofs(defined(code), told(**spared))


@pytest.mark.parametrize("code", ITEMS)
def test_no_conditional_proof_is_without_a_case(code: str) -> None:
    assert conditional_proofs(defined(code)) == {evidence for of, evidence, *_ in PROOFS if of == code}


@pytest.mark.parametrize("code", ITEMS)
def test_nothing_is_charged(code: str) -> None:
    assert price(defined(code), told()) == ("free", 0)


@pytest.mark.parametrize("code", ["xz-norecord-person", "xz-norecord-unit"])
def test_a_check_that_cannot_be_answered_at_once_takes_three_working_days(code: str) -> None:
    statutory = defined(code).limits.statutory
    assert statutory is not None
    assert (statutory.amount, statutory.unit) == (3, Unit.WORKING_DAY)


def test_a_person_gets_the_certificate_or_a_notice_and_never_the_record() -> None:
    results = {output.key for output in defined("xz-norecord-person").outputs}
    assert results == {"no_record_certificate", "refusal_notice"}


def test_a_unit_must_name_its_statutory_ground_on_the_form() -> None:
    ground = next(field for field in defined("xz-norecord-unit").form if field.element == "query_ground")
    assert ground.required
    assert not ground.when


@pytest.mark.parametrize(
    ("code", "wanted", "needed", "spared"),
    [
        ("xz-norecord-person", "applicant_address", said(record_place="residence"), said(record_place="household")),
        ("xz-norecord-person", "agent_relation", {"agent": True}, {}),
        ("xz-case-receipt", "report_number", said(receipt_number="known"), said(receipt_number="unknown")),
        ("xz-case-receipt", "report_date", said(receipt_number="unknown"), said(receipt_number="known")),
    ],
)
def test_the_form_asks_only_what_the_situation_calls_for(code: str, wanted: str, needed: Told, spared: Told) -> None:
    assert wanted in fields(defined(code), told(**needed))
    assert wanted not in fields(defined(code), told(**spared))
