"""Whether the record is whole: every chain recomputed, every case replayed and compared with its stored state."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from msgspec import Struct, ValidationError

from yichuang.cases.evolve import replay
from yichuang.cases.models import Case
from yichuang.cases.store import Loaded, decode_event, load_by_id, load_many
from yichuang.kernel.events import Recorded, first_broken_link, history, recorded

PAGE = 500
"""Streams verified per round trip."""


class Fault(Struct, frozen=True):
    """Something in the record that does not follow from the rest."""

    stream: int
    number: str
    seq: int
    """Place of the first broken link; 0 when the chain holds but the stored state is not what it leads to."""
    kind: str
    """chain, state, hash or missing."""


class Report(Struct, frozen=True):
    """What a verification found."""

    streams: int
    events: int
    faults: tuple[Fault, ...]


def verify(say: Callable[[int], None] | None = None) -> Report:
    """Verify the whole database, a page of streams at a time; ``say`` hears how many are done."""
    faults: list[Fault] = []
    streams = events = 0
    for page in _pages():
        stored = load_many([number for number, _ in page])
        for number, chained in page:
            streams, events = streams + 1, events + len(chained)
            fault = _fault(number, chained, stored.get(number))
            faults.extend([fault] if fault else [])
        if say:
            say(streams)
    faults.extend(_without_history())
    return Report(streams, events, tuple(faults))


def verify_one(case: int) -> Fault | None:
    """Verify the chain of one case and compare its replay with its stored state. Two queries."""
    chained, stored = list(history(case)), load_by_id(case)
    return _fault(case, chained, stored) if chained else Fault(case, _number(stored), 0, "missing")


def _pages() -> Iterator[list[tuple[int, list[Recorded]]]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.stream, e.seq, e.kind, e.data::text, e.at, e.actor, e.hash FROM kernel_event e WHERE e.stream"
                " IN (SELECT DISTINCT stream FROM kernel_event WHERE stream > %s ORDER BY stream LIMIT %s)"
                " ORDER BY e.stream, e.seq",
                [last, PAGE],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        page = [(number, [recorded(row) for row in group]) for number, group in groupby(rows, key=itemgetter(0))]
        last = page[-1][0]
        yield page


def _fault(number: int, chained: list[Recorded], stored: Loaded | None) -> Fault | None:
    broken = first_broken_link(chained)
    if broken is not None:
        return Fault(number, _number(stored), broken, "chain")
    if chained[0].kind != "submitted":
        return None  # an application's own stream: its chain is all there is to compare
    if stored is None:
        return Fault(number, "", 0, "missing")
    if stored.head != chained[-1].hash:
        return Fault(number, _number(stored), 0, "hash")
    return None if _rebuilt(number, chained) == stored.state else Fault(number, _number(stored), 0, "state")


def _rebuilt(number: int, chained: list[Recorded]) -> Any:
    try:
        return replay(number, [(decode_event(event), datetime.fromisoformat(event.at)) for event in chained])
    except (ValueError, ValidationError, KeyError):
        return None


def _number(stored: Loaded | None) -> str:
    return stored.state.number if stored else ""


def _without_history() -> Iterator[Fault]:
    orphans = Case.objects.extra(where=["NOT EXISTS (SELECT 1 FROM kernel_event e WHERE e.stream = cases_case.id)"])
    for number, name in orphans.values_list("id", "number")[:PAGE]:
        yield Fault(number, name, 0, "missing")
