"""Every rule of the sixteen household items, made to bite and to keep silent."""

import pytest

from tests.catalogue.household_bases import BASES, NOTED_AT_BEST, Change, facts_of, item_of
from yichuang.catalogue.definition import Effect
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.situations import check_answers, open_questions

AGENT = {"agent": True, "capacity": "agent"}
FAR = {"birth_destination": "other_province"}

BITES: dict[str, list[tuple[str, str, Change]]] = {
    "hz-birth-domestic": [
        ("unmarried_parents", "refuse", {"birth_circumstances": "unmarried"}),
        ("no_birth_certificate", "refuse", {"birth_circumstances": "no_certificate"}),
        ("born_abroad", "refuse", {"birth_circumstances": "abroad"}),
        ("born_hkmotw", "refuse", {"birth_circumstances": "hkmotw"}),
        ("late_filing", "warn", {"form.child_birth": "2026-10-20"}),
        ("father_in_collective", "refuse", {"parents_households": "father_collective", "settle_with": "father"}),
        ("mother_in_collective", "refuse", {"parents_households": "mother_collective"}),
        ("father_student", "refuse", {"parents_households": "father_student", "settle_with": "father"}),
        ("mother_student", "refuse", {"parents_households": "mother_student"}),
        ("grandparents_item", "refuse", {"parents_households": "both_students", "settle_with": "grandparent"}),
        ("grandparents_not_open", "refuse", {"settle_with": "grandparent"}),
        ("other_surname", "review", {"child_surname": "elder"}),
        ("other_surname", "review", {"child_surname": "foster"}),
        ("other_surname", "review", {"child_surname": "other"}),
        ("far_too_old", "refuse", {**FAR, "form.child_birth": "2020-11-21"}),
        ("far_other_surname", "refuse", {**FAR, "child_surname": "custom"}),
        ("far_mixed_parents", "refuse", {**FAR, "form.mother_nation": "壮"}),
        ("far_mixed_parents", "refuse", {**FAR, "birth_circumstances": "wedlock_outside"}),
        ("far_not_family", "refuse", {**FAR, "parents_households": "father_collective"}),
        ("far_no_residence", "refuse", {**FAR, "parent_residence": "neither"}),
        ("other_guardian", "review", {"guardian": True, "form.guardian_relation": "grandparent"}),
    ],
    "hz-move-spouse": [
        ("within_city", "refuse", {"move_origin": "same_city"}),
        ("marriage_not_registered", "refuse", {"marriage_place": "unregistered"}),
        ("marriage_outside", "review", {"marriage_place": "outside"}),
        ("sponsor_in_collective", "review", {"sponsor_household": "collective"}),
        ("no_settled_home", "review", {"move_dwelling": "none"}),
        ("paper_deadlines", "warn", {"move_transfer": "paper"}),
        ("other_agent", "review", {**AGENT, "spouse_agent": "other"}),
        ("under_guardianship", "review", {"guardian": True, "capacity": "guardian"}),
    ],
    "hz-move-parents": [
        ("within_city", "refuse", {"move_origin": "same_city"}),
        ("other_children_at_origin", "review", {"other_children": "some"}),
        ("sponsor_in_collective", "review", {"sponsor_household": "collective"}),
        ("no_settled_home", "review", {"move_dwelling": "none"}),
        ("paper_deadlines", "warn", {"move_transfer": "paper"}),
        ("other_agent", "review", {**AGENT, "parents_agent": "other"}),
        ("under_guardianship", "review", {"guardian": True, "capacity": "guardian"}),
    ],
    "hz-move-children": [
        ("within_city", "refuse", {"move_origin": "same_city"}),
        ("minor_needs_guardian", "refuse", {"guardian": False, "age": 17}),
        ("guardian_not_parent", "review", {"form.guardian_relation": "grandparent"}),
        ("married_child", "refuse", {"age": 18, "adult_child_status": "married"}),
        ("adult_child", "review", {"age": 18, "adult_child_status": "student"}),
        ("adult_child", "review", {"age": 30, "adult_child_status": "single"}),
        ("divorced_parents", "review", {"parents_divorced": "divorced", "custody": "this_parent"}),
        ("divorced_parents", "review", {"parents_divorced": "divorced", "custody": "consent"}),
        ("no_custody", "refuse", {"parents_divorced": "divorced", "custody": "neither"}),
        ("no_settled_home", "review", {"move_dwelling": "none"}),
        ("paper_deadlines", "warn", {"move_origin": "other_province"}),
    ],
    "hz-cancel-death": [
        ("late_report", "warn", {"form.death_date": "2026-10-20"}),
        ("death_in_future", "refuse", {"form.death_date": "2026-11-22"}),
        ("no_report", "review", {"death_reporter": "nobody"}),
        ("committee_reports", "review", {"death_reporter": "committee"}),
        ("other_proof", "review", {"death_proof": "other"}),
        ("whole_household", "warn", {"household_left": "whole"}),
        ("died_while_moving", "warn", {"died_moving": "moving"}),
    ],
    "hz-marital": [
        ("man_under_age", "refuse", {"sex": "male", "age": 21}),
        ("woman_under_age", "refuse", {"sex": "female", "age": 19}),
        ("not_in_force", "refuse", {"marital_change": "divorced_court", "judgment_in_force": "open"}),
        ("outside_document", "review", {"marital_place": "outside"}),
        ("filed_by_third_party", "review", {**AGENT, "marital_agent": "other"}),
    ],
    "hz-booklet-reissue": [
        ("damaged_not_lost", "refuse", {"booklet_state": "damaged"}),
        ("possession_disputed", "review", {"booklet_state": "withheld"}),
        ("under_eighteen", "refuse", {"age": 17}),
        ("not_a_member", "refuse", {"booklet_applicant": "outsider"}),
    ],
    "hz-id-first": [
        ("under_sixteen", "refuse", {"age": 15}),
        ("outside_home_province", "refuse", {"household_place": "other_province"}),
        ("held_before", "refuse", {"id_held_before": "held"}),
        ("held_before", "refuse", {"has": frozenset({"id_card"})}),
        ("late_application", "warn", {"form.applicant_birth": "2010-08-20"}),
        ("birthday_in_window", "warn", {"age": 25, "form.applicant_birth": "2001-01-21"}),
        ("birthday_in_window", "warn", {"age": 45, "form.applicant_birth": "1981-01-21"}),
        ("relative_collects", "warn", {"id_collection": "relative"}),
    ],
    "hz-id-renew": [
        ("too_early", "refuse", {"form.id_card_expiry": "2027-02-22"}),
        ("already_expired", "warn", {"form.id_card_expiry": "2026-11-20"}),
        ("damaged_item", "refuse", {"id_card_state": "damaged"}),
        ("changed_item", "refuse", {"id_card_state": "changed"}),
        ("lost_item", "refuse", {"id_card_state": "lost"}),
        ("outside_home_province", "refuse", {"household_place": "other_province"}),
        ("biometrics_missing", "refuse", {"channel": "online", "id_biometrics": "not_on_file"}),
        ("guardian_absent", "refuse", {"age": 15, "form.applicant_birth": "2011-06-01"}),
        ("birthday_in_window", "warn", {"age": 15, "guardian": True, "form.applicant_birth": "2011-01-21"}),
        ("birthday_in_window", "warn", {"age": 25, "form.applicant_birth": "2001-01-21"}),
        ("birthday_in_window", "warn", {"age": 45, "form.applicant_birth": "1981-01-21"}),
        ("relative_collects", "warn", {"id_collection": "relative"}),
    ],
    "hz-id-reissue": [
        ("card_found", "refuse", {"id_card_loss": "found"}),
        ("card_stolen", "warn", {"id_card_loss": "stolen"}),
        ("outside_home_province", "refuse", {"household_place": "other_province"}),
        ("biometrics_missing", "refuse", {"channel": "mail", "id_biometrics": "not_on_file"}),
        ("guardian_absent", "refuse", {"age": 15, "form.applicant_birth": "2011-06-01"}),
        ("birthday_in_window", "warn", {"age": 25, "form.applicant_birth": "2001-01-21"}),
        ("relative_collects", "warn", {"id_collection": "relative"}),
    ],
    "hz-id-remote-renew": [
        ("inside_home_province", "refuse", {"household_place": "this_province"}),
        ("no_steady_stay", "refuse", {"stay_ground": "passing"}),
        ("too_early", "refuse", {"form.id_card_expiry": "2027-02-22"}),
        ("changed_at_home", "refuse", {"remote_card_state": "changed"}),
        ("lost_item", "refuse", {"remote_card_state": "lost"}),
        ("identity_not_shown", "refuse", {"remote_bar": "changed_no_prints"}),
        ("document_fraud", "refuse", {"remote_bar": "forged"}),
        ("adverse_credit", "refuse", {"remote_bar": "credit"}),
        ("guardian_absent", "refuse", {"age": 15, "form.applicant_birth": "2011-06-01"}),
        ("birthday_in_window", "warn", {"age": 45, "form.applicant_birth": "1981-01-21"}),
    ],
    "hz-id-remote-reissue": [
        ("inside_home_province", "refuse", {"household_place": "this_province"}),
        ("no_steady_stay", "refuse", {"stay_ground": "passing"}),
        ("card_found", "refuse", {"id_card_loss": "found"}),
        ("card_stolen", "warn", {"id_card_loss": "stolen"}),
        ("no_identity_document", "refuse", {"remote_identity": "neither"}),
        ("identity_not_shown", "refuse", {"remote_bar": "changed_no_prints"}),
        ("document_fraud", "refuse", {"remote_bar": "forged"}),
        ("adverse_credit", "refuse", {"remote_bar": "credit"}),
        ("guardian_absent", "refuse", {"age": 15, "form.applicant_birth": "2011-06-01"}),
        ("birthday_in_window", "warn", {"age": 25, "form.applicant_birth": "2001-01-21"}),
    ],
    "hz-id-temp": [
        ("nothing_pending", "refuse", {"id_pending": "nothing"}),
        ("remote_not_signed", "refuse", {"id_pending": "remote_waiting"}),
        ("guardian_absent", "refuse", {"age": 15}),
    ],
    "hz-resreg": [
        ("not_away_from_home", "refuse", {"resident_of": "same_city"}),
        ("not_away_from_home", "refuse", {"resident_of": "same_county"}),
        ("registered_by_host", "refuse", {"lodging": "hotel"}),
        ("registered_by_host", "refuse", {"lodging": "hospital"}),
        ("registered_by_host", "refuse", {"lodging": "school"}),
        ("registered_by_host", "refuse", {"lodging": "shelter"}),
        ("late_registration", "warn", {"form.residence_start": "2026-11-17"}),
    ],
    "hz-resperm-first": [
        ("not_away_from_home", "refuse", {"resident_of": "same_city"}),
        ("held_before", "refuse", {"permit_before": "held"}),
        ("held_before", "refuse", {"has": frozenset({"residence_permit"})}),
        ("less_than_half_year", "refuse", {"form.residence_start": "2026-05-22"}),
        ("no_ground", "refuse", {"permit_ground": "none"}),
        ("agent_reason", "refuse", {**AGENT, "permit_kin_agent": "healthy"}),
        ("agent_reason", "refuse", {**AGENT, "age": 16, "permit_kin_agent": "minor"}),
        ("agent_kinship", "refuse", {**AGENT, "permit_kin_agent": "stranger"}),
    ],
    "hz-proof-hukou": [
        ("documents_suffice", "refuse", {"proof_content": "on_documents"}),
        ("change_item", "refuse", {"proof_content": "change"}),
        ("cancelled_item", "refuse", {"proof_content": "cancelled"}),
        ("kinship_item", "refuse", {"proof_content": "kinship"}),
        ("temporary_item", "refuse", {"proof_content": "temporary"}),
        ("outside_the_nine", "refuse", {"proof_content": "outside"}),
    ],
}

