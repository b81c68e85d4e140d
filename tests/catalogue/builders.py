"""Small items for tests: a definition that is right, with one thing changed."""

from pathlib import Path

from msgspec import convert

from yichuang.catalogue.definition import Element, EvidenceType, Item
from yichuang.catalogue.loader import Catalogue, catalogue

SMALLEST = {
    "code": "t-item",
    "name": {"zh": "测试事项", "en": "Test item"},
    "line": "household",
    "kind": "public_service",
    "handling": "commitment",
    "subjects": ["person"],
    "limits": {"promised": {"amount": 5, "unit": "working_day"}},
    "channels": ["window"],
    "scope": "local",
    "visit_reason": {"zh": "核对本人", "en": "Identity is checked"},
    "topics": ["person_document"],
    "agent_allowed": True,
    "fee": {"rules": [{"amount": 0, "label": {"zh": "不收费", "en": "Free"}}]},
    "steps": [
        {"key": "accept", "name": {"zh": "受理", "en": "Accept"}, "act": "accept", "level": "station"},
        {
            "key": "decide",
            "name": {"zh": "决定", "en": "Decide"},
            "act": "decide",
            "level": "county",
            "after": ["accept"],
        },
    ],
}
WORDS = {"zh": "字", "en": "words"}


def item(**parts: object) -> Item:
    """The smallest right item with ``parts`` in place of its own; one of another code has a name of its own."""
    code = parts.get("code", SMALLEST["code"])
    name = SMALLEST["name"] if code == SMALLEST["code"] else {"zh": f"测试事项 {code}", "en": f"Test item {code}"}
    return convert(SMALLEST | {"name": name} | parts, Item)


def question(key: str, *options: str, when: str = "", known: dict[str, str] | None = None) -> dict[str, object]:
    """A situation question; ``known`` says of which options it is known when they are the answer."""
    told = known or {}
    return {
        "key": key,
        "question": WORDS,
        "options": [{"value": option, "label": WORDS, "known": told.get(option, "")} for option in options],
        "when": when,
    }


def step(key: str, act: str, *after: str, when: str = "") -> dict[str, object]:
    """A step of the county."""
    return {"key": key, "name": WORDS, "act": act, "level": "county", "after": list(after), "when": when}


def shelf(*items: Item) -> Catalogue:
    """A catalogue of these items with the real dictionaries."""
    real = catalogue()
    return Catalogue(
        items={each.code: each for each in items}, elements=real.elements, evidence_types=real.evidence_types
    )


def element(key: str = "yl_berth", **parts: object) -> Element:
    """A data element of a bureau's own."""
    plain = {"key": key, "name": {"zh": "泊位号", "en": "Berth"}, "type": "text", "group": "premises"}
    return convert({**plain, **parts}, Element)


def proof(key: str = "yl_berth_permit", **parts: object) -> EvidenceType:
    """A kind of proof of a bureau's own."""
    return convert({"key": key, "name": {"zh": "泊位许可", "en": "Berth permit"}, **parts}, EvidenceType)


def asking() -> Item:
    """An item that asks for both."""
    return item(
        form=[{"element": "applicant_name"}, {"element": "yl_berth"}],
        materials=[{"evidence": "yl_berth_permit", "need": "produced", "reason": WORDS}],
    )


def write_room(folder: Path, definition: str, place: str = "household/t-item.yaml") -> Path:
    """A catalogue folder with one definition."""
    path = folder / "definitions" / place
    path.parent.mkdir(parents=True)
    path.write_text(definition, "utf-8")
    (folder / "elements.yaml").write_text("", "utf-8")
    (folder / "evidence_types.yaml").write_text("", "utf-8")
    return folder
