"""Verb: an administrator sets one of the bureau's own rules from a day on, or takes that back. It leaves a trail.

As with the calendar: the administrator of the unit at the head of a region sets that region and those below, and everywhere
only from the tree's root.
"""

from datetime import date, datetime

from django.db import transaction
from msgspec import Struct

from yichuang.kernel.calendar_data import area
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.arrange_days import may_arrange, own_unit
from yichuang.organisation.local_queries import forget_local_rules, rulings
from yichuang.organisation.local_rules import Ruling, checked, definition, values_on
from yichuang.organisation.local_setting import LocalSetting
from yichuang.organisation.models import Unit
from yichuang.organisation.terms import ChangeEvent
from yichuang.organisation.trail import leave_trail


class NewValue(Struct, frozen=True):
    """What somebody wants to hold."""

    key: str
    value: str | None
    """None: the wider area's word, or the default, holds again."""
    since: date
    reason: str


@transaction.atomic
def set_local_rule(actor: Actor, region: str, new: NewValue, *, now: datetime) -> LocalSetting:
    """Let a value hold in ``region`` from ``new.since`` on. Nothing is changed for days that are over.

    Refuses a value out of its bounds, a day in the past, a change that changes nothing, and one without a reason.
    """
    unit = own_unit(actor)
    if not may_arrange(actor, unit, region):
        raise Refusal("setting.not_your_area")
    value = None if new.value is None else checked(new.key, new.value)
    held = _held(new.key, area(region), new.since)
    before = (held.value if held else None) or definition(new.key).default
    own = held is not None and held.area == area(region)
    _check(new, changes=own if value is None else value != before, before=before, today=local_date(now))
    row = LocalSetting.objects.create(
        area=area(region), key=new.key, value=value, before=before, since=new.since, reason=new.reason.strip()[:200],
        staff_id=actor.staff_id, at=now,
    )  # fmt: skip
    _trail(actor, row, unit, now)
    forget_local_rules()
    transaction.on_commit(forget_local_rules)
    return row


def _held(key: str, place: str, on: date) -> Ruling | None:
    forget_local_rules()  # what somebody else has set within the last seconds counts as well
    return values_on(rulings(), place, on).get(key)


def _check(new: NewValue, *, changes: bool, before: str, today: date) -> None:
    if not new.reason.strip():
        raise Refusal("organisation.no_reason")
    if new.since < today:
        raise Refusal("setting.in_the_past", today=today)
    if not changes:
        raise Refusal("setting.unchanged", value=before)


def _trail(actor: Actor, row: LocalSetting, unit: Unit, now: datetime) -> None:
    name = definition(row.key).name.zh
    leave_trail(
        ChangeEvent.SETTING_CHANGED, actor, now, unit=unit, subject=f"{row.area or '000000'} {name}",
        detail=f"{row.before} → {row.value or '-'} ({row.since})", reason=row.reason,
    )  # fmt: skip
