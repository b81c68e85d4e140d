"""Items as rows of a workbook, and rows as items. Pure; which columns there are is data: ``sheets.yaml``.

A cell that is empty means the field's default. What is wrong is listed cell by cell, and then nothing is taken.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct, convert, to_builtins

from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.own_entries import NONE, OwnEntries
from yichuang.catalogue.shape_words import said
from yichuang.kernel.vocabulary import labels

BETWEEN = "、"
APART = {"terms": re.compile(r"\s*[、,，;；\n]\s*"), "words": re.compile(r"[、,，;；\s]+")}
"""What stands between several; a term's English word may hold spaces."""
BY_WORDS = "fee.rules."
"""Paths that end with people's words, not with a key."""
MISSING = re.compile(r"missing required field `(\w+)`(?: - at `\$\.?([^`]*)`)?")
INDEX = re.compile(r"\[[^\]]*\]")
Cell = str | int | None


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a sheet."""

    zh: str
    path: str
    as_: str = msgspec.field(name="as", default="text")
    inner: bool = False
    """Belongs to an entry within the entry: an answer of a question, a term of a result."""


class Sheet(Struct, frozen=True, forbid_unknown_fields=True):
    """One sheet: the items themselves, or one of their lists with the item's code first."""

    title: str
    columns: tuple[Column, ...]
    list: str = ""
    group: str = ""
    """The key by which rows belong to one entry."""
    inner: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands in its first row."""
        return (*((_data()["code_heading"],) if self.list else ()), *(column.zh for column in self.columns))

    @property
    def keys(self) -> tuple[str, ...]:
        """What stands in its second row."""
        own = (f"{self.inner}.{column.path}" if column.inner else column.path for column in self.columns)
        return (*(("code",) if self.list else ()), *own)


class CellError(Struct, frozen=True):
    """One thing wrong in one cell."""

    sheet: str
    row: int
    """As the spreadsheet program counts, from 1."""
    heading: str
    problem: Text

    def sentence(self, language: str) -> str:
        """``材料 第 7 行“提交要求”：…``."""
        said: str = _data()["sentence"][language]
        return said.format(
            sheet=self.sheet, row=self.row, heading=self.heading, problem=getattr(self.problem, language)
        )


class Line(Struct, frozen=True):
    """A row as it was read."""

    number: int
    cells: Mapping[str, Any]
    """By heading; empty ones left out."""


class Taken(Struct, frozen=True):
    """What a workbook holds, or what is wrong in it."""

    items: tuple[Item, ...]
    errors: tuple[CellError, ...]
    entries: OwnEntries = NONE
    """Of the dictionaries, the bureau's own."""


class Formula(Struct, frozen=True):
    """A cell that computes its value: what it would say elsewhere is not known."""

    text: str


# --- items to rows ----------------------------------------------------------------------------------------------------


def rows(items: Iterable[Item]) -> dict[str, list[list[Cell]]]:
    """The rows of each sheet below its headings and keys, by title."""
    plain = [to_builtins(item) for item in items]
    return {sheet.title: [row for item in plain for row in _rows_of(item, sheet)] for sheet in layout()}


def _rows_of(item: Mapping[str, Any], sheet: Sheet) -> Iterator[list[Cell]]:
    if not sheet.list:
        yield [cell_of(item, column) for column in sheet.columns]
        return
    for entry in _at(item, sheet.list) or ():
        within = (entry.get(sheet.inner) if sheet.inner else None) or [None]
        for inner in within:
            cells = (cell_of(inner if column.inner else entry, column) for column in sheet.columns)
            yield [item["code"], *cells]


def cell_of(entry: Mapping[str, Any] | None, column: Column) -> Cell:
    """What stands in the column for an entry: several values in one cell, words of closed lists in Chinese."""
    value = _at(entry, column.path) if entry is not None else None
    if value is None or value == "":
        return None
    kind, _, list_name = column.as_.partition(" ")
    if kind == "bool":
        return str(_data()["true" if value else "false"][0])
    if kind == "term":
        return _word(list_name, value)
    if kind in ("terms", "words", "paths"):
        return BETWEEN.join(_word(list_name, each) for each in value) or None
    written: Cell = "\n".join(value) or None if kind == "lines" else value
    return written


