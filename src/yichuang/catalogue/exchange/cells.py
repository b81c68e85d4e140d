"""One cell of a workbook: what a value of a definition looks like there, and what is written there as a value. Pure.

The words are data: ``sheets.yaml``.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from yichuang.catalogue.definition import Item
from yichuang.catalogue.strict_yaml import INVISIBLE
from yichuang.kernel.data_files import read_data
from yichuang.kernel.vocabulary import labels

BETWEEN = "、"
APART = {"terms": re.compile(r"\s*[、,，;；\n]\s*"), "words": re.compile(r"[、,，;；\s]+")}
"""What stands between several; a term's English word may hold spaces."""
BY_WORDS = "fee.rules."
"""Paths that end with people's words, not with a key."""
Cell = str | int | None


class Formula(Struct, frozen=True):
    """A cell that computes its value: what it would say elsewhere is not known."""

    text: str


class WrongCell(Exception):
    """What stands in a cell cannot be read: a key of ``problems``, what stands there, what may stand there."""

    def __init__(self, problem: str, value: object, known: str = "") -> None:
        super().__init__(problem)
        self.problem, self.value, self.known = problem, str(value), known


def value_of(cell: Any, as_: str) -> Any:
    """The value that is written in a cell. Raises :class:`WrongCell`."""
    if isinstance(cell, Formula):
        raise WrongCell("formula", cell.text)
    kind, _, list_name = as_.partition(" ")
    if kind == "int":
        return _whole(cell)
    if kind == "bool":
        return _truth(cell)
    text = _text(cell)
    if kind == "term":
        return _term(list_name, text)
    if kind == "paths":
        return _paths(text)
    if kind in ("terms", "words"):
        return [_term(list_name, part) if list_name else part for part in APART[kind].split(text) if part]
    return [part.strip() for part in text.splitlines() if part.strip()] if kind == "lines" else text


def _paths(text: str) -> list[str]:
    """Fields of an item. A line of the fee is named by its words, which may hold what stands between two fields elsewhere."""
    first, *rest = re.split(r"([、,，;；\s]+)", text)
    found = [first]
    for mark, part in zip(rest[::2], rest[1::2], strict=True):
        if found[-1].startswith(BY_WORDS) and part.partition(".")[0] not in Item.__struct_fields__:
            found[-1] += mark + part
        else:
            found.append(part)
    return [path.strip() for path in found if path.strip()]


def _whole(cell: Any) -> int:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise WrongCell("not_int", cell)
    try:
        number = float(cell)
        whole = int(number)
    except (ValueError, OverflowError):
        raise WrongCell("not_int", cell) from None
    if number != whole:
        raise WrongCell("not_int", cell)
    return whole


def _truth(cell: Any) -> bool:
    said = str(cell).strip().lower()
    if said not in (*words_of_sheets()["true"], *words_of_sheets()["false"]):
        raise WrongCell("not_bool", cell)
    return said in words_of_sheets()["true"]


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        if unseen := INVISIBLE.search(cell):
            raise WrongCell("invisible", f"U+{ord(unseen[0]):04X}")
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    raise WrongCell("not_text", cell)


def _term(list_name: str, text: str) -> str:
    known = _terms(list_name)
    if text not in known:
        raise WrongCell(
            "not_term", text, BETWEEN.join(dict.fromkeys(_word(list_name, key) for key in labels()[list_name]))
        )
    return known[text]


@cache
def _terms(list_name: str) -> dict[str, str]:
    """Every way to say a value of the list: its key, its Chinese and its English word, unless that says two values, and
    what people write instead.
    """
    words = labels()[list_name]
    said = [(word, key) for key, both in words.items() for word in {both["zh"], both["en"]}]
    counted = Counter(word for word, _ in said)
    plain = {word: key for word, key in said if counted[word] == 1}
    return {**words_of_sheets()["also"].get(list_name, {}), **plain, **{key: key for key in words}}


def written(value: Any, as_: str) -> Cell:
    """What stands in a cell for ``value``: several in one cell, words of closed lists in Chinese."""
    kind, _, list_name = as_.partition(" ")
    if kind == "bool":
        return str(words_of_sheets()["true" if value else "false"][0])
    if kind == "term":
        return _word(list_name, value)
    if kind in ("terms", "words", "paths"):
        return BETWEEN.join(_word(list_name, each) for each in value) or None
    text: Cell = "\n".join(value) or None if kind == "lines" else value
    return text


def _word(list_name: str, value: str) -> str:
    """The Chinese word of a value; the value itself where its word says another one as well."""
    words = labels().get(list_name, {}).get(value)
    return words["zh"] if words and _terms(list_name).get(words["zh"]) == value else str(value)


@cache
def words_of_sheets() -> Any:
    """``sheets.yaml``."""
    return read_data(Path(__file__).with_name("sheets.yaml"), dict[str, Any])
