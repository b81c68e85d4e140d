"""The catalogue as a spreadsheet (.xlsx): written and read, row by row, never as a whole in memory."""

import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.writer.excel import ExcelWriter

from yichuang.catalogue.definition import Item
from yichuang.catalogue.exchange.archive import FIRST_DAY
from yichuang.catalogue.exchange.cells import Formula
from yichuang.catalogue.exchange.entry_sheets import entries_from, entry_layout, entry_rows
from yichuang.catalogue.exchange.guard import contents, member, unpacked
from yichuang.catalogue.exchange.sheets import Line, Sheet, Taken, dictionaries, items_from, layout, rows
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.own_entries import NONE, OwnEntries
from yichuang.kernel.errors import Refusal

MOST_ROWS = 30_000
"""Of one sheet. The country's list of police items has about a thousand, each with some thirty lines of everything."""
MOST_COLUMNS = 100
"""Headings beyond are not looked at: the widest sheet has 42."""
PARTS = re.compile(r"xl/worksheets/[^/]+\.xml")
DOCTYPE, MERGED = b"<!DOCTYPE", re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z0-9:]+)"')
HEAD_BYTES = 4096
SHOWN = 5
"""Merged places that a message names."""
Table = tuple[Sequence[str], Sequence[str], Sequence[Sequence[Any]]]
"""Headings, keys (may be none) and rows of a sheet."""
HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="DCE6F1")}


def write_workbook(items: Iterable[Item], path: Path, own: OwnEntries = NONE) -> int:
    """Write the items and the bureau's own entries of the dictionaries; how many rows there are in all."""
    content = rows(items) | entry_rows(own)
    return write_tables({each.title: (each.headings, each.keys, content[each.title]) for each in _sheets()}, path)


def _sheets() -> tuple[Sheet, ...]:
    return (*layout(), *entry_layout().values())


def write_template(found: Catalogue, path: Path) -> None:
    """The empty workbook; two sheets beside it, which an import does not read, list what materials and fields may be."""
    tables: dict[str, Table] = {sheet.title: (sheet.headings, sheet.keys, ()) for sheet in _sheets()}
    known = (
        [(key, kind.name) for key, kind in sorted(found.evidence_types.items())],
        [(key, element.name) for key, element in sorted(found.elements.items())],
    )
    for (title, headings), lines in zip(dictionaries().items(), known, strict=True):
        tables[title] = (headings, (), [[key, name.zh, name.en] for key, name in lines])
    write_tables(tables, path)


def write_tables(tables: Mapping[str, Table], path: Path) -> int:
    """Write sheets of (headings, keys, rows); keys may be empty. How many rows there are in all."""
    book = Workbook(write_only=True)
    for title, (headings, keys, lines) in tables.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B3" if keys else "B2"
        sheet.append([_head(sheet, heading) for heading in headings])
        if keys:
            sheet.append(list(keys))
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    book.properties.created = book.properties.modified = datetime(*FIRST_DAY)  # noqa: DTZ001 - says nothing, as theirs
    with _Ageless(path, "w", zipfile.ZIP_DEFLATED) as packing:
        ExcelWriter(book, packing).save()
    return sum(len(lines) for _, _, lines in tables.values())


class _Ageless(zipfile.ZipFile):
    """Says nothing of its parts' age, so that the same tables are always the same bytes."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(zipfile.ZipInfo(zinfo_or_arcname, FIRST_DAY), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        part = zipfile.ZipInfo(arcname, FIRST_DAY)
        part.compress_type = zipfile.ZIP_DEFLATED
        with Path(filename).open("rb") as told, self.open(part, "w") as kept:
            shutil.copyfileobj(told, kept)


def _head(sheet: Any, heading: str) -> Any:
    cell = WriteOnlyCell(sheet, heading)
    cell.font, cell.fill, cell.alignment = HEAD["font"], HEAD["fill"], Alignment(wrap_text=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """A text that begins like a formula stays a text."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def read_workbook(path: Path) -> Taken:
    """What a workbook holds, or every cell that is wrong. A file that is no sound workbook is refused as a whole."""
    raw = contents(path)
    with unpacked(raw, path.name) as packed:
        _check_parts(packed, path.name)
    try:
        book = load_workbook(BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        OSError,
        zipfile.BadZipFile,
        SyntaxError,
        AttributeError,
    ) as error:
        raise Refusal("exchange.not_zip", file=path.name) from error
    first = layout()[0].title
    if first not in book.sheetnames:
        raise Refusal("exchange.no_sheet", file=path.name, sheet=first, found="、".join(book.sheetnames)[:200])
    known = [sheet for sheet in _sheets() if sheet.title in book.sheetnames]
    read = {*(sheet.title for sheet in known), *dictionaries()}
    if foreign := [title for title in book.sheetnames if title not in read]:
        missing = "、".join(sheet.title for sheet in _sheets() if sheet not in known)
        raise Refusal("exchange.foreign_sheet", file=path.name, sheet="、".join(foreign)[:200], missing=missing or "—")
    taken = _taken({sheet.title: list(_lines(book[sheet.title], sheet)) for sheet in known})
    if not taken.items and not taken.errors and not taken.entries.count:
        raise Refusal("exchange.nothing_in_it", file=path.name)
    return taken


