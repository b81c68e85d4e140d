"""Verb: show a whole number, with a reason that is logged (law 7 of the house).

A form names others too. Their numbers are logged for themselves where we know them by their number, and in any case with
the person whose form it is.
"""

from collections.abc import Collection
from datetime import datetime

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.people.card import CITIZEN_LIKE
from yichuang.people.gates import PERSON
from yichuang.people.models import Person, RevealLog
from yichuang.people.terms import Sensitive

SHORTEST_REASON = 4
LONGEST_REASON = 200
"""What the log holds; the rest of a longer one is cut off, as is a NUL, which no text of the database holds."""


def reveal(
    actor: Actor, person_id: int | str, field: Sensitive, *, reason: str, now: datetime, reference: str = ""
) -> str:
    """Return the whole value of ``field`` after writing down who asked, when, why and for which case."""
    told = _told(reason)
    person = PERSON.open(actor, person_id, "reveal")
    RevealLog.objects.create(
        person=person, staff_id=actor.staff_id, field=field, reason=told, reference=reference, at=now
    )
    return str(getattr(person, field.value))


def reveal_others(
    actor: Actor, person_id: int, numbers: Collection[str], *, reason: str, now: datetime, reference: str = ""
) -> None:
    """Write down that these whole numbers of others, in this person's form, are shown. Nothing where there are none."""
    told = _told(reason)
    if not numbers:
        return
    person = PERSON.open(actor, person_id, "reveal")
    asked = {
        "id_type__in": CITIZEN_LIKE,
        "id_index__in": list(numbers),
    }  # as keywords they are too much for the checker
    known = Person.objects.filter(**asked).exclude(pk=person.pk)
    seen = [(person, Sensitive.OTHERS), *((other, Sensitive.ID_NUMBER) for other in known)]
    RevealLog.objects.bulk_create(
        RevealLog(person=whose, staff_id=actor.staff_id, field=field, reason=told, reference=reference, at=now)
        for whose, field in seen
    )


def _told(reason: str) -> str:
    told = reason.replace("\x00", "").strip()[:LONGEST_REASON]
    if len(told) < SHORTEST_REASON:
        raise Refusal("people.no_reason")
    return told
