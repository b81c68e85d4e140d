"""What the sixteen household items ask for: materials, fees, terms of validity, limits and routes, case by case."""

from collections.abc import Iterator
from itertools import product

import pytest

from tests.catalogue.household_bases import BASES, Change, facts_of, item_of
from yichuang.catalogue import requirements
from yichuang.catalogue.alike import conditions
from yichuang.catalogue.conditions import Facts, holds
from yichuang.catalogue.definition import Item, Need, Unit
from yichuang.catalogue.lint import findings
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.requirements import ChargeState, required_materials
from yichuang.catalogue.situations import settled

AGENT: Change = {"agent": True, "capacity": "agent"}
WARD: Change = {"guardian": True, "capacity": "guardian"}
CHILD: Change = {**WARD, "age": 15, "form.applicant_birth": "2011-06-01"}
ONLINE: Change = {"channel": "online", "id_biometrics": "on_file"}
PAPER: Change = {"move_transfer": "paper"}
SLIP: Change = {"id_photo": "slip"}

ASKED: dict[str, list[tuple[str, Need, Change]]] = {
    "hz-birth-domestic": [
        ("passport_or_permit", Need.SHARED, {"birth_circumstances": "wedlock_outside"}),
        ("nation_application", Need.PRODUCED, {"form.mother_nation": "壮"}),
        ("surname_basis", Need.PRODUCED, {"child_surname": "elder"}),
        ("surname_basis", Need.PRODUCED, {"child_surname": "foster"}),
        ("surname_basis", Need.PRODUCED, {"child_surname": "other"}),
        ("residence_permit", Need.SHARED, {"birth_destination": "other_province"}),
        (
            "residence_registration_slip",
            Need.SHARED,
            {"birth_destination": "other_province", "parent_residence": "registration"},
        ),
        ("id_card_guardian", Need.SHARED, WARD),
        ("guardianship_proof", Need.SHARED, WARD),
        ("authorisation", Need.PRODUCED, AGENT),
        ("id_card_agent", Need.SHARED, AGENT),
    ],
    "hz-move-spouse": [
        ("marriage_abroad", Need.PRODUCED, {"marriage_place": "outside"}),
        ("lease_filing", Need.SHARED, {"move_dwelling": "rented"}),
        ("lodging_proof", Need.PRODUCED, {"move_dwelling": "unit"}),
        ("migration_certificate", Need.DEFERRABLE, PAPER),
        ("id_card_guardian", Need.SHARED, WARD),
        ("guardianship_proof", Need.SHARED, WARD),
        ("id_card_agent", Need.SHARED, {**AGENT, "spouse_agent": "spouse"}),
        ("authorisation", Need.PRODUCED, {**AGENT, "spouse_agent": "other"}),
    ],
    "hz-move-parents": [
        ("lease_filing", Need.SHARED, {"move_dwelling": "rented"}),
        ("lodging_proof", Need.PRODUCED, {"move_dwelling": "unit"}),
        ("migration_certificate", Need.DEFERRABLE, PAPER),
        ("id_card_guardian", Need.SHARED, WARD),
        ("guardianship_proof", Need.SHARED, WARD),
        ("id_card_agent", Need.SHARED, AGENT),
        ("authorisation", Need.PRODUCED, AGENT),
    ],
    "hz-move-children": [
        ("lease_filing", Need.SHARED, {"move_dwelling": "rented"}),
        ("lodging_proof", Need.PRODUCED, {"move_dwelling": "unit"}),
        ("custody_document", Need.SHARED, {"parents_divorced": "divorced"}),
        ("other_parent_consent", Need.PRODUCED, {"parents_divorced": "divorced", "custody": "consent"}),
        ("marital_record", Need.SHARED, {"age": 18}),
        ("study_proof", Need.SHARED, {"age": 18, "adult_child_status": "student"}),
        ("guardianship_proof", Need.SHARED, {"form.guardian_relation": "grandparent"}),
        ("migration_certificate", Need.DEFERRABLE, {"move_origin": "other_province"}),
    ],
    "hz-cancel-death": [
        ("death_declaration", Need.SHARED, {"death_proof": "court"}),
        ("death_abroad", Need.PRODUCED, {"death_proof": "abroad"}),
        ("death_hkmotw", Need.PRODUCED, {"death_proof": "hkmotw"}),
        ("death_other", Need.PRODUCED, {"death_proof": "other"}),
        ("loss_statement", Need.PRODUCED, {"deceased_id_card": "lost"}),
        ("id_card_handler", Need.SHARED, {"death_reporter": "committee"}),
        ("committee_statement", Need.PRODUCED, {"death_reporter": "committee"}),
        ("migration_certificate", Need.PRODUCED, {"died_moving": "moving"}),
        ("authorisation", Need.PRODUCED, AGENT),
        ("id_card_agent", Need.SHARED, AGENT),
    ],
    "hz-marital": [
        ("divorce_certificate", Need.SHARED, {"marital_change": "divorced_registry"}),
        ("divorce_judgment", Need.SHARED, {"marital_change": "divorced_court"}),
        ("marriage_abroad", Need.PRODUCED, {"marital_place": "outside"}),
        ("death_cancel_record", Need.SHARED, {"marital_change": "widowed"}),
        ("household_book", Need.SHARED, {"marital_change": "divorced_registry"}),
        ("household_book", Need.SHARED, {"marital_change": "widowed"}),
        ("authorisation", Need.PRODUCED, {**AGENT, "marital_agent": "other"}),
        ("id_card_agent", Need.SHARED, AGENT),
    ],
    "hz-booklet-reissue": [("id_card", Need.SHARED, {"booklet_applicant": "member"})],
    "hz-id-first": [("photo", Need.SHARED, SLIP), ("fingerprints", Need.PRODUCED, SLIP)],
    "hz-id-renew": [
        ("photo", Need.SHARED, SLIP),
        ("fingerprints", Need.PRODUCED, SLIP),
        ("low_income_proof", Need.SHARED, {"support_status": "allowance"}),
        ("low_income_proof", Need.SHARED, {"support_status": "destitute"}),
        ("id_card_guardian", Need.SHARED, CHILD),
        ("guardianship_proof", Need.SHARED, CHILD),
    ],
    "hz-id-reissue": [
        ("photo", Need.SHARED, SLIP),
        ("fingerprints", Need.PRODUCED, SLIP),
        ("id_card_guardian", Need.SHARED, CHILD),
        ("guardianship_proof", Need.SHARED, CHILD),
    ],
    "hz-id-remote-renew": [
        ("photo", Need.SHARED, SLIP),
        ("fingerprints", Need.PRODUCED, SLIP),
        ("low_income_proof", Need.SHARED, {"support_status": "allowance"}),
        ("id_card_guardian", Need.SHARED, CHILD),
        ("guardianship_proof", Need.SHARED, CHILD),
    ],
    "hz-id-remote-reissue": [
        ("residence_permit", Need.SHARED, {"remote_identity": "permit"}),
        ("photo", Need.SHARED, SLIP),
        ("fingerprints", Need.PRODUCED, SLIP),
        ("id_card_guardian", Need.SHARED, CHILD),
        ("guardianship_proof", Need.SHARED, CHILD),
    ],
    "hz-id-temp": [
        ("id_card_remote_form", Need.SHARED, {"id_pending": "remote_signed"}),
        ("id_card_guardian", Need.SHARED, {**WARD, "age": 15}),
        ("guardianship_proof", Need.SHARED, {**WARD, "age": 15}),
    ],
    "hz-resreg": [
        ("property_certificate", Need.SHARED, {"lodging": "own"}),
        ("lease_filing", Need.SHARED, {"lodging": "rent_filed"}),
        ("id_card_guardian", Need.SHARED, WARD),
        ("id_card_agent", Need.SHARED, AGENT),
    ],
    "hz-resperm-first": [
        ("household_book", Need.SHARED, {"age": 15}),
        ("social_security", Need.SHARED, {"work_proof": "insured"}),
        ("business_license", Need.SHARED, {"work_proof": "business"}),
        ("property_certificate", Need.SHARED, {"permit_ground": "home", "home_proof": "owned"}),
        ("lease_filing", Need.SHARED, {"permit_ground": "home", "home_proof": "lease"}),
        ("lodging_proof", Need.PRODUCED, {"permit_ground": "home", "home_proof": "certificate"}),
        ("study_proof", Need.SHARED, {"permit_ground": "study"}),
        ("id_card_guardian", Need.SHARED, WARD),
        ("id_card_agent", Need.SHARED, AGENT),
    ],
    "hz-proof-hukou": [
        ("id_card_guardian", Need.SHARED, WARD),
        ("guardianship_proof", Need.SHARED, WARD),
        ("id_card_agent", Need.SHARED, AGENT),
        ("authorisation", Need.PRODUCED, AGENT),
    ],
}