SILENCED: list[tuple[str, str, str, Change]] = [
    ("hz-birth-domestic", "name_characters", "warn", {"child_surname": "custom"}),
    ("hz-birth-domestic", "other_name_wanted", "warn", {"birth_circumstances": "unmarried"}),
    ("hz-booklet-reissue", "old_booklet_void", "warn", {"booklet_state": "damaged"}),
    ("hz-id-first", "database_search", "review", {"age": 15}),
    ("hz-id-reissue", "old_card_void", "warn", {"id_card_loss": "found"}),
    ("hz-id-reissue", "needed_meanwhile", "warn", {"id_card_loss": "found"}),
    ("hz-id-remote-reissue", "needed_meanwhile", "warn", {"id_card_loss": "found"}),
    ("hz-id-temp", "hand_back", "warn", {"id_pending": "nothing"}),
    ("hz-resreg", "permit_later", "warn", {"form.residence_start": "2026-05-21"}),
    ("hz-resperm-first", "yearly_endorsement", "warn", {"permit_before": "held"}),
]
"""Rules that speak in the plain application, with a change that silences each."""

HARMLESS: list[tuple[str, str, Change]] = [
    ("hz-birth-domestic", "late_filing", {"form.child_birth": "2026-10-21"}),
    ("hz-birth-domestic", "far_too_old", {**FAR, "form.child_birth": "2020-11-22"}),
    ("hz-birth-domestic", "father_in_collective", {"parents_households": "father_collective"}),
    ("hz-birth-domestic", "father_student", {"settle_with": "father"}),
    ("hz-birth-domestic", "grandparents_item", {"parents_households": "both_students"}),
    ("hz-birth-domestic", "far_other_surname", {"child_surname": "custom"}),
    ("hz-birth-domestic", "far_mixed_parents", {"form.mother_nation": "壮"}),
    ("hz-birth-domestic", "far_not_family", {"parents_households": "both_students"}),
    ("hz-birth-domestic", "far_no_residence", FAR),
    ("hz-birth-domestic", "far_other_surname", FAR),
    ("hz-birth-domestic", "far_mixed_parents", FAR),
    ("hz-birth-domestic", "far_not_family", FAR),
    ("hz-move-spouse", "other_agent", {**AGENT, "spouse_agent": "spouse"}),
    ("hz-move-parents", "other_agent", {**AGENT, "parents_agent": "child"}),
    ("hz-move-children", "minor_needs_guardian", {"age": 18, "guardian": False, "adult_child_status": "single"}),
    ("hz-move-children", "guardian_not_parent", {"form.guardian_relation": "father"}),
    ("hz-cancel-death", "late_report", {"form.death_date": "2026-10-21"}),
    ("hz-cancel-death", "death_in_future", {"form.death_date": "2026-11-21"}),
    ("hz-marital", "man_under_age", {"sex": "male", "age": 22}),
    ("hz-marital", "woman_under_age", {"sex": "female", "age": 20}),
    ("hz-marital", "man_under_age", {"sex": "male", "age": 21, "marital_place": "outside"}),
    ("hz-marital", "filed_by_third_party", {**AGENT, "marital_agent": "household_head"}),
    ("hz-booklet-reissue", "under_eighteen", {"age": 18}),
    ("hz-id-first", "under_sixteen", {"age": 16}),
    ("hz-id-first", "late_application", {"form.applicant_birth": "2010-08-21"}),
    ("hz-id-renew", "too_early", {"form.id_card_expiry": "2027-02-21"}),
    ("hz-id-remote-renew", "too_early", {"form.id_card_expiry": "2027-02-21"}),
    ("hz-id-renew", "already_expired", {"form.id_card_expiry": "2026-11-21"}),
    ("hz-id-renew", "biometrics_missing", {"channel": "online", "id_biometrics": "on_file"}),
    ("hz-birth-domestic", "other_guardian", {"guardian": True, "form.guardian_relation": "mother"}),
    ("hz-resreg", "late_registration", {"form.residence_start": "2026-11-18"}),
    ("hz-resperm-first", "less_than_half_year", {"form.residence_start": "2026-05-21"}),
    ("hz-resperm-first", "agent_reason", {**AGENT, "permit_kin_agent": "mobility"}),
    ("hz-resperm-first", "agent_kinship", {**AGENT, "permit_kin_agent": "mobility"}),
    ("hz-resperm-first", "agent_reason", {**AGENT, "age": 15, "permit_kin_agent": "minor"}),
]
"""The nearest change on the other side of a line."""


