"""Two versions of an item compared, field by field, in plain words. Pure.

``承诺时限：20 个工作日 → 15 个工作日``. Which places are editorial and what fields are called is data: ``fields.yaml``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, convert
from msgspec.structs import fields

from yichuang.catalogue.definition import (
    FeeRule,
    FormField,
    Item,
    Limit,
    Material,
    PromisedWhen,
    Text,
    Validity,
)
from yichuang.catalogue.wording import limit_words
from yichuang.kernel.data_files import read_data
from yichuang.kernel.vocabulary import labels

NOT_COMPARED = {"version", "code"}
MARKS = ("unverified", "local", "free")
"""Fields that name other fields of the item by their places."""
_INNER = str.maketrans("“”", "‘’")
IN_ORDER = (Validity, PromisedWhen)
"""Lines of which the first that fits counts and that have no name of their own: such a list is compared as a whole."""
Names = Mapping[str, Text]
"""What evidence types and elements are called, by key."""


class Change(Struct, frozen=True):
    """One thing that differs."""

    path: str
    """``limits.promised``, ``materials.marriage_certificate.need``."""
    field: Text
    """The field in words, with the entry of the list it belongs to."""
    old: Text
    new: Text
    editorial: bool
    """May be corrected in place; anything else needs a new version."""
    sentence: Text
    """The whole in words."""


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``fields.yaml``."""

    words: Mapping[str, Text]
    editorial: tuple[str, ...]
    says: Mapping[str, Text]


class _Place(Struct, frozen=True):
    """Where in the item we are."""

    path: str
    pattern: str
    """The path with ``*`` for each entry of a list."""
    field: Text
    owner: Text | None = None
    """The entry of a list that the field belongs to, in words."""

    def inside(self, name: str) -> "_Place":
        """A field of the structure here."""
        path, pattern = (f"{where}.{name}".lstrip(".") for where in (self.path, self.pattern))
        word = _words().words.get(pattern, Text(name, name))
        return _Place(path, pattern, _say("of", owner=self.owner, field=word) if self.owner else word, self.owner)

    def entry(self, key: str, name: Text) -> "_Place":
        """An entry of the list here."""
        owner = _say("entry", what=self.field, name=name)
        return _Place(f"{self.path}.{key}", f"{self.pattern}.*", self.field, owner)

    def language(self, language: str) -> "_Place":
        """One half of the text here."""
        field = self.field if language == "zh" else _say("translation", field=self.field)
        return _Place(f"{self.path}.{language}", f"{self.pattern}.{language}", field)


_ITEM = _Place("", "", Text("", ""))


def difference(old: Item, new: Item, names: Names | None = None) -> tuple[Change, ...]:
    """Everything in which ``new`` differs from ``old``, in the order of the fields. Equal items differ in nothing."""
    return tuple(_structures(old, new, _ITEM, names or {}))


def is_editorial(pattern: str) -> bool:
    """Whether what stands at such a place may be corrected on a published version: a translation only where its Chinese
    may, for people are turned away and told what they owe in both languages.
    """
    chinese = f"{pattern.removesuffix('.en')}.zh" if pattern.endswith(".en") else pattern
    return chinese in _words().editorial or pattern.startswith("faqs.")


def _structures(old: Struct, new: Struct, place: _Place, names: Names) -> Iterator[Change]:
    for name in old.__struct_fields__:
        if place.pattern or name not in NOT_COMPARED:
            if name in MARKS and not place.pattern:
                yield from _marks(old, new, place.inside(name), names)
            else:
                yield from _values(getattr(old, name), getattr(new, name), place.inside(name), names)


def _marks(old: Struct, new: Struct, place: _Place, names: Names) -> Iterator[Change]:
    """Places are called as people call what stands there, each once."""
    if getattr(old, place.path) != getattr(new, place.path):
        called = [[place_words(path, each, names) for path in getattr(each, place.path)] for each in (old, new)]
        yield _change(place, *(in_words(tuple(dict.fromkeys(each))) for each in called))