SPARED: list[tuple[str, str, Need, Change]] = [
    ("hz-move-spouse", "marriage_certificate", Need.SHARED, {"marriage_place": "outside"}),
    ("hz-move-spouse", "dwelling_sponsor", Need.SHARED, {"move_dwelling": "rented"}),
    ("hz-move-parents", "dwelling_sponsor", Need.SHARED, {"move_dwelling": "none"}),
    ("hz-move-children", "dwelling_sponsor", Need.SHARED, {"move_dwelling": "unit"}),
    ("hz-move-children", "id_card_guardian", Need.SHARED, {"guardian": False, "age": 18}),
    ("hz-cancel-death", "death_certificate", Need.SHARED, {"death_proof": "court"}),
    ("hz-cancel-death", "id_card_deceased", Need.DEFERRABLE, {"deceased_id_card": "lost"}),
    ("hz-cancel-death", "id_card_deceased", Need.DEFERRABLE, {"deceased_id_card": "never"}),
    ("hz-cancel-death", "id_card", Need.SHARED, {"death_reporter": "committee"}),
    ("hz-marital", "marriage_certificate", Need.SHARED, {"marital_change": "divorced_registry"}),
    ("hz-marital", "marriage_certificate", Need.SHARED, {"marital_place": "outside"}),
    ("hz-booklet-reissue", "id_card_household_head", Need.SHARED, {"booklet_applicant": "member"}),
    ("hz-id-first", "portrait_and_fingerprints", Need.PRODUCED, SLIP),
    ("hz-id-renew", "portrait_and_fingerprints", Need.PRODUCED, SLIP),
    ("hz-id-renew", "portrait_and_fingerprints", Need.PRODUCED, ONLINE),
    ("hz-id-reissue", "portrait_and_fingerprints", Need.PRODUCED, ONLINE),
    ("hz-id-remote-renew", "portrait_and_fingerprints", Need.PRODUCED, SLIP),
    ("hz-id-remote-reissue", "portrait_and_fingerprints", Need.PRODUCED, SLIP),
    ("hz-id-remote-reissue", "household_book", Need.SHARED, {"remote_identity": "permit"}),
    ("hz-id-temp", "id_card_collection_slip", Need.SHARED, {"id_pending": "remote_signed"}),
    ("hz-resreg", "lodging_proof", Need.PRODUCED, {"lodging": "own"}),
    ("hz-resperm-first", "id_card", Need.SHARED, {"age": 15}),
    ("hz-resperm-first", "labour_contract", Need.SHARED, {"permit_ground": "study"}),
]
"""Materials of the plain application that a change makes unnecessary."""


