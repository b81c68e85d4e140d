"""What can be said of an item in an outside list: its own fields, what follows from them, and what the bureau knows of
itself. Pure.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, to_builtins

from yichuang.catalogue.definition import Channel, EvidenceType, Item, ItemStatus, Line, Need, Scope, StepAct
from yichuang.catalogue.guides.guide import answer
from yichuang.catalogue.guides.phrases import words
from yichuang.catalogue.registers import data_sources
from yichuang.kernel.identifiers import CREDIT_CODE_LENGTH, IMPLEMENTATION_LENGTH

ORGAN = "11"
"""What the credit code of a state organ begins with (GB 32100: 机构编制, 机关)."""


class Office(Struct, frozen=True):
    """A department by name and credit code."""

    name: str
    credit_code: str = ""


class Bureau(Struct, frozen=True):
    """What the platform knows of the body whose list this is; empty where nobody has entered it."""

    body: Office = Office("")
    """实施主体."""
    departments: Mapping[Line, Office] = {}
    """承办机构: the competent department of each line."""
    region: str = ""
    """行政区划代码."""
    place: str = ""
    """行政管辖: what the region is called."""
    consult_phone: str = ""
    complaint_phone: str = ""
    halls: tuple[str, ...] = ()
    """办理地点: each hall with its address."""
    closing: str = ""
    """The hour until which a working day is open."""
    review_body: str = ""
    court: str = ""
    site: str = ""
    """Where the public pages stand."""


def facts(item: Item, status: ItemStatus, kinds: Mapping[str, EvidenceType], bureau: Bureau) -> dict[str, Any]:
    """The item with what can be concluded from it and from its bureau."""
    plain: dict[str, Any] = to_builtins(item)
    plain["materials"] = [_material(number, each, kinds) for number, each in enumerate(plain["materials"], 1)]
    for said, faq in zip(plain["faqs"], item.faqs, strict=True):
        said["answer"] = to_builtins(answer(faq.answer, item))
    return plain | _concluded(item) | _of_bureau(item, bureau) | {"status": status.value}


def _concluded(item: Item) -> dict[str, Any]:
    amounts = [rule.amount for rule in item.fee.rules]
    remission = [rule for rule in item.fee.rules if rule.when and rule.amount < max(amounts)]
    return {
        "deciding_level": next((step.level.value for step in item.steps if step.act is StepAct.DECIDE), None),
        "charged": None if item.fee.unverified else any(amounts),
        "remitted": None if item.fee.unverified or not any(amounts) else bool(remission),
        "remission_basis": [rule.basis for rule in remission],
        "result_kinds": [output.kind.value for output in item.outputs] or ["none"],
        "remedy": (item.remedies or words().remedies[item.kind.value]).zh,
        "by_mail": Channel.MAIL in item.channels,
        "by_net": Channel.ONLINE in item.channels,
        "by_kiosk": Channel.KIOSK in item.channels,
        "shared_scope": item.scope is not Scope.LOCAL,
    }


def _of_bureau(item: Item, bureau: Bureau) -> dict[str, Any]:
    """The code list itself names the body in the implementation code; else the bureau's own code stands."""
    written = item.codes.implementation
    credit_code = written[:CREDIT_CODE_LENGTH] if len(written) == IMPLEMENTATION_LENGTH else bureau.body.credit_code
    department = bureau.departments.get(item.line, Office(""))
    at_window, online = Channel.WINDOW in item.channels, Channel.ONLINE in item.channels
    ways = {"window": at_window and bureau.halls, "phone": bureau.consult_phone}
    return {
        "body": bureau.body.name,
        "body_code": credit_code,
        "body_nature": "statutory" if credit_code.startswith(ORGAN) else None,
        "department": department.name,
        "department_code": department.credit_code,
        "region": bureau.region,
        "place": bureau.place,
        "consult_ways": [way for way, there in ways.items() if there],
        "consult_phone": bureau.consult_phone,
        "complaint_ways": ["phone"] if bureau.complaint_phone else [],
        "complaint_phone": bureau.complaint_phone,
        "halls": list(bureau.halls) if at_window else [],
        "hall": bureau.halls[0].partition("\uff08")[0] if bureau.halls and item.stationed else "",
        "closing": bureau.closing if at_window else "",
        "review_body": bureau.review_body,
        "court": bureau.court,
        "address": f"{bureau.site.rstrip('/')}/guides/{item.code}/" if online and bureau.site else "",
    }


def _material(number: int, material: dict[str, Any], kinds: Mapping[str, EvidenceType]) -> dict[str, Any]:
    """What a register supplies is necessary only where a reason says so (国务院令第716号 art. 7)."""
    kind = kinds.get(material["evidence"])
    register = data_sources().get(material["source"] or (kind.register if kind else ""))
    asked = material["need"] == Need.PRODUCED or (material["need"] == Need.SHARED and material["reason"])
    return material | {
        "number": number,
        "necessary": bool(asked) and not material["when"],
        "evidence": kind.name.zh if kind else material["evidence"],
        "issuer": register.owner if register else "",
        "supplied": register.name if register else "",
    }
