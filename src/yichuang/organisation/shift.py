"""Verb: sit down at a window, and leave it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Window, WindowShift


@transaction.atomic
def sit_down(actor: Actor, window_id: int, *, now: datetime) -> WindowShift:
    """Begin a shift at a window; one at another window ends at that moment.

    The hall must belong to the own unit, one above it or one under it. Refuses a closed window (``window.closed``) and
    one where a colleague sits (``window.taken``), also when two sit down at the same instant.
    """
    found = Window.objects.select_for_update(of=("self",)).select_related("hall__unit")  # meets whoever closes it now
    window = found.filter(pk=window_id).first()
    if window is None or not _same_branch(actor.unit_path, window.hall.unit.path):
        raise Refusal("window.elsewhere")
    if not window.is_open:
        raise Refusal("window.closed", number=window.number)
    here = WindowShift.objects.filter(staff_id=actor.staff_id, window=window, ended_at__isnull=True).first()
    return here or _begin(actor, window, now)


def _same_branch(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _begin(actor: Actor, window: Window, now: datetime) -> WindowShift:
    try:
        with transaction.atomic():
            leave(actor, now=now)
            return WindowShift.objects.create(window=window, staff_id=actor.staff_id, began_at=now)
    except IntegrityError:
        raise Refusal("window.taken", number=window.number) from None


def leave(actor: Actor, *, now: datetime) -> None:
    """End the shift, if there is one."""
    WindowShift.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True).update(ended_at=now)
