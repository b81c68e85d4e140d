"""Verb: confirm that a year's arrangement is complete, or withdraw it."""

from datetime import datetime

from django.db import transaction

from yichuang.kernel.calendar_data import area, areas, national
from yichuang.kernel.errors import Refusal
from yichuang.kernel.models import CalendarDay, CalendarYear
from yichuang.kernel.queries import forget_calendars


@transaction.atomic
def set_calendar_year(*, region: str, year: int, loaded: bool, source: str, by: str, now: datetime) -> CalendarYear:
    """Let deadlines of ``year`` be computed (``loaded``) or refused again; ``source`` is the notice.

    Refuses to confirm a year of which neither the library nor the table knows a single day: that would be a guess.
    """
    if not source.strip():
        raise Refusal("calendar.source_missing")
    if loaded and not _has_days(region, year):
        raise Refusal("calendar.year_empty", year=year)
    row, _ = CalendarYear.objects.update_or_create(
        region=area(region),
        year=year,
        defaults={"loaded": loaded, "source": source.strip(), "changed_by": by, "changed_at": now},
    )
    forget_calendars()
    transaction.on_commit(forget_calendars)
    return row


def _has_days(region: str, year: int) -> bool:
    in_table = CalendarDay.objects.filter(region__in=areas(region), date__year=year)
    return year in national().years or in_table.exists()
