"""A definition as a form: each field with its name, its words, what stands in it and what can be chosen."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.changes.difference import by_key, is_keyed
from yichuang.catalogue.definition import Item, Text
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.console.editing.layout import Ask, Section, key_of, layout, words_of
from yichuang.surfaces.console.editing.sources import Options, name_of, options
from yichuang.surfaces.console.editing.summary import DOT, summary
from yichuang.surfaces.story.names import said

LONG_LIST = 8
"""A list with more choices is a select instead of a row of boxes."""


class Drawn(Struct, frozen=True):
    """One field as it is drawn."""

    name: str
    """Of its inputs, entries counted from 0: ``materials.3.need``."""
    at: str
    """Its place as differences name it: ``materials.id_card.need``."""
    kind: str
    word: str
    hint: str
    value: Any = None
    options: Options = ()
    optional: bool = False
    span: int = 12
    folded: bool = False
    parts: tuple["Drawn", ...] = ()
    entries: tuple["Entry", ...] = ()
    adds: str = ""

    @property
    def halves(self) -> tuple[str, ...]:
        """The places of a text's two languages."""
        return (f"{self.name}.zh", f"{self.name}.en")

    @property
    def flat(self) -> bool:
        """Entries of one or two short fields need no folding."""
        return self.kind == "entries" and self.name.endswith((".options", ".validity"))

    @property
    def choices(self) -> Options:
        """What a select offers; where nothing need be chosen, that comes first."""
        nothing = label("console_editing", "no_limit" if self.kind == "limit" else "none")
        return (("", nothing), *self.options) if self.optional else self.options


class Entry(Struct, frozen=True):
    """One entry of a list."""

    name: str
    at: str
    number: int
    key: tuple[str, str] | None
    """(name, value) of the hidden input that holds its key."""
    title: str
    note: str
    parts: tuple[Drawn, ...]
    last: bool


def drawn(item: Item, section: Section) -> tuple[Drawn, ...]:
    """The fields of a section, as ``item`` fills them."""
    return tuple(_field(getattr(item, name), _Where(name, name, name), item) for name in section.fields)


class Sheet:
    """The whole form of an item, drawn once; and where on it a place of the definition stands."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.sections = {section.key: drawn(item, section) for section in layout().sections}
        self.fields = tuple(each for section in self.sections for each in self.of(section))
        self._names = {each.at: (each.name, title) for each, title in self.fields}

    def of(self, section: str) -> Iterator[tuple[Drawn | Entry, str]]:
        """Whatever a section holds, each with its title."""
        return (each for field in self.sections[section] for each in _within(field))

    def exact(self, place: str) -> str:
        """The name of the field at ``place``; empty where none is drawn for it."""
        return self._names.get(place, ("", ""))[0]

    def nearest(self, place: str) -> str:
        """The name of the field at ``place``, or of what holds it."""
        return self._nearest(place)[0]

    def title(self, place: str) -> str:
        """What people call the field at ``place``, or what holds it."""
        return self._nearest(place)[1]

    def _nearest(self, place: str) -> tuple[str, str]:
        while place and place not in self._names:
            place = place.rpartition(".")[0]
        return self._names.get(place, ("name", ""))


def _within(field: Drawn, holder: str = "") -> Iterator[tuple[Drawn | Entry, str]]:
    """The field and whatever it holds, each with its title."""
    title = f"{holder}{DOT}{field.word}" if holder else field.word
    yield field, title
    if field.kind in ("text", "prose"):
        yield from (
            (replace(field, name=half, at=f"{field.at}{half[-3:]}", kind="half"), title) for half in field.halves
        )
    for part in field.parts:
        yield from _within(part, holder)
    for entry in field.entries:
        called = label("console_editing", "entry").format(what=title, name=entry.title)
        yield entry, called
        for part in entry.parts:
            yield from _within(part, called)


class _Where(Struct, frozen=True):
    pattern: str
    name: str
    at: str

    def part(self, name: str) -> "_Where":
        return _Where(f"{self.pattern}.{name}", f"{self.name}.{name}", f"{self.at}.{name}")

    def entry(self, number: int, key: str) -> "_Where":
        return _Where(f"{self.pattern}.*", f"{self.name}.{number}", f"{self.at}.{key}")


def _field(value: Any, where: _Where, item: Item) -> Drawn:
    ask = layout().fields[where.pattern]
    return Drawn(
        name=where.name,
        at=where.at,
        kind=_look(ask, item),
        word=said(words_of(where.pattern)),
        hint=said(ask.hint) if ask.hint else "",
        value=_value(value, ask, item),
        options=_options(ask, item),
        optional=ask.optional,
        span=ask.span,
        folded=ask.folded,
        parts=_parts(value, ask, where, item) if ask.kind == "group" else (),
        entries=_entries(value, ask, where, item) if ask.kind == "entries" else (),
        adds=ask.adds if ask.kind == "entries" else ask.source,
    )


def _look(ask: Ask, item: Item) -> str:
    """``choice`` from a long list, and whatever need not be chosen, is a select."""
    if ask.kind == "choice" and (ask.optional or ask.span < 12 or len(options(ask.source, item)) > LONG_LIST):  # noqa: PLR2004 - whole width
        return "select"
    return "select" if ask.kind == "pick" else ask.kind


def _options(ask: Ask, item: Item) -> Options:
    if ask.kind == "limit":
        return options("unit", item)
    return options(ask.source, item) if ask.kind in ("choice", "pick", "many") else ()


def _value(value: Any, ask: Ask, item: Item) -> Any:
    """What the inputs hold; an absent text is two empty ones."""
    if ask.kind in ("text", "prose"):
        return value or Text("", "")
    if ask.kind == "rows":
        return "\n".join(value)
    if ask.kind == "picks":
        return tuple((key, name_of(ask.source, key, item)) for key in value)
    return () if ask.kind in ("group", "entries") else value


def _parts(value: Any, ask: Ask, where: _Where, item: Item) -> tuple[Drawn, ...]:
    return tuple(_field(getattr(value, name), where.part(name), item) for name in ask.parts)


def _entries(value: tuple[Any, ...], ask: Ask, where: _Where, item: Item) -> tuple[Entry, ...]:
    keys = list(by_key(value)) if is_keyed(value) else [str(number) for number in range(len(value))]
    own = key_of(where.pattern)
    return tuple(
        _entry(entry, where.entry(number, key), ask, item, (number, len(value), own))
        for number, (key, entry) in enumerate(zip(keys, value, strict=True))
    )


def _entry(entry: Any, where: _Where, ask: Ask, item: Item, counted: tuple[int, int, str]) -> Entry:
    number, of, own = counted
    title, note = summary(where.pattern, entry, item)
    return Entry(
        name=where.name,
        at=where.at,
        number=number,
        key=(f"{where.name}.{own}", getattr(entry, own)) if own else None,
        title=title,
        note=note,
        parts=_parts(entry, ask, where, item),
        last=number == of - 1,
    )