def needs(code: str, change: Change | None = None) -> dict[str, Need]:
    return {each.evidence: each.need for each in required_materials(item_of(code), facts_of(code, change))}


@pytest.mark.parametrize(
    ("code", "evidence", "need", "change"), [(code, *case) for code in ASKED for case in ASKED[code]]
)
def test_a_situation_asks_for_its_material(code: str, evidence: str, need: Need, change: Change) -> None:
    assert evidence not in needs(code)
    assert needs(code, change)[evidence] == need


@pytest.mark.parametrize(("code", "evidence", "need", "change"), SPARED)
def test_a_situation_spares_its_material(code: str, evidence: str, need: Need, change: Change) -> None:
    assert needs(code)[evidence] == need
    assert evidence not in needs(code, change)


@pytest.mark.parametrize(
    ("code", "evidence"),
    [
        (code, evidence)
        for code in ("hz-id-renew", "hz-id-reissue", "hz-id-remote-renew", "hz-id-remote-reissue", "hz-id-temp")
        for evidence in ("id_card_guardian", "guardianship_proof")
    ],
)
def test_a_guardians_papers_are_asked_until_sixteen(code: str, evidence: str) -> None:
    assert evidence in needs(code, {"age": 15})
    assert evidence not in needs(code, {"age": 16})


