"""The staff pages: a list to search and page through, and one person with everything that their authority rests on."""

from datetime import date, timedelta
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from msgspec import Struct

from yichuang.cases.models import Task
from yichuang.organisation.actor import Actor
from yichuang.organisation.gates import MEMBERS, SEE, STAFF, UNIT
from yichuang.organisation.models import ChangeLog, GrantLog, Qualification, SignInLog, Staff, Standing
from yichuang.organisation.queries import Cell, cell, grant_history, staff_facts
from yichuang.organisation.restore_access import Restoration, restorations
from yichuang.organisation.terms import Role

SIZE = 50
SOON = timedelta(days=60)
"""How long before its end an expiring qualification is marked."""
STATES = ("serving", "left", "all")


class Filters(Struct, frozen=True):
    """What narrows the list; everything stands in the address."""

    text: str = ""
    unit: str = ""
    role: str = ""
    state: str = "serving"
    after: str = ""

    def address(self, **changes: str) -> str:
        """The query string with some things changed; a change of filter begins at the first page."""
        whole = {"text": self.text, "unit": self.unit, "role": self.role, "state": self.state, **changes}
        return urlencode({name: value for name, value in whole.items() if value and value != "serving"})

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.unit or self.role or self.state != "serving")


def filters(asked: QueryDict) -> Filters:
    """The filters of an address; what means nothing is left out."""
    role = asked.get("role", "")
    state = asked.get("state", "serving")
    return Filters(
        text=asked.get("text", "").replace("\x00", "").strip()[:50],
        unit=asked.get("unit", "")[:20],
        role=role if role in set(Role) else "",
        state=state if state in STATES else "serving",
        after=asked.get("after", "").replace("\x00", "")[:20],
    )


class Row(Struct, frozen=True):
    """One line of the list."""

    member: Staff
    expired: int
    """Qualifications that are over."""
    expiring: int
    """Qualifications that end within sixty days."""


class Roster(Struct, frozen=True):
    """One page of the list."""

    rows: tuple[Row, ...]
    first: str
    """Query string of the first page, where this is not it."""
    following: str


def roster(actor: Actor, chosen: Filters, today: date) -> Roster:
    """One page of the subtree's staff in badge order (three queries)."""
    found = _narrowed(actor, chosen).filter(badge__gt=chosen.after).order_by("badge")
    members = list(found.select_related("unit").prefetch_related("qualifications")[: SIZE + 1])
    shown = members[:SIZE]
    return Roster(
        rows=tuple(_row(member, today) for member in shown),
        first=chosen.address() or "state=serving" if chosen.after else "",
        following=chosen.address(after=shown[-1].badge) if len(members) > SIZE else "",
    )


def _narrowed(actor: Actor, chosen: Filters) -> "QuerySet[Staff]":
    rows = MEMBERS.open(actor, Staff.objects.all(), SEE)
    if chosen.unit:
        rows = rows.filter(unit__path__startswith=UNIT.open(actor, chosen.unit, SEE).path)
    if chosen.role:
        rows = rows.filter(roles__contains=[chosen.role])
    if chosen.state != "all":
        rows = rows.filter(active=chosen.state == "serving")
    if chosen.text:
        rows = rows.filter(Q(badge__startswith=chosen.text.lower()) | Q(name__contains=chosen.text))
    return rows


def _row(member: Staff, today: date) -> Row:
    # The last qualification of each line counts; one that was renewed is history.
    last: dict[str, date] = {}
    for held in member.qualifications.all():
        last[held.line] = max(held.expires_on, last.get(held.line, date.min))
    expired = sum(day < today for day in last.values())
    return Row(member, expired, sum(today <= day <= today + SOON for day in last.values()))


class Held(Struct, frozen=True):
    """A qualification with how it stands."""

    row: Qualification
    state: str
    """good, soon, over, renewed."""
    days: int
    """Days left; negative: over."""


class Member(Struct, frozen=True):
    """Everything of one person."""

    staff: Staff
    qualifications: tuple[Held, ...]
    standings: tuple[tuple[Standing, str], ...]
    """With good, coming or over."""
    grants: tuple[Cell, ...]
    grant_log: tuple[GrantLog, ...]
    changes: tuple[ChangeLog, ...]
    sign_ins: tuple[SignInLog, ...]
    has_device: bool
    restorations: tuple[Restoration, ...]
    """What of their access waits for them after an administrator's step."""
    tasks: int
    """Open tasks in their hands."""


def member(actor: Actor, badge: str, today: date) -> Member:
    """One person of the subtree. Twelve queries."""
    found = STAFF.open(actor, badge, SEE)
    qualifications = sorted(found.qualifications.all(), key=lambda q: (q.line, q.expires_on), reverse=True)
    facts = staff_facts(found)
    grants = (
        found.grants.filter(revoked_on=None).select_related("unit", "granted_by_unit").order_by("line", "act", "pk")
    )
    return Member(
        staff=found,
        qualifications=tuple(_held(q, qualifications, today) for q in qualifications),
        standings=tuple((s, _running(s, today)) for s in found.standings.order_by("-since")),
        grants=tuple(cell(grant, facts, today) for grant in grants),
        grant_log=tuple(grant_history(found.pk, 30)),
        changes=tuple(ChangeLog.objects.filter(staff=found).select_related("actor").order_by("-pk")[:30]),
        sign_ins=tuple(SignInLog.objects.filter(name=found.badge).order_by("-pk")[:10]),
        has_device=Authenticator.objects.filter(user_id=found.account_id, type=Authenticator.Type.TOTP).exists(),
        restorations=restorations(found),
        tasks=Task.objects.filter(
            staff_id=found.pk, status="open", kind__in=("principal", "added", "delegate")
        ).count(),
    )


def _held(row: Qualification, every: list[Qualification], today: date) -> Held:
    days = (row.expires_on - today).days
    renewed = any(other.line == row.line and other.expires_on > row.expires_on for other in every)
    state = "renewed" if renewed else "over" if days < 0 else "soon" if days <= SOON.days else "good"
    return Held(row, state, days)


def _running(standing: Standing, today: date) -> str:
    if standing.since > today:
        return "coming"
    return "over" if standing.until is not None and standing.until < today else "good"
