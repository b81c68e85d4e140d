"""Reads of cases: the pools of an officer, the cases of an application, a case's history. Worklists: ``worklist``."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from msgspec import Struct

from yichuang.cases.models import Case
from yichuang.cases.rows import pool
from yichuang.cases.store import decode_event
from yichuang.kernel.events import Recorded, history
from yichuang.organisation.actor import Actor

MOST = 200
"""No page is longer."""


def pools_of(actor: Actor, units: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The pools whose tasks the actor's grants cover, for ``units`` as (id, path) pairs."""
    found = {
        pool(unit, grant.line.value, grant.act.value, grant.level.value)
        for unit, path in units
        for grant in actor.grants
        if path.startswith(grant.unit_path)
    }
    return tuple(sorted(found))


def units_within(actor: Actor) -> list[tuple[int, str]]:
    """Units (id, path) in which the actor's grants hold and that have pools worth looking at. One query."""
    roots = sorted({grant.unit_path for grant in actor.grants})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT u.id, u.path FROM organisation_unit u JOIN unnest(%s::text[]) AS root(path)"
            " ON u.path LIKE root.path || '%%' ORDER BY u.path",
            [roots],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


# --- cases ------------------------------------------------------------------------------------------------------------


def cases_of_application(application: int) -> list[Case]:
    """The cases of one application in their order. One query."""
    return list(Case.objects.filter(application_id=application).order_by("id"))


def urgings(cases: Sequence[int]) -> dict[tuple[int, str], datetime]:
    """When each step of these cases was last urged (催办), by case and step. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, data ->> 'step', max(at) FROM kernel_event"
            " WHERE stream = ANY(%s) AND kind = 'urged' GROUP BY 1, 2",
            [list(cases)],
        )
        return {(case, step): at for case, step, at in cursor.fetchall()}


class Told(Struct, frozen=True):
    """One event as a history shows it."""

    recorded: Recorded
    event: Any
    """The typed event of :mod:`yichuang.cases.events`."""


def told(case: int) -> tuple[Told, ...]:
    """The history of a case, oldest first, typed. One query."""
    return tuple(Told(each, decode_event(each)) for each in history(case))
