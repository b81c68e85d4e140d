"""The household items outside the sixteen frequent ones, and what all 103 have in common: rules, questions, paths, sums."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from tests.catalogue.asked import refused
from tests.catalogue.household_bases import BASES
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Channel, Effect, Item, ItemKind, Need, StepAct
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.requirements import ChargeState, fee, required_materials, undecided_materials, validity
from yichuang.catalogue.route import route
from yichuang.catalogue.situations import check_answers, open_questions, settled
from yichuang.kernel.vocabulary import labels

TODAY = date(2026, 11, 21)
ITEMS = {code: item for code, item in catalogue().items.items() if item.line == "household"}
OTHERS = [code for code in ITEMS if code not in BASES]
CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("household_rules.yaml").read_text("utf-8"))
PERSONAL = ("age", "sex", "channel", "agent", "guardian", "nationality", "has")
PEOPLE = [
    {"age": 30},
    {"age": 30, "agent": True, "capacity": "agent"},
    {"age": 9, "guardian": True, "capacity": "guardian"},
    {"age": 17},
    {"age": 30, "has": frozenset({"photo", "id_card", "low_income_proof", "residence_permit"})},
]
MOST_QUESTIONS = 6
MOST_PATHS = 400
"""Ends that one person's walk through one item looks at; the linter walks them all."""


def facts_of(said: dict[str, Any] | None = None) -> Facts:
    """An adult at the window to whom ``said`` applies: personal facts, ``form.…`` values, and answers for the rest."""
    left = {"age": 30, "sex": "female", "channel": "window", "nationality": "CHN", "capacity": "self", **(said or {})}
    person = {key: left.pop(key) for key in (*PERSONAL, "capacity") if key in left}
    form = {key.removeprefix("form."): left.pop(key) for key in list(left) if key.startswith("form.")}
    return Facts(**person, answers=left, form=form, today=TODAY)


def said_of(code: str, said: dict[str, Any]) -> dict[str, Effect]:
    item, facts = ITEMS[code], facts_of(said)
    check_answers(item, facts.answers)
    own = {rule.key for rule in item.rules}
    return {found.key: found.effect for found in rule_findings(item, facts) if found.key in own}


def asked_of(code: str, said: dict[str, Any] | None = None) -> dict[str, Need]:
    return {material.evidence: material.need for material in required_materials(ITEMS[code], facts_of(said))}


@pytest.mark.parametrize(("code", "rule"), [(code, rule) for code in CASES for rule in CASES[code]])
def test_a_rule_bites_in_its_case_and_not_in_the_nearest_other(code: str, rule: str) -> None:
    case = CASES[code][rule]
    assert said_of(code, case["bites"])[rule] == case["effect"]
    assert rule not in said_of(code, case["silent"])


@pytest.mark.parametrize("code", OTHERS)
def test_every_rule_has_a_case(code: str) -> None:
    assert {rule.key for rule in ITEMS[code].rules} == set(CASES.get(code, {}))


@pytest.mark.parametrize("code", ITEMS)
def test_a_rule_says_what_to_do_in_both_languages_and_on_what_it_rests(code: str) -> None:
    for rule in ITEMS[code].rules:
        assert rule.message.zh.endswith("。"), rule.key
        assert rule.message.en.isascii() or "’" in rule.message.en or "“" in rule.message.en, rule.key
        assert rule.source, rule.key


def ends(item: Item, facts: Facts) -> Iterator[Facts]:
    """Every end of the question tree that ``facts`` can come to."""
    waiting = open_questions(item, facts)
    if not waiting:
        yield facts
        return
    for option in waiting[0].options:
        yield from ends(item, replace(facts, answers={**facts.answers, waiting[0].key: option.value}))


@pytest.mark.parametrize(("code", "person"), [*product(ITEMS, range(len(PEOPLE)))])
def test_every_path_ends_with_few_questions_and_everything_decided(code: str, person: int) -> None:
    item, known = ITEMS[code], facts_of(PEOPLE[person])
    for count, end in enumerate(ends(item, known)):
        assert len(end.answers) <= MOST_QUESTIONS
        if refused(item, end):
            continue
        assert [each for each in undecided_materials(item, end) if "form." not in each.when] == []
        assert fee(item, end).state is not ChargeState.OPEN
        assert [step.act for step in route(item, end)].count(StepAct.DECIDE) == 1
        if count > MOST_PATHS:
            break


