"""What a bureau may set by itself: each setting's definition, which value is in force where and when. Pure.

Definitions are data (``settings.yaml``); the values that differ are rows (``local_setting``). A rule takes what it needs from
:class:`LocalRules`, a frozen value like any other fact; ``local_queries.local_rules`` supplies it.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct, convert

from yichuang.catalogue.definition import Text
from yichuang.kernel.calendar_data import areas
from yichuang.kernel.data_files import read_data
from yichuang.kernel.errors import Refusal

DATA = Path(__file__).with_name("settings.yaml")
_NUMBER = re.compile(r"[0-9]{1,4}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Measure(StrEnum):
    """What a setting is counted in."""

    COUNT = "count"
    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    YEAR = "year"
    PERSON = "person"
    CLOCK = "clock"
    """A time of day, ``17:30``."""


class Setting(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a bureau may set."""

    group: str
    """Which page section it stands in: value of ``setting_group``."""
    name: Text
    unit: Measure
    default: str
    low: str
    high: str
    source: Text
    """Where the bounds or the default come from."""


class LocalRules(Struct, frozen=True):
    """The values in force in one place on one day. Fields have the names of ``settings.yaml``."""

    deferral_count: int
    """容缺: how many materials may follow."""
    deferral_days: int
    """容缺: within how many working days."""
    deferral_before_promise: int
    """容缺: they must be there this many working days before the promise ends."""
    correction_days: timedelta
    """补正: how long the person has to bring what a correction notice asks for."""
    examine_and_decide: int
    """By how many officers a commitment case is examined and decided at least; 2 = whoever examined it does not decide it."""
    closing: time
    """On-the-spot business taken after this counts from the next working day."""
    remind_before: timedelta
    """How long before its deadline a task is called due soon."""
    remind_owed: timedelta
    """How long before the last day for what is missing (补正, 容缺) the applicant is reminded of it."""
    answers_hold: timedelta
    """How long a register's answer may be relied on."""
    check_holds: timedelta
    """How long an identity check counts for a hand-over."""
    mandate_holds: timedelta
    """How long a mandate holds whose letter names no end."""
    archive_after: timedelta
    """How long after its end a case goes to the archive."""
    sharing_keep: int
    """Years for which the log of data sharing is kept."""


class Ruling(Struct, frozen=True):
    """One row of the table: from ``since`` on ``key`` is ``value`` in ``area``; None = the wider area's word holds again."""

    area: str
    key: str
    since: date
    value: str | None


@cache
def definitions() -> Mapping[str, Setting]:
    """Everything that can be set, by key, in the order of the file."""
    return read_data(DATA, dict[str, Setting])


def definition(key: str) -> Setting:
    """One definition; Refusal("authority.not_found") for a key that is none."""
    found = definitions().get(key)
    if found is None:
        raise Refusal("authority.not_found")
    return found


def checked(key: str, text: str) -> str:
    """``text`` as it is stored. Refusal("setting.unreadable") or ("setting.out_of_bounds"), which names the bounds."""
    of = definition(key)
    shape, found = (_CLOCK, text.strip()) if of.unit is Measure.CLOCK else (_NUMBER, text.strip())
    if not shape.fullmatch(found):
        raise Refusal("setting.unreadable", **_said(of))
    if not _order(of, of.low) <= _order(of, found) <= _order(of, of.high):
        raise Refusal("setting.out_of_bounds", low=of.low, high=of.high, **_said(of))
    return found if of.unit is Measure.CLOCK else str(int(found))


def rules_of(values: Mapping[str, str]) -> LocalRules:
    """The rules with these values; what is not named has its default."""
    return convert({key: typed(of, values.get(key, of.default)) for key, of in definitions().items()}, LocalRules)


def typed(of: Setting, text: str) -> int | time | timedelta:
    """A stored value as rules use it."""
    if of.unit is Measure.CLOCK:
        return time.fromisoformat(text)
    if of.unit is Measure.DAY:
        return timedelta(days=int(text))
    return timedelta(hours=int(text)) if of.unit is Measure.HOUR else int(text)


def values_on(rulings: Iterable[Ruling], area: str, on: date) -> dict[str, Ruling]:
    """Which row holds for each key in ``area`` on that day; ``rulings`` in the order in which they were made.

    Later days go over earlier ones, of one day the row made last; a narrower area over a wider one.
    """
    latest: dict[tuple[str, str], Ruling] = {}
    for ruling in sorted((each for each in rulings if each.since <= on), key=lambda each: each.since):
        latest[ruling.area, ruling.key] = ruling
    places = areas(area)
    found = sorted((each for (place, _), each in latest.items() if place in places), key=lambda each: len(each.area))
    return {each.key: each for each in found if each.value is not None}


def in_force(rulings: Iterable[Ruling], area: str, on: date) -> LocalRules:
    """The rules of ``area`` on that day."""
    held = values_on(rulings, area, on)
    return rules_of({key: ruling.value for key, ruling in held.items() if ruling.value is not None})


STANDARD = rules_of({})
"""Every default: what holds where nobody has set anything."""


def _order(of: Setting, text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(":")) if of.unit is Measure.CLOCK else (int(text),)


def _said(of: Setting) -> dict[str, object]:
    return {"name_zh": of.name.zh, "name_en": of.name.en}
