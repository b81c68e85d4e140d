"""Deeds on the working-day table. Each carries the due dates of open cases along, in the same transaction."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.http import QueryDict

from yichuang.cases.refresh_deadlines import request_refresh
from yichuang.kernel.calendar import SATURDAY, Calendar, Name
from yichuang.kernel.calendar_data import DayRule, YearRule, area, areas, national, overlay
from yichuang.kernel.errors import Refusal
from yichuang.kernel.models import CalendarDay
from yichuang.kernel.queries import calendar
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.arrange_days import DayEdit, arrange_day, arrange_year, clear_day, require_region
from yichuang.surfaces.console.asking import Field, Values
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Preview, Question
from yichuang.surfaces.console.effect import effect
from yichuang.surfaces.console.year import area_name, region_of
from yichuang.surfaces.design.dates import day_words

OFF, WORKED = "off", "worked"
ANY_NAME = Name("?", "?")
"""Of a supposed day off: nobody will read it."""


def _key(key: str) -> tuple[str, str]:
    area, _, rest = key.partition("~")
    return region_of(area), rest


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("authority.not_found") from None


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1949 <= int(text) <= 2199):  # noqa: PLR2004 - the table's own range
        raise Refusal("authority.not_found")
    return int(text)


def _options() -> tuple[tuple[str, str], ...]:
    return tuple((value, label("console_day", value)) for value in (OFF, WORKED))


def _ask_day(actor: Actor, key: str) -> Question:
    region, text = _key(key)
    require_region(actor, region)
    day = _day(text)
    row = CalendarDay.objects.filter(region=region, date=day).first()
    known = calendar(region).days_off.get(day)
    kind = (WORKED if row.is_workday else OFF) if row else (WORKED if known else OFF)
    fields = [
        Field("day_kind", "choice", kind, _options()),
        Field("day_name_zh", value=row.name_zh if row else "", span=6, optional=True, hint="day_name"),
        Field("day_name_en", value=row.name_en if row else "", span=6, optional=True),
        Field("source", value=row.source if row else "", hint="source"),
    ]
    return Question(f"{area_name(region)} · {day_words(day, 0)}", fields)


def _set_day(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    region, text = _key(key)
    works = values["day_kind"] == WORKED
    edit = DayEdit(_day(text), works, values["day_name_zh"], values["day_name_en"], values["source"])
    return _refreshing(lambda: arrange_day(actor, region, edit, now=now), now)


def _ask_clearing(actor: Actor, key: str) -> Question:
    region, text = _key(key)
    require_region(actor, region)
    return Question(f"{area_name(region)} · {day_words(_day(text), 0)}", [Field("reason")])


def _clear(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    region, text = _key(key)
    return _refreshing(lambda: clear_day(actor, region, _day(text), reason=values["reason"], now=now), now)


def _ask_year(actor: Actor, key: str) -> Question:
    region, text = _key(key)
    require_region(actor, region)
    return Question(f"{area_name(region)} · {_year(text)}", [Field("source", hint="source")])


def _confirm(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    region, text = _key(key)
    source = values["source"]
    return _refreshing(lambda: arrange_year(actor, region, _year(text), loaded=True, source=source, now=now), now)


def _withdraw(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    region, text = _key(key)
    source = values["source"]
    return _refreshing(lambda: arrange_year(actor, region, _year(text), loaded=False, source=source, now=now), now)


def _refreshing(verb: Callable[[], None], now: datetime) -> Outcome:
    with transaction.atomic():
        verb()
        request_refresh(now)
    return Outcome()


def supposed(name: str, key: str, kind: str) -> Callable[[str], Calendar | None]:
    """The calendar of each region as it would be after the deed ``name``; None where the edit does not reach."""
    edited, text = _key(key)

    def after(region: str) -> Calendar | None:
        held = area(region)
        if not held.startswith(edited):
            return None
        base = calendar(held)
        if name in {"confirm_year", "withdraw_year"}:
            return overlay(base, held, (), [YearRule(_year(text), name == "confirm_year")])
        rule = _rule(name, edited, _day(text), kind)
        return base if _overruled(held, edited, rule.day) else overlay(base, held, [rule], ())

    return after


def _effect_of(name: str) -> Callable[[Actor, str, QueryDict, datetime], Preview]:
    """What the deed ``name`` would do to the due dates of open cases of the actor's own units."""

    def shown(actor: Actor, key: str, sent: QueryDict, now: datetime) -> Preview:
        found = effect(actor, supposed(name, key, sent.get("day_kind", "")), now)
        return Preview("console/_effect.html", {"effect": found})

    return shown


def _rule(name: str, edited: str, day: date, kind: str) -> DayRule:
    if name == "set_day":
        return DayRule(day, kind == WORKED, ANY_NAME)
    wider = calendar(areas(edited)[-2]) if edited else national()
    works = day in wider.workdays or (day.weekday() < SATURDAY and day not in wider.days_off)
    return DayRule(day, works, ANY_NAME)


def _overruled(held: str, edited: str, day: date) -> bool:
    """Whether a narrower area has a row of its own for the day."""
    narrower = [each for each in areas(held) if len(each) > len(edited)]
    return CalendarDay.objects.filter(region__in=narrower, date=day).exists()


DEEDS = (
    Deed("set_day", "calendar", _ask_day, _set_day, preview=_effect_of("set_day")),
    Deed("clear_day", "calendar", _ask_clearing, _clear, grave=True, preview=_effect_of("clear_day")),
    Deed("confirm_year", "calendar", _ask_year, _confirm),
    Deed("withdraw_year", "calendar", _ask_year, _withdraw, grave=True, preview=_effect_of("withdraw_year")),
)
