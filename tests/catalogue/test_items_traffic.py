"""Traffic: all 74 items are complete, each rule bites and lets go, and nobody answers more than six questions."""

from typing import Any

import pytest

from tests.catalogue.asked import differing, item, price, proofs, rule_effects, term
from tests.catalogue.item_cases import Told, cases_of, items_of, lacking, rules_of
from tests.catalogue.test_traffic_rules import CASES
from tests.catalogue.traffic_bases import TODAY
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item, ItemKind
from yichuang.catalogue.lint.paths import most_questions
from yichuang.catalogue.lint.tree import MOST_QUESTIONS, paths_agree, paths_end
from yichuang.catalogue.loader import catalogue

ITEMS = items_of("traffic")
ROWS = cases_of("traffic")
APPLICANT: Told = {"age": 30, "nationality": "CHN", "channel": "window", "has": frozenset({"id_card"}), "today": TODAY}
THREE_STEPS = {"jg-d-exam1", "jg-d-exam2", "jg-d-exam3"}
"""A test is booked, taken and its result confirmed: the table knows no more steps."""


def defined(code: str) -> Item:
    return item("traffic", code)


def told(said: dict[str, Any]) -> Facts:
    return Facts(**differing(APPLICANT, **said))


@pytest.mark.parametrize(("code", "key", "effect", "bitten", "free"), ROWS, ids=lambda value: str(value)[:40])
def test_a_rule_bites_and_lets_go(code: str, key: str, effect: str, bitten: Told, free: Told) -> None:
    assert rule_effects(defined(code), told(bitten)).get(key) == effect
    assert key not in rule_effects(defined(code), told(free))


def test_no_rule_is_without_a_case() -> None:
    assert set(rules_of("traffic")) == {(code, key) for code, key, *_ in [*ROWS, *CASES]}


@pytest.mark.parametrize("code", ITEMS)
def test_an_item_is_complete_and_its_paths_end(code: str) -> None:
    of = defined(code)
    assert lacking(of) == []
    assert most_questions(of)[0] <= MOST_QUESTIONS
    assert [*paths_end(of, catalogue()), *paths_agree(of, catalogue())] == []


def test_there_are_74_items() -> None:
    assert len(ITEMS) == 74


@pytest.mark.parametrize("code", sorted(set(ITEMS) - THREE_STEPS))
def test_a_licence_goes_through_five_steps(code: str) -> None:
    assert defined(code).kind != ItemKind.LICENCE or len(defined(code).steps) >= 5


AGES = [
    *((kind, 18, None) for kind in ("c1", "c2", "c5", "f")),
    *((kind, 18, 70) for kind in ("d", "e")),
    ("c6", 20, 70),
    *((kind, 18, 63) for kind in ("c3", "c4", "m")),
    *((kind, 20, 63) for kind in ("a3", "b1", "b2", "n", "p")),
    *((kind, 22, 63) for kind in ("a1", "a2")),
]


@pytest.mark.parametrize(("kind", "youngest", "oldest"), AGES)
def test_each_class_of_licence_has_its_ages(kind: str, youngest: int, oldest: int | None) -> None:
    """Hall facts B 39, class ages in force since 2025-01-01."""

    def refused(age: int) -> set[str]:
        bites = rule_effects(defined("jg-d-first"), told({"age": age, "form": {"licence_class_wanted": kind}}))
        return {key for key in bites if key.startswith("too_")}

    assert refused(youngest - 1)
    assert not refused(youngest)
    assert not refused(oldest or 90)
    assert bool(refused((oldest or 90) + 1)) == (oldest is not None)


@pytest.mark.parametrize(
    ("code", "said", "amount"),
    [
        ("jg-v-register", {"answers": {"register_vehicle": "car"}}, 120),
        ("jg-v-register", {"answers": {"register_vehicle": "motorcycle"}}, 55),
        ("jg-v-register", {"answers": {"register_vehicle": "trailer"}}, 70),
        ("jg-v-register", {"answers": {"register_vehicle": "low_speed"}}, 60),
        ("jg-v-transfer", {"answers": {"register_vehicle": "new_energy"}}, 110),
        ("jg-v-movein", {"answers": {"register_vehicle": "motorcycle"}}, 45),
        ("jg-v-color", {}, 10),
        ("jg-v-cert", {}, 10),
        ("jg-v-temp", {}, 5),
        ("jg-d-info", {}, 10),
        ("jg-d-temp", {}, 10),
    ],
)
def test_the_fee_is_that_of_the_hall_facts(code: str, said: Told, amount: int) -> None:
    """Hall facts A3: plates 100/35/50/40, certificate, licence and driving licence 10 each, temporary plates 5."""
    assert price(defined(code), told(said)) == ("due", amount)


