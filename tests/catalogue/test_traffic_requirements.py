"""Traffic: proofs, form, fees, limits and validity of the eleven high-frequency items follow from the answers."""

import pytest

from tests.catalogue.asked import conditional_proofs, fields, maybe_proofs, price, proofs, term
from tests.catalogue.traffic_bases import (
    EIGHTH_YEAR,
    ITEMS,
    LICENCES,
    SMALL,
    VEHICLES,
    Told,
    car,
    defined,
    said,
    told,
    written,
)
from yichuang.catalogue.definition import Unit

UNIT = said(vehicle_owner_kind="organisation")
ON_SITE: Told = {"has": frozenset(), **said(driver_photo="onsite")}
PROOFS: list[tuple[str, str, Told, Told]] = [
    *(
        (code, evidence, needed, spared)
        for code in ("jg-v-unmortgage", "jg-v-plate", "jg-v-license")
        for evidence, needed, spared in (
            ("vehicle_owner_id", said(release_way="data"), UNIT),
            ("business_license", UNIT, {}),
            ("authorisation_unit", UNIT, {}),
            ("id_card_handler", UNIT, {}),
        )
    ),
    ("jg-v-unmortgage", "vehicle_owner_id", said(release_way="court"), said(release_way="both")),
    ("jg-v-unmortgage", "id_both_parties", said(release_way="both"), said(release_way="data")),
    ("jg-v-unmortgage", "mortgage_release", said(release_way="data"), said(release_way="court")),
    ("jg-v-unmortgage", "court_release_papers", said(release_way="court"), said(release_way="data")),
    (
        "jg-v-unmortgage",
        "vehicle_certificate",
        said(vehicle_certificate="later"),
        said(vehicle_certificate="electronic"),
    ),
    ("jg-v-plate", "plates_old", said(plate_reason="damaged"), said(plate_reason="fixing")),
    (
        "jg-v-plate",
        "plates_old",
        said(plate_reason="lost", plate_left="yes"),
        said(plate_reason="lost", plate_left="no"),
    ),
    (
        "jg-v-license",
        "vehicle_license_old",
        said(vehicle_license_reason="damaged"),
        said(vehicle_license_reason="lost"),
    ),
    ("jg-v-inspect", "vehicle_inspection_passed", car("2016-12-10", "2026-12-31"), EIGHTH_YEAR),
    ("jg-d-transfer", "driver_medical", written(licence_class="b2"), written(licence_class="c1")),
    ("jg-user-face", "business_license", said(account_kind="organisation"), said(account_kind="person")),
    ("jg-user-face", "authorisation_unit", said(account_kind="organisation"), said(account_kind="person")),
    ("jg-t-vio", "objection_statement", written(accepts_facts="contest"), written(accepts_facts="accept")),
    *(
        (code, evidence, needed, spared)
        for code in LICENCES
        for evidence, needed, spared in (("photo_driver", {}, ON_SITE), ("portrait_onsite", ON_SITE, {}))
    ),
    *(
        (code, evidence, {"agent": True}, {})
        for code in [*VEHICLES, *LICENCES, "jg-d-health"]
        for evidence in ("authorisation" if code in VEHICLES else "joint_authorisation", "id_card_agent")
    ),
]


@pytest.mark.parametrize(("code", "evidence", "needed", "spared"), PROOFS, ids=lambda value: str(value)[:40])
def test_a_proof_is_asked_for_only_where_it_is_needed(code: str, evidence: str, needed: Told, spared: Told) -> None:
    assert evidence in proofs(defined(code), told(**needed))
    assert evidence not in proofs(defined(code), told(**spared))


@pytest.mark.parametrize("code", ITEMS)
def test_no_conditional_proof_is_without_a_case(code: str) -> None:
    assert conditional_proofs(defined(code)) == {evidence for of, evidence, *_ in PROOFS if of == code}


FEES: list[tuple[str, dict[str, str], int]] = [
    ("jg-v-plate", {"plate_reason": "fixing"}, 1),
    ("jg-v-plate", {"plate_reason": "lost", "plate_vehicle": "car"}, 100),
    ("jg-v-plate", {"plate_reason": "damaged", "plate_vehicle": "new_energy"}, 100),
    ("jg-v-plate", {"plate_reason": "damaged", "plate_vehicle": "motorcycle"}, 35),
    ("jg-v-plate", {"plate_reason": "damaged", "plate_vehicle": "trailer"}, 50),
    ("jg-v-plate", {"plate_reason": "damaged", "plate_vehicle": "low_speed"}, 40),
    ("jg-v-license", {}, 10),
    *((code, {}, 10) for code in LICENCES),
]


@pytest.mark.parametrize(("code", "answers", "amount"), FEES)
def test_the_fee_is_that_of_the_published_list(code: str, answers: dict[str, str], amount: int) -> None:
    assert price(defined(code), told(answers=answers)) == ("due", amount)