def test_a_permit_is_applied_for_with_the_booklet_until_sixteen_and_the_id_card_from_then_on() -> None:
    assert needs("hz-resperm-first", {"age": 16}).keys() >= {"id_card"}
    assert "household_book" not in needs("hz-resperm-first", {"age": 16})


def test_custody_is_no_question_for_a_grown_child() -> None:
    divorced: Change = {"parents_divorced": "divorced", "custody": "this_parent"}
    assert "custody_document" in needs("hz-move-children", {**divorced, "age": 17})
    assert "custody_document" not in needs("hz-move-children", {**divorced, "age": 18, "adult_child_status": "student"})


@pytest.mark.parametrize("code", BASES)
def test_no_conditional_material_is_left_without_a_case(code: str) -> None:
    tried = {evidence for evidence, _, _ in ASKED[code]} | {
        evidence for other, evidence, _, _ in SPARED if other == code
    }
    assert {material.evidence for material in item_of(code).materials if material.when} == tried


@pytest.mark.parametrize(
    ("code", "change", "state", "amount"),
    [
        ("hz-id-first", {}, ChargeState.FREE, 0),
        ("hz-id-renew", {}, ChargeState.DUE, 20),
        ("hz-id-renew", {"support_status": "allowance"}, ChargeState.FREE, 0),
        ("hz-id-renew", {"support_status": "destitute"}, ChargeState.FREE, 0),
        ("hz-id-reissue", {}, ChargeState.DUE, 40),
        ("hz-id-remote-renew", {}, ChargeState.DUE, 20),
        ("hz-id-remote-renew", {"remote_card_state": "damaged"}, ChargeState.DUE, 40),
        ("hz-id-remote-renew", {"support_status": "allowance"}, ChargeState.FREE, 0),
        ("hz-id-remote-reissue", {}, ChargeState.DUE, 40),
        ("hz-id-temp", {}, ChargeState.DUE, 10),
        ("hz-resperm-first", {}, ChargeState.FREE, 0),
        ("hz-booklet-reissue", {}, ChargeState.UNVERIFIED, 0),
        ("hz-birth-domestic", {}, ChargeState.FREE, 0),
        ("hz-move-spouse", {}, ChargeState.FREE, 0),
        ("hz-move-parents", {}, ChargeState.FREE, 0),
        ("hz-move-children", {}, ChargeState.FREE, 0),
        ("hz-cancel-death", {}, ChargeState.FREE, 0),
        ("hz-marital", {}, ChargeState.FREE, 0),
        ("hz-resreg", {}, ChargeState.FREE, 0),
        ("hz-proof-hukou", {}, ChargeState.FREE, 0),
    ],
)
def test_the_fee_is_what_the_tables_say(code: str, change: Change, state: ChargeState, amount: int) -> None:
    charge = requirements.fee(item_of(code), facts_of(code, change))
    assert (charge.state, charge.amount) == (state, amount)


ID_CARDS = ("hz-id-first", "hz-id-renew", "hz-id-reissue", "hz-id-remote-renew", "hz-id-remote-reissue")


def term(code: str, output: str, change: Change | None = None) -> tuple[int, int, int] | None:
    """Years, months and days of validity; all zero = no end date."""
    item = item_of(code)
    found = next(each for each in item.outputs if each.key == output)
    valid = requirements.validity(item, found, facts_of(code, change))
    return valid and (valid.years, valid.months, valid.days)


@pytest.mark.parametrize("code", ID_CARDS)
@pytest.mark.parametrize(("age", "years"), [(0, 5), (15, 5), (16, 10), (25, 10), (26, 20), (45, 20), (46, 0), (90, 0)])
def test_an_id_card_is_valid_by_age(code: str, age: int, years: int) -> None:
    """居民身份证法 art. 5; 0 years is no end date (长期)."""
    assert term(code, "id_card", {"age": age}) == (years, 0, 0)


def test_a_temporary_card_is_valid_for_three_months() -> None:
    assert term("hz-id-temp", "temporary_id_card") == (0, 3, 0)


