"""Items as rows of a workbook, and rows as items. Pure; which columns there are is data: ``sheets.yaml``.

A cell that is empty means the field's default. What is wrong is listed cell by cell, and then nothing is taken.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct, convert, to_builtins

from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.exchange.cells import Cell, WrongCell, value_of, words_of_sheets, written
from yichuang.catalogue.own_entries import NONE, OwnEntries
from yichuang.catalogue.shape_words import said
from yichuang.catalogue.terms import Code

MISSING = re.compile(r"missing required field `(\w+)`")
Places = dict[tuple[str, ...], int]
"""Row by the code of an item and the keys that lead to one of its entries: ``("t-item", "materials", "0")``."""


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
        return (*((words_of_sheets()["code_heading"],) if self.list else ()), *(column.zh for column in self.columns))

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
        said: str = words_of_sheets()["sentence"][language]
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
    return written(value, column.as_)


def _at(entry: Mapping[str, Any], path: str) -> Any:
    value: Any = entry
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


# --- rows to items ----------------------------------------------------------------------------------------------------


def items_from(found: Mapping[str, Sequence[Line]]) -> Taken:
    """The items of the sheets in ``found``, by title; without any item when a single cell is wrong."""
    errors: list[CellError] = []
    first, *others = layout()
    plain: dict[str, dict[str, Any]] = {}
    places: Places = {}
    wrong_codes: list[CellError] = []
    for line in found.get(first.title, ()):
        entry = entry_of(first, line, first.columns, errors)
        code = entry.get("code", "")
        wrong_codes.extend(_wrong_code(first, line, code, plain))
        plain[code], places[code,] = entry, line.number
    for sheet in others:
        lines = found.get(sheet.title, ())
        errors.extend(
            () if wrong_codes else _lost(sheet, lines, plain)
        )  # the rows of an item whose code is wrong are not
        _fill(sheet, lines, plain, places, errors)
    errors[:0] = wrong_codes
    items = [] if errors else [item for item in _typed(first, plain, places, errors) if item]
    return Taken(() if errors else tuple(items), tuple(errors))


def _wrong_code(sheet: Sheet, line: Line, code: str, others: Collection[str]) -> Iterator[CellError]:
    heading = words_of_sheets()["code_heading"]
    if heading not in line.cells:
        yield error_in(sheet, line, heading, "needed")
    elif code and code in others:
        yield error_in(sheet, line, heading, "doubled", code)
    elif code:
        try:
            convert(code, Code)
        except msgspec.ValidationError as error:
            yield CellError(sheet.title, line.number, heading, invalid(said(error)[0], code))


def _lost(sheet: Sheet, lines: Sequence[Line], plain: Collection[str]) -> Iterator[CellError]:
    """Codes that no item has, each at its first row."""
    told: set[str] = set()
    for line in lines:
        code = _code_of(line)
        if code not in plain and code not in told:
            told.add(code)
            yield error_in(sheet, line, words_of_sheets()["code_heading"], "no_item", code)


def _code_of(line: Line) -> str:
    return str(line.cells.get(words_of_sheets()["code_heading"], ""))


def _fill(
    sheet: Sheet, lines: Sequence[Line], plain: dict[str, dict[str, Any]], places: Places, errors: list[CellError]
) -> None:
    """Put the entries of one sheet where they belong, rows of one entry together."""
    own = tuple(column for column in sheet.columns if not column.inner)
    within = tuple(column for column in sheet.columns if column.inner)
    entries: dict[tuple[str, str], tuple[dict[str, Any], tuple[str, ...]]] = {}
    for line in lines:
        entry, code = entry_of(sheet, line, own, errors), _code_of(line)
        if code not in plain:
            continue
        if sheet.group and (code, str(entry.get(sheet.group))) in entries:
            before, place = entries[code, str(entry.get(sheet.group))]
            errors.extend(differing(sheet, line, before, entry))
        else:
            before, place = entry, (code, *sheet.list.split("."), _put_in_list(plain[code], sheet.list, entry))
            entries[code, str(entry.get(sheet.group))] = before, place
            places[place] = line.number
        inner = entry_of(sheet, line, within, errors)
        if inner:
            places[*place, sheet.inner, _put_in_list(before, sheet.inner, inner)] = line.number


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
            _put(entry, column.path, value_of(cell, column.as_))
        except WrongCell as wrong:
            errors.append(error_in(sheet, line, column.zh, wrong.problem, wrong.value, wrong.known))
    return entry


def _put(entry: dict[str, Any], path: str, value: Any) -> None:
    *outer, last = path.split(".")
    for name in outer:
        entry = entry.setdefault(name, {})
    entry[last] = value


def _put_in_list(entry: dict[str, Any], path: str, value: dict[str, Any]) -> str:
    """At which place of the list it stands then."""
    *outer, last = path.split(".")
    for name in outer:
        entry = entry.setdefault(name, {})
    found: list[Any] = entry.setdefault(last, [])
    found.append(value)
    return str(len(found) - 1)


def _typed(
    sheet: Sheet, plain: Mapping[str, dict[str, Any]], places: Places, errors: list[CellError]
) -> Iterator[Item | None]:
    for code, entry in plain.items():
        try:
            yield convert({"steps": [], "limits": {}, **entry}, Item)
        except msgspec.ValidationError as error:
            errors.append(_mistyped(sheet, places, code, error))


def _mistyped(sheet: Sheet, places: Places, code: str, error: msgspec.ValidationError) -> CellError:
    """What the definition's own shape says, told at the cell that it is about where there is one."""
    keys, problem = fault(error, code)
    way = [code, *keys]
    row = next(places[tuple(way[:length])] for length in range(len(way), 0, -1) if tuple(way[:length]) in places)
    path = names_among(keys)
    for each in layout():
        for column, key in zip(each.columns, each.keys[bool(each.list) :], strict=True):
            if f"{each.list}.{key}.".lstrip(".").startswith(f"{path}."):
                return CellError(each.title, row, column.zh, problem)
    return CellError(sheet.title, row, path, problem)