def test_a_question_has_the_same_answers_wherever_it_is_asked() -> None:
    answers: dict[str, set[tuple[str, ...]]] = {}
    for item in catalogue().items.values():
        for situation in item.situations:
            answers.setdefault(situation.key, set()).add(tuple(option.value for option in situation.options))
    household = {situation.key for item in ITEMS.values() for situation in item.situations}
    assert [key for key in household if len(answers[key]) > 1] == []


@pytest.mark.parametrize("code", ITEMS)
def test_an_item_has_its_topics_and_says_why_anybody_must_come(code: str) -> None:
    item = ITEMS[code]
    assert item.topics
    assert set(item.topics) <= set(labels()["topic"])
    assert bool(item.visit_reason) == bool(item.visits)
    assert item.faqs or not (item.high_frequency or item.kind is ItemKind.LICENCE)


@pytest.mark.parametrize("code", ITEMS)
def test_a_form_asks_for_an_agent_only_where_papers_for_one_are_asked(code: str) -> None:
    item = ITEMS[code]
    on_form = any(field.element.startswith("agent_") for field in item.form)
    on_list = any(material.evidence == "id_card_agent" for material in item.materials)
    assert on_list or not on_form


@pytest.mark.parametrize(
    ("age", "changed", "refused"),
    [
        (17, "never", False), (17, "before_18", True), (18, "before_18", False), (19, "since_18", True),
        (19, "never", False), (20, "never", True),
    ],
)  # fmt: skip
def test_ethnicity_is_changed_once_before_eighteen_once_before_twenty_and_then_no_more(
    age: int, changed: str, refused: bool
) -> None:
    """中国公民民族成份登记管理办法 arts. 7-10."""
    told = {"age": age, "guardian": age < 18, "ethnic_changed_before": changed, "ethnic_approved": "approved"}
    assert (Effect.REFUSE in said_of("hz-ethnic", told).values()) is refused


@pytest.mark.parametrize(("age", "asked"), [(7, False), (8, True), (17, True)])
def test_a_child_of_eight_says_its_own_wish_about_its_name(age: int, asked: bool) -> None:
    """民法典 art. 19; hall facts A5."""
    told = {"age": age, "guardian": True, "name_parents": "both", "new_surname": "unchanged"}
    assert ("child_own_wish" in asked_of("hz-name-minor", told)) is asked


def test_a_child_is_registered_with_its_unmarried_father_on_a_paternity_report_only() -> None:
    """工作规范 art. 20."""
    told = {"birth_certificate_held": "held", "child_surname": "parent"}
    assert asked_of("hz-birth-nonmarital", {**told, "settle_with": "father"})["paternity_report"] is Need.PRODUCED
    assert "paternity_report" not in asked_of("hz-birth-nonmarital", {**told, "settle_with": "mother"})


@pytest.mark.parametrize(
    ("code", "told", "sum_"),
    [
        ("hz-id-damaged", {"support_status": "none"}, 40),
        ("hz-id-damaged", {"support_status": "allowance"}, 0),
        ("hz-id-damaged", {"has": frozenset({"low_income_proof"})}, 0),
        ("hz-id-change", {"id_change_cause": "changed", "support_status": "none"}, 20),
        ("hz-id-change", {"id_change_cause": "police_error", "support_status": "none"}, 0),
        ("hz-id-home", {"home_card_kind": "first", "support_status": "none"}, 0),
        ("hz-id-home", {"home_card_kind": "expiring", "support_status": "none"}, 20),
        ("hz-id-home", {"home_card_kind": "expiring", "support_status": "destitute"}, 0),
        ("hz-id-home", {"home_card_kind": "lost", "support_status": "allowance"}, 40),
        ("hz-id-home", {"home_card_kind": "damaged", "support_status": "none"}, 40),
        ("hz-id-home", {"home_card_kind": "damaged", "support_status": "allowance"}, 0),
        ("hz-id-military", {"military_card_kind": "first"}, 0),
        ("hz-id-military", {"military_card_kind": "expiring"}, 20),
        ("hz-id-military", {"military_card_kind": "damaged"}, 40),
        ("hz-id-minor", {}, 0),
        ("hz-id-remote-first", {}, 0),
    ],
)
def test_an_id_card_costs_what_the_tables_say(code: str, told: dict[str, Any], sum_: int) -> None:
    charge = fee(ITEMS[code], facts_of(told))
    assert charge.state is (ChargeState.DUE if sum_ else ChargeState.FREE)
    assert charge.amount == sum_


