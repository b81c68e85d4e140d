"""What an entry of the bureau's own in the dictionaries may say, and what may change of it afterwards. Pure.

A bureau adds what people are asked for or bring. What reaches into registers, takes something from the body or makes a
paper rests on an agreement, a device or a pattern that no table can bring, and is refused; so is a person's number under a
type that no screen masks (个人信息保护法 art. 6, 28). Words are data: ``entry_rules.yaml``.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.definition import Element, EvidenceType, Option, Text
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.own_entries import Dictionary, Entry, OwnEntries
from yichuang.kernel.data_files import read_data
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label, labels

KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = {"key": 60, "name": 60, "hint": 200, "aliases": 60, "options": 100, "gb_name": 60}
"""Letters of a key and of a text."""
MOST = 60
"""Options of a choice, other names of a proof."""
CHOICE, DATE = "choice", "date"
BLANK = Text("", "")
Fault = tuple[str, str, object, object]
"""Field, problem, what stands there, and what would be possible."""


class EntryFault(Struct, frozen=True):
    """One thing that an entry may not say."""

    field: str
    problem: Text


class _Kept(Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]
    types: tuple[str, ...]


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``entry_rules.yaml``."""

    problems: Mapping[str, Text]
    kept: tuple[_Kept, ...]


def unfit(dictionary: Dictionary, entry: Entry, ours: Catalogue, own: OwnEntries) -> Refusal | None:
    """Why the bureau cannot have the entry beside the shipped and its ``own`` ones; None where it can, or has it already.

    ``catalogue.entry_shipped``, ``catalogue.entry_wrong`` or ``catalogue.entry_meaning``.
    """
    words = {f"dictionary_{side}": label("dictionary", dictionary, side) for side in ("zh", "en")}
    platform, before = getattr(ours, dictionary).get(entry.key), own.of(dictionary).get(entry.key)
    if platform is not None:
        return None if platform == entry else _clash("catalogue.entry_shipped", platform, words)
    known = {*ours.elements, *own.elements}
    for wrong in (*faults(entry), *_of_reference(entry, known)):
        problem = {"problem_zh": wrong.problem.zh, "problem_en": wrong.problem.en}
        return Refusal("catalogue.entry_wrong", key=entry.key, field=wrong.field, **problem, **words)
    changed = before is not None and not keeps_meaning(before, entry)
    return _clash("catalogue.entry_meaning", before, words) if before and changed else None


def _clash(code: str, with_: Entry, words: Mapping[str, str]) -> Refusal:
    return Refusal(code, key=with_.key, name_zh=with_.name.zh, name_en=with_.name.en, **words)


def faults(entry: Entry) -> tuple[EntryFault, ...]:
    """Everything that the bureau's own entry may not say."""
    own = _of_element(entry) if isinstance(entry, Element) else _of_proof(entry)
    return tuple(_fault(*each) for each in (*_of_key(entry.key), *_of_text("name", entry.name), *own))


def keeps_meaning(before: Entry, after: Entry) -> bool:
    """Whether what was answered or brought under ``before`` still means the same under ``after``.

    Words may change, a choice may gain options and a text may grow longer; nothing else.
    """
    if isinstance(before, Element) and isinstance(after, Element):
        offered = {option.value for option in before.options} <= {option.value for option in after.options}
        return before.type == after.type and offered and before.max_length <= after.max_length
    return _bare(before) == _bare(after)


def _bare(entry: Entry) -> object:
    return replace(entry, name=BLANK, aliases=()) if isinstance(entry, EvidenceType) else entry


def _of_key(key: str) -> Iterator[Fault]:
    if not KEY.fullmatch(key) or len(key) > LONGEST["key"]:
        yield "key", "key", key, LONGEST["key"]


def _of_text(field: str, text: Text) -> Iterator[Fault]:
    for side in (text.zh, text.en):
        if not side.strip():
            yield field, "empty", "", ""
        elif len(side) > LONGEST[field] * (1 if side is text.zh else 2):
            yield field, "long", len(side), LONGEST[field]


def _of_element(element: Element) -> Iterator[Fault]:
    yield from _of_list("type", "element_type", element.type)
    yield from _of_list("group", "element_group", element.group)
    if element.hint:
        yield from _of_text("hint", element.hint)
    if element.prefill:
        yield "prefill", "prefill", element.prefill, ""
    if element.past and element.type != DATE:
        yield "past", "no_day", element.type, ""
    yield from _of_options(element)
    yield from _of_numbers(element)


def _of_reference(entry: Entry, known: Container[str]) -> Iterator[EntryFault]:
    other = entry.other_than if isinstance(entry, Element) else ""
    if other and other not in known:
        yield _fault("other_than", "no_element", other, "")


def _of_list(field: str, name: str, value: str) -> Iterator[Fault]:
    known = labels()[name]
    if value not in known:
        yield field, "unknown", value, "、".join(words["zh"] for words in known.values())


def _of_options(element: Element) -> Iterator[Fault]:
    options = element.options
    if element.type != CHOICE:
        yield from (("options", "no_options", "", ""),) if options else ()
        return
    if len(options) < 2:  # noqa: PLR2004 - one option is no choice
        yield "options", "too_few", "", ""
    yield from _each_once("options", [option.value for option in options])
    for option in options:
        yield from _of_option(option)


def _of_option(option: Option) -> Iterator[Fault]:
    if not KEY.fullmatch(option.value):
        yield "options.value", "key", option.value, LONGEST["key"]
    if option.known:
        yield "options.known", "prefill", option.known, ""
    yield from (("options.label", wrong, value, known) for _, wrong, value, known in _of_text("options", option.label))


def _each_once(field: str, values: Sequence[str]) -> Iterator[Fault]:
    if len(values) > MOST:
        yield field, "too_many", len(values), MOST
    yield from ((field, "doubled", value, "") for value, count in Counter(values).items() if count > 1)


def _of_numbers(element: Element) -> Iterator[Fault]:
    """A person's number goes by a type that is masked; the first kind of number that the name speaks of counts."""
    said = f"{element.name.zh} {element.name.en}".lower()
    for kept in _words().kept:
        if any(word in said for word in kept.words):
            if element.type not in kept.types:
                known = "、".join(labels()["element_type"][each]["zh"] for each in kept.types)
                yield "type", "numbered" if kept.types else "not_kept", element.name.zh, known
            return


def _of_proof(kind: EvidenceType) -> Iterator[Fault]:
    if kind.register:
        yield "register", "register", kind.register, ""
    if kind.biometric or kind.photo:
        yield "biometric", "captured", "", ""
    if kind.generated:
        yield "generated", "generated", "", ""
    yield from _each_once("aliases", kind.aliases)
    for alias in kind.aliases:
        yield from _of_text("aliases", Text(alias, alias))


def _fault(field: str, problem: str, value: object, known: object) -> EntryFault:
    words = _words().problems[problem]
    return EntryFault(field, Text(*(side.format(value=value, known=known) for side in (words.zh, words.en))))


@cache
def _words() -> _Words:
    return read_data(Path(__file__).with_name("entry_rules.yaml"), _Words)
