"""Exit-entry: every rule of the twelve high-frequency items bites exactly when its source says."""

import pytest

from tests.catalogue.asked import differing, rule_effects
from tests.catalogue.exit_entry_bases import (
    AGAIN,
    CHILD,
    DOCUMENTS,
    ENDORSEMENTS,
    ITEMS,
    Told,
    barred,
    defined,
    said,
    told,
)
from yichuang.catalogue.eligibility import rule_findings

# What makes each shared rule bite, and what sets one free of it; the same in every item that has the rule.
SHARED: dict[str, tuple[str, Told, Told]] = {
    "not_chinese": ("refuse", {"nationality": "USA"}, {"nationality": "CHN"}),
    "identity_unproven": ("refuse", {"has": frozenset(), **said(id_proof="none")}, said(id_proof="none")),
    "serving_sentence": ("refuse", barred("serving"), barred("court")),
    "court_notice": ("refuse", barred("court"), barred("serving")),
    "criminal_case": ("refuse", barred("suspect"), barred("court")),
    "national_security": ("refuse", barred("security"), barred("court")),
    "border_offence": ("refuse", barred("border"), barred("court")),
    "exit_control_review": ("review", {"form": {"exit_control": "listed"}}, {"form": {"exit_control": "clear"}}),
    "fraud_before": ("review", barred("fraud"), barred("court")),
    "state_staff_self_service": (
        "refuse",
        {"channel": "kiosk", **said(travel_status="state_staff")},
        {"channel": "window", **said(travel_status="state_staff")},
    ),
    "military_self_service": (
        "refuse",
        {"channel": "kiosk", **said(travel_status="military")},
        {"channel": "window", **said(travel_status="military")},
    ),
    "guardian_absent": (
        "refuse",
        {"age": 15, "guardian": False, **said(minor_escort="one_parent")},
        {"age": 15, "guardian": False, **said(minor_escort="entrusted")},
    ),
    "guardianship_review": (
        "review",
        {"age": 15, "guardian": True, **said(minor_escort="divorced")},
        {"age": 15, "guardian": True, **said(minor_escort="both_parents")},
    ),
    "turning_sixteen": (
        "warn",
        {"age": 15, "form": {"applicant_birth": "2010-12-10"}},
        {"age": 15, "form": {"applicant_birth": "2011-03-10"}},
    ),
    "online_under_sixteen": ("refuse", {"age": 15, "channel": "online"}, {"age": 16, "channel": "online"}),
    "online_not_ready": (
        "refuse",
        {"channel": "online", **said(online_ready="no")},
        {"channel": "online", **said(online_ready="yes")},
    ),
    "online_pilot_unconfirmed": ("warn", {"channel": "online"}, {"channel": "window"}),
    "urgent_review": ("review", said(urgent_travel="yes"), said(urgent_travel="no")),
    "no_endorsement": ("warn", said(hk_endorsement="no"), said(hk_endorsement="yes")),
    "no_permit": ("refuse", said(hk_permit="none"), said(hk_permit="applying")),
    "individual_suspended": ("warn", said(tw_purpose="individual"), said(tw_purpose="visit")),
}


def expiring(key: str, element: str, expiry: str) -> Told:
    return {**said(**{key: "expiring"}), "form": {element: expiry}}


def permit_until(expiry: str, **answers: str) -> Told:
    return {**said(hk_permit="valid", **answers), "form": {"permit_expiry": expiry}}


