"""Verb: an administrator edits the working-day table: one day, or the trust in a whole year. Each leaves a trail.

A city arranges its own days: the administrator of the unit at the head of a region edits that region and those below, and
the nation's only at the root of the tree, because everybody below is bound by it. A station stands in its county's region,
and at the head of none.
"""

from datetime import date, datetime

from django.db import transaction
from msgspec import Struct

from yichuang.kernel.calendar_data import area
from yichuang.kernel.errors import Refusal
from yichuang.kernel.set_calendar_day import clear_calendar_day, set_calendar_day
from yichuang.kernel.set_calendar_year import set_calendar_year
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Unit
from yichuang.organisation.terms import ChangeEvent, Role
from yichuang.organisation.trail import leave_trail


class DayEdit(Struct, frozen=True):
    """One day as the bureau arranges it."""

    day: date
    is_workday: bool
    name_zh: str
    name_en: str
    source: str
    """The notice it rests on."""


@transaction.atomic
def arrange_day(actor: Actor, region: str, edit: DayEdit, *, now: datetime) -> None:
    """Say that a day is worked or off in ``region``."""
    require_region(actor, region)
    set_calendar_day(
        region=region, day=edit.day, is_workday=edit.is_workday, source=edit.source, by=actor.name, now=now,
        name_zh=edit.name_zh, name_en=edit.name_en,
    )  # fmt: skip
    kind = "workday" if edit.is_workday else f"{edit.name_zh} / {edit.name_en}"
    _trail(ChangeEvent.DAY_SET, actor, region, str(edit.day), now, kind, edit.source)


@transaction.atomic
def clear_day(actor: Actor, region: str, day: date, *, reason: str, now: datetime) -> None:
    """Take the bureau's own row back; the wider arrangement holds again."""
    require_region(actor, region)
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    clear_calendar_day(region=region, day=day)
    _trail(ChangeEvent.DAY_CLEARED, actor, region, str(day), now, "", reason)


@transaction.atomic
def arrange_year(actor: Actor, region: str, year: int, *, loaded: bool, source: str, now: datetime) -> None:
    """Confirm that a year is complete, or withdraw the trust in it."""
    require_region(actor, region)
    set_calendar_year(region=region, year=year, loaded=loaded, source=source, by=actor.name, now=now)
    event = ChangeEvent.YEAR_CONFIRMED if loaded else ChangeEvent.YEAR_WITHDRAWN
    _trail(event, actor, region, str(year), now, "", source)


def may_arrange(actor: Actor, own: Unit, region: str) -> bool:
    """Whether an administrator of the unit ``own`` may say what holds in ``region``."""
    if Role.ADMIN not in actor.roles or not _heads_its_region(own):
        return False
    wanted = area(region)
    return wanted.startswith(area(own.region)) if wanted else own.parent is None


def _heads_its_region(unit: Unit) -> bool:
    return unit.parent is None or area(unit.parent.region) != area(unit.region)


def own_unit(actor: Actor) -> Unit:
    """The actor's unit with the one above it (one query)."""
    return Unit.objects.select_related("parent").get(pk=actor.unit_id)


def require_region(actor: Actor, region: str) -> None:
    """Pass for an administrator who may edit the days of ``region``; else raise ``organisation.not_your_region``."""
    if not may_arrange(actor, own_unit(actor), region):
        raise Refusal("organisation.not_your_region")


def _trail(
    event: ChangeEvent, actor: Actor, region: str, subject: str, now: datetime, detail: str, reason: str
) -> None:
    place = area(region) or "000000"
    unit = Unit.objects.get(pk=actor.unit_id)
    leave_trail(event, actor, now, unit=unit, subject=f"{place} {subject}", detail=detail, reason=reason.strip())
