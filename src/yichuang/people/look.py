"""Verb: write down that somebody's record was looked at. Done by the gate, so that no screen can forget it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection

from yichuang.organisation.actor import Actor
from yichuang.people.terms import Screen

ONE_LOOK = timedelta(minutes=15)
"""Within it the same screen opened again, in whole or in part, by the same officer is the same look."""
_LOOK = """
    INSERT INTO people_personlook (person_id, staff_id, screen, reference, at)
    SELECT n.person, n.staff, n.screen, n.reference, n.at
      FROM (SELECT unnest(%(persons)s::bigint[]) AS person, %(staff)s::bigint AS staff, %(screen)s::text AS screen,
                   %(reference)s::text AS reference, %(at)s::timestamptz AS at) n
     WHERE NOT EXISTS (
        SELECT FROM people_personlook l
         WHERE l.person_id = n.person AND l.at > %(since)s AND l.at <= n.at
           AND l.staff_id = n.staff AND l.screen = n.screen AND l.reference = n.reference)
"""


def look(actor: Actor, persons: Collection[int], screen: Screen, *, now: datetime, reference: str = "") -> None:
    """Record that ``actor`` sees these people on ``screen``, for the case or application ``reference``. One statement."""
    facts: dict[str, list[int] | int | str | datetime] = {
        "persons": list(persons), "staff": actor.staff_id, "screen": screen.value, "reference": reference, "at": now,
        "since": now - ONE_LOOK,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, facts)
