"""Reads of one officer's worklist: four lists, narrowed and paged both ways, each row with the state that explains it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from msgspec import Struct, json

from yichuang.cases.queries import MOST
from yichuang.cases.state import CaseState

_decode = json.Decoder(CaseState).decode


class Heap(StrEnum):
    """Which list: nobody's yet, in my hands, sent to me to know, finished by me."""

    POOL = "pool"
    MINE = "mine"
    COPIES = "copies"
    DONE = "done"


class Sieve(Struct, frozen=True, omit_defaults=True):
    """What of a heap is wanted; empty fields let everything through."""

    item: str = ""
    act: str = ""
    line: str = ""
    level: str = ""
    text: str = ""
    """The beginning of a case number, or part of an applicant's name."""
    due_from: datetime | None = None
    due_before: datetime | None = None


class Place(Struct, frozen=True):
    """Where a page begins: behind this row, or before it when ``back``."""

    at: datetime
    task: int
    back: bool = False


class Line(Struct, frozen=True):
    """One row of a worklist."""

    state: CaseState
    task: int
    step: str
    act: str
    kind: str
    opened_at: datetime
    due_at: datetime | None
    at: datetime
    """The row's place in the order."""
    applicant: str


class Stretch(Struct, frozen=True):
    """One page with where the neighbouring ones begin; None where there is none."""

    rows: tuple[Line, ...]
    previous: Place | None
    following: Place | None


class Tally(Struct, frozen=True):
    """How much lies on each heap and what of the pool is overdue, each pool counted up to :data:`COUNTED`."""

    pool: int
    mine: int
    copies: int
    overdue: int


COUNTED = 100
"""Screens say 99+: whoever has more before them begins at the top, and the list opens as fast as a short one."""

_HEAPS = {
    Heap.POOL: "t.pool = wanted.pool AND t.status = 'open' AND t.staff_id IS NULL",
    Heap.MINE: "t.staff_id = %(staff)s AND t.status IN ('open', 'held') AND t.kind <> 'copy'",
    Heap.COPIES: "t.staff_id = %(staff)s AND t.status = 'open' AND t.kind = 'copy'",
    Heap.DONE: "t.staff_id = %(staff)s AND t.ended_at IS NOT NULL AND t.status = 'done'",
}
_POOLS = "FROM unnest(%(pools)s::text[]) AS wanted(pool) CROSS JOIN LATERAL"
"""Each pool is read from its own index as far as a page needs, whatever lies behind."""
_ORDER = dict.fromkeys(Heap, "t.rank_at") | {Heap.DONE: "t.ended_at"}
_SIEVE = """
    (%(item)s = '' OR c.item = %(item)s) AND (%(act)s = '' OR t.act = %(act)s) AND (%(line)s = '' OR t.line = %(line)s)
    AND (%(level)s = '' OR t.level = %(level)s)
    AND (%(text)s = '' OR c.number LIKE %(number)s OR p.name LIKE %(name)s)
    AND (%(due_from)s::timestamptz IS NULL OR t.due_at >= %(due_from)s)
    AND (%(due_before)s::timestamptz IS NULL OR t.due_at < %(due_before)s)
"""
_OWN = "SELECT 1 FROM cases_task t WHERE {heap} LIMIT {most}"
_TALLY = f"""
    SELECT pool.lying, (SELECT count(*) FROM ({_OWN.format(heap=_HEAPS[Heap.MINE], most=COUNTED)}) found),
           (SELECT count(*) FROM ({_OWN.format(heap=_HEAPS[Heap.COPIES], most=COUNTED)}) found), pool.late
      FROM (SELECT count(*) AS lying, count(*) FILTER (WHERE first.due_at < %(now)s) AS late {_POOLS} (
                SELECT t.due_at FROM cases_task t WHERE {_HEAPS[Heap.POOL]}
                 ORDER BY t.rank_at, t.id LIMIT {COUNTED}) first) pool
"""  # noqa: S608 - constants of this module only


def stretch(heap: Heap, pools: Sequence[str], staff: int, sieve: Sieve, place: Place | None, size: int) -> Stretch:
    """One page of ``heap``, in the order things are due (finished ones: newest first). One query."""
    size = min(size, MOST)
    rows = _rows(heap, pools, staff, sieve, place, size + 1)
    more = len(rows) > size
    shown = rows[:size]
    if place is not None and place.back:
        shown = shown[::-1]
        return Stretch(shown, _before(shown) if more else None, _behind(shown))
    return Stretch(shown, _before(shown) if place is not None else None, _behind(shown) if more else None)


def _before(rows: tuple[Line, ...]) -> Place | None:
    return Place(rows[0].at, rows[0].task, back=True) if rows else None


def _behind(rows: tuple[Line, ...]) -> Place | None:
    return Place(rows[-1].at, rows[-1].task) if rows else None


def _rows(
    heap: Heap, pools: Sequence[str], staff: int, sieve: Sieve, place: Place | None, limit: int
) -> tuple[Line, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(heap, place), {**_wanted(pools, staff, sieve, place), "limit": limit})
        return tuple(Line(_decode(row[0]), *row[1:]) for row in cursor.fetchall())


def _sql(heap: Heap, place: Place | None) -> str:
    falls = (heap is Heap.DONE) != (place is not None and place.back)
    way, beyond = ("DESC", "<") if falls else ("ASC", ">")
    order = _ORDER[heap]
    start = "" if place is None else f"AND ({order}, t.id) {beyond} (%(at)s, %(task)s)"
    found = f"""(
        SELECT t.id, t.step, t.act, t.kind, t.opened_at, t.due_at, {order} AS place, p.name, c.id AS case_id
          FROM cases_task t JOIN cases_case c ON c.id = t.case_id JOIN people_person p ON p.id = c.applicant_id
         WHERE {_HEAPS[heap]} AND {_SIEVE} {start}
         ORDER BY {order} {way}, t.id {way} LIMIT %(limit)s) found"""  # noqa: S608 - constants of this module only
    ranked = f"{_POOLS if heap is Heap.POOL else 'FROM'} {found} ORDER BY place {way}, id {way} LIMIT %(limit)s"
    return f"""
        SELECT s.state::text, t.id, t.step, t.act, t.kind, t.opened_at, t.due_at, t.place, t.name
          FROM (SELECT found.* {ranked}) t JOIN cases_snapshot s ON s.case_id = t.case_id
         ORDER BY t.place {way}, t.id {way}"""  # noqa: S608 - constants of this module only


def _wanted(pools: Sequence[str], staff: int, sieve: Sieve, place: Place | None) -> dict[str, Any]:
    text = sieve.text.strip()
    return {
        "pools": list(pools), "staff": staff, "item": sieve.item, "act": sieve.act, "line": sieve.line,
        "level": sieve.level, "text": text, "number": f"{_plain(text.replace(' ', ''))}%", "name": f"%{_plain(text)}%",
        "due_from": sieve.due_from, "due_before": sieve.due_before,
        "at": place.at if place else None, "task": place.task if place else None,
    }  # fmt: skip


def _plain(text: str) -> str:
    """``text`` so that LIKE takes it letter by letter."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def tally(pools: Sequence[str], staff: int, now: datetime) -> Tally:
    """How much lies on each heap. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, {"pools": list(pools), "staff": staff, "now": now})
        return Tally(*cursor.fetchone())
