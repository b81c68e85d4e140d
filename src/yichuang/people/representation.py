"""The trail of every verb that lets somebody act for another: who recorded it, when and why. In the verb's transaction."""

from datetime import datetime

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.people.models import Agency, Guardianship, Organisation, Person, RepresentationLog
from yichuang.people.terms import RepresentationEvent

SHORTEST_REASON = 4
LONGEST_REASON = 200
LONGEST_DOCUMENT = 100


def check_recorder(actor: Actor, reason: str) -> str:
    """Return the reason as the log keeps it. Refuses who serves no line, and a reason that says nothing."""
    if not actor.grants:
        raise Refusal("people.not_serving")
    told = reason.replace("\x00", "").strip()[:LONGEST_REASON]
    if len(told) < SHORTEST_REASON:
        raise Refusal("people.no_reason")
    return told


def record_guardianship(
    event: RepresentationEvent, actor: Actor, about: Guardianship, now: datetime, reason: str
) -> None:
    """Write what was done to a guardianship."""
    RepresentationLog.objects.create(
        event=event, at=now, staff_id=actor.staff_id, person_id=about.ward_id, by_id=about.guardian_id,
        document=about.document, reason=reason,
    )  # fmt: skip


def record_representative(
    actor: Actor, about: Organisation, who: Person, document: str, now: datetime, reason: str
) -> None:
    """Write who was put on record as an organisation's legal representative, on which document."""
    RepresentationLog.objects.create(
        event=RepresentationEvent.REPRESENTS, at=now, staff_id=actor.staff_id, organisation=about,
        by=who, document=document[:LONGEST_DOCUMENT], reason=reason,
    )  # fmt: skip


def record_mandate(event: RepresentationEvent, actor: Actor, about: Agency, now: datetime, reason: str) -> None:
    """Write what was done to a mandate."""
    RepresentationLog.objects.create(
        event=event, at=now, staff_id=actor.staff_id, person_id=about.principal_person_id,
        organisation_id=about.principal_organisation_id, by_id=about.agent_id, document=about.document, reason=reason,
    )  # fmt: skip
