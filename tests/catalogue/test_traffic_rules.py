"""Traffic: every rule of the eleven high-frequency items bites exactly when its source says."""

import pytest

from tests.catalogue.asked import rule_effects
from tests.catalogue.traffic_bases import EIGHTH_YEAR, ITEMS, Told, car, defined, said, told, written

CASES: list[tuple[str, str, str, Told, Told]] = [
    ("jg-v-unmortgage", "seized", "refuse", said(vehicle_seizure="yes"), said(vehicle_seizure="no")),
    (
        "jg-v-unmortgage",
        "online_needs_data",
        "refuse",
        {"channel": "online", **said(release_way="both")},
        {"channel": "online", **said(release_way="data")},
    ),
    (
        "jg-v-unmortgage",
        "certificate_to_follow",
        "warn",
        said(vehicle_certificate="later"),
        said(vehicle_certificate="paper"),
    ),
    *(
        (code, key, "refuse", said(vehicle_state=state), said(vehicle_state="clear"))
        for code in ("jg-v-plate", "jg-v-license")
        for key, state in (("seized", "seized"), ("scrap_due", "scrap"))
    ),
    (
        "jg-v-plate",
        "temporary_plate",
        "warn",
        said(plate_reason="lost", plate_drive="yes"),
        said(plate_reason="fixing"),
    ),
    ("jg-v-plate", "stolen_report", "warn", said(plate_reason="stolen"), said(plate_reason="lost")),
    ("jg-v-plate", "new_energy_type", "warn", said(plate_vehicle="new_energy"), said(plate_vehicle="car")),
    (
        "jg-v-license",
        "old_license_void",
        "warn",
        said(vehicle_license_reason="lost"),
        said(vehicle_license_reason="damaged"),
    ),
    ("jg-v-inspect", "test_needed", "warn", car("2020-12-10", "2026-12-31"), EIGHTH_YEAR),
    ("jg-v-inspect", "test_needed", "warn", car("2016-12-10", "2026-12-31"), EIGHTH_YEAR),
    ("jg-v-inspect", "test_needed", "warn", car("2015-12-10", "2026-12-31"), EIGHTH_YEAR),
    ("jg-v-inspect", "test_needed", "warn", car("2018-12-10", "2026-12-31", inspect_vehicle="minibus"), EIGHTH_YEAR),
    ("jg-v-inspect", "test_needed", "warn", car("2018-12-10", "2026-12-31", inspect_history="injury"), EIGHTH_YEAR),
    ("jg-v-inspect", "test_needed", "warn", car("2018-12-10", "2026-12-31", inspect_history="modified"), EIGHTH_YEAR),
    (
        "jg-v-inspect",
        "test_needed",
        "warn",
        car("2020-12-10", "2026-12-31", inspect_vehicle="motorcycle"),
        car("2022-12-10", "2026-12-31", inspect_vehicle="motorcycle"),
    ),
    ("jg-v-inspect", "violations_open", "refuse", said(vehicle_violations="open"), said(vehicle_violations="together")),
    (
        "jg-v-inspect",
        "violations_together",
        "warn",
        said(vehicle_violations="together"),
        said(vehicle_violations="none"),
    ),
    (
        "jg-v-inspect",
        "insurance_expired",
        "refuse",
        written(insurance_expiry="2026-11-19"),
        written(insurance_expiry="2026-11-20"),
    ),
    (
        "jg-v-inspect",
        "too_early",
        "refuse",
        written(inspection_expiry="2027-02-21"),
        written(inspection_expiry="2027-02-20"),
    ),
    (
        "jg-v-inspect",
        "inspection_expired",
        "warn",
        written(inspection_expiry="2026-11-19"),
        written(inspection_expiry="2026-11-20"),
    ),
    ("jg-d-renew", "too_early", "refuse", written(licence_expiry="2027-02-19"), written(licence_expiry="2027-02-18")),
    ("jg-d-renew", "overdue", "warn", written(licence_expiry="2026-11-19"), written(licence_expiry="2026-11-20")),
    (
        "jg-d-renew",
        "lapsed_one_year",
        "refuse",
        written(licence_expiry="2025-11-20"),
        written(licence_expiry="2025-11-21"),
    ),
    (
        "jg-d-renew",
        "lapsed_three_years",
        "refuse",
        written(licence_expiry="2023-11-20"),
        written(licence_expiry="2023-11-21"),
    ),
    *(
        (code, "medical_too_old", "refuse", written(medical_date="2026-05-19"), written(medical_date="2026-05-20"))
        for code in ("jg-d-renew", "jg-d-health")
    ),
    *(
        (
            "jg-d-renew",
            "age_over_sixty_three",
            "refuse",
            {"age": 63, **written(licence_class=large)},
            {"age": 62, **written(licence_class=large)},
        )
        for large in ("a1", "a2", "a3", "b1", "b2")
    ),
    *(
        (
            "jg-d-renew",
            "age_over_seventy_motorcycle",
            "refuse",
            {"age": 70, **written(licence_class=small)},
            {"age": 69, **written(licence_class=small)},
        )
        for small in ("c6", "d", "e")
    ),
    ("jg-d-renew", "ability_test", "warn", {"age": 70}, {"age": 69}),
    *(
        (code, "also_transfer_in", "warn", said(licence_place="elsewhere"), said(licence_place="here"))
        for code in ("jg-d-renew", "jg-d-reissue", "jg-d-damaged")
    ),
    *(
        (code, key, effect, said(driver_violations=answer), said(driver_violations="none"))
        for code in ("jg-d-renew", "jg-d-transfer")
        for key, effect, answer in (
            ("violations_open", "refuse", "open"),
            ("violations_together", "warn", "together"),
            ("full_points", "refuse", "full"),
        )
    ),
    ("jg-d-reissue", "licence_held", "refuse", said(licence_held="yes"), said(licence_held="no")),
    ("jg-d-reissue", "old_licence_void", "warn", said(licence_held="no"), said(licence_held="yes")),
    ("jg-d-damaged", "gone_use_reissue", "refuse", said(licence_readable="no"), said(licence_readable="yes")),
    ("jg-d-transfer", "issued_here", "refuse", said(licence_place="here"), said(licence_place="elsewhere")),
    ("jg-d-transfer", "unfit", "refuse", written(medical_statement="unfit"), written(medical_statement="fit")),
    ("jg-d-transfer", "expired", "refuse", written(licence_expiry="2026-11-19"), written(licence_expiry="2026-11-20")),
    ("jg-d-health", "not_required", "refuse", {"age": 69}, {"age": 70}),
    ("jg-d-health", "not_required", "refuse", written(licence_class="c1"), written(licence_class="c5")),
    ("jg-d-health", "late", "warn", said(health_timing="late"), said(health_timing="in_time")),
    ("jg-d-health", "cancelled", "refuse", said(health_timing="over_one_year"), said(health_timing="late")),
    ("jg-user-face", "registered_before", "refuse", said(account_exists="yes"), said(account_exists="no")),
    (
        "jg-user-face",
        "unit_at_window",
        "refuse",
        {"channel": "kiosk", **said(account_kind="organisation")},
        {"channel": "kiosk", **said(account_kind="person")},
    ),
    ("jg-t-vio", "not_the_driver", "refuse", said(violation_driver="not_me"), said(violation_driver="me")),
    (
        "jg-t-vio",
        "twelve_points_window",
        "refuse",
        {"channel": "online", **said(violation_points="twelve")},
        {"channel": "online", **said(violation_points="below")},
    ),
    ("jg-t-vio", "full_points_course", "warn", said(violation_points="twelve"), said(violation_points="below")),
    (
        "jg-t-vio",
        "large_fine_window",
        "refuse",
        {"channel": "kiosk", **said(violation_fine="above")},
        {"channel": "window", **said(violation_fine="above")},
    ),
    ("jg-t-vio", "others_vehicle", "review", said(violation_vehicle="others"), said(violation_vehicle="mine")),
    ("jg-t-vio", "contested", "review", written(accepts_facts="contest"), written(accepts_facts="accept")),
    ("jg-t-vio", "pay_in_time", "warn", said(violation_driver="me"), said(violation_driver="not_me")),
]


@pytest.mark.parametrize(("code", "key", "effect", "bitten", "free"), CASES, ids=lambda value: str(value)[:40])
def test_a_rule_bites_exactly_when_its_source_says(code: str, key: str, effect: str, bitten: Told, free: Told) -> None:
    assert rule_effects(defined(code), told(**bitten)).get(key) == effect
    assert key not in rule_effects(defined(code), told(**free))


@pytest.mark.parametrize("code", ITEMS)
def test_no_rule_is_without_a_case(code: str) -> None:
    assert {rule.key for rule in defined(code).rules} == {key for of, key, *_ in CASES if of == code}