def _at(entry: Mapping[str, Any], path: str) -> Any:
    value: Any = entry
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _word(list_name: str, value: str) -> str:
    """The Chinese word of a value; the value itself where its word says another one as well."""
    words = labels().get(list_name, {}).get(value)
    return words["zh"] if words and _terms(list_name).get(words["zh"]) == value else str(value)


# --- rows to items ----------------------------------------------------------------------------------------------------


def items_from(found: Mapping[str, Sequence[Line]]) -> Taken:
    """The items of the sheets in ``found``, by title; without any item when a single cell is wrong."""
    errors: list[CellError] = []
    first, *others = layout()
    plain: dict[str, dict[str, Any]] = {}
    places: dict[str, int] = {}
    for line in found.get(first.title, ()):
        entry = entry_of(first, line, first.columns, errors)
        code = entry.get("code", "")
        if code in plain:
            errors.append(error_in(first, line, _data()["code_heading"], "doubled", code))
        plain[code], places[code] = entry, line.number
    for sheet in others:
        _fill(sheet, found.get(sheet.title, ()), plain, errors)
    items = [] if errors else [item for item in _typed(first, plain, places, errors) if item]
    return Taken(() if errors else tuple(items), tuple(errors))


def _fill(sheet: Sheet, lines: Sequence[Line], plain: dict[str, dict[str, Any]], errors: list[CellError]) -> None:
    """Put the entries of one sheet where they belong, rows of one entry together."""
    own = tuple(column for column in sheet.columns if not column.inner)
    within = tuple(column for column in sheet.columns if column.inner)
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines:
        code = str(line.cells.get(_data()["code_heading"], ""))
        if code not in plain:
            errors.append(error_in(sheet, line, _data()["code_heading"], "no_item", code))
            continue
        entry = entry_of(sheet, line, own, errors)
        before = entries.get((code, str(entry.get(sheet.group)))) if sheet.group else None
        if before is None:
            before = entry
            entries[code, str(entry.get(sheet.group))] = before
            _put_in_list(plain[code], sheet.list, before)
        else:
            errors.extend(differing(sheet, line, before, entry))
        inner = entry_of(sheet, line, within, errors)
        if inner:
            before.setdefault(sheet.inner, []).append(inner)


