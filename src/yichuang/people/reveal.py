"""Verb: show a whole number, with a reason that is logged (law 7 of the house)."""

from datetime import datetime

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.people.gates import PERSON
from yichuang.people.models import RevealLog
from yichuang.people.terms import Sensitive

SHORTEST_REASON = 4
LONGEST_REASON = 200
"""What the log holds; the rest of a longer one is cut off, as is a NUL, which no text of the database holds."""


def reveal(
    actor: Actor, person_id: int | str, field: Sensitive, *, reason: str, now: datetime, reference: str = ""
) -> str:
    """Return the whole value of ``field`` after writing down who asked, when, why and for which case."""
    told = reason.replace("\x00", "").strip()[:LONGEST_REASON]
    if len(told) < SHORTEST_REASON:
        raise Refusal("people.no_reason")
    person = PERSON.open(actor, person_id, "reveal")
    RevealLog.objects.create(
        person=person, staff_id=actor.staff_id, field=field, reason=told, reference=reference, at=now
    )
    return str(getattr(person, field.value))