@pytest.mark.parametrize(
    "code", ["jg-v-mortgage", "jg-n-register", "jg-n-transfer", "jg-d-points", "jg-t-appeal", "jg-t-mediate"]
)
def test_what_the_hall_facts_call_free_is_free(code: str) -> None:
    assert price(defined(code), told({})) == ("free", 0)


@pytest.mark.parametrize("code", ["jg-d-first", "jg-d-exam1", "jg-d-full"])
def test_a_test_fee_is_the_province_s_and_never_invented(code: str) -> None:
    assert price(defined(code), told({}))[0] not in {"due", "free"}


@pytest.mark.parametrize(
    ("code", "said", "valid"),
    [
        ("jg-d-first", {}, (6, 0)),
        ("jg-d-learn", {}, (3, 0)),
        ("jg-v-keepnum", {}, (2, 0)),
        ("jg-v-temp", {"answers": {"temp_ground": "trial"}}, (0, 6)),
        ("jg-v-temp-heavy", {}, (0, 6)),
        ("jg-v-tempentry", {}, (0, 3)),
    ],
)
def test_a_document_is_valid_as_long_as_the_table_says(code: str, said: Told, valid: tuple[int, int]) -> None:
    assert term(defined(code), told(said)) == valid


DRIVERS_MATTERS = [
    "renew", "reissue", "damaged", "transfer", "health", "postpone", "cancel", "info", "age", "down",
]  # fmt: skip


def test_an_agent_brings_a_mandate_and_the_owner_alone_does_not() -> None:
    for code in ("jg-v-register", "jg-v-transfer", "jg-n-register", "jg-t-release"):
        asked = [proofs(defined(code), told({"agent": agent})) for agent in (True, False)]
        assert ["authorisation" in each for each in asked] == [True, False]
        assert ["id_card_agent" in each for each in asked] == [True, False]


@pytest.mark.parametrize("matter", DRIVERS_MATTERS)
def test_of_a_drivers_matter_the_agent_brings_a_paper_that_both_have_signed_and_their_own_card(matter: str) -> None:
    """Hall facts A6: renewal, replacement, medical, postponement and cancellation through an agent."""
    of = defined(f"jg-d-{matter}")
    assert of.agent_allowed
    wish = {"cancel_who": "wish"}
    by_agent, alone = (proofs(of, told({"agent": agent, "answers": wish})) for agent in (True, False))
    assert {"joint_authorisation", "id_card_agent"} <= by_agent
    assert {"joint_authorisation", "id_card_agent"}.isdisjoint(alone)


def test_the_dead_sign_nothing_when_their_licence_is_cancelled() -> None:
    gone = proofs(defined("jg-d-cancel"), told({"agent": True, "answers": {"cancel_who": "death"}}))
    assert "joint_authorisation" not in gone
    assert "death_cancel_record" in gone


def test_a_lost_vehicle_certificate_is_reissued_to_another_only_with_proof_why_the_owner_cannot_come() -> None:
    def asked(ground: str) -> set[str]:
        return proofs(
            defined("jg-v-cert"), told({"agent": True, "answers": {"cert_kind": "lost", "cert_agent_ground": ground}})
        )

    assert all("owner_absence_proof" in asked(ground) for ground in ("death", "exit", "illness"))
    assert "authorisation" in asked("exit")
    assert "authorisation" not in asked("death"), "the dead sign nothing"


def test_a_company_brings_its_seal_and_a_person_an_id_card() -> None:
    for code in ("jg-v-register", "jg-v-transfer", "jg-v-color", "jg-v-cert"):
        company = proofs(defined(code), told({"answers": {"vehicle_owner_kind": "organisation"}}))
        person = proofs(defined(code), told({"answers": {"vehicle_owner_kind": "person"}}))
        assert {"business_license", "authorisation_unit"} <= company
        assert "vehicle_owner_id" in person - company
