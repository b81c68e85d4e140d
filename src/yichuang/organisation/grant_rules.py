"""Each line's own rule for authority: whether a grant may be given, and for how long a given one is in force.

Pure. The rules are data (``grant_rules.yaml``), the facts are passed in. Source: field notes "authority across lines
follows each line's own rule; train first, then serve; qualification expires".
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from yichuang.catalogue.definition import Level, Line, Text
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import GrantFacts
from yichuang.organisation.terms import Act, Lapse, StaffKind, StandingKind
from yichuang.organisation.wording import words

LADDER = (Level.POST, Level.STATION, Level.COUNTY, Level.CITY, Level.PROVINCE, Level.MINISTRY)
"""From the lowest to the highest level of the police."""


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One line's rule for grants."""

    granted_by: tuple[Level, ...]
    source: Text
    """The rule in words, named whenever it refuses."""
    department: bool = False
    """The granting unit must be the line's competent department."""
    standings: tuple[StandingKind, ...] = ()
    """Any one of these must be in force; empty = none needed."""
    auxiliary_acts: tuple[Act, ...] = ()
    """The acts that auxiliary staff may be granted."""


class UnitFacts(Struct, frozen=True):
    """A unit as a rule sees it."""

    path: str
    level: Level
    lines: tuple[Line, ...] = ()
    """The lines for which it is the competent department."""


class QualificationFacts(Struct, frozen=True):
    """A passed examination; ``expires_on`` is its last good day."""

    line: Line
    passed_on: date
    expires_on: date


class StandingFacts(Struct, frozen=True):
    """A transfer, secondment or register entry; ``until`` is its last day, none = open."""

    kind: StandingKind
    line: Line
    since: date
    until: date | None = None


class HeldGrant(Struct, frozen=True):
    """A grant as it was given."""

    line: Line
    act: Act
    level: Level
    unit_path: str
    granted_on: date
    expires_on: date
    revoked_on: date | None = None


class StaffFacts(Struct, frozen=True):
    """A member of staff as a rule sees them."""

    name: str
    kind: StaffKind
    active: bool
    qualifications: tuple[QualificationFacts, ...] = ()
    standings: tuple[StandingFacts, ...] = ()


class GrantRequest(Struct, frozen=True):
    """A grant that somebody wants to give."""

    staff: StaffFacts
    line: Line
    act: Act
    level: Level
    scope: UnitFacts
    granter: UnitFacts
    granted_on: date
    expires_on: date
    document_no: str


def check_grant(rule: Rule, request: GrantRequest) -> Refusal | None:
    """Return the refusal that names the broken rule, or None when the grant may be given."""
    code = _broken(rule, request)
    if code is None:
        return None
    return Refusal(
        code,
        staff=request.staff.name,
        rule_zh=rule.source.zh,
        rule_en=rule.source.en,
        **words(line=("line", request.line), act=("act", request.act), level=("unit_level", request.level)),
    )


def _broken(rule: Rule, request: GrantRequest) -> str | None:
    return _paper(request) or _granter(rule, request) or _person(rule, request)


def _paper(request: GrantRequest) -> str | None:
    if not request.document_no.strip():
        return "grant.no_document"
    if request.expires_on < request.granted_on:
        return "grant.span_backwards"
    return None


def _granter(rule: Rule, request: GrantRequest) -> str | None:
    if request.granter.level not in rule.granted_by:
        return "grant.granter_level"
    if rule.department and request.line not in request.granter.lines:
        return "grant.granter_department"
    if LADDER.index(request.level) > LADDER.index(request.granter.level):
        return "grant.level_above_granter"
    if not request.scope.path.startswith(territory(request.granter)):
        return "grant.outside_territory"
    return None


def _person(rule: Rule, request: GrantRequest) -> str | None:
    staff = request.staff
    if not staff.active:
        return "grant.staff_inactive"
    if staff.kind is StaffKind.AUXILIARY and request.act not in rule.auxiliary_acts:
        return "grant.auxiliary"
    if rule.standings and standing(rule, request.line, staff.standings, request.granted_on) is None:
        return "grant.no_standing"
    if qualification(request.line, staff.qualifications, request.granted_on) is None:
        return "grant.not_qualified"
    return None