def _taken(lines: Mapping[str, Sequence[Line]]) -> Taken:
    """Items and entries, or what is wrong in either; nothing is half-imported."""
    taken, (entries, wrong) = items_from(lines), entries_from(lines)
    if wrong:
        return Taken((), (*taken.errors, *wrong))
    return taken if taken.errors else replace(taken, entries=entries)


def _check_parts(packed: zipfile.ZipFile, name: str) -> None:
    """No entity tricks, and no merged cells: whose row a merged cell belongs to, only people can say."""
    for part in packed.namelist():
        if not part.endswith((".xml", ".rels")):
            continue
        raw = member(packed, part, name)
        if DOCTYPE in raw[:HEAD_BYTES]:
            raise Refusal("exchange.bomb", file=name)
        merged = MERGED.findall(raw) if PARTS.fullmatch(part) else []
        if merged:
            places = ", ".join(each.decode() for each in merged[:SHOWN])
            raise Refusal("exchange.merged", file=name, sheet=_title(packed, part, name), places=places)


def _title(packed: zipfile.ZipFile, part: str, name: str) -> str:
    """The title of the sheet in ``part``, as far as the book's own list says it; else the part's name."""
    relations = member(packed, "xl/_rels/workbook.xml.rels", name).decode("utf-8", "replace")
    book = member(packed, "xl/workbook.xml", name).decode("utf-8", "replace")
    for relation in re.findall(r"<Relationship [^>]*>", relations):
        target, key = (re.search(rf'{field}="([^"]*)"', relation) for field in ("Target", "Id"))
        if target and key and part.endswith(target[1].lstrip("/").removeprefix("xl/")):
            for sheet in re.findall(r"<sheet [^>]*>", book):
                if f'"{key[1]}"' in sheet:
                    named = re.search(r'name="([^"]*)"', sheet)
                    return named[1] if named else part
    return part


def _lines(found: Any, sheet: Sheet) -> Iterator[Line]:
    """The rows of a sheet that say anything, by heading."""
    headings: list[str] = []
    for number, cells in enumerate(found.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS + 2:
            raise Refusal("exchange.too_many_rows", sheet=sheet.title, most=MOST_ROWS)
        if not headings:
            headings = _headings(cells, sheet)
            continue
        values = {heading: _read(cell) for heading, cell in zip(headings, cells, strict=False) if heading}
        said = {heading: value for heading, value in values.items() if value is not None}
        if said and not _is_keys(said, sheet):
            yield Line(number, said)


def _headings(cells: Sequence[Any], sheet: Sheet) -> list[str]:
    found = [str(cell.value).strip() if cell.value is not None else "" for cell in cells]
    doubled = [heading for heading, count in Counter(found).items() if heading and count > 1]
    if doubled:
        raise Refusal("exchange.doubled_heading", sheet=sheet.title, headings="、".join(doubled))
    missing = [heading for heading in _needed(sheet) if heading not in found]
    unknown = [heading for heading in found if heading and heading not in sheet.headings]
    if missing or unknown:
        raise Refusal(
            "exchange.headings", sheet=sheet.title, missing="、".join(missing) or "-", unknown="、".join(unknown) or "-"
        )
    return found


def _needed(sheet: Sheet) -> tuple[str, ...]:
    """Headings that no sheet can do without: the first two; any other column may be left out."""
    return sheet.headings[:2]


def _is_keys(said: dict[str, Any], sheet: Sheet) -> bool:
    keys = dict(zip(sheet.headings, sheet.keys, strict=True))
    return all(keys.get(heading) == value for heading, value in said.items())


def _read(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str):
        return Formula(value) if cell.data_type == "f" else value.strip() or None
    return value
