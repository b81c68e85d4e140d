"""The bureau's own entries of the dictionaries as rows of a workbook, and back. Pure; columns are ``entry_sheets.yaml``.

What is wrong is listed cell by cell, what an own entry may not say included, and then nothing is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, convert, to_builtins

from yichuang.catalogue.definition import Text
from yichuang.catalogue.entry_rules import faults
from yichuang.catalogue.exchange.cells import Cell
from yichuang.catalogue.exchange.sheets import (
    CellError,
    Line,
    Sheet,
    cell_of,
    differing,
    entry_of,
    error_in,
    fault,
    names_among,
)
from yichuang.catalogue.own_entries import NONE, SHAPES, Dictionary, Entry, OwnEntries
from yichuang.kernel.data_files import read_data

Errors = list[CellError]


class _Rows(Struct):
    """One entry as its rows say it."""

    plain: dict[str, Any]
    first: Line


def entry_rows(own: OwnEntries) -> dict[str, list[list[Cell]]]:
    """The rows of each sheet below its headings and keys, by title."""
    return {
        sheet.title: [row for _, entry in sorted(own.of(dictionary).items()) for row in _rows_of(entry, sheet)]
        for dictionary, sheet in entry_layout().items()
    }


def _rows_of(entry: Entry, sheet: Sheet) -> Iterator[list[Cell]]:
    plain = to_builtins(entry)
    for inner in plain.get(sheet.inner) or [None]:
        yield [cell_of(inner if column.inner else plain, column) for column in sheet.columns]


def entries_from(found: Mapping[str, Sequence[Line]]) -> tuple[OwnEntries, tuple[CellError, ...]]:
    """The entries of the sheets in ``found``, by title; none of them when a single cell is wrong."""
    errors: Errors = []
    taken = {
        dictionary.value: _entries(dictionary, sheet, found.get(sheet.title, ()), errors)
        for dictionary, sheet in entry_layout().items()
    }
    return (NONE if errors else OwnEntries(**taken)), tuple(errors)  # type: ignore[arg-type] # each under its dictionary


def _entries(dictionary: Dictionary, sheet: Sheet, lines: Sequence[Line], errors: Errors) -> dict[str, Entry]:
    before = len(errors)
    read = _read(sheet, lines, errors)
    if len(errors) > before:
        return {}
    typed = {key: _typed(dictionary, sheet, rows, errors) for key, rows in read.items()}
    return {key: entry for key, entry in typed.items() if entry is not None}


def _read(sheet: Sheet, lines: Sequence[Line], errors: Errors) -> dict[str, _Rows]:
    """What the rows say by key; rows of one entry together where the sheet allows several."""
    own = tuple(column for column in sheet.columns if not column.inner)
    within = tuple(column for column in sheet.columns if column.inner)
    found: dict[str, _Rows] = {}
    for line in lines:
        plain = entry_of(sheet, line, own, errors)
        key = str(plain.get("key", ""))
        if not key:
            errors.append(error_in(sheet, line, sheet.columns[0].zh, "needed"))
        elif key not in found:
            found[key] = _Rows(plain, line)
        elif sheet.group:
            errors.extend(differing(sheet, line, found[key].plain, plain))
        else:
            errors.append(error_in(sheet, line, sheet.columns[0].zh, "doubled", key))
        inner = entry_of(sheet, line, within, errors)
        if inner and key in found:
            found[key].plain.setdefault(sheet.inner, []).append(inner)
    return found


def _typed(dictionary: Dictionary, sheet: Sheet, rows: _Rows, errors: Errors) -> Entry | None:
    try:
        entry = convert(rows.plain, SHAPES[dictionary])
    except msgspec.ValidationError as error:
        errors.append(_mistyped(sheet, rows.first, error))
        return None
    errors.extend(_error(sheet, rows.first, fault.field, fault.problem) for fault in faults(entry))
    return entry


def _mistyped(sheet: Sheet, line: Line, error: msgspec.ValidationError) -> CellError:
    """What the shape of an entry says, told by the heading."""
    keys, problem = fault(error)
    return _error(sheet, line, names_among(keys), problem)


def _error(sheet: Sheet, line: Line, field: str, problem: Text) -> CellError:
    """A fault at the first column that tells of ``field``."""
    told = zip(sheet.keys, sheet.headings, strict=True)
    heading = next((zh for key, zh in told if f"{key}.".startswith(f"{field}.")), field)
    return CellError(sheet.title, line.number, heading, problem)


@cache
def entry_layout() -> dict[Dictionary, Sheet]:
    """The sheet of each dictionary."""
    return read_data(Path(__file__).with_name("entry_sheets.yaml"), dict[Dictionary, Sheet])
