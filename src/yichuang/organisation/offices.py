"""Which unit carries a step: the competent department of the line at a level, seen from where a case was received."""

import time

from django.db import connection
from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal

LADDER = (Level.POST, Level.STATION, Level.COUNTY, Level.CITY, Level.PROVINCE, Level.MINISTRY)
RANK = {level: place for place, level in enumerate(LADDER)}
"""Levels from the lowest up."""
CHECK_SECONDS = 2.0
"""How long a process trusts its copy of the tree."""


class Office(Struct, frozen=True):
    """A unit as routes see it."""

    unit: int
    path: str
    level: Level
    lines: tuple[str, ...] = ()
    region: str = ""
    name: str = ""
    """In Chinese."""


class OfficeBook(Struct, frozen=True, eq=False):
    """The receiving unit, the units above it, and the line departments of each of them. Compared by identity."""

    receiving: Office
    above: tuple[Office, ...]
    """From the receiving unit up to the root; the unit itself first."""
    departments: tuple[Office, ...]

    def carrier(self, level: Level, line: Line) -> Office | None:
        """The unit that carries ``line`` at ``level``: its department there, else the bureau itself; None where the
        tree has no such level.
        """
        bureau = next((office for office in reversed(self.above) if office.level is level), None)
        if bureau is None:
            return None
        found = (each for each in self.departments if each.level is level and line.value in each.lines)
        return next(found, bureau)

    def highest(self) -> Office:
        """The uppermost unit of the tree."""
        return self.above[-1]


_TREE = """
    SELECT u.id, u.path, u.level, u.lines, u.region, u.name_zh, o.path LIKE u.path || '%%' AS above
      FROM organisation_unit o JOIN organisation_unit u ON o.path LIKE u.path || '%%' OR
           (u.lines <> '{}' AND EXISTS (
               SELECT 1 FROM organisation_unit p WHERE p.id = u.parent_id AND o.path LIKE p.path || '%%'))
     WHERE o.id = %s ORDER BY length(u.path) DESC, u.id
"""

_books: dict[int, tuple[float, OfficeBook]] = {}


def office_book(unit: int) -> OfficeBook:
    """The offices seen from ``unit``; one query, then nothing while the copy is fresh."""
    checked, book = _books.get(unit, (0.0, None))
    if book is None or time.monotonic() - checked >= CHECK_SECONDS:
        book = _read(unit)
        _books[unit] = (time.monotonic(), book)
    return book


def forget_offices() -> None:
    """Drop this process's copies, after an edit or a rollback."""
    _books.clear()


def _read(unit: int) -> OfficeBook:
    with connection.cursor() as cursor:
        cursor.execute(_TREE, [unit])
        rows = cursor.fetchall()
    offices = [(Office(row[0], row[1], Level(row[2]), tuple(row[3]), row[4], row[5]), row[6]) for row in rows]
    chain = tuple(office for office, is_above in offices if is_above)
    if not chain:
        raise Refusal("organisation.unknown_unit", unit=unit)
    return OfficeBook(chain[0], chain, tuple(office for office, _ in offices if office.lines))
