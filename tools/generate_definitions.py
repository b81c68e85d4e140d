"""Write item definitions from the item tables: how the definitions outside the high-frequency ones came to be.

Run once, kept as the record of where each field comes from::

    python -m tools.generate_definitions FOLDER_WITH_THE_TABLES [--only PATTERN]

The YAML is the source of truth since; high-frequency items are written by hand and never touched here. Where a table
is blank, says 待核 or names a proposal, the definition says so in ``unverified``; nothing is invented.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yichuang.catalogue.exchange import yaml_text

ROOM = Path(__file__).parents[1] / "src/yichuang/catalogue"
SCHEMA = "../../../../../docs/schema/item.schema.json"
"""Seen from a definition."""
TABLES = ("items.csv", "items_extra.csv")

PROPOSED = ["limits.promised", "channels", "visits", "steps"]
"""Columns that the tables call proposals, to be replaced by the bureau's own list (实施清单)."""
DOUBTS = re.compile("待核|未核实|未查到|以本地|按地方|各地|是否|核对|按省细则|由省定|按省规定")
CALENDAR_LAWS = re.compile("^(crj-|hz-resperm-|hz-id-|za-event-)")
"""ID card, exit-entry, residence-permit and mass-event law counts 日, natural days (hall facts B and C)."""

Row = dict[str, str]
Part = dict[str, Any]


@cache
def terms() -> dict[str, Any]:
    """How the tables' words read in a definition."""
    found: dict[str, Any] = read(Path(__file__).with_name("definition_terms.yaml"))
    return found


@cache
def outputs_by_name() -> dict[str, list[list[str]]]:
    """Result documents by their Chinese name."""
    found: dict[str, list[list[str]]] = read(Path(__file__).with_name("definition_outputs.yaml"))
    return found


@cache
def evidence_by_name() -> dict[str, str]:
    """Keys of evidence types by every name they are listed under."""
    types = read(ROOM / "evidence_types.yaml")
    return {name: key for key, entry in types.items() for name in [entry["name"]["zh"], *entry.get("aliases", [])]}


@cache
def registers() -> dict[str, str]:
    """The register that can supply an evidence type, by its key."""
    return {key: entry.get("register", "") for key, entry in read(ROOM / "evidence_types.yaml").items()}


def read(path: Path) -> Any:
    """A YAML file as plain data."""
    return yaml.safe_load(path.read_text("utf-8"))


def rows(folder: Path) -> Iterator[Row]:
    """All rows of the tables that are not high-frequency."""
    for table in TABLES:
        with (folder / table).open(encoding="utf-8-sig", newline="") as file:
            yield from (row for row in csv.DictReader(file) if row["high_frequency"] != "Y")


def definition(row: Row) -> Part:
    """One row as a definition; empty parts are left out."""
    code, subject = row["code"], terms()["subjects"][row["subject"]]
    agent, agent_known = agent_allowed(row)
    found: Part = {
        "code": code,
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
        "line": terms()["lines"][row["line"]],
        "kind": terms()["kinds"][row["item_type"]],
        "handling": terms()["handlings"][row["office_type"]],
        "subjects": [subject],
        "scope": terms()["scopes"][row["scope"]],
        "channels": row["channels"].split("|"),
        "visits": int(row["max_visits"]),
        "stationed": row["stationed"] == "Y",
        "agent_allowed": agent,
        "min_age": terms()["min_ages"].get(code),
        "first_status": "suspended" if code in terms()["suspended"] else "",
        "legal_basis": [each for each in row["legal_basis"].split(";") if each],
        "limits": limits(row),
        "fee": fee(row),
        "form": form(row),
        "materials": materials(row),
        "steps": steps(row),
        "outputs": outputs(row),
        "confidence": row["confidence"],
        "evidence_note": row["evidence"],
        "note": note(row),
    }
    found["unverified"] = unverified(row, found, agent_known=agent_known)
    return {key: value for key, value in found.items() if value not in (None, [], "")}


def note(row: Row) -> str:
    """The row's note; where no period is fixed at all, with a word on what stands in its place."""
    blank = "" if row["promised_working_days"] else terms()["blank_promise"]["note"]
    return ";".join(part for part in (row["note"].strip(";"), blank) if part)


def limits(row: Row) -> Part:
    """Promised and statutory limits, each in the unit that the note or the law names."""
    statutory, promised = statutory_limit(row), promised_limit(row)
    return {"promised": promised, "statutory": statutory} if statutory else {"promised": promised}


