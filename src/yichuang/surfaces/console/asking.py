"""What a dialog asks and what came back: fields as data, values of their own types, errors beside the field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import QueryDict
from msgspec import Struct
from msgspec.structs import replace

from yichuang.kernel.vocabulary import label

LONGEST = 400
HIGHEST = 10**6
Values = dict[str, Any]


class Field(Struct, frozen=True):
    """One thing a dialog asks. Its words are in the lists ``console_field`` and ``console_hint``."""

    name: str
    kind: str = "text"
    """text, code, date, time, number, choice, many, tick, textarea, hidden."""
    value: Any = ""
    options: tuple[tuple[str, str], ...] = ()
    """(value, word) of what can be chosen."""
    into: type[StrEnum] | None = None
    """The closed list that a choice becomes a member of."""
    optional: bool = False
    span: int = 12
    hint: str = ""
    """Value of ``console_hint``."""
    nth: int = 0
    """Which of several that are asked alike; the name ends with it."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What a list offers; where nothing is chosen yet, that choice comes first."""
        return self.options if self.value else (("", label("console_any", "choose")), *self.options)

    @property
    def word(self) -> str:
        word = label("console_field", self.name.removesuffix(f"_{self.nth}"))
        return label("console_any", "nth").format(n=self.nth, word=word) if self.nth else word

    @property
    def hint_words(self) -> str:
        return label("console_hint", self.hint) if self.hint else ""


def terms(name: str, list_name: str, of: type[StrEnum], *, only: Iterable[StrEnum] = (), **rest: Any) -> Field:
    """A field whose options are a closed list, or some of it."""
    members = tuple(only) or tuple(of)
    options = tuple((member.value, label(list_name, member.value)) for member in members)
    return Field(name, rest.pop("kind", "choice"), options=options, into=of, **rest)


def with_values(fields: Sequence[Field], sent: QueryDict) -> list[Field]:
    """The fields holding what the person typed, to be asked again."""
    return [
        replace(field, value=sent.getlist(field.name) if field.kind == "many" else sent.get(field.name, ""))
        for field in fields
    ]


class Answer(Struct, frozen=True):
    """What came back: values by name, and what is wrong by name."""

    values: Values
    errors: Mapping[str, str]


def read(fields: Sequence[Field], sent: QueryDict) -> Answer:
    """The values of ``fields`` in their types; what cannot be read is an error, never a guess."""
    values: Values = {}
    errors: dict[str, str] = {}
    for field in fields:
        try:
            values[field.name] = _READ[field.kind](field, sent)
        except ValueError as wrong:
            errors[field.name] = label("console_wrong", str(wrong)).format(field=field.word, longest=LONGEST)
    return Answer(values, errors)


def _text(field: Field, sent: QueryDict) -> str:
    text = sent.get(field.name, "").strip()
    if not text and not field.optional:
        raise ValueError("missing")
    if len(text) > LONGEST:
        raise ValueError("too_long")
    if "\x00" in text:
        raise ValueError("characters")
    return text


def _date(field: Field, sent: QueryDict) -> date | None:
    text = _text(field, sent)
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ValueError("date") from None
    if not 1949 <= found.year <= 2199:  # noqa: PLR2004 - the years that the calendar knows
        raise ValueError("date")
    return found


def _number(field: Field, sent: QueryDict) -> int:
    text = _text(field, sent)
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST):
        raise ValueError("number")
    return int(text)


def _choice(field: Field, sent: QueryDict) -> str:
    chosen = sent.get(field.name, "")
    if not chosen and field.optional:
        return ""
    return _member(field, chosen)


def _many(field: Field, sent: QueryDict) -> tuple[str, ...]:
    chosen = tuple(_member(field, value) for value in dict.fromkeys(sent.getlist(field.name)))
    if not chosen and not field.optional:
        raise ValueError("none")
    return chosen


def _member(field: Field, value: str) -> str:
    if value not in {option for option, _ in field.options}:
        raise ValueError("choice")
    return field.into(value) if field.into else value


def _tick(field: Field, sent: QueryDict) -> bool:
    return sent.get(field.name) == "on"


_READ = {
    "text": _text,
    "hidden": _text,
    "code": _text,
    "textarea": _text,
    "date": _date,
    "number": _number,
    "time": _text,
    "choice": _choice,
    "many": _many,
    "tick": _tick,
}
