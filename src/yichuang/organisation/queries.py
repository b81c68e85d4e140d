"""Reads of the room: the acting officer, the unit tree, staff lists, the authority matrix."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Prefetch, QuerySet
from msgspec import Struct, json

from yichuang.catalogue.definition import Level, Line
from yichuang.organisation.actor import Actor, GrantFacts
from yichuang.organisation.grant_rules import (
    HeldGrant,
    Lapsed,
    QualificationFacts,
    StaffFacts,
    StandingFacts,
    UnitFacts,
    in_force,
    lapse,
)
from yichuang.organisation.models import Grant, GrantLog, Staff, Unit, Window, WindowShift
from yichuang.organisation.rule_book import rule_for
from yichuang.organisation.terms import Act, StaffKind, StandingKind

ACTOR = """
SELECT json_build_object(
    'staff_id', s.id, 'account_id', s.account_id, 'name', s.name, 'kind', s.kind, 'roles', to_json(s.roles),
    'unit_id', u.id, 'unit_path', u.path, 'unit_level', u.level,
    'window_id', (SELECT w.window_id FROM organisation_windowshift w WHERE w.staff_id = s.id AND w.ended_at IS NULL),
    'grants', (SELECT coalesce(json_agg(json_build_object(
            'line', g.line, 'act', g.act, 'level', g.level, 'unit_path', gu.path,
            'granted_on', g.granted_on, 'expires_on', g.expires_on, 'revoked_on', g.revoked_on)), '[]')
        FROM organisation_grant g JOIN organisation_unit gu ON gu.id = g.unit_id
        WHERE g.staff_id = s.id AND g.granted_on <= %(on)s AND g.expires_on >= %(on)s),
    'qualifications', (SELECT coalesce(json_agg(json_build_object(
            'line', q.line, 'passed_on', q.passed_on, 'expires_on', q.expires_on)), '[]')
        FROM organisation_qualification q WHERE q.staff_id = s.id AND q.expires_on >= %(on)s),
    'standings', (SELECT coalesce(json_agg(json_build_object(
            'kind', t.kind, 'line', t.line, 'since', t.since, 'until', t.until)), '[]')
        FROM organisation_standing t WHERE t.staff_id = s.id AND (t.until IS NULL OR t.until >= %(on)s))
)::text
FROM organisation_staff s
JOIN organisation_account a ON a.id = s.account_id
JOIN organisation_unit u ON u.id = s.unit_id
WHERE {whom} AND s.active AND a.is_active
"""
_BY_ACCOUNT = ACTOR.format(whom="s.account_id = %(account)s")
_BY_STAFF = ACTOR.format(whom="s.id = ANY(%(staff)s)")


class _ActorRow(Struct, frozen=True):
    staff_id: int
    account_id: int
    name: str
    kind: StaffKind
    roles: frozenset[str]
    unit_id: int
    unit_path: str
    unit_level: Level
    window_id: int | None
    grants: tuple[HeldGrant, ...]
    qualifications: tuple[QualificationFacts, ...]
    standings: tuple[StandingFacts, ...]


def actor_for(account_id: int, on: date) -> Actor | None:
    """Return the acting officer behind an account on that day, in one query; None when nobody serving is behind it."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ACCOUNT, {"account": account_id, "on": on})
        found = cursor.fetchone()
    return _actor(found[0], on) if found else None