def statutory_limit(row: Row) -> Part | None:
    """法定时限: natural days where the note or the line's law counts them, hours where the note names hours."""
    if hours := terms()["hours"].get(row["code"]):
        return {"amount": hours, "unit": "hour"}
    if not row["statutory_working_days"]:
        return None
    natural = "自然" in row["note"] or CALENDAR_LAWS.match(row["code"])
    return {"amount": int(row["statutory_working_days"]), "unit": "calendar_day" if natural else "working_day"}


def promised_limit(row: Row) -> Part:
    """承诺时限. A promise in working days that would outlast a statutory limit in natural days is read as natural."""
    if row["promised_working_days"] == "0":
        return {"amount": 0, "unit": "on_the_spot"}
    amount = int(row["promised_working_days"] or terms()["blank_promise"]["days"])
    statutory = statutory_limit(row)
    outlasts = statutory is not None and statutory["unit"] == "calendar_day" and amount * 7 / 5 > statutory["amount"]
    natural = outlasts or not row["promised_working_days"]
    return {"amount": amount, "unit": "calendar_day" if natural else "working_day"}


def fee(row: Row) -> Part:
    """收费: lines where the note gives them, else one line; a blank amount stays unverified."""
    note, basis = row["fee_note"], "".join(re.findall(r"[((]([^()()]*〔\d+〕\d+号[^()()]*)[))]", row["fee_note"]))
    lines = next((lines for pattern, lines in terms()["fees"].items() if re.match(pattern, row["code"])), None)
    doubtful = not row["fee_cny"] or bool(DOUBTS.search(note))
    certain = lines or ([] if doubtful and row["fee_cny"] == "0" else fee_lines(row))
    found: Part = {"rules": [fee_rule(line, basis) for line in certain], "note": note}
    return found | ({"unverified": True} if doubtful else {})


def fee_lines(row: Row) -> list[list[Any]]:
    """The single line of a row with one amount; none for a blank."""
    if not row["fee_cny"]:
        return []
    amount = int(row["fee_cny"])
    return [[amount, "收费", "Fee", ""]] if amount else [[0, "不收费", "Free", ""]]


def fee_rule(line: list[Any], basis: str) -> Part:
    """One fee line: amount, label in both languages, condition."""
    amount, zh, en, when = line
    rule: Part = {"amount": amount, "label": {"zh": zh, "en": en}, "when": when, "basis": basis if amount else ""}
    return {key: value for key, value in rule.items() if value != ""}


def materials(row: Row) -> list[Part]:
    """The marked materials: [E] shared, [R] produced, [C] deferrable, [P] declarable. One line for each proof."""
    found: dict[str, Part] = {}
    for name, mark in re.findall(r"([^;]+?)\[([ERCP])\]", row["materials"]):
        key = evidence_by_name()[name.strip()]
        found.setdefault(key, material(name.strip(), key, mark))
    return list(found.values())


def material(name: str, key: str, mark: str) -> Part:
    """One material; the condition in its name's brackets becomes a note, and a condition where it can be stated."""
    ending = re.search(r"\((\w+)\)$", name)
    words, when = terms()["material_conditions"].get(ending[1] if ending else key, ["", ""])
    found: Part = {
        "evidence": key,
        "need": terms()["needs"][mark],
        "source": registers()[key] if mark == "E" else "",
        "when": when,
        "note": {"zh": name, "en": words} if words else "",
    }
    return {part: value for part, value in found.items() if value}


def steps(row: Row) -> list[Part]:
    """The route: the first step accepts, one decides, what comes before examines, what comes after hands over."""
    named = [re.fullmatch(r"(.+?)\((.+)\)", step) for step in row["approval_route"].split(">")]
    pairs = [(each[1], each[2]) for each in named if each]
    acts = step_acts([name for name, _ in pairs])
    found: list[Part] = []
    for (name, carrier), act in zip(pairs, acts, strict=True):
        found.append(step(name, carrier, act, found))
    if found[0]["level"] == "external" != found[1]["level"]:  # what is sent in is received by whoever comes next
        found[0]["level"] = found[1]["level"]
    return found


def step(name: str, carrier: str, act: str, before: list[Part]) -> Part:
    """One step after the last of ``before``, with a key of its own."""
    key, english = terms()["steps"][name]
    level, party = terms()["levels"][carrier]
    taken = sum(re.sub(r"_\d$", "", each["key"]) == key for each in before)
    found = {
        "key": f"{key}_{taken + 1}" if taken else key,
        "name": {"zh": name, "en": english},
        "act": act,
        "level": level,
        "line": terms()["step_lines"].get(name, ""),
        "after": [before[-1]["key"]] if before else [],
        "external": party,
    }
    return {key: value for key, value in found.items() if value not in ([], "")}


def step_acts(names: list[str]) -> list[str]:
    """What each step of a route does."""
    decides = deciding(names)
    return [act_of(name, place, decides) for place, name in enumerate(names)]


