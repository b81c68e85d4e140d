"""Read: who set the password that an account goes by. They could sign in with it, so others give that account its power."""

from collections.abc import Collection

from yichuang.organisation.actor import Actor
from yichuang.organisation.models import ChangeLog
from yichuang.organisation.terms import ChangeEvent

PASSWORD_EVENTS = (ChangeEvent.PASSWORD_SET, ChangeEvent.HIRED)
"""Who took a newcomer into service has set their password too."""


def opened_by(actor: Actor, staff: Collection[int]) -> frozenset[int]:
    """Those of these members of staff whose last password from an administrator came from ``actor``. One query."""
    rows = ChangeLog.objects.filter(staff_id__in=staff, event__in=PASSWORD_EVENTS)
    last = rows.order_by("staff_id", "-pk").distinct("staff_id").values_list("staff_id", "actor_id")
    return frozenset(member for member, by in last if by == actor.staff_id and member != by)
