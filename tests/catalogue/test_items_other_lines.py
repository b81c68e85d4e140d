"""The items outside household, exit-entry and traffic: every rule bites in its case and keeps silent in the nearest other."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Effect, Need
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.requirements import required_materials
from yichuang.catalogue.situations import check_answers

TODAY = date(2026, 11, 21)
BIG_LINES = ("household", "exit_entry", "traffic")
ITEMS = {code: item for code, item in catalogue().items.items() if item.line not in BIG_LINES}
CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("other_lines_rules.yaml").read_text("utf-8"))
ELSEWHERE = {"xz-norecord-person", "xz-norecord-unit", "xz-case-receipt"}
"""Their rules have cases of their own in ``test_criminal_rules``."""
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
    check_answers(item, facts)
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
