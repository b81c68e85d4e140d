"""Reads of what a bureau has set by itself."""

from collections.abc import Iterable
from datetime import date, datetime, time
from time import monotonic

from django.db.models import QuerySet
from msgspec import Struct

from yichuang.kernel.calendar_data import area
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_rules import LocalRules, Ruling, in_force
from yichuang.organisation.local_setting import LocalSetting
from yichuang.organisation.offices import office_book

CHECK_SECONDS = 2.0
"""How long a process trusts its copy of the table before it looks for edits made elsewhere."""
MOST_SHOWN = 100


class _Copy(Struct, frozen=True):
    """The whole table, which is small, with the rules worked out of it so far."""

    checked: float
    rulings: tuple[Ruling, ...]
    rules: dict[tuple[str, date], LocalRules]


_copies: list[_Copy] = []


def local_rules(region: str, on: date) -> LocalRules:
    """What holds in ``region`` on that day. Costs nothing while the copy is fresh, else one query; an edit in this
    process shows at once.
    """
    copy = _fresh()
    key = (area(region), on)
    found = copy.rules.get(key)
    if found is None:
        found = copy.rules[key] = in_force(copy.rulings, *key)
    return found


def rules_for(actor: Actor, now: datetime) -> LocalRules:
    """What holds today where the actor serves. Costs nothing while both copies are fresh."""
    return local_rules(office_book(actor.unit_id).receiving.region, local_date(now))


def closings(region: str) -> tuple[tuple[date, time], ...]:
    """Since when which closing time holds in ``region``, in order; the first has held ever since."""
    days = sorted({date.min, *(ruling.since for ruling in _fresh().rulings if ruling.key == "closing")})
    return tuple((day, local_rules(region, day).closing) for day in days)


def rulings() -> tuple[Ruling, ...]:
    """Every row in the order in which they were made."""
    return _fresh().rulings


def forget_local_rules() -> None:
    """Drop this process's copy, after an edit or a rollback."""
    _copies.clear()


def history(places: Iterable[str]) -> "QuerySet[LocalSetting]":
    """The last changes in these areas, newest first."""
    return LocalSetting.objects.filter(area__in=list(places)).select_related("staff").order_by("-id")[:MOST_SHOWN]


def _fresh() -> _Copy:
    held = _copies[0] if _copies else None
    if held is None or monotonic() - held.checked >= CHECK_SECONDS:
        held = _read(held)
        _copies[:] = [held]
    return held


def _read(held: _Copy | None) -> _Copy:
    checked = monotonic()
    rows = LocalSetting.objects.order_by("id").values_list("area", "key", "since", "value")
    found = tuple(Ruling(*row) for row in rows)
    return _Copy(checked, found, held.rules if held and held.rulings == found else {})
