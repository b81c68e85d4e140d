"""Reads of the room: what a person was told, what was told about a case, what did not get through."""

from django.db.models import Count, QuerySet

from yichuang.messaging.models import Notice
from yichuang.messaging.terms import NEEDS_SOMEBODY, Channel, NoticeState


def notices_of(person_id: int, limit: int = 50) -> list[Notice]:
    """What a person can read on the own page, newest first (one query)."""
    return list(Notice.objects.filter(person_id=person_id, channel=Channel.IN_APP.value).order_by("-pk")[:limit])


def notices_about(reference: str) -> list[Notice]:
    """Everything that was told about a case, over every channel (one query)."""
    return list(Notice.objects.filter(reference=reference).order_by("pk"))


def not_sent(limit: int = 100) -> list[Notice]:
    """Short messages that have not got through, oldest first: still tried, failed, given up (one query)."""
    waiting = [NoticeState.QUEUED.value, *(state.value for state in NEEDS_SOMEBODY)]
    return list(Notice.objects.filter(state__in=waiting).order_by("created_at")[:limit])


def needing_somebody() -> "QuerySet[Notice]":
    """Those that will not get through by themselves, the oldest first; a higher room narrows them to what may be seen."""
    return Notice.objects.filter(state__in=sorted(state.value for state in NEEDS_SOMEBODY)).order_by("created_at", "pk")


def counts() -> dict[str, int]:
    """How many short messages stand where (one query)."""
    rows = Notice.objects.filter(channel=Channel.SMS.value).values_list("state").annotate(Count("pk"))
    return dict(rows)
