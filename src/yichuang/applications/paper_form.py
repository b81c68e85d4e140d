"""The one form as a paper: every answered place under its subject, and the answers to the questions. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from yichuang.applications.matter import Matter, words
from yichuang.applications.merging import merged_fields
from yichuang.cases.papers import facts as pf
from yichuang.catalogue.definition import Element, Option, Text
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.requirements import form_fields
from yichuang.catalogue.situations import questions
from yichuang.kernel.vocabulary import label

WIDE = frozenset({"address", "long_text"})
"""Types of elements that take the whole width."""
LONG = 18
"""Characters from which a value takes it too."""


def groups(matter: Matter, shelf: Catalogue) -> tuple[pf.FieldGroup, ...]:
    """The filled places of the form in its own order, then the questions that were asked."""
    fields = tuple((each.item.code, form_fields(each.item, each.facts)) for each in matter.subjects)
    filled: dict[str, list[pf.FieldLine]] = {}
    for field in merged_fields(shelf, fields):
        value = matter.form.get(field.element.key, "").strip()
        if value:
            filled.setdefault(field.element.group, []).append(_line(field.element, value))
    said = [pf.FieldGroup(_group(key), tuple(lines)) for key, lines in filled.items()]
    asked = tuple(_answers(matter))
    return (*said, pf.FieldGroup(words("questions"), asked, listed=True)) if asked else tuple(said)


def _group(key: str) -> Text:
    return Text(label("element_group", key, "zh"), label("element_group", key, "en"))


def _line(element: Element, value: str) -> pf.FieldLine:
    shown = _shown(element, value)
    return pf.FieldLine(element.name, shown, wide=element.type in WIDE or len(shown) > LONG)


def _shown(element: Element, value: str) -> str:
    if element.type == "boolean":
        return words("yes" if value == "true" else "no").zh
    if element.type == "date":
        return _day(value)
    return _worded(element.options, value)


def _day(value: str) -> str:
    """A day as people write it; what is no day stays as it was typed."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return words("day", year=str(day.year), month=str(day.month), day=str(day.day)).zh


def _worded(options: Iterable[Option], value: str) -> str:
    return next((option.label.zh for option in options if option.value == value), value)


def _answers(matter: Matter) -> Iterable[pf.FieldLine]:
    """Each question once, however many items ask it."""
    given = _given(matter)
    seen: set[str] = set()
    for subject in matter.subjects:
        for question in questions(subject.item, subject.facts):
            if question.key in given and question.key not in seen:
                seen.add(question.key)
                yield pf.FieldLine(question.question, _worded(question.options, given[question.key]))


def _given(matter: Matter) -> Mapping[str, str]:
    return {key: value for choice in matter.choices for key, value in choice.answers.items() if value}