def territory(granter: UnitFacts) -> str:
    """Return the subtree over which a unit may grant: a department's is its bureau's, any other unit's its own."""
    if not granter.lines:
        return granter.path
    return granter.path.rstrip("/").rpartition("/")[0] + "/"


def qualification(line: Line, held: Iterable[QualificationFacts], on: date) -> QualificationFacts | None:
    """Return the qualification of ``line`` in force on that day that lasts longest."""
    good = [q for q in held if q.line is line and q.passed_on <= on <= q.expires_on]
    return max(good, key=lambda q: q.expires_on, default=None)


def standing(rule: Rule, line: Line, held: Iterable[StandingFacts], on: date) -> StandingFacts | None:
    """Return the standing asked for by ``rule`` and in force on that day that lasts longest."""
    good = [s for s in held if s.line is line and s.kind in rule.standings and s.since <= on <= (s.until or date.max)]
    return max(good, key=lambda s: s.until or date.max, default=None)


def in_force(rule: Rule, grant: HeldGrant, staff: StaffFacts, on: date) -> GrantFacts | None:
    """Cut a held grant to the span in which it stands, or None when it is not in force on that day.

    A grant lives no longer than the qualification and the standing under it: when either ends, so does the right.
    """
    if not grant.granted_on <= on <= grant.expires_on or (grant.revoked_on is not None and grant.revoked_on <= on):
        return None
    passed = qualification(grant.line, staff.qualifications, on)
    stands = standing(rule, grant.line, staff.standings, on) if rule.standings else None
    if passed is None or (rule.standings and stands is None):
        return None
    return GrantFacts(
        line=grant.line,
        act=grant.act,
        level=grant.level,
        unit_path=grant.unit_path,
        since=max(grant.granted_on, passed.passed_on, stands.since if stands else date.min),
        until=min(grant.expires_on, passed.expires_on, (stands and stands.until) or date.max),
    )


class Lapsed(Struct, frozen=True):
    """Why a recorded grant is not in force, and since or until which day, where there is one."""

    why: Lapse
    day: date | None = None


def lapse(rule: Rule, grant: HeldGrant, staff: StaffFacts, on: date) -> Lapsed | None:
    """Why ``grant`` is not in force on that day: the first thing that an administrator would mend; None when it is."""
    if not staff.active:
        return Lapsed(Lapse.LEFT)
    return _own_span(grant, on) or _without_qualification(grant, staff, on) or _without_standing(rule, grant, staff, on)


def _own_span(grant: HeldGrant, on: date) -> Lapsed | None:
    if grant.revoked_on is not None and grant.revoked_on <= on:
        return Lapsed(Lapse.REVOKED, grant.revoked_on)
    if on < grant.granted_on:
        return Lapsed(Lapse.NOT_YET, grant.granted_on)
    return Lapsed(Lapse.EXPIRED, grant.expires_on) if on > grant.expires_on else None


def _without_qualification(grant: HeldGrant, staff: StaffFacts, on: date) -> Lapsed | None:
    if qualification(grant.line, staff.qualifications, on) is not None:
        return None
    ended = [q.expires_on for q in staff.qualifications if q.line is grant.line and q.expires_on < on]
    return Lapsed(Lapse.QUALIFICATION_EXPIRED, max(ended)) if ended else Lapsed(Lapse.NO_QUALIFICATION)


def _without_standing(rule: Rule, grant: HeldGrant, staff: StaffFacts, on: date) -> Lapsed | None:
    if not rule.standings or standing(rule, grant.line, staff.standings, on) is not None:
        return None
    ended = [
        s.until
        for s in staff.standings
        if s.line is grant.line and s.kind in rule.standings and s.until is not None and s.until < on
    ]
    return Lapsed(Lapse.STANDING_ENDED, max(ended)) if ended else Lapsed(Lapse.NO_STANDING)
