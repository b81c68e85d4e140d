"""Reads of the room: what did not get through, and how many messages stand where."""

from django.db.models import Count, QuerySet

from yichuang.messaging.models import Notice
from yichuang.messaging.terms import NEEDS_SOMEBODY, Channel


def needing_somebody() -> "QuerySet[Notice]":
    """Those that will not get through by themselves, the oldest first; a higher room narrows them to what may be seen."""
    return Notice.objects.filter(state__in=sorted(state.value for state in NEEDS_SOMEBODY)).order_by("created_at", "pk")


def counts() -> dict[str, int]:
    """How many short messages stand where (one query)."""
    rows = Notice.objects.filter(channel=Channel.SMS.value).values_list("state").annotate(Count("pk"))
    return dict(rows)