def act_of(name: str, place: int, decides: int) -> str:
    """What the step at ``place`` does, where the step at ``decides`` decides."""
    if place == decides:
        return "decide"
    if place > decides:
        return "produce" if name in terms()["produces"] else "issue"
    return "examine" if place else "accept"


def deciding(names: list[str]) -> int:
    """Which step decides: the last one named so, else 办结, else the one before producing or handing over."""
    for words in (terms()["decides"], terms()["finishes"]):
        places = [place for place, name in enumerate(names) if place and name in words]
        if places:
            return places[-1]
    after = {*terms()["produces"], *terms()["issues"]}
    handing = [place for place, name in enumerate(names) if place > 1 and name in after]
    return handing[0] - 1 if handing else len(names) - 1


def outputs(row: Row) -> list[Part]:
    """The result documents with their validity; what is not regular stays a note in the tables' words."""
    if row["result_document"] == "none":
        return []
    named = outputs_by_name()[row["result_document"]]
    periods = split_validity(row["result_validity"], len(named))
    return [output(row, document, period) for document, period in zip(named, periods, strict=True)]


def output(row: Row, document: list[str], period: str) -> Part:
    """One result document."""
    key, english, *part = document
    regular = terms()["validity"].get(period, [])
    found: Part = {
        "key": key,
        "name": {"zh": part[0] if part else row["result_document"], "en": english},
        "electronic": row["electronic_result"] == "Y",
        "validity": regular,
        "validity_note": "" if regular or period == "none" else period,
    }
    return {key: value for key, value in found.items() if value not in ([], "")}


def split_validity(text: str, count: int) -> list[str]:
    """One period for each of ``count`` documents: ``准迁证40日;登记页long`` or ``30日/40日`` name one each."""
    parts = [re.sub(r"^[^\d]+(?=\d|long)", "", part) for part in re.split("[;/]", text)]
    return parts if count > 1 and len(parts) == count else [text] * count


def form(row: Row) -> list[Part]:
    """The form of an item without situations yet: who applies, what about, how the result is received."""
    code, groups = row["code"], terms()["forms"]
    elements = list(groups[applicant_group(row)])
    if row["subject"] == "自然人":
        elements += groups["agent"] if agent_allowed(row)[0] else []
        elements += groups["guardian"] if re.match(terms()["guardians"], code) else []
    for pattern, more in terms()["form_patterns"]:
        elements += more if re.match(pattern, code) else []
    elements += groups["mail"] if "mail" in row["channels"] else []
    return [form_field(element) for element in dict.fromkeys(elements)]


def applicant_group(row: Row) -> str:
    """Who fills the form in."""
    if row["subject"] == "法人":
        return "organisation"
    return "foreigner" if re.match(terms()["foreigners"], row["code"]) else "person"


def form_field(element: str) -> Part:
    """``agent_name agent``: an element with its condition."""
    key, _, condition = element.partition(" ")
    when = terms()["forms"]["mail_condition"] if condition == "mail" else condition
    return {"element": key, "when": when} if when else {"element": key}


def agent_allowed(row: Row) -> tuple[bool, bool]:
    """Whether an agent may file, and whether the sources say so. An organisation always acts through somebody."""
    if row["subject"] == "法人" or "agent" in row["channels"] or "代办" in row["materials"]:
        return True, True
    known = next((allowed for pattern, allowed in terms()["agents"] if re.match(pattern, row["code"])), None)
    return bool(known), known is not None


def unverified(row: Row, found: Part, *, agent_known: bool) -> list[str]:
    """The fields that the tables leave open."""
    doubts = {
        "fee": found["fee"].get("unverified", False),
        "agent_allowed": not agent_known,
        "limits.statutory": "statutory" in found["limits"] and unit_is_inferred(row),
        "outputs.validity": any("validity_note" in each for each in found["outputs"]),
        "note": bool(DOUBTS.search(row["note"])),
        "legal_basis": "条文" in row["note"] or "(参照)" in row["legal_basis"],
    }
    return [*PROPOSED, *(field for field, open_ in doubts.items() if open_)]


def unit_is_inferred(row: Row) -> bool:
    """Whether the unit of the statutory limit comes from the law's habit, not from the row."""
    return bool(CALENDAR_LAWS.match(row["code"])) and "自然" not in row["note"]


def write(folder: Path, only: str) -> int:
    """Write every definition whose code matches ``only``; answers how many."""
    count = 0
    for row in rows(folder):
        if re.search(only, row["code"]):
            found = definition(row)
            path = ROOM / "definitions" / found["line"] / f"{found['code']}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml_text.checked_by(SCHEMA, yaml_text.document(found)), "utf-8")
            count += 1
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    print(write(arguments.folder, arguments.only), "definitions written")