@pytest.mark.parametrize("code", ["hz-resperm-renew", "hz-resperm-reissue", "hz-rp-hkmo-renew", "hz-rp-tw-renew"])
def test_a_sum_that_the_tables_leave_open_is_never_asked(code: str) -> None:
    assert fee(ITEMS[code], facts_of()).state is ChargeState.UNVERIFIED


@pytest.mark.parametrize(
    "code", ["hz-move-job", "hz-move-talent", "hz-move-house", "hz-move-rent", "hz-move-militaryfamily"]
)
@pytest.mark.parametrize(("origin", "permitted"), [("same_province", False), ("other_province", True)])
def test_a_move_in_permit_is_made_only_across_provinces(code: str, origin: str, permitted: bool) -> None:
    facts = facts_of({"move_origin": origin, "move_transfer": "online"})
    assert ("permit" in {step.key for step in route(ITEMS[code], facts)}) is permitted
    approval = next(output for output in ITEMS[code].outputs if output.key == "move_in_approval")
    term = validity(ITEMS[code], approval, facts)
    assert (term.days if term else 0) == (40 if permitted else 0)


@pytest.mark.parametrize("code", ["hz-move-graduate", "hz-move-student-in"])
def test_graduates_and_students_need_no_move_in_permit(code: str) -> None:
    assert [output.key for output in ITEMS[code].outputs] == ["household_page"]
    assert "migration_certificate" in {material.evidence for material in ITEMS[code].materials}


@pytest.mark.parametrize(("document", "made"), [("migration", "issue_migration"), ("approval", "issue_approval")])
def test_only_the_lost_migration_paper_is_made_again(document: str, made: str) -> None:
    facts = facts_of({"migration_document": document, "migration_document_state": "lost"})
    steps = {step.key for step in route(ITEMS["hz-move-cert-reissue"], facts)}
    assert steps & {"issue_migration", "issue_approval"} == {made}


@pytest.mark.parametrize(
    "code", ["hz-nohukou-add", "hz-birthdate", "hz-idno", "hz-cancel-duplicate", "hz-restore-declared"]
)
def test_the_city_decides_where_the_county_only_examines(code: str) -> None:
    """工作规范 art. 9; hall facts A7."""
    levels = {step.act: step.level for step in ITEMS[code].steps}
    assert levels[StepAct.DECIDE] == "city"
    assert "county" in {step.level for step in ITEMS[code].steps if step.act is StepAct.EXAMINE}


def test_nothing_that_is_taken_from_the_body_can_follow_later() -> None:
    biometric = {key for key, kind in catalogue().evidence_types.items() if kind.biometric}
    needs = {m.need for item in ITEMS.values() for m in item.materials if m.evidence in biometric}
    assert needs == {Need.PRODUCED}


@pytest.mark.parametrize(("holds", "asked"), [(frozenset[str](), True), (frozenset({"photo"}), False)])
def test_whoever_has_a_photo_on_file_is_not_asked_for_one(holds: frozenset[str], asked: bool) -> None:
    for code in ("hz-id-first", "hz-id-minor", "hz-id-damaged", "hz-id-renew"):
        keys = {question.key for question in open_questions(ITEMS[code], facts_of({"has": holds}))}
        assert ("id_photo" in keys) is asked, code
        needed = asked_of(code, {"has": holds, "id_photo": "on_site"})
        assert ("portrait_and_fingerprints" in needed) is asked, code
        assert ("fingerprints" in needed) is not asked, code


def test_answers_of_another_path_bind_nobody() -> None:
    told = facts_of({"collective_change": "name", "collective_members": "some"})
    assert settled(ITEMS["hz-collective-change"], told).answers["collective_members"] == ""


def test_a_licence_shows_acceptance_examination_decision_making_and_delivery() -> None:
    licences = [item for item in ITEMS.values() if item.kind is ItemKind.LICENCE]
    assert len(licences) == 10
    assert {item.code: len(item.steps) for item in licences if len(item.steps) < 5} == {}


def test_items_for_which_nobody_comes_can_be_filed_without_coming() -> None:
    for item in ITEMS.values():
        if not item.visits:
            assert {Channel.ONLINE, Channel.HOME}.intersection(item.channels), item.code
