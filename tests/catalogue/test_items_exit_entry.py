"""Exit-entry: all 59 items are complete, each rule bites and lets go, and nobody answers more than six questions."""

from typing import Any

import pytest

from tests.catalogue.asked import differing, item, price, proofs, rule_effects, term
from tests.catalogue.exit_entry_bases import TODAY
from tests.catalogue.item_cases import Case, Told, cases_of, items_of, lacking, rules_of
from tests.catalogue.test_exit_entry_rules import RULES, SHARED
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint.paths import most_questions
from yichuang.catalogue.lint.tree import MOST_QUESTIONS, paths_agree, paths_end
from yichuang.catalogue.loader import catalogue

ITEMS = items_of("exit_entry")
ROWS = cases_of("exit_entry")
KNOWN = {(code, key) for code, key, *_ in [*ROWS, *RULES]}
COMMON: list[Case] = [
    (code, key, *SHARED[key]) for code, key in rules_of("exit_entry") if key in SHARED and (code, key) not in KNOWN
]
APPLICANT: Told = {"age": 30, "nationality": "CHN", "channel": "window", "has": frozenset({"id_card"}), "today": TODAY}


def defined(code: str) -> Item:
    return item("exit_entry", code)


def told(said: dict[str, Any]) -> Facts:
    return Facts(**differing(APPLICANT, **said))


@pytest.mark.parametrize(("code", "key", "effect", "bitten", "free"), ROWS + COMMON, ids=lambda value: str(value)[:40])
def test_a_rule_bites_and_lets_go(code: str, key: str, effect: str, bitten: Told, free: Told) -> None:
    assert rule_effects(defined(code), told(bitten)).get(key) == effect
    assert key not in rule_effects(defined(code), told(free))


def test_no_rule_is_without_a_case() -> None:
    assert set(rules_of("exit_entry")) == KNOWN | {(code, key) for code, key, *_ in COMMON}


@pytest.mark.parametrize("code", ITEMS)
def test_an_item_is_complete_and_its_paths_end(code: str) -> None:
    of = defined(code)
    assert lacking(of) == []
    assert most_questions(of)[0] <= MOST_QUESTIONS
    assert [*paths_end(of, catalogue()), *paths_agree(of, catalogue())] == []


def test_there_are_59_items() -> None:
    assert len(ITEMS) == 59


@pytest.mark.parametrize(
    ("code", "said", "amount"),
    [
        ("crj-exitpass", {"answers": {"exitpass_entries": "once"}}, 15),
        ("crj-exitpass", {"answers": {"exitpass_entries": "multiple"}}, 80),
        ("crj-twres-5y", {}, 200),
        ("crj-twres-single", {}, 40),
        ("crj-twres-settle", {}, 8),
        ("crj-f-exitentry", {}, 100),
        ("crj-f-travel", {}, 50),
        ("crj-pr-apply", {}, 1500),
        ("crj-pr-renew", {"answers": {"pr_renew_ground": "expiring"}}, 300),
        ("crj-pr-renew", {"answers": {"pr_renew_ground": "lost"}}, 600),
        ("crj-res-work", {"form": {"stay_until": "2027-06-01"}}, 400),
        ("crj-res-work", {"form": {"stay_until": "2028-12-01"}}, 800),
        ("crj-res-work", {"form": {"stay_until": "2030-12-01"}}, 1000),
        ("crj-res-change", {}, 200),
        ("crj-tw-family", {"form": {"tw_endorsement_entries": "once"}}, 15),
        ("crj-tw-family", {"form": {"tw_endorsement_entries": "multiple"}}, 80),
        ("crj-hk-stay", {"form": {"endorsement_entries": "twice"}}, 30),
    ],
)
def test_the_fee_is_that_of_the_hall_facts(code: str, said: Told, amount: int) -> None:
    """Hall facts A3."""
    assert price(defined(code), told(said)) == ("due", amount)


