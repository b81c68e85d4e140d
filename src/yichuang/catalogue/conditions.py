"""Conditions: CEL expressions over a short list of documented names, with three answers: yes, no, not yet known.

Forms are filled step by step, so a name without a value is no error: the condition is simply not decided. ``&&`` and
``||`` follow CEL: ``false && unknown`` is false, ``true || unknown`` is true, everything else stays unknown. Macros
that loop are not allowed, so every condition ends. Pure.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import cel
from msgspec import Struct

from yichuang.catalogue.home import home
from yichuang.kernel.errors import Refusal

NAMES: Mapping[str, str] = {
    "age": "full years of the person concerned on the day of application",
    "sex": "'male' or 'female'",
    "nation": "ethnic group as the population register writes it",
    "nationality": "'CHN' for a Chinese citizen, 'XXX' for anybody else",
    "subject": "'person' or 'organisation'",
    "channel": "how the application comes in: window, online, kiosk, mail, agent, home",
    "agent": "true when an authorised agent files",
    "guardian": "true when a guardian files for the person concerned",
    "capacity": "who files: self, guardian or agent",
    "answers": "answers to the item's own situation questions, answers.<key>; '' for one that is not asked",
    "form": "values of the form, form.<element>; dates as '2026-11-21'",
    "has": "keys of the evidence types that the person is known to hold and that are in force",
    "together": "codes of all items filed in the same application",
    "here": "names of the office's own places: here.county, here.city, here.province",
    "home": "where the household is registered, seen from here: county, city, province or elsewhere",
    "today": "day of application as '2026-11-21'",
}
"""What a condition may speak of. Days are ISO strings: they compare in the order of time."""

CHINA = "CHN"
ABROAD = "XXX"
"""``nationality`` of any other country: the code for one that is not specified (ICAO 9303)."""
MAPS = frozenset({"answers", "form", "here"})
SETS = frozenset({"has", "together"})
"""Names that hold many things; a condition is told only those of them that it names."""
KEPT_OUTCOMES = 32768
"""How many outcomes a process remembers."""

HOME = "applicant_household_address"
"""The element that ``home`` is worked out from."""

OPERATORS = frozenset({
    *("_&&_", "_||_", "!_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "_?_:_"),
    *("_+_", "_-_", "_*_", "_/_", "_%_", "-_", "_[_]"),
    *("size", "matches", "contains", "startsWith", "endsWith", "int", "string"),
})  # fmt: skip
"""What a condition may do, beside :data:`DATE_FUNCTIONS`."""

LOOPS = re.compile(r"\.\s*(all|exists|exists_one|map|filter)\s*\(")
DATE_CALL = re.compile(r"(\.\s*)?\b((?:days|months|years)_between|months_begun)\s*\(")
FAILED = "catalogue.condition_failed"
DATES = 2
"""What each of :data:`DATE_FUNCTIONS` is told: from, to."""
QUOTED = r"(?:\"[^\"]*\"|'[^']*')"
KEYED = re.compile(rf"\b({'|'.join(MAPS)})\s*\[\s*[\"'](\w+)[\"']\s*\]")
COMPARED = re.compile(rf"(?<![.\w])([\w.]+)\s*(?:[=!]=\s*({QUOTED})|in\s*\[([^\]]*)\])")
LONGEST = 500
"""Characters; a longer condition should be two."""


class Facts(Struct, frozen=True, dict=True, kw_only=True):
    """What is known of one person's wish, field by field as :data:`NAMES` says; None = not yet."""

    age: int | None = None
    sex: str | None = None
    nation: str | None = None
    nationality: str | None = None
    subject: str | None = "person"
    channel: str | None = None
    agent: bool | None = False
    guardian: bool | None = False
    capacity: str | None = None
    answers: Mapping[str, str | bool | int] = {}
    form: Mapping[str, object] = {}
    has: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    here: Mapping[str, str] = {}
    """By level (county, city, province); see :func:`yichuang.catalogue.home.own_places`."""
    today: date | None = None

    @cached_property
    def home(self) -> str | None:
        """Worked out from the household's address and the office's places; None where the address does not tell."""
        address = self.form.get(HOME)
        return home(str(address), self.here) if address and self.here else None

    @cached_property
    def memo(self) -> dict[int, Any]:
        """By item's identity, what has been worked out for all of whom the same is known (:mod:`yichuang.catalogue.alike`)."""
        return {}


class Read(Struct, frozen=True):
    """One of :data:`NAMES` that a condition speaks of."""

    name: str
    keys: tuple[str, ...] | None = None
    """Of answers, form, proofs and items the ones that it names; None = the whole."""


