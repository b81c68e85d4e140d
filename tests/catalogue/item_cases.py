"""What the item tests of a whole line share: the rule cases that stand as data, and what every item must have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.catalogue.asked import item
from yichuang.catalogue.definition import Item
from yichuang.catalogue.loader import ROOM

CASES = Path(__file__).parent / "cases"
Told = dict[str, Any]
Case = tuple[str, str, str, Told, Told]


def items_of(line: str) -> list[str]:
    return sorted(path.stem for path in (ROOM / "definitions" / line).glob("*.yaml"))


def cases_of(line: str) -> list[Case]:
    """Item, rule, effect, what is told when it bites and when it does not, of ``cases/<line>_rules.yaml``."""
    rows = yaml.safe_load((CASES / f"{line}_rules.yaml").read_text("utf-8"))
    return [(code, key, effect, _told(bitten), _told(free)) for code, key, effect, bitten, free in rows]


def _told(raw: Told) -> Told:
    return raw | ({"has": frozenset(raw["has"])} if "has" in raw else {})


def rules_of(line: str) -> Iterator[tuple[str, str]]:
    return ((code, rule.key) for code in items_of(line) for rule in item(line, code).rules)


def lacking(of: Item) -> list[str]:
    """What a complete item of these lines must have and this one has not."""
    wanted = {
        "topics": bool(of.topics),
        "visit_reason": of.visit_reason is not None or not of.visits,
        "faqs": bool(of.faqs),
        "situations": bool(of.situations) or of.code in PLAIN,
        "materials": bool(of.materials),
        "rules": bool(of.rules),
        "legal_basis": bool(of.legal_basis),
    }
    return [name for name, there in wanted.items() if not there]


PLAIN = frozenset({"jg-d-learn"})
"""Items in which no answer would change anything."""
