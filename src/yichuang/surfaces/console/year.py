"""A year of the working-day table as twelve months: what each day is, by whose word."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from yichuang.kernel.calendar import SATURDAY, Calendar
from yichuang.kernel.calendar_data import area, areas
from yichuang.kernel.errors import Refusal
from yichuang.kernel.models import CalendarDay, CalendarYear
from yichuang.kernel.queries import calendar
from yichuang.kernel.vocabulary import label
from yichuang.organisation.models import Unit
from yichuang.surfaces.console.words import name_of
from yichuang.surfaces.story.names import chinese

NATION = "cn"
"""How the whole country is called in addresses."""
MONTHS = range(1, 13)
WEEK = 7
REGION = 6
"""Digits of a whole region code."""


class Day(Struct, frozen=True):
    """One day of the grid."""

    day: date
    kind: str
    """work, weekend, off (a holiday) or makeup (a worked weekend); unknown where the year is not loaded."""
    name: str
    source: str
    """The notice behind the bureau's own row; empty for the national library's word."""
    own: bool
    """The row stands in the very area that is shown, so that it can be taken back here."""
    today: bool
    key: str
    """What names it in a deed: the area's address and the day."""


class Month(Struct, frozen=True):
    """A month as rows of weeks, Monday first; None pads the ends."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]
    workdays: int


class Year(Struct, frozen=True):
    """A year of one area."""

    year: int
    area: str
    loaded: bool
    workdays: int
    months: tuple[Month, ...]
    listed: tuple[Day, ...]
    """Holidays and worked weekends in order, for reading and for paper."""
    ruling: CalendarYear | None
    """Who confirmed or withdrew the year last, where somebody did."""

    @property
    def year_text(self) -> str:
        """The number as a text, to make a key of."""
        return str(self.year)


def region_of(slug: str) -> str:
    """The area digits behind an address; Refusal("authority.not_found") for what is none."""
    if slug == NATION:
        return ""
    if not (slug.isascii() and slug.isdigit() and len(slug) in {2, 4, 6}):
        raise Refusal("authority.not_found")
    return slug


def slug_of(region: str) -> str:
    """The same the other way round."""
    return region or NATION


def area_names(*regions: str) -> dict[str, str]:
    """What areas and the wider ones are called: by the bureau that serves each, else by their digits (one query)."""
    wider = list(dict.fromkeys(each for region in regions for each in areas(region)))
    whole = {each.ljust(REGION, "0"): each for each in wider}
    units = Unit.objects.filter(region__in=whole).order_by("-path")
    served = {whole[unit.region]: name_of(unit) for unit in units}
    return {each: served.get(each) or _digits(each) for each in wider}


def _digits(region: str) -> str:
    if not region:
        return label("console_area", "nation")
    return label("console_area", "region").format(code=region.ljust(REGION, "0"))


def area_name(region: str) -> str:
    """What one area is called."""
    return area_names(region)[area(region)]


def year_of(region: str, year: int, today: date) -> Year:
    """The year as it holds in ``region``. Two queries beside the calendar's own."""
    wider = areas(region)
    rows = CalendarDay.objects.filter(region__in=wider, date__year=year)
    said = {row.date: row for row in sorted(rows, key=lambda row: len(row.region))}
    rulings = CalendarYear.objects.filter(region__in=wider, year=year)
    ruling = max(rulings, key=lambda row: len(row.region), default=None)
    return laid_out(calendar(region), region, year, said, ruling, today)


def laid_out(
    days: Calendar,
    region: str,
    year: int,
    said: Mapping[date, CalendarDay],
    ruling: CalendarYear | None,
    today: date,
) -> Year:
    """The grid from what is known."""
    loaded = year in days.years
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    cells = [_cell(days, first + timedelta(days=offset), said, region, today, loaded=loaded) for offset in range(count)]
    months = tuple(_month([cell for cell in cells if cell.day.month == number]) for number in MONTHS)
    return Year(
        year=year,
        area=region,
        loaded=loaded,
        workdays=sum(month.workdays for month in months),
        months=months,
        listed=tuple(cell for cell in cells if cell.kind in {"off", "makeup"}),
        ruling=ruling,
    )


def _cell(
    days: Calendar, day: date, said: Mapping[date, CalendarDay], region: str, today: date, *, loaded: bool
) -> Day:
    row = said.get(day)
    kind, name = _kind(days, day)
    if kind == "work" and not loaded:
        kind = "unknown"
    own = bool(row and row.region == region)
    return Day(day, kind, name, row.source if row else "", own, day == today, f"{slug_of(region)}~{day}")


def _kind(days: Calendar, day: date) -> tuple[str, str]:
    if day in days.workdays and day.weekday() >= SATURDAY:
        return "makeup", label("console_day", "makeup")
    if day in days.days_off:
        name = days.days_off[day]
        return "off", name.zh if chinese() else name.en
    return ("weekend", "") if day.weekday() >= SATURDAY and day not in days.workdays else ("work", "")


def _month(cells: Iterable[Day]) -> Month:
    found = list(cells)
    padded = [*[None] * found[0].day.weekday(), *found]
    padded += [None] * (-len(padded) % WEEK)
    weeks = tuple(tuple(padded[start : start + WEEK]) for start in range(0, len(padded), WEEK))
    worked = sum(cell.kind in {"work", "makeup"} for cell in found)
    return Month(label("month", str(found[0].day.month)), weeks, worked)
