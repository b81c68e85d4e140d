"""What a person can choose from: the entries of selects, radio groups, tabs and navigation, given as short tuples."""

from collections.abc import Iterable

from msgspec import Struct


class Option(Struct, frozen=True):
    """One entry. Screens may give ``(value, word)``, ``(value, word, hint)`` or an Option."""

    value: str
    word: str
    hint: str = ""
    off: bool = False
    """Shown but not to be chosen now; the hint says why."""


class Place(Struct, frozen=True):
    """One entry of navigation or tabs. Screens may give ``(value, word, url)``, with a count and a key after it, or a Place."""

    value: str
    word: str
    url: str = ""
    count: str = ""
    key: str = ""


def chosen_values(value: object) -> frozenset[str]:
    """The chosen values as texts: a single value, or several in a list."""
    many = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return frozenset(str(one) for one in many if one not in (None, ""))


def option(raw: object) -> Option:
    """An Option from what a screen gave."""
    if isinstance(raw, Option):
        return raw
    value, word, *hint = tuple_of(raw)
    return Option(value, word, hint[0] if hint else "")


def place(raw: object) -> Place:
    """A Place from what a screen gave."""
    return raw if isinstance(raw, Place) else Place(*tuple_of(raw))


def tuple_of(raw: object) -> tuple[str, ...]:
    """The texts of a given tuple or list; lazy translations become words here."""
    if not isinstance(raw, Iterable):
        raise TypeError(f"an entry is a tuple of texts, not {raw!r}")
    return tuple(str(part) for part in raw)


def with_chosen(raws: Iterable[object], value: object) -> list[tuple[Option, bool]]:
    """Each option with whether it is chosen."""
    chosen = chosen_values(value)
    return [(one, one.value in chosen) for one in map(option, raws)]
