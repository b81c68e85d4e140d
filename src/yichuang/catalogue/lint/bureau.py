"""Rules about a layer as a whole: whom people ask and where they complain (standards part 2.9, numbers 11 and 14). Pure."""

import re
from collections.abc import Callable, Iterator

from yichuang.catalogue.layers import Layer
from yichuang.catalogue.lint.judging import Hit, LintFinding, lint_rules, severity_of

WITH_AREA_CODE = re.compile(r"0\d{2,3}-\d{7,8}")


def phones_given(layer: Layer) -> Iterator[Hit]:
    """11, 14: a place gives a telephone for questions and one for complaints."""
    for name in layer.contacts.__struct_fields__:
        if not getattr(layer.contacts, name):
            yield f"contacts.{name}", "—"


def phones_differ(layer: Layer) -> Iterator[Hit]:
    """11, 14: who is complained of does not take the complaint."""
    contacts = layer.contacts
    if contacts.consult_phone and contacts.consult_phone == contacts.complaint_phone:
        yield "contacts.complaint_phone", contacts.complaint_phone


def phones_with_area_code(layer: Layer) -> Iterator[Hit]:
    """11: a telephone number can be dialled from elsewhere."""
    for name in layer.contacts.__struct_fields__:
        number = getattr(layer.contacts, name)
        if number and not WITH_AREA_CODE.fullmatch(number):
            yield f"contacts.{name}", number


LAYER_RULES: dict[str, Callable[[Layer], Iterator[Hit]]] = {
    check.__name__: check for check in (phones_given, phones_differ, phones_with_area_code)
}
"""Every rule about a layer by its name in ``rules.yaml``."""


def own_findings(layer: Layer) -> tuple[LintFinding, ...]:
    """The breaches of a layer by itself."""
    return tuple(
        LintFinding(layer.key, rule, place, detail, severity_of(lint_rules()[rule], place, layer.local))
        for rule, check in LAYER_RULES.items()
        for place, detail in check(layer)
    )