def _values(old: Any, new: Any, place: _Place, names: Names) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Text) and isinstance(new, Text):
        yield from _texts(old, new, place)
    elif is_keyed(old) or is_keyed(new):
        yield from _lists(old, new, place, names)
    elif type(old) is type(new) and isinstance(old, Struct) and not isinstance(old, Limit):
        yield from _structures(old, new, place, names)
    else:
        yield _change(place, in_words(old), in_words(new))


def _texts(old: Text, new: Text, place: _Place) -> Iterator[Change]:
    for language in ("zh", "en"):
        before, after = getattr(old, language), getattr(new, language)
        if before != after:
            yield _change(place.language(language), Text(before, before), Text(after, after))


def _lists(old: tuple[Struct, ...], new: tuple[Struct, ...], place: _Place, names: Names) -> Iterator[Change]:
    before, after = by_key(old), by_key(new)
    for key, entry in before.items():
        where = place.entry(key, _name(entry, names))
        if key in after:
            yield from _structures(entry, after[key], where, names)
        else:
            yield _whole("removed", where, _name(entry, names), old=entry)
    for key in (key for key in after if key not in before):
        name = _name(after[key], names)
        yield _whole("added", place.entry(key, name), name, new=after[key])
    orders = [[key for key in one if key in other] for one, other in ((before, after), (after, before))]
    if orders[0] != orders[1]:
        moved = _Place(place.path, place.pattern, _say("moved", what=place.field))
        yield _change(moved, *(_joined(_name(before[key], names) for key in order) for order in orders))


def is_keyed(value: Any) -> bool:
    """Whether a list's entries are told apart by a key, so that they are compared one by one."""
    return (
        isinstance(value, tuple) and bool(value) and isinstance(value[0], Struct) and not isinstance(value[0], IN_ORDER)
    )


def by_key(entries: Iterable[Struct]) -> dict[str, Struct]:
    """By key; a second entry with the same key becomes ``key#2``."""
    seen: Counter[str] = Counter()
    found: dict[str, Struct] = {}
    for entry in entries:
        key = key_of(entry)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key}#{seen[key]}"] = entry
    return found


def key_of(entry: Any) -> str:
    """What tells an entry of a list from the others."""
    if isinstance(entry, Material):
        return entry.evidence
    if isinstance(entry, FormField):
        return entry.element
    if isinstance(entry, FeeRule):
        return entry.label.zh
    return str(getattr(entry, "key", "") or getattr(entry, "value", "") or entry.question.zh)


def _name(entry: Any, names: Names) -> Text:
    """What people call the entry."""
    key = key_of(entry)
    if key in names:
        return names[key]
    for field in ("name", "label", "question", "message"):
        named = getattr(entry, field, None)
        if isinstance(named, Text):
            return _quotable(named)
    return Text(key, key)


def _quotable(said: Text) -> Text:
    """Words that will stand in quotation marks: a sentence without its stop, what it quotes itself in single ones."""
    return Text(*(each.rstrip("。.").translate(_INNER) for each in (said.zh, said.en)))


def _whole(how: str, place: _Place, name: Text, old: Struct | None = None, new: Struct | None = None) -> Change:
    words = [_details(each, place.pattern) if each else _says()["nothing"] for each in (old, new)]
    said = _say(how, what=place.field, name=name)
    return Change(place.path, said, words[0], words[1], is_editorial(place.pattern), said)


def _details(entry: Struct, pattern: str) -> Text:
    """The entry with all that is said of it, field by field; what goes without saying is left out."""
    known = (
        (field, getattr(entry, field.name), _words().words.get(f"{pattern}.{field.name}")) for field in fields(entry)
    )
    told = [
        _say("detail", field=word, value=in_words(value))
        for field, value, word in known
        if word and value != field.default
    ]
    return _joined(told, _says()["and"]) if told else _says()["nothing_more"]