def actors_of_staff(staff: Iterable[int], on: date) -> dict[int, Actor]:
    """Return those of these members of staff who serve, as they may act on that day, by staff id; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_STAFF, {"staff": list(staff), "on": on})
        actors = [_actor(row[0], on) for row in cursor.fetchall()]
    return {actor.staff_id: actor for actor in actors}


def _actor(text: str, on: date) -> Actor:
    row = json.decode(text, type=_ActorRow)
    staff = StaffFacts(row.name, row.kind, active=True, qualifications=row.qualifications, standings=row.standings)
    return Actor(
        staff_id=row.staff_id,
        account_id=row.account_id,
        name=row.name,
        unit_id=row.unit_id,
        unit_path=row.unit_path,
        unit_level=row.unit_level,
        window_id=row.window_id,
        grants=_effective(staff, row.grants, on),
        roles=row.roles,
    )


def _effective(staff: StaffFacts, held: Iterable[HeldGrant], on: date) -> tuple[GrantFacts, ...]:
    standing_grants = (in_force(rule_for(grant.line), grant, staff, on) for grant in held)
    return tuple(grant for grant in standing_grants if grant is not None)


def unit_facts(unit: Unit) -> UnitFacts:
    """Return a unit as the grant rules see it."""
    return UnitFacts(unit.path, Level(unit.level), tuple(Line(line) for line in unit.lines))


def staff_facts(staff: Staff) -> StaffFacts:
    """Return a member of staff as the grant rules see them; prefetch qualifications and standings for many."""
    return StaffFacts(
        name=staff.name,
        kind=StaffKind(staff.kind),
        active=staff.active,
        qualifications=tuple(
            QualificationFacts(Line(q.line), q.passed_on, q.expires_on) for q in staff.qualifications.all()
        ),
        standings=tuple(
            StandingFacts(StandingKind(s.kind), Line(s.line), s.since, s.until) for s in staff.standings.all()
        ),
    )


class Cell(Struct, frozen=True):
    """One recorded grant in the matrix: in force, or why not."""

    grant: Grant
    in_force: GrantFacts | None
    lapsed: Lapsed | None


class MatrixRow(Struct, frozen=True):
    """One member of staff: the grants not revoked, by line and act."""

    staff: Staff
    cells: dict[tuple[Line, Act], tuple[Cell, ...]]


def authority_matrix(unit_path: str, on: date, after_badge: str = "", limit: int = 50) -> list[MatrixRow]:
    """Return staff x line x act for a page of the subtree's staff (four queries whatever the number)."""
    staff = (
        Staff.objects.filter(unit__path__startswith=unit_path, badge__gt=after_badge)
        .select_related("unit")
        .prefetch_related("qualifications", "standings", Prefetch("grants", queryset=_open_grants()))
        .order_by("badge")[:limit]
    )
    return [MatrixRow(member, _cells(member, on)) for member in staff]


def _open_grants() -> QuerySet[Grant]:
    return Grant.objects.filter(revoked_on__isnull=True).select_related("unit", "granted_by_unit").order_by("pk")


def _cells(member: Staff, on: date) -> dict[tuple[Line, Act], tuple[Cell, ...]]:
    facts = staff_facts(member)
    cells: dict[tuple[Line, Act], tuple[Cell, ...]] = {}
    for grant in member.grants.all():
        key = (Line(grant.line), Act(grant.act))
        cells[key] = (*cells.get(key, ()), cell(grant, facts, on))
    return cells


def cell(grant: Grant, facts: StaffFacts, on: date) -> Cell:
    """A grant with whether it is in force on that day, or why not; its unit must be loaded."""
    rule, held = rule_for(Line(grant.line)), held_grant(grant)
    effect = in_force(rule, held, facts, on) if facts.active else None
    return Cell(grant, effect, lapse(rule, held, facts, on))


def held_grant(grant: Grant) -> HeldGrant:
    """Return a grant as the rules see it; its unit must be loaded."""
    return HeldGrant(
        line=Line(grant.line),
        act=Act(grant.act),
        level=Level(grant.level),
        unit_path=grant.unit.path,
        granted_on=grant.granted_on,
        expires_on=grant.expires_on,
        revoked_on=grant.revoked_on,
    )


def grant_history(staff_id: int, limit: int = 100) -> list[GrantLog]:
    """Return what was granted, refused and revoked to a member of staff, newest first (one query)."""
    entries = GrantLog.objects.filter(staff_id=staff_id).select_related("actor", "unit")
    return list(entries.order_by("-at", "-pk")[:limit])


def windows_of(hall_id: int) -> list[Window]:
    """Return the hall's windows by number; ``window.shifts.all()`` holds who sits there now (two queries)."""
    now_open = WindowShift.objects.filter(ended_at__isnull=True).select_related("staff")
    return list(
        Window.objects.filter(hall_id=hall_id).prefetch_related(Prefetch("shifts", now_open)).order_by("number")
    )
