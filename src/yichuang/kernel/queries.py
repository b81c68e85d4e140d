"""Reads of the kernel."""

import time
from datetime import date

from django.db import connection
from msgspec import Struct

from yichuang.kernel.calendar import Calendar, Name
from yichuang.kernel.calendar_data import DayRule, YearRule, area, areas, national, overlay

CHECK_SECONDS = 2.0
"""How long a process trusts its copy of a calendar before it looks for edits made elsewhere."""

_TABLE = """
    SELECT region, date, is_workday, name_zh, name_en, FALSE AS whole_year
      FROM kernel_calendarday WHERE region = ANY(%(areas)s)
    UNION ALL
    SELECT region, make_date(year, 1, 1), loaded, '', '', TRUE
      FROM kernel_calendaryear WHERE region = ANY(%(areas)s)
     ORDER BY 1, 2
"""

Row = tuple[str, date, bool, str, str, bool]


class Copy(Struct, frozen=True):
    """A calendar together with the rows it was made from, which are its version."""

    checked: float
    """Monotonic seconds of the last look at the table."""
    rows: list[Row]
    calendar: Calendar


_held: list[dict[str, Copy]] = [{}]
"""The copies by area. To forget them is to begin anew: what was being read before an edit goes where nobody looks."""


def calendar(region: str) -> Calendar:
    """The working days of ``region``: published years, overlaid by the bureau's table, widest area first.

    Costs nothing while the copy is fresh, else one query; an edit in this process shows at once.
    """
    key, copies = area(region), _held[0]
    copy = copies.get(key)
    if copy is None or time.monotonic() - copy.checked >= CHECK_SECONDS:
        copy = copies[key] = _refreshed(key, copy)
    return copy.calendar


def forget_calendars() -> None:
    """Drop this process's copies, after an edit or a rollback."""
    _held[0] = {}


def _refreshed(key: str, copy: Copy | None) -> Copy:
    checked = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(_TABLE, {"areas": areas(key)})
        rows: list[Row] = cursor.fetchall()
    unchanged = copy is not None and copy.rows == rows
    return Copy(checked, rows, copy.calendar if copy and unchanged else _built(key, rows))


def _built(key: str, rows: list[Row]) -> Calendar:
    days = [DayRule(day, works, Name(zh, en)) for _, day, works, zh, en, whole in rows if not whole]
    years = [YearRule(day.year, loaded) for _, day, loaded, _, _, whole in rows if whole]
    return overlay(national(), key, days, years)