OWN: list[tuple[str, str, str, Told, Told]] = [
    (
        "crj-passport-renew",
        "lost_use_reissue",
        "refuse",
        said(passport_reason="lost"),
        said(passport_reason="damaged"),
    ),
    (
        "crj-passport-renew",
        "not_yet_expiring",
        "refuse",
        expiring("passport_reason", "passport_expiry", "2027-05-20"),
        expiring("passport_reason", "passport_expiry", "2027-05-19"),
    ),
    ("crj-passport-renew", "early_renewal", "review", said(passport_reason="other"), said(passport_reason="full")),
    (
        "crj-passport-renew",
        "visa_in_old_passport",
        "warn",
        said(passport_reason="full"),
        said(passport_reason="expiring"),
    ),
    ("crj-passport-reissue", "old_passport_void", "warn", said(passport_loss="lost"), said(passport_loss="found")),
    ("crj-passport-reissue", "found_again", "refuse", said(passport_loss="found"), said(passport_loss="stolen")),
    ("crj-passport-reissue", "stolen_report", "warn", said(passport_loss="stolen"), said(passport_loss="lost")),
    ("crj-hkmo-renew", "lost_use_reissue", "refuse", said(hkmo_reason="lost"), said(hkmo_reason="damaged")),
    (
        "crj-hkmo-renew",
        "not_yet_expiring",
        "refuse",
        expiring("hkmo_reason", "permit_expiry", "2027-05-20"),
        expiring("hkmo_reason", "permit_expiry", "2027-05-19"),
    ),
    ("crj-hkmo-renew", "endorsement_not_carried", "warn", said(hkmo_reason="damaged"), said(hkmo_reason="lost")),
    ("crj-hkmo-reissue", "lost_again", "review", said(hkmo_loss="again"), said(hkmo_loss="first")),
    ("crj-hkmo-reissue", "old_permit_void", "warn", said(hkmo_loss="first"), {}),
    ("crj-tw-first", "taiwan_entry_permit", "warn", said(tw_entry="no"), said(tw_entry="yes")),
    ("crj-tw-renew", "lost_use_reissue", "refuse", said(tw_reason="lost"), said(tw_reason="data_changed")),
    (
        "crj-tw-renew",
        "not_yet_expiring",
        "refuse",
        expiring("tw_reason", "permit_expiry", "2030-01-01"),
        expiring("tw_reason", "permit_expiry", "2026-12-31"),
    ),
    ("crj-tw-renew", "endorsement_not_carried", "warn", said(tw_reason="damaged"), said(tw_reason="lost")),
    (
        "crj-hk-group",
        "permit_too_short_for_three_months",
        "refuse",
        permit_until("2027-02-19", group_kind="once_three_months"),
        permit_until("2027-02-20", group_kind="once_three_months"),
    ),
    (
        "crj-hk-group",
        "permit_too_short_for_one_year",
        "refuse",
        permit_until("2027-11-19", group_kind="once_one_year"),
        permit_until("2027-11-20", group_kind="once_one_year"),
    ),
    (
        "crj-hk-group",
        "macao_once_only",
        "refuse",
        said(group_place="macao", group_kind="twice_one_year"),
        said(group_place="hongkong", group_kind="twice_one_year"),
    ),
    ("crj-hk-group", "not_with_group", "refuse", said(group_tour="no"), said(group_tour="yes")),
    (
        "crj-hk-individual",
        "permit_too_short_for_three_months",
        "refuse",
        permit_until("2027-01-01", individual_kind="once_three_months"),
        permit_until("2027-04-01", individual_kind="once_three_months"),
    ),
    (
        "crj-hk-individual",
        "permit_too_short_for_one_year",
        "refuse",
        permit_until("2027-04-01", individual_kind="once_one_year"),
        permit_until("2027-04-01", individual_kind="once_three_months"),
    ),
    (
        "crj-hk-individual",
        "permit_too_short_for_multiple",
        "refuse",
        permit_until("2027-04-01", individual_kind="multiple_one_year"),
        permit_until("2028-04-01", individual_kind="multiple_one_year"),
    ),
    (
        "crj-hk-individual",
        "macao_once_only",
        "refuse",
        said(individual_place="macao", individual_kind="twice_three_months"),
        said(individual_place="macao", individual_kind="once_three_months"),
    ),
    (
        "crj-hk-individual",
        "city_not_open",
        "refuse",
        said(individual_city="neither"),
        said(individual_city="guangdong"),
    ),
    (
        "crj-hk-individual",
        "residence_permit_review",
        "review",
        said(individual_city="residence_permit"),
        said(individual_city="open_city"),
    ),
    (
        "crj-hk-individual",
        "multiple_not_eligible",
        "refuse",
        said(individual_kind="multiple_one_year", individual_city="guangdong"),
        said(individual_kind="once_one_year", individual_city="guangdong"),
    ),
    (
        "crj-hk-individual",
        "multiple_review",
        "review",
        said(individual_kind="multiple_one_year", individual_city="zhuhai"),
        said(individual_kind="twice_one_year", individual_city="zhuhai"),
    ),
    (
        "crj-hk-family",
        "permit_too_short_for_three_months",
        "refuse",
        permit_until("2027-02-19", family_entries="multiple_three_months"),
        permit_until("2027-02-20", family_entries="multiple_three_months"),
    ),
    (
        "crj-hk-family",
        "permit_too_short_for_one_year",
        "refuse",
        permit_until("2027-11-19", family_entries="multiple_one_year"),
        permit_until("2027-11-19", family_entries="once_three_months"),
    ),
    ("crj-hk-family", "kin_not_covered", "refuse", said(family_relation="other"), said(family_relation="spouse")),
    (
        "crj-hk-family",
        "distant_kin_once_only",
        "refuse",
        said(family_relation="siblings_grandparents", family_entries="multiple_three_months"),
        said(family_relation="siblings_grandparents", family_entries="once_three_months"),
    ),
    (
        "crj-hk-family",
        "one_year_review",
        "review",
        {"age": 59, **said(family_relation="parents_children", family_entries="multiple_one_year")},
        {"age": 60, **said(family_relation="parents_children", family_entries="multiple_one_year")},
    ),
    (
        "crj-records",
        "agent_window_only",
        "refuse",
        {"agent": True, "channel": "online"},
        {"agent": True, "channel": "window"},
    ),
    (
        "crj-records",
        "agent_without_reason",
        "review",
        {"agent": True, **said(agent_reason="other")},
        {"agent": True, **said(agent_reason="special")},
    ),
    ("crj-records", "guardian_absent", "refuse", {"age": 15}, {"age": 15, "guardian": True}),
    (
        "crj-records",
        "online_ten_years",
        "refuse",
        {"channel": "online", "form": {"record_from": "2016-11-20"}},
        {"channel": "online", "form": {"record_from": "2016-11-21"}},
    ),
    (
        "crj-records",
        "period_reversed",
        "refuse",
        {"form": {"record_from": "2026-11-02", "record_to": "2026-11-01"}},
        {"form": {"record_from": "2026-11-01", "record_to": "2026-11-01"}},
    ),
]
HURRIED = [
    (code, "urgent_review", "review", {"form": {"urgent": True}}, {"form": {"urgent": False}}) for code in ENDORSEMENTS
]
OWN += HURRIED
SPECIAL = {(code, key) for code, key, *_ in OWN}
RULES = OWN + [
    (code, rule.key, *SHARED[rule.key])
    for code in ITEMS
    for rule in defined(code).rules
    if rule.key in SHARED and (code, rule.key) not in SPECIAL
]


