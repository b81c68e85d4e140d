"""What a new value of a setting would mean, counted on the cases, tasks and answers there are."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from msgspec import Struct

from yichuang.cases.models import Case, Snapshot, Task
from yichuang.cases.status import SlotStatus, Status
from yichuang.catalogue.definition import Handling
from yichuang.evidence.models import SharingLog
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.local_rules import checked, definition, typed
from yichuang.organisation.models import Unit
from yichuang.people.models import IdentityCheck

MONTH = timedelta(days=30)
ENDED = (Status.DELIVERED, Status.REFUSED_ACCEPTANCE, Status.NOT_OURS, Status.WITHDRAWN, Status.TERMINATED)
MOST = 2000
"""A preview counts no further."""


class Place(Struct, frozen=True):
    """Where the value would hold, and the present moment."""

    units: tuple[int, ...]
    now: datetime


Value = int | time | timedelta


def counted(key: str, text: str, place: str, now: datetime) -> int:
    """How much ``key`` = ``text`` in the area ``place`` would touch; what is counted is said by ``console_foresight``."""
    units = tuple(Unit.objects.filter(region__startswith=place).values_list("pk", flat=True))
    count = _COUNTS.get(key)
    return count(typed(definition(key), checked(key, text)), Place(units, now)) if count else 0


def _owing(_value: Value, at: Place) -> int:
    """Open cases that were taken in with something to follow; they keep the day that was agreed."""
    open_cases = Case.objects.filter(unit_id__in=at.units, ended_at=None, accepted_on__gte=(at.now - 3 * MONTH).date())
    owing = Snapshot.objects.filter(case__in=open_cases.values("pk")).exclude(state__deferred=None)
    return _few(owing.exclude(state__deferred=[]))


def _awaited(_value: Value, at: Place) -> int:
    """Cases whose correction notice has not been answered; they keep the day that they were told."""
    return _few(Case.objects.filter(unit_id__in=at.units, status=Status.CORRECTION.value))


def _in_work(_value: Value, at: Place) -> int:
    """Commitment cases that are accepted and not decided yet."""
    undecided = Case.objects.filter(unit_id__in=at.units, ended_at=None, decided_at=None, accepted_on__isnull=False)
    return _few(Snapshot.objects.filter(case__in=undecided.values("pk"), state__handling=Handling.COMMITMENT.value))


def _after(value: Value, at: Place) -> int:
    """On-the-spot cases of the last month that were taken in after the hour."""
    recent = Case.objects.filter(unit_id__in=at.units, received_at__gte=at.now - MONTH, received_at__isnull=False)
    spot = Snapshot.objects.filter(case__in=recent.values("pk"), state__handling=Handling.ON_THE_SPOT.value)
    taken = spot.values_list("case__received_at", flat=True)[:MOST]
    late = isinstance(value, time) and [at for at in taken if at and at.astimezone(BUREAU_TIME).time() > value]
    return len(late or ())


def _due_within(value: Value, at: Place) -> int:
    until = at.now + value if isinstance(value, timedelta) else at.now
    return _few(Task.objects.filter(unit_id__in=at.units, status=SlotStatus.OPEN.value, due_at__range=(at.now, until)))


def _relied_on(value: Value, at: Place) -> int:
    since = at.now - value if isinstance(value, timedelta) else at.now
    return _few(SharingLog.objects.filter(staff__unit__in=at.units, at__gt=since).exclude(proofs=[]))


def _checked(value: Value, at: Place) -> int:
    since = at.now - value if isinstance(value, timedelta) else at.now
    return _few(IdentityCheck.objects.filter(staff__unit__in=at.units, at__gt=since))


def _filed_away(value: Value, at: Place) -> int:
    before = at.now - value if isinstance(value, timedelta) else at.now
    return _few(
        Case.objects.filter(unit_id__in=at.units, status__in=[each.value for each in ENDED], ended_at__lt=before)
    )


def _few(rows: "QuerySet[Any]") -> int:
    return rows[:MOST].count()


_COUNTS: dict[str, Callable[[Value, Place], int]] = {
    "deferral_count": _owing,
    "deferral_days": _owing,
    "deferral_before_promise": _owing,
    "correction_days": _awaited,
    "examine_and_decide": _in_work,
    "closing": _after,
    "remind_before": _due_within,
    "remind_owed": _awaited,
    "answers_hold": _relied_on,
    "check_holds": _checked,
    "archive_after": _filed_away,
}
