"""The trail that every administrative verb leaves: who changed what, when and why. Written in the verb's own transaction."""

from datetime import datetime

from yichuang.organisation.actor import Actor
from yichuang.organisation.models import ChangeLog, Staff, Unit
from yichuang.organisation.terms import ChangeEvent

LONGEST_DETAIL = 400
LONGEST_SUBJECT = 200


def leave_trail(
    event: ChangeEvent,
    actor: Actor,
    now: datetime,
    *,
    staff: Staff | None = None,
    unit: Unit | None = None,
    subject: str = "",
    detail: str = "",
    reason: str = "",
) -> ChangeLog:
    """Write one line of the change log; an entry about staff belongs to their unit."""
    return ChangeLog.objects.create(
        event=event,
        at=now,
        actor_id=actor.staff_id,
        staff=staff,
        unit=unit or (staff.unit if staff else None),
        subject=subject[:LONGEST_SUBJECT],
        detail=detail[:LONGEST_DETAIL],
        reason=reason[:LONGEST_SUBJECT],
    )


def differences(before: object, after: object, names: tuple[str, ...]) -> str:
    """What differs between two objects, field by field: ``name_zh: old → new; …``; empty when nothing does."""
    pairs = ((name, _shown(before, name), _shown(after, name)) for name in names)
    return "; ".join(f"{name}: {old or '-'} → {new or '-'}" for name, old, new in pairs if old != new)


def _shown(of: object, name: str) -> str:
    value = getattr(of, name)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
