"""Where working days come from: the national arrangement of a well-kept library, overlaid by the bureau's own table."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays
from msgspec import Struct

from yichuang.kernel.calendar import Calendar, Name
from yichuang.kernel.vocabulary import label

REGION_STEP = 2
"""Administrative divisions nest by pairs of digits (GB/T 2260): 45 > 4507 > 450702."""
COUNTY_DIGITS = 6
"""Nobody below a county arranges holidays, so longer codes are cut there."""


class DayRule(Struct, frozen=True):
    """One row of the bureau's table: ``day`` is worked, or is a day off called ``name``."""

    day: date
    is_workday: bool
    name: Name


class YearRule(Struct, frozen=True):
    """The bureau says that a year's arrangement is complete, or that it is not to be relied on."""

    year: int
    loaded: bool


def area(region: str) -> str:
    """The significant digits of a region code: ``450000`` is area ``45``, the whole country is the empty area."""
    digits = region.strip()[:COUNTY_DIGITS]
    while digits.endswith("00"):
        digits = digits[:-REGION_STEP]
    return digits


def areas(region: str) -> list[str]:
    """The areas whose holidays hold in ``region``, widest first, because a narrower one wins."""
    digits = area(region)
    return [digits[:end] for end in range(0, len(digits), REGION_STEP)] + ([digits] if digits else [""])


@cache
def national() -> Calendar:
    """The State Council's arrangement of every published year."""
    return Calendar(
        region="",
        years=frozenset(day.year for day in holidays),
        weekend=_named("weekend"),
        days_off={day: _named(Holiday(name).name) for day, name in holidays.items()},
        workdays=frozenset(workdays),
    )


def overlay(base: Calendar, region: str, days: Iterable[DayRule], years: Iterable[YearRule]) -> Calendar:
    """``base`` with the bureau's rows laid over it, later rows over earlier ones."""
    off, worked, covered = dict(base.days_off), set(base.workdays), set(base.years)
    for rule in days:
        worked.discard(rule.day)
        off.pop(rule.day, None)
        if rule.is_workday:
            worked.add(rule.day)
        else:
            off[rule.day] = rule.name
    for year in years:
        (covered.add if year.loaded else covered.discard)(year.year)
    return Calendar(region, frozenset(covered), base.weekend, off, frozenset(worked))


def _named(code: str) -> Name:
    return Name(label("day_off", code, "zh"), label("day_off", code, "en"))
