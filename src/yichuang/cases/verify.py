"""Whether the record is whole: every chain recomputed, every stream's rows rebuilt from it and compared, every seal checked.

What a stream leads to is known by the room that its first event belongs to: cases here, applications in their own room,
each filed in :data:`examiners`; what else must be there is known by the room that keeps it, filed in :data:`searches`.
A page of streams is read as it stood at one moment, in a bounded number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction
from msgspec import Struct

from yichuang.kernel.events import Recorded, first_broken_link, history, recorded
from yichuang.kernel.registry import Registry
from yichuang.kernel.seal import Last, first_differences, last_seal

PAGE = 500
"""Streams verified per round trip."""
Page = Mapping[int, Sequence[Recorded]]
"""Streams whose own chains hold, by number."""


class Fault(Struct, frozen=True):
    """Something in the record that does not follow from the rest."""

    stream: int
    number: str
    """Of the case or application, as far as it is known."""
    seq: int
    """Place of the first broken link; 0 when the chain holds but something else is not what it leads to."""
    kind: str
    """A word of ``command_line.BROKEN``."""
    row: str = ""
    """The row that differs, and its columns: ``cases_task review/1: status``."""


class Report(Struct, frozen=True):
    """What a verification found."""

    streams: int
    events: int
    faults: tuple[Fault, ...]
    sealed: Last | None = None
    """The last seal over the record; None before the first."""


examiners: Registry[Callable[[Page], Iterable[Fault]]] = Registry("examiner of the record")
"""What is wrong with the rows of these streams, by the kind of event that a stream begins with."""
searches: Registry[Callable[[], Iterable[Fault]]] = Registry("search of the record")
"""Rows that nothing leads to, and what should be there and is not, by room."""


def verify(say: Callable[[int], None] | None = None) -> Report:
    """Verify the whole database, a page of streams at a time; ``say`` hears how many are done."""
    faults: list[Fault] = []
    streams = events = 0
    last: int | None = 0
    while last is not None:
        with _one_moment():
            page = _page(last)
            faults.extend(_faults(page))
        streams, events = streams + len(page), events + sum(map(len, page.values()))
        last = max(page, default=None)
        if say and page:
            say(streams)
    with _one_moment():
        for room in searches.ids():
            faults.extend(searches.get(room)())
        faults.extend(Fault(each.stream, "", each.seq, each.kind, each.row) for each in first_differences())
        return Report(streams, events, tuple(faults), last_seal())


def verify_one(case: int) -> Fault | None:
    """What is wrong first with one case, its rows and its chain; None when all holds."""
    chained = list(history(case))
    if not chained:
        return Fault(case, "", 0, "missing", f"kernel_event {case}")
    return next(iter(_faults({case: chained})), None)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything inside is read as of one moment, so that a command that comes between is no fault."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _page(after: int) -> dict[int, list[Recorded]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.stream, e.seq, e.kind, e.data::text, e.at, e.actor, e.hash FROM kernel_event e WHERE e.stream"
            " IN (SELECT DISTINCT stream FROM kernel_event WHERE stream > %s ORDER BY stream LIMIT %s)"
            " ORDER BY e.stream, e.seq",
            [after, PAGE],
        )
        return {
            number: [recorded(row) for row in group] for number, group in groupby(cursor.fetchall(), key=itemgetter(0))
        }


def _faults(page: Page) -> Iterator[Fault]:
    """What is wrong with these streams: their chains first, then what each leads to."""
    whole: dict[str, dict[int, Sequence[Recorded]]] = defaultdict(dict)
    for stream, chained in page.items():
        broken = first_broken_link(chained)
        if broken is not None:
            yield Fault(stream, named(chained), broken, "chain", f"kernel_event {stream}/{broken}")
        elif chained[0].kind in examiners.ids():
            whole[chained[0].kind][stream] = chained
        else:
            yield Fault(stream, named(chained), 1, "stranger", f"kernel_event {stream}/1: kind {chained[0].kind}")
    for kind, streams in whole.items():
        yield from examiners.get(kind)(streams)


def named(chained: Sequence[Recorded]) -> str:
    """The number that a stream's first event gives to its case or application."""
    return str(chained[0].data.get("number", ""))
