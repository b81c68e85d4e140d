"""Words of the console's pages: ``{% load console %}``."""

from collections.abc import Iterable, Mapping

from django import template

from yichuang.cases.verify import Fault
from yichuang.catalogue.changes.terms import ChangeState
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.guides.saying import in_words as condition_words
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.vocabulary import label, labels
from yichuang.organisation.models import Hall, Staff, Unit
from yichuang.surfaces.console.asking import Field
from yichuang.surfaces.console.editing.layout import section_of
from yichuang.surfaces.console.words import name_of, title_of
from yichuang.surfaces.story.names import listed, said

register = template.Library()


@register.filter
def word(value: str, list_name: str) -> str:
    """The word for a value of a closed list."""
    return label(list_name, value) if value else ""


@register.filter
def word_or_nothing(value: str, list_name: str) -> str:
    """The same where not every value has a word."""
    return label(list_name, value) if value in labels()[list_name] else ""


@register.filter
def words(values: Iterable[str], list_name: str) -> str:
    """Several values as one enumeration."""
    return listed(label(list_name, value) for value in values)


@register.filter
def in_words(text: Text) -> str:
    """A text in the active language."""
    return said(text)


@register.filter
def called(place: Unit | Hall) -> str:
    """What a unit or hall is called."""
    return name_of(place)


@register.filter
def titled(member: Staff) -> str:
    """The post title of a member of staff."""
    return title_of(member.title_zh, member.title_en)


@register.filter
def condition(expression: str, item: Item) -> str:
    """A condition of an item in plain words."""
    return said(condition_words(expression, item, catalogue()))


@register.filter
def part(key: str) -> str:
    """What a part of an item's form is called."""
    section = section_of(key)
    return said(section.title) if section else ""


LOOKS = {
    ChangeState.DRAFT: {"icon": "file-pencil", "tone": "plain"},
    ChangeState.LINTED: {"icon": "file-pencil", "tone": "plain"},
    ChangeState.IN_REVIEW: {"icon": "hourglass", "tone": "primary"},
    ChangeState.SENT_BACK: {"icon": "alert-triangle", "tone": "soon"},
    ChangeState.PUBLISHED: {"icon": "circle-check", "tone": "done"},
    ChangeState.DISCARDED: {"icon": "trash", "tone": "muted"},
}


@register.filter
def look(state: str) -> dict[str, str]:
    """Icon and colour of where a change stands."""
    return LOOKS[ChangeState(state)]


@register.filter
def at_key(found: Mapping[object, str], key: object) -> str:
    """What a mapping holds under a key; empty for nothing."""
    return found.get(key, "")


@register.filter
def fault_words(fault: Fault) -> str:
    """What is wrong with a record."""
    return label("console_fault", fault.kind).format(seq=fault.seq)


@register.filter
def kept_fault(text: str) -> dict[str, str]:
    """A fault as a run keeps it: number (empty: of no case), what is wrong in words, and the row."""
    number, seq, kind, *rest = text.split("|")
    words = label("console_fault", kind).format(seq=seq)
    return {"number": "" if number == "0" else number, "words": words, "row": "|".join(rest)}


@register.inclusion_tag("console/_field.html")
def asked(field: Field, errors: Mapping[str, str]) -> dict[str, object]:
    """One field of a dialog, with what is wrong with it."""
    return {"field": field, "error": errors.get(field.name, ""), "span": "" if field.span == 12 else field.span}  # noqa: PLR2004 - the whole width