def test_a_residence_permit_has_no_end_date() -> None:
    assert term("hz-resperm-first", "residence_permit") == (0, 0, 0)


@pytest.mark.parametrize("code", ["hz-move-spouse", "hz-move-parents", "hz-move-children"])
def test_a_move_in_permit_is_for_forty_days_and_only_across_provinces(code: str) -> None:
    assert term(code, "move_in_permit", {"move_origin": "other_province"}) == (0, 0, 40)
    assert term(code, "move_in_permit", {"move_origin": "same_province"}) is None


@pytest.mark.parametrize("code", ["hz-id-renew", "hz-id-remote-renew"])
def test_a_renewed_card_is_given_for_the_old_one(code: str) -> None:
    assert item_of(code).outputs[0].surrenders == "id_card_old"


@pytest.mark.parametrize(
    ("code", "promised", "statutory"),
    [
        ("hz-move-spouse", (5, Unit.WORKING_DAY), (20, Unit.WORKING_DAY)),
        ("hz-move-parents", (5, Unit.WORKING_DAY), (20, Unit.WORKING_DAY)),
        ("hz-move-children", (5, Unit.WORKING_DAY), (20, Unit.WORKING_DAY)),
        ("hz-id-first", (20, Unit.WORKING_DAY), (60, Unit.CALENDAR_DAY)),
        ("hz-id-renew", (20, Unit.WORKING_DAY), (60, Unit.CALENDAR_DAY)),
        ("hz-id-reissue", (20, Unit.WORKING_DAY), (60, Unit.CALENDAR_DAY)),
        ("hz-id-remote-renew", (30, Unit.WORKING_DAY), (60, Unit.CALENDAR_DAY)),
        ("hz-id-remote-reissue", (30, Unit.WORKING_DAY), (60, Unit.CALENDAR_DAY)),
        ("hz-id-temp", (0, Unit.ON_THE_SPOT), (3, Unit.CALENDAR_DAY)),
        ("hz-resperm-first", (10, Unit.WORKING_DAY), (15, Unit.CALENDAR_DAY)),
        ("hz-birth-domestic", (0, Unit.ON_THE_SPOT), None),
        ("hz-cancel-death", (0, Unit.ON_THE_SPOT), None),
    ],
)
def test_limits_count_in_the_unit_of_their_law(
    code: str, promised: tuple[int, Unit], statutory: tuple[int, Unit] | None
) -> None:
    limits = item_of(code).limits
    assert (limits.promised.amount, limits.promised.unit) == promised
    assert (limits.statutory and (limits.statutory.amount, limits.statutory.unit)) == statutory


@pytest.mark.parametrize("code", BASES)
def test_the_linter_finds_nothing(code: str) -> None:
    assert [finding.sentence("en") for finding in findings(catalogue(), [code])] == []


@pytest.mark.parametrize("code", BASES)
def test_no_condition_of_an_item_is_dead(code: str) -> None:
    """Over pairs of answers and kinds of persons each condition can hold and can fail; rules have cases of their own."""
    item = item_of(code)
    known = {option.known for each in item.situations for option in each.options}  # cases of their own too
    outcomes = {
        hit: set[bool | None]() for hit in conditions(item) if not hit[0].startswith("rules.") and hit[1] not in known
    }
    for facts in worlds(item):
        for (_, when), seen in outcomes.items():
            seen.add(holds(when, facts, code))
    assert [place for (place, _), seen in outcomes.items() if not {True, False} <= seen] == []


def worlds(item: Item) -> Iterator[Facts]:
    """The plain application under every two answers, and under every answer of every kind of person."""
    options: list[Change] = [{each.key: option.value} for each in item.situations for option in each.options]
    persons: list[Change] = [{"age": age} for age in (10, 18, 30, 50)] + [AGENT, WARD, {"guardian": False}]
    persons += [{"channel": channel} for channel in ("online", "mail", "kiosk")]
    persons += [{"form.guardian_relation": "grandparent"}, {"form.mother_nation": "壮"}]
    persons += [{"has": frozenset({proof})} for proof in ("photo", "low_income_proof", "id_card", "residence_permit")]
    for first, second in product([*options, *persons], options):
        yield settled(item, facts_of(item.code, {**first, **second}))
