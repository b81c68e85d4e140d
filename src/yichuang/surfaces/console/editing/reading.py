"""The form read back: what was typed becomes plain data of a definition; what cannot be read is an error beside its field."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict
from msgspec import Struct

from yichuang.catalogue.definition import Item, Unit
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.console.editing.layout import Ask, Section, key_of, layout, words_of
from yichuang.surfaces.console.editing.sources import options
from yichuang.surfaces.story.names import said

LONGEST = 2000
HIGHEST = 10**6


class Given(Struct, frozen=True):
    """What came back: the section's fields as plain data, and what is wrong by the input's name."""

    values: Mapping[str, Any]
    errors: Mapping[str, str]


def read(section: Section, sent: QueryDict, item: Item) -> Given:
    """The section's fields as they were sent."""
    reader = _Reader(sent, item)
    values = {name: reader.field(name, name) for name in section.fields}
    return Given(values, reader.errors)


def text_of(sent: QueryDict, name: str) -> str:
    """What was typed into a text; ValueError (a key of ``console_wrong``) for what cannot be kept as it is."""
    typed = sent.get(name, "").replace("\r\n", "\n").strip()
    if len(typed) > LONGEST:
        raise ValueError("too_long")
    if not all(sign.isprintable() or sign == "\n" for sign in typed):
        raise ValueError("characters")
    return typed


def wrong_words(wrong: ValueError, field: str) -> str:
    """What is said beside a field that cannot be read."""
    return label("console_wrong", str(wrong)).format(field=field, longest=LONGEST)


class _Reader:
    """Reads one form; ``errors`` fill up on the way."""

    def __init__(self, sent: QueryDict, item: Item) -> None:
        self._sent = sent
        self._item = item
        self.errors: dict[str, str] = {}

    def field(self, pattern: str, name: str) -> Any:
        ask = layout().fields[pattern]
        if ask.kind == "group":
            return {part: self.field(f"{pattern}.{part}", f"{name}.{part}") for part in ask.parts}
        if ask.kind == "entries":
            return [self._entry(pattern, ask, f"{name}.{number}") for number in self._sent.getlist(name)]
        try:
            return _READ[ask.kind](self, ask, name)
        except ValueError as wrong:
            self.errors[name] = wrong_words(wrong, said(words_of(pattern)))
            return None

    def _entry(self, pattern: str, ask: Ask, name: str) -> dict[str, Any]:
        own = key_of(pattern)
        key = {own: self.text(f"{name}.{own}")} if own else {}
        return key | {part: self.field(f"{pattern}.*.{part}", f"{name}.{part}") for part in ask.parts}

    def text(self, name: str) -> str:
        return text_of(self._sent, name)

    def line(self, _ask: Ask, name: str) -> str:
        return " ".join(self.text(name).split("\n"))

    def area(self, _ask: Ask, name: str) -> str:
        return self.text(name)

    def rows(self, _ask: Ask, name: str) -> list[str]:
        return [row.strip() for row in self.text(name).split("\n") if row.strip()]

    def both(self, ask: Ask, name: str) -> dict[str, str] | None:
        said_so = {language: self.text(f"{name}.{language}") for language in ("zh", "en")}
        return None if ask.optional and not any(said_so.values()) else said_so

    def number(self, ask: Ask, name: str) -> int | None:
        typed = self.text(name)
        if not typed and ask.optional:
            return None
        if not (typed.isascii() and typed.isdigit() and int(typed) <= HIGHEST):
            raise ValueError("number")
        return int(typed)

    def limit(self, ask: Ask, name: str) -> dict[str, Any] | None:
        unit = self._sent.get(f"{name}.unit", "")
        if not unit and ask.optional:
            return None
        if unit not in set(Unit):
            raise ValueError("choice")
        amount = 0 if unit == Unit.ON_THE_SPOT else self.number(Ask("number"), f"{name}.amount")
        return {"amount": amount, "unit": unit, "basis": self.line(ask, f"{name}.basis")}

    def tick(self, _ask: Ask, name: str) -> bool:
        return self._sent.get(name) == "on"

    def choice(self, ask: Ask, name: str) -> str | None:
        return self.pick(ask, name) or None

    def pick(self, ask: Ask, name: str) -> str:
        chosen = self._sent.get(name, "")
        if not chosen and ask.optional:
            return ""
        return self._among(ask, chosen)

    def many(self, ask: Ask, name: str) -> list[str]:
        return [self._among(ask, chosen) for chosen in dict.fromkeys(self._sent.getlist(name))]

    def picks(self, _ask: Ask, name: str) -> list[str]:
        return list(dict.fromkeys(self._sent.getlist(name)))

    def _among(self, ask: Ask, chosen: str) -> str:
        if chosen not in {value for value, _ in options(ask.source, self._item)}:
            raise ValueError("choice")
        return chosen


_READ: dict[str, Callable[[_Reader, Ask, str], Any]] = {
    "line": _Reader.line,
    "when": _Reader.line,
    "area": _Reader.area,
    "rows": _Reader.rows,
    "text": _Reader.both,
    "prose": _Reader.both,
    "number": _Reader.number,
    "limit": _Reader.limit,
    "tick": _Reader.tick,
    "choice": _Reader.choice,
    "pick": _Reader.pick,
    "many": _Reader.many,
    "picks": _Reader.picks,
}
