"""How a date reads: absolute with its weekday, the distance beside it ("11月28日 周六 · 还剩 5 个工作日").

Pure but for the active language, which :func:`yichuang.kernel.vocabulary.label` reads.
"""

from datetime import date, datetime

from yichuang.kernel.vocabulary import label

SEPARATOR = " · "


def day_words(day: date, this_year: int) -> str:
    """``day`` with its weekday; the year is said only when it is not ``this_year``."""
    form = label("date_form", "this_year" if day.year == this_year else "other_year")
    weekday = label("weekday", str(day.isoweekday()))
    return form.format(year=day.year, month=label("month", str(day.month)), day=day.day, weekday=weekday)


def plain_day_words(day: date) -> str:
    """``day`` without its weekday, for dates whose weekday says nothing."""
    return label("date_form", "plain").format(year=day.year, month=label("month", str(day.month)), day=day.day)


def distance_words(remaining: int, unit: str = "working_day") -> str:
    """How far away a limit is. ``remaining`` counts ``unit`` (a value of ``catalogue.definition.Unit``); 0 is today, a
    negative number is overdue.
    """
    if remaining == 0:
        return label(f"distance_{unit}", "today")
    side = "left" if remaining > 0 else "over"
    amount = abs(remaining)
    return label(f"distance_{unit}", f"{side}_one" if amount == 1 else side).format(n=amount)


def due_state(remaining: int, soon: int = 2) -> str:
    """Which look a running limit has: overdue, soon (``soon`` units or fewer left) or calm."""
    if remaining < 0:
        return "overdue"
    return "soon" if remaining <= soon else "calm"


def moment_words(when: datetime, this_year: int) -> str:
    """A local moment to the minute ("11月21日 周六 14:05")."""
    return f"{day_words(when.date(), this_year)} {when:%H:%M}"
