"""How long limits are beside one another, also in different units. Pure.

Days are counted as the kernel's calendar counts them (Civil Code arts. 201-203): n working days take at least n calendar
days, for weekends may be worked to make up for a holiday, and at most as many as :func:`_longest_days` says; a last
calendar day that is not worked moves on to one that is.
"""

from yichuang.catalogue.definition import Limit, Unit

WEEK = 5
"""Working days of a week."""
DAYS = 7
HOLIDAYS = 8
"""Days off besides the weekends that lie within any :data:`RUN` working days, at most: so it was from 2004 to 2026."""
RUN = 40
HOURS = 24
COUNTED = (Unit.CALENDAR_DAY, Unit.WORKING_DAY)


def surely_longer(one: Limit, other: Limit) -> bool:
    """Whether ``one`` ends after ``other`` from whichever working day both begin: what a promise must never do to its
    statute. Working days beside calendar days count in ordinary weeks, calendar days beside working days over holidays.
    """
    if one.unit is other.unit:
        return one.amount > other.amount
    if (one.unit, other.unit) == (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        return all(_worked(day, one.amount) > _rolled(day, other.amount) for day in range(WEEK))
    return _shortest_days(one) > _longest_days(other)


def surely_not_longer(one: Limit, other: Limit) -> bool:
    """Whether ``one`` ends no later than ``other`` whatever the calendar: what a better limit must show."""
    if one.unit is other.unit or one.unit is Unit.ON_THE_SPOT:
        return one.amount <= other.amount
    if other.unit not in COUNTED:
        return False  # a day ends at its end, and moves on where it is not worked: no hour is as late
    if one.unit is Unit.HOUR:
        return one.amount <= other.amount * HOURS
    if one.unit is Unit.CALENDAR_DAY:
        return one.amount <= other.amount
    return _longest_days(one) <= other.amount


def usual_days(limit: Limit) -> float:
    """Calendar days in an ordinary week: five working days are seven days. For comparing averages, never deadlines."""
    per_unit = {Unit.WORKING_DAY: 7 / WEEK, Unit.CALENDAR_DAY: 1.0, Unit.HOUR: 1 / HOURS, Unit.ON_THE_SPOT: 0.0}
    return limit.amount * per_unit[limit.unit]


def _worked(day: int, count: int) -> int:
    """The last of ``count`` working days after the working day ``day`` (Monday 0), in ordinary weeks."""
    weeks, rest = divmod(day + count, WEEK)
    return weeks * DAYS + rest


def _rolled(day: int, count: int) -> int:
    """The last of ``count`` calendar days after it, moved on to a working day."""
    weeks, rest = divmod(day + count, DAYS)
    return weeks * DAYS + rest if rest < WEEK else (weeks + 1) * DAYS


def _shortest_days(limit: Limit) -> float:
    if limit.unit is Unit.WORKING_DAY:
        return min(_worked(day, limit.amount) - day for day in range(WEEK))
    return usual_days(limit)


def _longest_days(limit: Limit) -> float:
    if limit.unit is Unit.WORKING_DAY:
        weekends = 2 * (limit.amount // WEEK + 1)
        return limit.amount + weekends + HOLIDAYS * (limit.amount // RUN + 1) if limit.amount else 0
    return usual_days(limit)