def findings(code: str, change: Change | None = None) -> dict[str, Effect]:
    item, facts = item_of(code), facts_of(code, change)
    check_answers(item, facts.answers)
    return {finding.key: finding.effect for finding in rule_findings(item, facts)}


@pytest.mark.parametrize("code", BASES)
def test_a_plain_application_meets_no_objection(code: str) -> None:
    assert findings(code).keys() == NOTED_AT_BEST.get(code, set())


@pytest.mark.parametrize("code", BASES)
def test_a_plain_application_leaves_no_question_open(code: str) -> None:
    assert open_questions(item_of(code), facts_of(code)) == ()


@pytest.mark.parametrize(
    ("code", "rule", "effect", "change"), [(code, *case) for code in BITES for case in BITES[code]]
)
def test_a_rule_bites_where_its_source_says(code: str, rule: str, effect: str, change: Change) -> None:
    assert rule not in findings(code)
    assert findings(code, change)[rule] == effect


@pytest.mark.parametrize(("code", "rule", "effect", "change"), SILENCED)
def test_a_standing_notice_ends_where_its_ground_ends(code: str, rule: str, effect: str, change: Change) -> None:
    assert findings(code)[rule] == effect
    assert rule not in findings(code, change)


@pytest.mark.parametrize(("code", "rule", "change"), HARMLESS)
def test_a_rule_keeps_silent_on_the_other_side_of_its_line(code: str, rule: str, change: Change) -> None:
    assert rule not in findings(code, change)