def _change(place: _Place, old: Text, new: Text) -> Change:
    said = _say("changed", field=place.field, old=old, new=new)
    return Change(place.path, place.field, old, new, is_editorial(place.pattern), said)


def in_words(value: Any) -> Text:
    """A value of a definition as people read it."""
    if value is None or value in ("", ()):
        return _says()["nothing"]
    if isinstance(value, bool):
        return _says()[str(value).lower()]
    if isinstance(value, Text):
        return value
    if isinstance(value, Limit):
        return _limit(value)
    if isinstance(value, Validity):
        return _validity(value)
    if isinstance(value, StrEnum):
        return _term(value)
    if isinstance(value, tuple):
        return _joined(map(in_words, value))
    return _name(value, {}) if isinstance(value, Struct) else Text(str(value), str(value))


def _limit(limit: Limit) -> Text:
    said = limit_words(limit)
    basis = f" ({limit.basis})" if limit.basis else ""
    length = Text(said.zh + basis, said.en + basis)
    return _under(length, limit.when) if isinstance(limit, PromisedWhen) else length


def _validity(term: Validity) -> Text:
    """``10 年``, with the condition as it is written."""
    spans = [(name, getattr(term, name)) for name in ("years", "months", "days") if getattr(term, name)]
    counted = [_say(name, count=Text(str(count), str(count))) for name, count in spans] or [_says()["endless"]]
    length = Text(" ".join(each.zh for each in counted), " ".join(each.en for each in counted))
    return _under(length, term.when)


def _under(value: Text, when: str) -> Text:
    return _say("under", value=value, when=Text(when, when)) if when else value


def _term(value: StrEnum) -> Text:
    words = labels().get(_snake(type(value).__name__), {}).get(value.value)
    return convert(words, Text) if words else Text(value.value, value.value)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _joined(parts: Iterable[Text], mark: Text | None = None) -> Text:
    listed, mark = list(parts), mark or _says()["joined"]
    return Text(mark.zh.join(part.zh for part in listed), mark.en.join(part.en for part in listed))


def _say(how: str, **parts: Text) -> Text:
    """A sentence of ``says`` in both languages."""
    said = _says()[how]
    return Text(
        said.zh.format(**{key: part.zh for key, part in parts.items()}),
        said.en.format(**{key: part.en for key, part in parts.items()}),
    )


def _says() -> Mapping[str, Text]:
    return _words().says


def place_words(path: str, item: Struct, names: Names | None = None) -> Text:
    """What a place of ``item`` is called: an entry of a list by its own name, a rule by what it says."""
    return _called(path, item, _ITEM, names or {})


def _called(path: str, value: Any, place: _Place, names: Names) -> Text:
    """What stands at ``path`` is called, as seen from ``place``, where ``value`` stands."""
    for inner, found in _inside(value, place, names):
        if path == inner.path:
            return inner.owner if inner.pattern.endswith("*") and inner.owner else inner.field
        if path.startswith(f"{inner.path}."):
            return _called(path, found, inner, names)
    return place.owner or place.field


def _inside(value: Any, place: _Place, names: Names) -> Iterator[tuple[_Place, Any]]:
    """The fields of a structure, or the entries of a list that have names and what all of them have."""
    if is_keyed(value):
        yield from ((place.entry(key, _name(entry, names)), entry) for key, entry in by_key(value).items())
        every = _Place(place.path, f"{place.pattern}.*", place.field, place.field)
        yield from ((every.inside(each), None) for each in value[0].__struct_fields__)
    elif isinstance(value, Struct):
        yield from ((place.inside(each), getattr(value, each)) for each in value.__struct_fields__)


def field_words(path: str) -> Text:
    """What a field of an item is called; one entry of a list is called by the list."""
    known = _words().words
    return known.get(path) or known.get(path.partition(".")[0]) or Text(path, path)


@cache
def _words() -> _Words:
    return read_data(Path(__file__).with_name("fields.yaml"), _Words)
