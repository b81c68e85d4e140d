"""Verb: say that one day is worked or is a day off in an area, or take that back."""

from datetime import date, datetime

from django.db import transaction

from yichuang.kernel.calendar_data import area
from yichuang.kernel.errors import Refusal
from yichuang.kernel.models import CalendarDay
from yichuang.kernel.queries import forget_calendars


@transaction.atomic
def set_calendar_day(
    *,
    region: str,
    day: date,
    is_workday: bool,
    source: str,
    by: str,
    now: datetime,
    name_zh: str = "",
    name_en: str = "",
    note: str = "",
) -> CalendarDay:
    """Enter or change a day of the bureau's table. ``source`` is the notice it rests on, ``by`` the staff member.

    Refuses a day without its source, and a day off without its name in both languages.
    """
    if not source.strip():
        raise Refusal("calendar.source_missing")
    if not is_workday and not (name_zh.strip() and name_en.strip()):
        raise Refusal("calendar.name_missing", day=day)
    values = {
        "is_workday": is_workday,
        "name_zh": name_zh.strip(),
        "name_en": name_en.strip(),
        "source": source.strip(),
        "note": note,
        "changed_by": by,
        "changed_at": now,
    }
    row, _ = CalendarDay.objects.update_or_create(region=area(region), date=day, defaults=values)
    _forget()
    return row


@transaction.atomic
def clear_calendar_day(*, region: str, day: date) -> None:
    """Take back the bureau's row for ``day``; the national arrangement holds again."""
    CalendarDay.objects.filter(region=area(region), date=day).delete()
    _forget()


def _forget() -> None:
    """Now for the rest of this transaction, and again once others can see it."""
    forget_calendars()
    transaction.on_commit(forget_calendars)
