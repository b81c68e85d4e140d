"""Case numbers (办件编号) after a pattern that the bureau sets; there is no national formula.

Placeholders: ``{region}`` (6, or ``{region:9}``), ``{implementation}`` (31), ``{date}`` (8), ``{year}`` (4),
``{serial:6}`` and ``{check}`` (a MOD 37,36 character over the letters and digits before it, so that a slip in typing is
noticed). All else stands for itself. Guangdong's practice is ``{implementation}{date}{serial:4}``.
"""

import re
from datetime import date
from functools import cache, lru_cache

from msgspec import Struct

from yichuang.kernel.check_digits import ALPHANUMERIC, licence_check
from yichuang.kernel.errors import Refusal

DEFAULT_PATTERN = "{region}{date}{serial:6}{check}"
WIDTHS = {"region": 6, "implementation": 31, "date": 8, "year": 4, "serial": 6, "check": 1}
"""How many characters each placeholder fills unless the pattern says so."""
_DIGITS_ONLY = {"date", "year", "serial"}
_NOT_CHECKED = re.compile(rf"[^{ALPHANUMERIC}]")
_PLACEHOLDER = re.compile(r"\{(\w+)(?::(\d+))?\}")


class Piece(Struct, frozen=True):
    """One placeholder (``name``) or a literal (``name`` empty) of a pattern."""

    name: str
    width: int = 0
    literal: str = ""


class CaseNumber(Struct, frozen=True):
    """What a case number tells; a part that its pattern does not have is empty."""

    serial: int
    region: str = ""
    implementation: str = ""
    on: date | None = None
    year: int | None = None


def format_case_number(pattern: str, region: str, on: date, serial: int, implementation: str = "") -> str:
    """The number of the ``serial``-th case. Refuses a serial that no longer fits, rather than repeat a number."""
    text = ""
    for piece in _settled(pattern, region, on, implementation):
        text += piece.literal or (_check(text) if piece.name == "check" else _serial(serial, piece))
    return text


@lru_cache(maxsize=1024)
def _settled(pattern: str, region: str, on: date, implementation: str) -> tuple[Piece, ...]:
    """The pieces with all filled in that the numbers of one day have in common."""
    values = {
        "region": region,
        "implementation": implementation,
        "date": on.isoformat().replace("-", ""),
        "year": f"{on.year:04}",
    }
    filled = (
        Piece("", literal=_fitting(values[each.name], each)) if each.name in values else each
        for each in _pieces(pattern)
    )
    return tuple(each for each in filled if each.name or each.literal)


def serial_of(pattern: str, stream: int) -> int:
    """The serial of the stream's number: as many of its last digits as ``pattern`` has room for. Streams are drawn one
    by one, so numbers of one day (or year, where the pattern says no day) differ until they fill that room.
    """
    width = next(piece.width for piece in _pieces(pattern) if piece.name == "serial")
    return int(stream % 10**width)


def parts(pattern: str) -> frozenset[str]:
    """What numbers of ``pattern`` are made of. Refusal("case_number.pattern") for one that is none."""
    return frozenset(piece.name for piece in _pieces(pattern) if piece.name)


def reading_groups(pattern: str) -> tuple[int, ...]:
    """How many characters stand together when a number of ``pattern`` is read out: each part is a group, what is not a part
    of its own (the check, a literal) joins the part before it.
    """
    groups: list[int] = []
    for piece in _pieces(pattern):
        width = piece.width or len(piece.literal)
        if groups and (not piece.name or piece.name == "check"):
            groups[-1] += width
        else:
            groups.append(width)
    return tuple(size for size in groups if size)


def parse_case_number(pattern: str, text: str) -> CaseNumber:
    """What ``text`` tells, read with ``pattern``; refuses another shape, an impossible date or a wrong check."""
    match = _shape(pattern).fullmatch(text.strip().upper())
    if match is None:
        raise Refusal("case_number.shape", text=text)
    found = match.groupdict()
    if "check" in found and found["check"] != _check(text.strip().upper()[: match.start("check")]):
        raise Refusal("case_number.check", text=text)
    return CaseNumber(
        serial=int(found["serial"]),
        region=found.get("region", ""),
        implementation=found.get("implementation", ""),
        on=_day(found["date"], text) if "date" in found else None,
        year=int(found["year"]) if "year" in found else None,
    )


def _fitting(value: str, piece: Piece) -> str:
    if not value:
        raise Refusal("case_number.part_missing", part=piece.name)
    if len(value) != piece.width:
        raise Refusal("case_number.part_length", part=piece.name, value=value, expected=piece.width)
    return value


def _serial(serial: int, piece: Piece) -> str:
    value = str(serial).zfill(piece.width)
    if len(value) != piece.width:
        raise Refusal("case_number.serial_exhausted", part=piece.name, value=value, expected=piece.width)
    return value


@cache
def _pieces(pattern: str) -> tuple[Piece, ...]:
    pieces, start = [], 0
    for match in _PLACEHOLDER.finditer(pattern):
        pieces.append(Piece("", literal=pattern[start : match.start()]))
        pieces.append(Piece(match[1], int(match[2] or WIDTHS.get(match[1], 0))))
        start = match.end()
    pieces.append(Piece("", literal=pattern[start:]))
    names = [piece.name for piece in pieces if piece.name]
    if "serial" not in names or len(set(names)) != len(names) or not set(names) <= WIDTHS.keys():
        raise Refusal("case_number.pattern", pattern=pattern)
    return tuple(pieces)


@cache
def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(_expression(piece) for piece in _pieces(pattern)))


def _expression(piece: Piece) -> str:
    if not piece.name:
        return re.escape(piece.literal.upper())
    characters = "[0-9]" if piece.name in _DIGITS_ONLY else "[0-9A-Z]"
    return f"(?P<{piece.name}>{characters}{{{piece.width}}})"


def _check(before: str) -> str:
    return licence_check(_NOT_CHECKED.sub("", before.upper()))


def _day(digits: str, text: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Refusal("case_number.shape", text=text) from None
