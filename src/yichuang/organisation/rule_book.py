"""Reads ``grant_rules.yaml``: the rule of each line."""

from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct, convert

from yichuang.catalogue.definition import Line
from yichuang.organisation.grant_rules import Rule


class RuleBook(Struct, frozen=True, forbid_unknown_fields=True):
    """All rules; a line without its own follows ``default``."""

    default: Rule
    lines: dict[Line, Rule]


@cache
def rule_book() -> RuleBook:
    """Return the rules as the file states them."""
    text = Path(__file__).with_name("grant_rules.yaml").read_text("utf-8")
    return convert(yaml.safe_load(text), RuleBook)


def rule_for(line: Line) -> Rule:
    """Return the rule that governs grants of ``line``."""
    book = rule_book()
    return book.lines.get(line, book.default)