@pytest.mark.parametrize("code", BASES)
def test_no_rule_of_an_item_is_left_without_a_case(code: str) -> None:
    tried = {rule for rule, _, _ in BITES[code]} | {rule for other, rule, _, _ in SILENCED if other == code}
    assert {rule.key for rule in item_of(code).rules} == tried


@pytest.mark.parametrize("code", ["hz-id-first", "hz-id-renew", "hz-id-reissue", "hz-id-temp", "hz-id-remote-renew"])
def test_nobody_applies_for_another_persons_id_card(code: str) -> None:
    assert findings(code, AGENT)["agent"] == Effect.REFUSE


@pytest.mark.parametrize("code", ["hz-move-children", "hz-booklet-reissue"])
def test_where_agents_are_a_local_question_an_officer_decides(code: str) -> None:
    assert findings(code, AGENT)["agent"] == Effect.REVIEW


RENEWED_OR_REISSUED = ("hz-id-renew", "hz-id-reissue", "hz-id-remote-renew", "hz-id-remote-reissue")
ADULT_BIRTHDAYS = [
    (25, "2001-01-21", True),
    (25, "2001-01-22", False),
    (26, "2000-11-21", False),
    (45, "1981-01-21", True),
    (45, "1981-01-22", False),
    (46, "1980-11-21", False),
]
MINOR_BIRTHDAYS = [(15, "2011-01-21", True), (15, "2011-01-22", False), (16, "2010-11-21", False)]


@pytest.mark.parametrize(
    ("code", "age", "born", "told"),
    [(code, *birthday) for code in RENEWED_OR_REISSUED for birthday in [*MINOR_BIRTHDAYS, *ADULT_BIRTHDAYS]]
    + [("hz-id-first", *birthday) for birthday in ADULT_BIRTHDAYS],
)
def test_who_crosses_an_age_of_the_id_card_law_within_two_months_is_told(
    code: str, age: int, born: str, told: bool
) -> None:
    change: Change = {"age": age, "guardian": age < 16, "form.applicant_birth": born}
    assert ("birthday_in_window" in findings(code, change)) is told


@pytest.mark.parametrize("code", [*RENEWED_OR_REISSUED, "hz-id-temp"])
@pytest.mark.parametrize(("age", "guardian", "refused"), [(15, False, True), (15, True, False), (16, False, False)])
def test_until_sixteen_a_guardian_applies_for_the_card(code: str, age: int, guardian: bool, refused: bool) -> None:
    assert ("guardian_absent" in findings(code, {"age": age, "guardian": guardian})) is refused
