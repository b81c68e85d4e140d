"""What a rule of the linter is, and what a breach of it says. The words are data: ``rules.yaml`` beside this file."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.data_files import read_data
from yichuang.kernel.errors import Refusal

Hit = tuple[str, str]
"""Where in the item (``steps.review``) and what stands there."""
Check = Callable[[Item, Catalogue], Iterator[Hit]]


class Severity(StrEnum):
    """``ERROR`` blocks publishing; ``OPEN`` is what the sources leave open, marked so, for the bureau to fill."""

    ERROR = "error"
    OPEN = "open"


class LintRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a rule: what is wrong, how to mend it, and what the rule rests on."""

    problem: Text
    mend: Text
    source: str = ""
    """The article, standard or list it comes from."""
    severity: Severity = Severity.ERROR
    """``OPEN``: a breach never blocks, because every bureau fills this itself."""
    marks: tuple[str, ...] | None = None
    """Fields whose ``unverified`` or ``local`` mark turns a breach from an error into an open point, beside a mark on
    the breach's own place. None: no mark excuses it.
    """


class LintFinding(Struct, frozen=True):
    """One breach of one rule in one item."""

    item: str
    rule: str
    place: str
    detail: str
    severity: Severity = Severity.ERROR

    def sentence(self, language: str) -> str:
        """The finding with its mend, for people; ``language`` is ``zh`` or ``en``."""
        rule = lint_rules()[self.rule]
        problem, mend = getattr(rule.problem, language), getattr(rule.mend, language)
        return f"{self.item} · {self.place}: {problem} ({self.detail}) {mend}"


def refuse_breaches(found: Sequence[LintFinding]) -> None:
    """``catalogue.unfit``, quoting the first, where there are any."""
    if found:
        first = found[0]
        raise Refusal("catalogue.unfit", count=len(found), first_zh=first.sentence("zh"), first_en=first.sentence("en"))


@cache
def lint_rules() -> dict[str, LintRule]:
    """The words of all rules by key."""
    path = Path(__file__).with_name("rules.yaml")
    return read_data(path, dict[str, LintRule])


def severity_of(rule: LintRule, place: str, marks: Sequence[str]) -> Severity:
    """Error, unless the rule or a mark of the definition says that the sources leave this place open."""
    if rule.severity is Severity.OPEN:
        return Severity.OPEN
    places = () if rule.marks is None else (place, *rule.marks)
    return Severity.OPEN if any(_covers(mark, each) for mark in marks for each in places) else Severity.ERROR


def _covers(mark: str, place: str) -> bool:
    return place == mark or place.startswith(f"{mark}.")
