"""Verb: give and take back authority, each line by its own rule. Every attempt leaves a line in the grant log.

Four bounds hold for whoever records one, besides the line's own rule (``grant_rules``): nobody grants to or revokes for
themselves; nor grants to an account that goes by a password they set (``opening``); the granting unit is their own or stands
under it, so that a county does not speak for the city's household department; staff and scope lie in their own subtree.
Taking back is open to every administrator above the staff: whoever leaves a window loses its authority at once, whichever
unit gave it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor, oversees
from yichuang.organisation.grant_rules import GrantRequest, check_grant
from yichuang.organisation.models import Grant, GrantLog, Staff, Unit
from yichuang.organisation.opening import opened_by
from yichuang.organisation.queries import staff_facts, unit_facts
from yichuang.organisation.rule_book import rule_for
from yichuang.organisation.terms import Act, GrantEvent, Role


class NewGrant(Struct, frozen=True):
    """A grant to give."""

    staff_id: int
    line: Line
    act: Act
    level: Level
    unit: str
    """Code of the unit whose subtree is its scope."""
    granted_by: str
    """Code of the unit whose document gives it."""
    granted_on: date
    expires_on: date
    """Its last good day."""
    document_no: str


class _Known(Struct, frozen=True):
    staff: dict[int, Staff]
    units: dict[str, Unit]
    opened: frozenset[int]
    """Those of the staff whose password the actor set."""


def grant(actor: Actor, new: NewGrant, *, now: datetime) -> Grant:
    """Record one grant. Raises the refusal that names the broken rule (``grant.*``), which is logged too."""
    return grant_all(actor, [new], now=now)[0]


def grant_all(actor: Actor, new_grants: Sequence[NewGrant], *, now: datetime) -> list[Grant]:
    """Record several grants, all or none, in a bounded number of statements."""
    known = _load(actor, new_grants)
    for new in new_grants:
        refusal = _judge(actor, new, known)
        if refusal:
            _log_refusal(actor, new, known, refusal, now)
            raise refusal
    try:
        with transaction.atomic():
            return _write(actor, new_grants, known, now)
    except IntegrityError:
        raise Refusal("grant.already_granted", staff=_first_holder(new_grants, known)) from None


def revoke(actor: Actor, grant_id: int, *, reason: str, now: datetime) -> Grant:
    """Take a grant back from today on. Refuses without a reason, twice, the own one, and for staff of another subtree."""
    if not reason.strip():
        raise Refusal("grant.no_reason")
    with transaction.atomic():
        held = _held(actor, grant_id)
        held.revoked_on = localdate(now)
        held.save(update_fields=["revoked_on"])
        _entry(GrantEvent.REVOKED, actor, held, now, reason=reason).save()
    return held


def _held(actor: Actor, grant_id: int) -> Grant:
    found = Grant.objects.select_for_update(of=("self",)).select_related("staff__unit").filter(pk=grant_id).first()
    if found is None or not _administers(actor, found.staff):
        raise Refusal("authority.not_found")
    if found.staff_id == actor.staff_id:
        raise Refusal("grant.own")
    if found.revoked_on is not None:
        raise Refusal("grant.already_revoked")
    return found


def _administers(actor: Actor, staff: Staff) -> bool:
    return Role.ADMIN in actor.roles and oversees(actor, staff.unit.path)


def _load(actor: Actor, new_grants: Sequence[NewGrant]) -> _Known:
    codes = {code for new in new_grants for code in (new.unit, new.granted_by)}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    missing = next(iter(sorted(codes - units.keys())), None)
    if missing is not None:
        raise Refusal("organisation.no_such_unit", key=missing)
    people = Staff.objects.select_related("unit").prefetch_related("qualifications", "standings")
    named = {new.staff_id for new in new_grants}
    return _Known(people.in_bulk(named), units, opened_by(actor, named))


def _judge(actor: Actor, new: NewGrant, known: _Known) -> Refusal | None:
    staff = known.staff.get(new.staff_id)
    if staff is None:
        return Refusal("authority.not_found")
    beyond = _beyond(actor, staff, known.units[new.unit], known.units[new.granted_by])
    if beyond is None and staff.pk in known.opened:
        beyond = "grant.own_newcomer"
    if beyond:
        return Refusal(beyond)
    request = GrantRequest(
        staff=staff_facts(staff),
        line=new.line,
        act=new.act,
        level=new.level,
        scope=unit_facts(known.units[new.unit]),
        granter=unit_facts(known.units[new.granted_by]),
        granted_on=new.granted_on,
        expires_on=new.expires_on,
        document_no=new.document_no,
    )
    return check_grant(rule_for(new.line), request)


def _beyond(actor: Actor, staff: Staff, scope: Unit, granter: Unit) -> str | None:
    """Return what of a grant lies beyond this administrator, whatever the line's own rule says."""
    if not _administers(actor, staff):
        return "grant.not_administrator"
    if staff.pk == actor.staff_id:
        return "grant.own"
    if not oversees(actor, granter.path):
        return "grant.not_your_unit"
    if not oversees(actor, scope.path):
        return "grant.outside_own_subtree"
    return None


def _write(actor: Actor, new_grants: Sequence[NewGrant], known: _Known, now: datetime) -> list[Grant]:
    grants = Grant.objects.bulk_create(
        Grant(
            staff_id=new.staff_id,
            line=new.line,
            act=new.act,
            level=new.level,
            unit=known.units[new.unit],
            granted_by_unit=known.units[new.granted_by],
            granted_on=new.granted_on,
            expires_on=new.expires_on,
            document_no=new.document_no,
        )
        for new in new_grants
    )
    GrantLog.objects.bulk_create(_entry(GrantEvent.GRANTED, actor, given, now) for given in grants)
    return grants


def _entry(event: GrantEvent, actor: Actor, about: Grant, now: datetime, *, reason: str = "") -> GrantLog:
    return GrantLog(
        event=event,
        at=now,
        actor_id=actor.staff_id,
        staff_id=about.staff_id,
        grant=about,
        line=about.line,
        act=about.act,
        level=about.level,
        unit_id=about.unit_id,
        document_no=about.document_no,
        reason=reason,
    )


def _log_refusal(actor: Actor, new: NewGrant, known: _Known, refusal: Refusal, now: datetime) -> None:
    if new.staff_id not in known.staff:
        return
    GrantLog.objects.create(
        event=GrantEvent.REFUSED,
        at=now,
        actor_id=actor.staff_id,
        staff_id=new.staff_id,
        line=new.line,
        act=new.act,
        level=new.level,
        unit=known.units[new.unit],
        document_no=new.document_no,
        reason=refusal.code,
    )


def _first_holder(new_grants: Sequence[NewGrant], known: _Known) -> str:
    """Name the first of the staff who holds one of the grants already, for the refusal's words."""
    for new in new_grants:
        same = Grant.objects.filter(
            staff_id=new.staff_id,
            line=new.line,
            act=new.act,
            level=new.level,
            unit=known.units[new.unit],
            revoked_on__isnull=True,
        )
        if same.exists():
            return known.staff[new.staff_id].name
    return known.staff[new_grants[0].staff_id].name
