"""The items outside household, exit-entry and traffic: every rule bites in its case and keeps silent in the nearest other."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Effect, ItemKind, Need, StepAct
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.requirements import form_fields, required_materials
from yichuang.catalogue.situations import check_answers, open_questions

TODAY = date(2026, 11, 21)
BIG_LINES = ("household", "exit_entry", "traffic")
ITEMS = {code: item for code, item in catalogue().items.items() if item.line not in BIG_LINES}
CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("other_lines_rules.yaml").read_text("utf-8"))
ELSEWHERE = {"xz-norecord-person", "xz-norecord-unit", "xz-case-receipt"}
"""Their rules and proofs have cases of their own in ``test_criminal_rules``."""
MOST_QUESTIONS = 6
LICENCE_STEPS = 5
"""受理、审核、决定、制证、送达."""
PERSONAL = ("age", "channel", "agent", "nationality", "has")


def facts_of(code: str, said: dict[str, Any] | None = None) -> Facts:
    """An adult (or an organisation) at the window to whom ``said`` applies: facts, ``form.…`` values, else answers."""
    left = {"age": 30, "channel": "window", "nationality": "CHN", **(said or {})}
    person = {key: left.pop(key) for key in PERSONAL if key in left}
    form = {key.removeprefix("form."): left.pop(key) for key in list(left) if key.startswith("form.")}
    subject = str(ITEMS[code].subjects[0])
    return Facts(subject=subject, capacity="self", **person, answers=left, form=form, today=TODAY)


def said_of(code: str, said: dict[str, Any]) -> dict[str, Effect]:
    item, facts = ITEMS[code], facts_of(code, said)
    check_answers(item, facts.answers)
    own = {rule.key for rule in item.rules}
    return {found.key: found.effect for found in rule_findings(item, facts) if found.key in own}


def asked_of(code: str, said: dict[str, Any] | None = None) -> dict[str, Need]:
    return {material.evidence: material.need for material in required_materials(ITEMS[code], facts_of(code, said))}


@pytest.mark.parametrize(("code", "rule"), [(code, rule) for code in CASES for rule in CASES[code]])
def test_a_rule_bites_in_its_case_and_not_in_the_nearest_other(code: str, rule: str) -> None:
    case = CASES[code][rule]
    assert said_of(code, case["bites"])[rule] == case["effect"]
    assert rule not in said_of(code, case["silent"])


@pytest.mark.parametrize("code", sorted(ITEMS.keys() - ELSEWHERE))
def test_every_rule_has_a_case(code: str) -> None:
    assert {rule.key for rule in ITEMS[code].rules} == set(CASES.get(code, {}))


def ends(code: str, facts: Facts) -> Iterator[Facts]:
    """Every end of the question tree that ``facts`` can come to."""
    waiting = open_questions(ITEMS[code], facts)
    if not waiting:
        yield facts
        return
    for option in waiting[0].options:
        yield from ends(code, replace(facts, answers={**facts.answers, waiting[0].key: option.value}))


def everybody(code: str) -> list[Facts]:
    """Who may file the item, by channel and with or without an agent, at every end of their questions."""
    item = ITEMS[code]
    agents = (False, True) if item.agent_allowed else (False,)
    return [
        end
        for channel, agent in product(item.channels, agents)
        for end in ends(code, facts_of(code, {"channel": str(channel), "agent": agent}))
    ]


@pytest.mark.parametrize("code", ITEMS)
def test_nobody_answers_more_than_six_questions(code: str) -> None:
    assert all(len(end.answers) <= MOST_QUESTIONS for end in everybody(code))


@pytest.mark.parametrize("code", sorted(ITEMS.keys() - ELSEWHERE))
def test_a_conditional_proof_is_asked_of_some_and_not_of_others(code: str) -> None:
    asked = [{material.evidence for material in required_materials(ITEMS[code], end)} for end in everybody(code)]
    for evidence in (material.evidence for material in ITEMS[code].materials if material.when):
        assert {evidence in proofs for proofs in asked} == {True, False}, evidence


@pytest.mark.parametrize("code", ITEMS)
def test_a_rule_says_what_to_do_in_both_languages_and_on_what_it_rests(code: str) -> None:
    for rule in ITEMS[code].rules:
        assert rule.message.zh.endswith("。"), rule.key
        assert rule.message.en.replace("’", "").replace("“", "").replace("”", "").isascii(), rule.key
        assert rule.source, rule.key


@pytest.mark.parametrize("code", [code for code, item in ITEMS.items() if item.kind is ItemKind.LICENCE])
def test_a_licence_has_the_five_steps_of_the_law_and_answers_a_question(code: str) -> None:
    acts = [step.act for step in ITEMS[code].steps]
    assert acts[0] is StepAct.ACCEPT
    assert acts[-1] is StepAct.ISSUE
    assert len(acts) >= LICENCE_STEPS
    assert ITEMS[code].faqs


@pytest.mark.parametrize("code", ITEMS)
def test_an_item_says_why_one_must_come_and_whom_it_serves(code: str) -> None:
    item = ITEMS[code]
    assert bool(item.visits) == bool(item.visit_reason)
    assert {topic.split("_")[0] for topic in item.topics} == {str(subject) for subject in item.subjects}


LOST_SEAL = {"seal_old_state": "lost"}
OLD_SEAL = {"seal_old_state": "damaged"}
PROOFS = [
    ("za-seal-redo", "loss_statement", LOST_SEAL, OLD_SEAL),
    ("za-seal-redo", "seal_old_surrender", OLD_SEAL, LOST_SEAL),
    ("za-assembly", "unit_decision", {"assembly_as": "unit"}, {"assembly_as": "citizens"}),
    ("za-hotel-change", "special_trade_permit_old", {"hotel_change": "address"}, {"hotel_change": "lost"}),
    ("jd-buy-23", "lawful_use", {"precursor_first": "yes"}, {"precursor_first": "no"}),
    ("jd-reward", "id_card", {"tip_manner": "named"}, {"tip_manner": "password"}),
    ("bf-pass", "authorisation", {"agent": True}, {}),
    ("xz-property", "property_certificate", {"property_kind": "other"}, {"property_kind": "vehicle"}),
]


@pytest.mark.parametrize(("code", "evidence", "needed", "spared"), PROOFS)
def test_a_proof_is_asked_for_only_where_it_is_needed(
    code: str, evidence: str, needed: dict[str, Any], spared: dict[str, Any]
) -> None:
    assert evidence in asked_of(code, needed)
    assert evidence not in asked_of(code, spared)


def test_who_reports_drug_crime_with_a_password_gives_no_name() -> None:
    item = ITEMS["jd-reward"]
    hidden = {field.element for field in form_fields(item, facts_of("jd-reward", {"tip_manner": "password"}))}
    assert not hidden & {"applicant_name", "applicant_id_number"}
