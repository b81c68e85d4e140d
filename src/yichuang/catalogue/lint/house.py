"""Our own rules, beyond the city's list: sharing, codes, agents, scope. Pure.

Source: 国务院令第716号 art. 7 (what can be shared is not asked for), C0109-2018 (codes), standards C-08 (scope).
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from yichuang.catalogue.definition import Channel, Item, ItemKind, Material, Need, Scope, Text
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_base_code, check_business_code, check_implementation_code
from yichuang.kernel.vocabulary import labels

RECEIVING = frozenset({Channel.WINDOW, Channel.ONLINE, Channel.KIOSK, Channel.MAIL})
"""Channels through which an application from elsewhere can come in."""


def produced_has_reason(item: Item, found: Catalogue) -> Iterator[Hit]:
    """What a register can supply is brought only for a stated reason (国务院令第716号 art. 7)."""
    for material in item.materials:
        if material.need is Need.PRODUCED and not material.reason and (register := _register(material, found)):
            yield f"materials.{material.evidence}", register


def known_topics(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Each topic is on the list, so that people find the item under it."""
    for topic in item.topics:
        if topic not in labels()["topic"]:
            yield "topics", topic


def texts_in_both_languages(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Whatever people read is there in Chinese and in English."""
    for field in item.__struct_fields__:
        yield from ((field, text.zh or text.en or "—") for text in _texts(getattr(item, field)) if not _whole(text))


def legal_basis_given(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A licence names the law that sets it up (行政许可法 art. 30)."""
    if item.kind is ItemKind.LICENCE and not any(each.strip() for each in item.legal_basis):
        yield "legal_basis", "—"


def statutory_has_basis(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A statutory limit names the article that fixes it, or nobody can check it."""
    limit = item.limits.statutory
    if limit and not limit.basis.strip():
        yield "limits.statutory", f"{limit.amount} {limit.unit}"


def agent_channel_allowed(item: Item, _: Catalogue) -> Iterator[Hit]:
    """The agent's channel is offered only where an agent may file."""
    if Channel.AGENT in item.channels and not item.agent_allowed:
        yield "agent_allowed", "false"


def scope_can_receive(item: Item, _: Catalogue) -> Iterator[Hit]:
    """What may be filed beyond its home has a channel that takes it in there (standards C-08)."""
    if item.scope is not Scope.LOCAL and not RECEIVING.intersection(item.channels):
        yield "scope", f"{item.scope}: {', '.join(item.channels)}"


def codes_valid(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Codes that are entered have the right length, characters and check digit."""
    checks: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("basic", item.codes.basic, check_base_code),
        ("implementation", item.codes.implementation, check_implementation_code),
        ("handling", item.codes.handling, check_business_code),
    )
    for name, code, check in checks:
        if code and (problem := _refused(code, check)):
            yield f"codes.{name}", f"{code}: {problem}"


def codes_agree(item: Item, _: Catalogue) -> Iterator[Hit]:
    """The implementation code ends with the basic code, and the handling code begins with the implementation code."""
    codes = item.codes
    if codes.basic and codes.implementation and not codes.implementation.endswith(codes.basic):
        yield "codes.implementation", f"{codes.implementation} / {codes.basic}"
    if codes.implementation and codes.handling and not codes.handling.startswith(codes.implementation):
        yield "codes.handling", f"{codes.handling} / {codes.implementation}"


def _texts(value: object) -> Iterator[Text]:
    """Every text in a value, however deep."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            yield from _texts(getattr(value, field))


def _whole(text: Text) -> bool:
    return bool(text.zh.strip() and text.en.strip())


def _register(material: Material, found: Catalogue) -> str:
    kind = found.evidence_types.get(material.evidence)
    if kind and (kind.biometric or kind.generated):
        return ""
    return material.source or (kind.register if kind else "")


def _refused(code: str, check: Callable[[str], object]) -> str:
    try:
        check(code)
    except Refusal as refusal:
        return refusal.code
    return ""