@pytest.mark.parametrize(("code", "key", "effect", "bitten", "free"), RULES, ids=lambda value: str(value)[:40])
def test_a_rule_bites_exactly_when_its_source_says(code: str, key: str, effect: str, bitten: Told, free: Told) -> None:
    assert rule_effects(defined(code), told(**bitten)).get(key) == effect
    assert key not in rule_effects(defined(code), told(**free))


@pytest.mark.parametrize("code", ITEMS)
def test_no_rule_is_without_a_case(code: str) -> None:
    assert {rule.key for rule in defined(code).rules} == {key for of, key, *_ in RULES if of == code}


@pytest.mark.parametrize("code", DOCUMENTS + ENDORSEMENTS)
def test_the_grounds_for_refusing_a_travel_document_stand_in_every_item(code: str) -> None:
    grounds = {"serving_sentence", "court_notice", "criminal_case", "national_security", "border_offence"}
    assert grounds | {"not_chinese", "identity_unproven"} <= {rule.key for rule in defined(code).rules}


@pytest.mark.parametrize("why", ["one_parent", "divorced", "other_guardian"])
def test_an_open_question_of_guardianship_always_goes_to_a_person(why: str) -> None:
    child = told(**differing(CHILD, answers={"minor_escort": why}))
    assert all(rule_effects(defined(code), child)["guardianship_review"] == "review" for code in DOCUMENTS)


@pytest.mark.parametrize("code", DOCUMENTS)
def test_an_agent_cannot_apply_for_a_document_that_needs_fingerprints(code: str) -> None:
    assert {found.key: str(found.effect) for found in rule_findings(defined(code), told(agent=True))}[
        "agent"
    ] == "refuse"


@pytest.mark.parametrize("code", ENDORSEMENTS)
def test_whether_an_agent_may_file_an_endorsement_is_left_to_an_officer(code: str) -> None:
    assert {found.key: str(found.effect) for found in rule_findings(defined(code), told(agent=True))}[
        "agent"
    ] == "review"


@pytest.mark.parametrize("channel", ["online", "kiosk"])
@pytest.mark.parametrize("code", AGAIN)
def test_registered_staff_and_military_are_kept_from_self_service(code: str, channel: str) -> None:
    for status, key in (("state_staff", "state_staff_self_service"), ("military", "military_self_service")):
        assert key in rule_effects(defined(code), told(channel=channel, **said(travel_status=status)))
