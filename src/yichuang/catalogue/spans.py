"""How long limits are beside one another, also in different units. Pure.

A working day is no fixed number of days: n of them take at least n calendar days and, with weekends and the longest run
of public holidays, at most as many as :func:`_longest_days` says. Only what is certain either way is answered.
"""

from yichuang.catalogue.definition import Limit, Unit

WEEK = 5
"""Working days of a week."""
HOLIDAYS = 8
"""Calendar days in a row that the yearly notice of holidays may take at most."""
HOURS = 24


def surely_longer(one: Limit, other: Limit) -> bool:
    """Whether ``one`` ends after ``other`` whatever the calendar: what a promise must never do to its statute."""
    if one.unit is other.unit:
        return one.amount > other.amount
    return _shortest_days(one) > _longest_days(other)


def surely_not_longer(one: Limit, other: Limit) -> bool:
    """Whether ``one`` ends no later than ``other`` whatever the calendar: what a better limit must show."""
    if one.unit is other.unit:
        return one.amount <= other.amount
    return _longest_days(one) <= _shortest_days(other)


def usual_days(limit: Limit) -> float:
    """Calendar days in an ordinary week: five working days are seven days. For comparing averages, never deadlines."""
    per_unit = {Unit.WORKING_DAY: 7 / WEEK, Unit.CALENDAR_DAY: 1.0, Unit.HOUR: 1 / HOURS, Unit.ON_THE_SPOT: 0.0}
    return limit.amount * per_unit[limit.unit]


def _shortest_days(limit: Limit) -> float:
    """Begun on a Sunday: Monday is the first day, and each full week before the last day brings a weekend."""
    if limit.unit is Unit.WORKING_DAY:
        return limit.amount + 2 * max(0, (limit.amount - 1) // WEEK)
    return usual_days(limit)


def _longest_days(limit: Limit) -> float:
    if limit.unit is Unit.WORKING_DAY:
        return limit.amount + 2 * (limit.amount // WEEK + 1) + HOLIDAYS if limit.amount else 0
    return usual_days(limit)