@pytest.mark.parametrize("code", ["crj-hvp-renew", "crj-hvp-reissue", "crj-pr-apply", "crj-pr-renew"])
@pytest.mark.parametrize(("age", "years"), [(17, 5), (18, 10)])
def test_these_documents_are_valid_five_years_under_eighteen(code: str, age: int, years: int) -> None:
    """Hall facts A2."""
    assert term(defined(code), told({"age": age})) == (years, 0)


@pytest.mark.parametrize(
    ("code", "said", "valid"),
    [
        ("crj-exitpass", {"answers": {"exitpass_entries": "once"}}, (0, 3)),
        ("crj-exitpass", {"answers": {"exitpass_entries": "multiple"}}, (1, 0)),
        ("crj-tw-family", {"form": {"tw_endorsement_entries": "once"}}, (0, 6)),
        ("crj-tw-family", {"form": {"tw_endorsement_entries": "multiple"}}, (1, 0)),
        ("crj-tw-group", {}, (0, 6)),
        ("crj-twres-single", {}, (0, 3)),
    ],
)
def test_a_document_is_valid_as_long_as_the_table_says(code: str, said: Told, valid: tuple[int, int]) -> None:
    assert term(defined(code), told(said)) == valid


@pytest.mark.parametrize(
    ("code", "key", "last_free", "first_bitten"),
    [
        ("crj-visa-extend", "too_late", "2026-11-27", "2026-11-26"),
        ("crj-res-extend", "too_late", "2026-12-20", "2026-12-19"),
        ("crj-res-extend", "stay_expired", "2026-11-20", "2026-11-19"),
    ],
)
def test_an_extension_is_due_seven_or_thirty_days_before_the_end(
    code: str, key: str, last_free: str, first_bitten: str
) -> None:
    """出境入境管理法 art. 29 and 32."""
    assert key not in rule_effects(defined(code), told({"form": {"document_expiry": last_free}}))
    assert key in rule_effects(defined(code), told({"form": {"document_expiry": first_bitten}}))


@pytest.mark.parametrize(
    ("code", "shortest", "longest"),
    [
        ("crj-res-work", "2027-02-18", "2031-11-20"),
        ("crj-res-study", "2027-05-19", "2031-11-20"),
        ("crj-res-family", "2027-05-19", "2029-11-20"),
    ],
)
def test_a_residence_permit_keeps_its_bounds(code: str, shortest: str, longest: str) -> None:
    """Hall facts A2: work from 90 days, others from 180; the table gives the family three years at most."""
    for day in (shortest, longest):
        assert "term_out_of_range" not in rule_effects(defined(code), told({"form": {"stay_until": day}}))
    for day in ("2026-12-31", "2031-12-31"):
        assert rule_effects(defined(code), told({"form": {"stay_until": day}}))["term_out_of_range"] == "refuse"


def test_a_first_permit_needs_the_health_certificate_and_a_later_one_does_not() -> None:
    for code in ("crj-res-work", "crj-res-study", "crj-res-family", "crj-res-private"):
        asked = [proofs(defined(code), told({"answers": {"res_first": first}})) for first in ("yes", "no")]
        assert ["health_certificate" in each for each in asked] == [True, False]


def test_the_individual_endorsement_for_taiwan_is_first_published_as_suspended() -> None:
    """Hall facts B27."""
    assert defined("crj-tw-individual").first_status == "suspended"


def test_residents_of_hong_kong_macao_and_taiwan_register_their_lodging_though_they_are_chinese() -> None:
    for document, refused in (("hkmo_home_return", False), ("tw_compatriot", False), ("id_card", True)):
        bites = rule_effects(defined("crj-lodging"), told({"form": {"applicant_id_type": document}}))
        assert ("chinese_citizen" in bites) == refused


@pytest.mark.parametrize("code", [code for code in ITEMS if code.startswith(("crj-visa-", "crj-stay-", "crj-res-"))])
def test_a_refused_visa_or_stay_says_that_the_decision_is_final(code: str) -> None:
    """出境入境管理法 art. 36."""
    remedies = defined(code).remedies
    assert remedies is not None
    assert "最终决定" in remedies.zh