def differing(sheet: Sheet, line: Line, before: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[CellError]:
    """Where a further row of an entry says otherwise than the first."""
    for column in sheet.columns:
        said = None if column.inner else _at(entry, column.path)
        if said is not None and said != _at(before, column.path):
            yield error_in(sheet, line, column.zh, "differs", str(said))


def entry_of(sheet: Sheet, line: Line, columns: Iterable[Column], errors: list[CellError]) -> dict[str, Any]:
    """What a row says in these columns as plain data; cells that cannot be read are noted among ``errors``."""
    entry: dict[str, Any] = {}
    for column in columns:
        cell = line.cells.get(column.zh)
        if cell is None:
            continue
        try:
            _put(entry, column.path, _value(cell, column.as_))
        except _Wrong as wrong:
            errors.append(error_in(sheet, line, column.zh, wrong.problem, wrong.value, wrong.known))
    return entry


class _Wrong(Exception):
    def __init__(self, problem: str, value: object, known: str = "") -> None:
        super().__init__(problem)
        self.problem, self.value, self.known = problem, str(value), known


def _value(cell: Any, as_: str) -> Any:
    if isinstance(cell, Formula):
        raise _Wrong("formula", cell.text)
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
        raise _Wrong("not_int", cell)
    try:
        number = float(cell)
        whole = int(number)
    except (ValueError, OverflowError):
        raise _Wrong("not_int", cell) from None
    if number != whole:
        raise _Wrong("not_int", cell)
    return whole


def _truth(cell: Any) -> bool:
    said = str(cell).strip().lower()
    if said not in (*_data()["true"], *_data()["false"]):
        raise _Wrong("not_bool", cell)
    return said in _data()["true"]


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    raise _Wrong("not_text", cell)


def _term(list_name: str, text: str) -> str:
    known = _terms(list_name)
    if text not in known:
        raise _Wrong(
            "not_term", text, BETWEEN.join(dict.fromkeys(_word(list_name, key) for key in labels()[list_name]))
        )
    return known[text]


@cache
def _terms(list_name: str) -> dict[str, str]:
    """Every way to say a value of the list: its key, its Chinese and its English word, unless that says two values."""
    words = labels()[list_name]
    said = [(word, key) for key, both in words.items() for word in {both["zh"], both["en"]}]
    counted = Counter(word for word, _ in said)
    return {**{word: key for word, key in said if counted[word] == 1}, **{key: key for key in words}}


def _put(entry: dict[str, Any], path: str, value: Any) -> None:
    *outer, last = path.split(".")
    for name in outer:
        entry = entry.setdefault(name, {})
    entry[last] = value


def _put_in_list(entry: dict[str, Any], path: str, value: dict[str, Any]) -> None:
    *outer, last = path.split(".")
    for name in outer:
        entry = entry.setdefault(name, {})
    entry.setdefault(last, []).append(value)


def _typed(
    sheet: Sheet, plain: Mapping[str, dict[str, Any]], places: Mapping[str, int], errors: list[CellError]
) -> Iterator[Item | None]:
    for code, entry in plain.items():
        try:
            yield convert({"steps": [], "limits": {}, **entry}, Item)
        except msgspec.ValidationError as error:
            errors.append(_mistyped(sheet, places[code], code, error))


def _mistyped(sheet: Sheet, row: int, code: str, error: msgspec.ValidationError) -> CellError:
    """What the definition's own shape says, told by the heading where there is one for it."""
    missing = MISSING.search(str(error))
    if not missing:
        return CellError(sheet.title, row, _data()["code_heading"], _misshapen(code, error))
    path = f"{INDEX.sub('', missing[2] or '')}.{missing[1]}".lstrip(".")
    for each in layout():
        for column, key in zip(each.columns, each.keys[bool(each.list) :], strict=True):
            if f"{each.list}.{key}.".lstrip(".").startswith(f"{path}."):
                return CellError(each.title, row, column.zh, problem_words("missing", code))
    return CellError(sheet.title, row, path, problem_words("missing", code))


def _misshapen(code: str, error: msgspec.ValidationError) -> Text:
    problem, keys = said(error)
    field = ".".join(keys)
    both = {language: f"{code}, {field}: {getattr(problem, language)}" for language in ("zh", "en")}
    return Text(problem_words("invalid", both["zh"]).zh, problem_words("invalid", both["en"]).en)


def error_in(sheet: Sheet, line: Line, heading: str, problem: str, value: str = "", known: str = "") -> CellError:
    """A cell's fault in the words of ``problems``."""
    return CellError(sheet.title, line.number, heading, problem_words(problem, value, known))


def problem_words(problem: str, value: str, known: str = "") -> Text:
    """One of ``problems`` with what stands in the cell."""
    words = _data()["problems"][problem]
    return Text(words["zh"].format(value=value, known=known), words["en"].format(value=value, known=known))


@cache
def layout() -> tuple[Sheet, ...]:
    """The sheets in order; the first one holds the items themselves."""
    return convert(_data()["sheets"], tuple[Sheet, ...])


def dictionaries() -> dict[str, tuple[str, ...]]:
    """Titles and headings of the sheets that list evidence types and data elements."""
    return convert(_data()["dictionaries"], dict[str, tuple[str, ...]])


@cache
def _data() -> Any:
    return yaml.safe_load(Path(__file__).with_name("sheets.yaml").read_text("utf-8"))