class Condition(Struct, frozen=True):
    """A compiled condition with what it speaks of."""

    program: cel.Program
    answers: frozenset[str]
    """Keys of the situation questions it reads."""
    elements: frozenset[str]
    """Keys of the form elements it reads."""
    compared: tuple[tuple[str, str], ...]
    """What it compares with a quoted word (``channel``, ``answers.reason``), and the word."""
    held: frozenset[str]
    """Evidence types that it looks for in ``has``."""
    dated: bool
    """Whether it computes with dates."""
    reads: tuple[Read, ...]
    """What it speaks of, and of what holds many things the ones it names."""

    @property
    def names(self) -> frozenset[str]:
        """Which of :data:`NAMES` it speaks of."""
        return frozenset(read.name for read in self.reads)


def holds(expression: str, facts: Facts, item: str) -> bool | None:
    """Whether a condition of ``item`` holds: True, False, or None while something it needs is not known yet.

    An empty expression always holds. An expression that cannot be computed at all (a number compared with a word, a
    division by zero, an answer that is no yes or no) is a mistake of the definition and refused by name.
    """
    if not expression:
        return True
    condition = compiled(expression)
    try:
        return _computed(expression, *told(condition.reads, facts))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError, IndexError) as error:
        if condition.dated and isinstance(error, TypeError):
            return None  # a date that is half typed is not an answer yet
        raise _failed(item, expression, str(error)) from error


def holds_or_fails(expression: str, facts: Facts, item: str) -> bool | Refusal | None:
    """As :func:`holds`; what cannot be computed is handed back, for those who lead to a person instead of a dead end."""
    try:
        return holds(expression, facts, item)
    except Refusal as refusal:
        if refusal.code == FAILED:
            return refusal
        raise


def told(reads: Iterable[Read], facts: Facts) -> list[object]:
    """The values that are read, one by one, in the order of ``reads``."""
    values: list[object] = []
    for read in reads:
        value = getattr(facts, read.name)
        if read.keys is None:
            values.append(frozenset(value.items()) if read.name in MAPS else value)
        elif read.name in MAPS:
            values.extend([value.get(key) for key in read.keys])
        else:
            values.extend([key in value for key in read.keys])
    return values


@lru_cache(maxsize=KEPT_OUTCOMES, typed=True)
def _computed(expression: str, *told: object) -> bool | None:
    """The outcome for these values, computed once for everybody of whom the same is known: handing values to the library
    is the dear part.
    """
    condition = compiled(expression)
    try:
        outcome = condition.program.execute(cel.Context(_variables(condition.reads, iter(told)), dict(DATE_FUNCTIONS)))
    except (KeyError, RuntimeError):  # a name or key without a value; unknown names were refused when compiling
        return None
    if not isinstance(outcome, bool):
        raise ValueError(f"{outcome!r} is neither true nor false")  # noqa: TRY004 - of the definition, not an argument
    return outcome


def _variables(reads: Iterable[Read], told: Iterator[object]) -> dict[str, object]:
    """The values under the names that the condition knows them by; what has none is left out."""
    variables: dict[str, object] = {}
    for read in reads:
        value = next(told) if read.keys is None else _several(read, told)
        if value is not None:
            variables[read.name] = _plain(
                value if read.name in SETS or not isinstance(value, frozenset) else dict(value)
            )
    return variables


def _several(read: Read, told: Iterator[object]) -> object:
    found = dict(zip(read.keys or (), told, strict=False))
    return found if read.name in MAPS else [key for key, held in found.items() if held]


@lru_cache(maxsize=8192)
def compiled(expression: str) -> Condition:
    """Compile a condition once; an empty one is always true. A syntax error, an unknown name or a function that is not
    allowed is refused.
    """
    if len(expression) > LONGEST:
        raise Refusal("catalogue.bad_expression", expression=expression[:80] + "…", reason=f"> {LONGEST}")
    _refuse_loops(expression)
    try:
        program = cel.compile(expression or "true")
    except (ValueError, RuntimeError) as error:
        raise Refusal("catalogue.bad_expression", expression=expression, reason=_first_line(error)) from error
    _refuse_unknown(expression, program)
    _refuse_wrong_counts(expression)
    dotted = KEYED.sub(r"\1.\2", expression)
    return Condition(
        program=program,
        answers=_keys("answers", dotted),
        elements=_keys("form", dotted),
        compared=tuple(_compared(dotted)),
        held=_keys("has", dotted),
        dated=not DATE_FUNCTIONS.keys().isdisjoint(program.functions()),
        reads=tuple(_read(name, dotted) for name in sorted(program.variables())),
    )