def fault(error: msgspec.ValidationError, code: str = "") -> tuple[list[str], Text]:
    """The keys that lead to what a shape does not take, and what is wrong there."""
    problem, keys = said(error)
    if missing := MISSING.search(str(error)):
        return [*keys, missing[1]], problem_words("missing" if code else "needed", code)
    return keys, invalid(problem, code)


def invalid(problem: Text, code: str = "") -> Text:
    """What the shape says in its own words, with the item's code where there is one."""
    words, of = words_of_sheets()["problems"]["invalid"], f"{code}, " if code else ""
    return Text(words["zh"].format(value=of + problem.zh), words["en"].format(value=of + problem.en))


def names_among(keys: Iterable[str]) -> str:
    """The path that leads to a column: keys without the places in lists."""
    return ".".join(key for key in keys if not key.isdigit())


def error_in(sheet: Sheet, line: Line, heading: str, problem: str, value: str = "", known: str = "") -> CellError:
    """A cell's fault in the words of ``problems``."""
    return CellError(sheet.title, line.number, heading, problem_words(problem, value, known))


def problem_words(problem: str, value: str, known: str = "") -> Text:
    """One of ``problems`` with what stands in the cell."""
    words = words_of_sheets()["problems"][problem]
    return Text(words["zh"].format(value=value, known=known), words["en"].format(value=value, known=known))


@cache
def layout() -> tuple[Sheet, ...]:
    """The sheets in order; the first one holds the items themselves."""
    return convert(words_of_sheets()["sheets"], tuple[Sheet, ...])


def dictionaries() -> dict[str, tuple[str, ...]]:
    """Titles and headings of the sheets that list evidence types and data elements."""
    return convert(words_of_sheets()["dictionaries"], dict[str, tuple[str, ...]])
