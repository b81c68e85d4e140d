"""What stands beside each field of the form: what it was, what the linter finds, what is open, a condition in words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.above import judged_against_above, list_above
from yichuang.catalogue.betterment import Verdict
from yichuang.catalogue.changes.difference import Change
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.guides.saying import in_words
from yichuang.catalogue.lint import LintFinding, lint_rules
from yichuang.catalogue.lint.marks import may_excuse
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.models import CatalogueChange
from yichuang.catalogue.proof import Judged
from yichuang.kernel.data_files import read_data
from yichuang.kernel.vocabulary import label, labels
from yichuang.surfaces.console.editing.drawing import Drawn, Sheet
from yichuang.surfaces.console.editing.layout import section_of
from yichuang.surfaces.console.editing.moves import MARKS
from yichuang.surfaces.console.editing.summary import DOT
from yichuang.surfaces.console.items import name_of
from yichuang.surfaces.story.names import said

TERMS = ("unit", "need", "step_act", "handling", "level", "channel", "scope", "item_kind")
"""Closed lists whose keys a finding may quote."""
ABOUT_CONDITIONS = frozenset({
    "conditions_compile", "conditions_resolve", "conditions_compute", "answers_possible", "questions_before_use",
    "questions_reachable", "parts_reachable",
})  # fmt: skip
"""Rules whose breach stands beside the condition of the entry that they name."""


class Beside(Struct, frozen=True):
    """One remark."""

    slot: str
    """Name of the field or entry it stands beside."""
    kind: str
    """was, finding, error, said, unverified, local."""
    words: str
    more: str = ""
    """How to mend it."""
    press: str = ""
    """The button that belongs to it."""


class Difference(Struct, frozen=True):
    """One line of what the draft changes."""

    words: str
    editorial: bool
    slot: str
    section: str
    press: str


class Found(Struct, frozen=True):
    """One thing that the linter finds, as people read it."""

    slot: str
    """Where on the form it stands; empty for another item's."""
    where: str
    """The field in words."""
    words: str
    """What is wrong, with what stands there."""
    mend: str
    press: str = ""
    """Sets the mark that excuses it, where the rule knows one and the item is the bureau's own: of what the nation has,
    only the nation's marks excuse.
    """
    address: str = ""
    """Of the field, for who may write there."""


def differences(changes: Iterable[Change], sheet: Sheet) -> tuple[Difference, ...]:
    """What the draft changes, line by line."""
    return tuple(
        Difference(
            said(each.sentence), each.editorial, sheet.nearest(each.path), _section(each.path), f"undo:{each.path}"
        )
        for each in changes
    )


def findings(found: Iterable[LintFinding], sheet: Sheet) -> tuple[Found, ...]:
    """What the linter finds in ``item``; a breach in another item is said with that item's code."""
    return tuple(_found(each, sheet) for each in found)


def obstacles(change: CatalogueChange, found: Iterable[LintFinding], sheet: Sheet) -> tuple[Found, ...]:
    """Whatever keeps the item of ``sheet`` from being submitted, with the way to the field."""
    form = reverse("console:edit", args=[change.pk, sheet.item.code])
    every = (*findings(found, sheet), *worse_than_above(sheet))
    return tuple(replace(each, address=f"{form}#at-{each.slot}") if each.slot else each for each in every)


def worse_than_above(sheet: Sheet) -> tuple[Found, ...]:
    """Where the item would be worse for the person than the list above has it: it could not be submitted."""
    found = [each for each in judged_against_above([sheet.item]) if each.verdict is Verdict.WORSE]
    name = said(list_above()[0]) if found else ""
    problem, mend = (label("console_above", part).format(above=name) for part in ("worse", "mend"))
    return tuple(_worse(each, sheet, problem, mend) for each in found)


def _worse(each: Judged, sheet: Sheet, problem: str, mend: str) -> Found:
    place = each.field.partition("[")[0]
    return Found(sheet.nearest(place), sheet.title(place), _sentences(problem, said(each.said)), mend)


def remarks(
    changes: Iterable[Change], found: Iterable[Found], errors: Mapping[str, str], sheet: Sheet
) -> tuple[Beside, ...]:
    """Everything that stands beside fields."""
    return (
        *(Beside(name, "error", words) for name, words in errors.items()),
        *(Beside(each.slot, "finding", each.words, each.mend, each.press) for each in found),
        *_conditions(sheet),
        *(_was(each, sheet) for each in changes),
        *_marks(sheet),
    )


def _section(place: str) -> str:
    section = section_of(place.partition(".")[0])
    return section.key if section else "names"


def _found(finding: LintFinding, sheet: Sheet) -> Found:
    rule, place, about_condition = lint_rules()[finding.rule], finding.place, finding.rule in ABOUT_CONDITIONS
    words = _sentences(said(rule.problem), finding.detail if about_condition else _in_words(finding.detail, sheet.item))
    if finding.item != sheet.item.code:
        return Found("", name_of(finding.item), words, mend_of(finding.rule))
    exact = sheet.exact(f"{place}.when") if about_condition else ""
    excuse = "" if rule.marks is None or not may_excuse(sheet.item) else f"mark:unverified:{place}"
    return Found(exact or sheet.nearest(place), sheet.title(place), words, mend_of(finding.rule), excuse)


@cache
def _mends() -> Mapping[str, Text]:
    """``mends.yaml``."""
    return read_data(Path(__file__).with_name("mends.yaml"), dict[str, Text])


def mend_of(rule: str) -> str:
    """How a breach of a rule is mended, called as the form calls it."""
    return said(_mends().get(rule, lint_rules()[rule].mend))


def _sentences(problem: str, detail: str) -> str:
    """What is wrong, and what stands there; some rules have nothing to quote."""
    return label("console_editing", "found").format(problem=problem, detail=detail) if detail.strip("—") else problem


def _in_words(detail: str, item: Item) -> str:
    """What stands there: keys of closed lists, and of what the item holds itself, in words."""
    own = {each.key: said(each.question) for each in item.situations}
    own |= {each.key: said(each.name) for each in item.outputs} | {each.key: said(each.name) for each in item.steps}
    return re.sub(r"[a-z_]+", lambda key: own.get(key[0]) or _term(key[0]), detail)


def _term(key: str) -> str:
    """A key of a closed list in words; anything else as it stands."""
    return next((label(name, key) for name in TERMS if key in labels()[name]), key)


def _was(change: Change, sheet: Sheet) -> Beside:
    """Beside the very field: what it was; beside what holds it: the whole sentence."""
    exact = sheet.exact(change.path)
    words = label("console_editing", "was").format(old=said(change.old)) if exact else said(change.sentence)
    return Beside(exact or sheet.nearest(change.path), "was", words, press=f"undo:{change.path}")


def _marks(sheet: Sheet) -> Iterator[Beside]:
    for name in MARKS:
        for place in getattr(sheet.item, name):
            exact = sheet.exact(place)
            words = label("console_mark", name) + ("" if exact else DOT + sheet.title(place))
            yield Beside(exact or sheet.nearest(place), name, words, press=f"settle:{name}:{place}")


def _conditions(sheet: Sheet) -> Iterator[Beside]:
    """Each condition in plain words."""
    for field, _ in sheet.fields:
        if isinstance(field, Drawn) and field.kind == "when" and field.value:
            yield Beside(field.name, "said", said(in_words(field.value, sheet.item, catalogue())))