def test_every_plate_fee_is_reached() -> None:
    amounts = {amount for code, _, amount in FEES if code == "jg-v-plate"}
    assert amounts == {rule.amount for rule in defined("jg-v-plate").fee.rules}


@pytest.mark.parametrize("code", ["jg-v-unmortgage", "jg-v-inspect", "jg-d-health", "jg-user-face", "jg-t-vio"])
def test_these_cost_nothing(code: str) -> None:
    assert price(defined(code), told()) == ("free", 0)


@pytest.mark.parametrize(
    ("answers", "valid"),
    [
        ({"licence_term": "six", "licence_full_once": "no"}, (10, 0)),
        ({"licence_term": "ten", "licence_full_once": "no"}, (0, 0)),
        ({"licence_term": "six", "licence_full_once": "yes"}, (6, 0)),
        ({"licence_term": "ten", "licence_full_once": "yes"}, (10, 0)),
    ],
)
def test_a_licence_grows_from_six_to_ten_years_to_no_end_unless_a_cycle_reached_twelve(
    answers: dict[str, str], valid: object
) -> None:
    assert term(defined("jg-d-renew"), told(answers=answers)) == valid


@pytest.mark.parametrize(
    ("registered", "expiry", "valid"),
    [("2018-12-10", "2026-12-31", (2, 0)), ("2016-12-10", "2026-12-31", (1, 0)), ("2012-12-10", "2026-12-31", (1, 0))],
)
def test_the_inspection_mark_of_a_small_car_runs_two_years_and_from_the_tenth_year_one(
    registered: str, expiry: str, valid: object
) -> None:
    assert term(defined("jg-v-inspect"), told(**car(registered, expiry))) == valid


def test_the_inspection_cycle_of_other_vehicles_is_not_guessed() -> None:
    bus = car("2020-12-10", "2026-12-31", inspect_vehicle="other")
    assert term(defined("jg-v-inspect"), told(**bus)) is None


@pytest.mark.parametrize("code", ["jg-d-reissue", "jg-d-damaged", "jg-d-transfer"])
def test_a_replaced_licence_keeps_the_dates_of_the_old_one(code: str) -> None:
    assert term(defined(code), told()) is None
    assert defined(code).outputs[0].validity_note


@pytest.mark.parametrize(
    ("code", "old"),
    [
        ("jg-v-plate", "plates_old"),
        ("jg-v-license", "vehicle_license_old"),
        ("jg-d-renew", "driver_license"),
        ("jg-d-damaged", "driver_license_old"),
        ("jg-d-transfer", "driver_license"),
    ],
)
def test_the_old_plates_or_licence_are_handed_in(code: str, old: str) -> None:
    assert defined(code).outputs[0].surrenders == old


@pytest.mark.parametrize(("code", "days"), [("jg-v-plate", 15), *((code, 1) for code in [*LICENCES, "jg-v-license"])])
def test_the_ministry_s_rules_count_working_days(code: str, days: int) -> None:
    statutory = defined(code).limits.statutory
    assert statutory is not None
    assert (statutory.amount, statutory.unit) == (days, Unit.WORKING_DAY)


@pytest.mark.parametrize("code", ITEMS)
def test_one_step_decides(code: str) -> None:
    steps = defined(code).steps
    named = [step.name.zh for step in steps if step.act == "decide"]
    assert named == (["决定"] if code in LICENCES else ["审核"])


@pytest.mark.parametrize(
    ("code", "wanted", "needed", "spared"),
    [
        ("jg-v-plate", "organisation_code", UNIT, {}),
        ("jg-v-plate", "plate_pieces", said(plate_reason="lost"), said(plate_reason="fixing")),
        ("jg-v-plate", "lost_date", said(plate_reason="stolen"), said(plate_reason="damaged")),
        ("jg-v-license", "lost_date", said(vehicle_license_reason="lost"), said(vehicle_license_reason="damaged")),
        ("jg-d-transfer", "medical_date", written(licence_class="a1"), written(licence_class="c2")),
        ("jg-d-renew", "agent_name", {"agent": True}, {}),
        ("jg-user-face", "legal_representative", said(account_kind="organisation"), said(account_kind="person")),
        ("jg-t-vio", "objection_grounds", written(accepts_facts="contest"), written(accepts_facts="accept")),
    ],
)
def test_the_form_asks_only_what_the_situation_calls_for(code: str, wanted: str, needed: Told, spared: Told) -> None:
    assert wanted in fields(defined(code), told(**needed))
    assert wanted not in fields(defined(code), told(**spared))


def test_whether_a_car_must_be_tested_stays_open_until_its_first_registration_is_known() -> None:
    unknown = told(**said(**SMALL))
    assert "vehicle_inspection_passed" in maybe_proofs(defined("jg-v-inspect"), unknown)