def _read(name: str, dotted: str) -> Read:
    """What the condition reads of ``name``: the keys it names, unless it speaks of the whole besides."""
    if name not in MAPS | SETS:
        return Read(name)
    plain = _unquoted(dotted)
    named = rf"\b{name}\.\w" if name in MAPS else rf"''\s+in\s+{name}\b"
    whole = len(re.findall(named, plain)) != len(re.findall(rf"\b{name}\b", plain))
    return Read(name) if whole else Read(name, tuple(sorted(_keys(name, dotted))))


def _keys(name: str, dotted: str) -> frozenset[str]:
    """The keys that are read of a map (``form.key``), or looked for in a set (``"key" in has``)."""
    if name in MAPS:
        return frozenset(re.findall(rf"\b{name}\.(\w+)", _unquoted(dotted)))
    return frozenset(word[1:-1] for word in re.findall(rf"({QUOTED})\s+in\s+{name}\b", dotted))


def _refuse_unknown(expression: str, program: cel.Program) -> None:
    names = set(program.variables()) - NAMES.keys()
    functions = set(program.functions()) - OPERATORS - DATE_FUNCTIONS.keys()
    if names or functions:
        known = ", ".join([*NAMES, *DATE_FUNCTIONS])
        unknown = ", ".join(sorted(names | functions))
        raise Refusal("catalogue.unknown_name", expression=expression, names=unknown, known=known)


def _refuse_loops(expression: str) -> None:
    """The library would name its own inner functions; people are told what they wrote."""
    if found := LOOPS.search(_unquoted(expression)):
        raise Refusal("catalogue.no_loops", expression=expression, name=found[1])


def _refuse_wrong_counts(expression: str) -> None:
    """A call with too few or too many dates would fail each time, which nobody could tell from "not yet known"."""
    plain = _unquoted(expression)
    for call in DATE_CALL.finditer(plain):
        count = _arguments(plain[call.end() :])
        if count != DATES or call[1]:
            raise Refusal("catalogue.wrong_arguments", expression=expression, name=call[2], count=count)


def _arguments(rest: str) -> int:
    """How many arguments stand before the bracket closes that is open where ``rest`` begins."""
    depth, commas, empty = 1, 0, True
    for letter in rest:
        depth += (letter in "([{") - (letter in ")]}")
        if not depth:
            break
        commas += letter == "," and depth == 1
        empty = empty and letter.isspace()
    return 0 if empty else commas + 1


def _unquoted(expression: str) -> str:
    """The condition with every quoted word emptied."""
    return re.sub(QUOTED, "''", expression)


def _compared(dotted: str) -> Iterator[tuple[str, str]]:
    """``name == "word"``, ``!=`` and ``in ["word", …]``."""
    for name, single, several in COMPARED.findall(dotted):
        yield from ((name, word[1:-1]) for word in re.findall(QUOTED, single or several))


def _failed(item: str, expression: str, reason: str) -> Refusal:
    return Refusal(FAILED, item=item, expression=expression, reason=reason)


def _first_line(error: Exception) -> str:
    return str(error).partition("ERROR: ")[2].split("\n")[0] or str(error).split("\n")[0]


def _plain(value: object) -> object:
    """The value as CEL knows it: days as ISO strings, empty form values as absent."""
    if type(value) is str:  # by far the most
        return value
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, frozenset | tuple):
        return sorted(value)
    return value if isinstance(value, bool | int | float | list) else str(value)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _days_between(start: object, end: object) -> int | None:
    """Calendar days from ``start`` to ``end``; negative when ``end`` comes first."""
    first, last = _day(start), _day(end)
    return (last - first).days if first and last else None


def _months_between(start: object, end: object) -> int | None:
    """Full months from ``start`` to ``end``; negative when ``end`` comes first."""
    first, last = _day(start), _day(end)
    if not first or not last:
        return None
    if last < first:
        return -_full_months(last, first)
    return _full_months(first, last)


def _months_begun(start: object, end: object) -> int | None:
    """Months from ``start`` to ``end``, a begun one counted: on the day a term of three months before ``end`` opens (the
    month's last day where it has no such day), three; the day before, four.
    """
    first, last = _day(start), _day(end)
    if not first or not last:
        return None
    if last < first:
        return -_begun(last, first)
    return _begun(first, last)


def _begun(first: date, last: date) -> int:
    corresponding = min(last.day, monthrange(first.year, first.month)[1])
    return (last.year - first.year) * 12 + last.month - first.month + (corresponding > first.day)


def _full_months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _years_between(start: object, end: object) -> int | None:
    """Full years from ``start`` to ``end``."""
    months = _months_between(start, end)
    return None if months is None else int(months / 12)


DATE_FUNCTIONS = {
    "days_between": _days_between,
    "months_between": _months_between,
    "months_begun": _months_begun,
    "years_between": _years_between,
}
"""``days_between(today, form.passport_expiry) < 90`` and its like."""
