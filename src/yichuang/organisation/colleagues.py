"""Reads of who could take a step over: colleagues by name or badge, those whose grants cover the step first."""

from datetime import date

from django.db import connection
from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.organisation.terms import Act


class Colleague(Struct, frozen=True):
    """One member of staff as a picker shows them."""

    id: int
    name: str
    badge: str
    title_zh: str
    title_en: str
    unit_zh: str
    unit_en: str
    granted: bool
    """Whether a recorded grant covers the step on that day; the engine itself checks the standing behind it."""


class Wanted(Struct, frozen=True):
    """The authority that a step asks for."""

    line: Line
    act: Act
    level: Level
    unit_path: str


_COLLEAGUES = """
    SELECT s.id, s.name, s.badge, s.title_zh, s.title_en, u.name_zh, u.name_en, g.granted
      FROM organisation_staff s JOIN organisation_unit u ON u.id = s.unit_id
      CROSS JOIN LATERAL (SELECT EXISTS (
            SELECT 1 FROM organisation_grant g JOIN organisation_unit gu ON gu.id = g.unit_id
             WHERE g.staff_id = s.id AND g.line = %(line)s AND g.act = %(act)s AND g.level = %(level)s
               AND %(path)s LIKE gu.path || '%%' AND g.granted_on <= %(on)s AND g.expires_on >= %(on)s
               AND (g.revoked_on IS NULL OR g.revoked_on > %(on)s)) AS granted) g
     WHERE s.active AND s.id <> %(own)s AND (g.granted OR NOT %(only)s)
       AND (%(text)s = '' OR s.badge LIKE %(badge)s OR s.name LIKE %(name)s)
     ORDER BY g.granted DESC, u.path LIKE %(path)s || '%%' DESC, s.badge LIMIT %(limit)s
"""


def colleagues(
    wanted: Wanted, own: int, on: date, text: str = "", *, only_granted: bool = False, limit: int = 12
) -> tuple[Colleague, ...]:
    """Up to ``limit`` active staff besides ``own``, those granted ``wanted`` first. One query."""
    plain = text.strip().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    facts = {
        "line": wanted.line.value, "act": wanted.act.value, "level": wanted.level.value, "path": wanted.unit_path,
        "own": own, "on": on, "text": plain, "badge": f"{plain}%", "name": f"%{plain}%", "only": only_granted,
        "limit": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COLLEAGUES, facts)
        return tuple(Colleague(*row) for row in cursor.fetchall())
