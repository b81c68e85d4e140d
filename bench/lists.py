"""``lists``: a worklist page, a case by its number, a person's cases, at 100 thousand and at 5 million cases.

Two databases side by side, measured in turns. ``./run bench lists --large N --small N`` takes other sizes.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles

from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec import json

from bench.report import Figure
from bench.visits import NOW, actor, filing, found_bureau
from yichuang.applications import submit as submitting
from yichuang.applications.submit import prepare
from yichuang.cases.models import Case
from yichuang.cases.rows import pool
from yichuang.cases.store import load
from yichuang.cases.worklist import Heap, Sieve, stretch, tally
from yichuang.organisation.offices import office_book

SMALL, LARGE = 100_000, 5_000_000
OPEN = 81_000
"""Open cases of the large database, as a bureau of that size has them; the small one has its share, at least
enough that every worklist page is full at both sizes."""
FULL_PAGES = 6_000
UNITS = 50
"""Units that carry the open tasks."""
PEOPLE_PER_CASE = 0.4
ROUNDS, TURNS = 7, 300
GOAL = 1.3
MOST_QUERIES = 8
SAMPLED = 97
"""Each so-many-th case has its full state."""
NUMBERS = 1000
"""So many of them, drawn from all years, are asked for by number: as many at both sizes, each asked once before the clock
starts, so that both are as warm.
"""
PAGE = 50

_PEOPLE = """
INSERT INTO people_person (id, id_type, id_number, id_index, name, sex, birth, nation, phone, address, capacity, deceased,
                           known_since)
SELECT n, 'id_card', 'k1.' || md5(n::text) || md5((-n)::text), decode(md5(n::text) || md5((-n)::text), 'hex'), '张' || n, 'male',
       '1980-01-01', '汉', 'k1.' || md5(n::text), '澄溪县青石镇溪边路' || n || '号', 'full', FALSE, now()
  FROM generate_series(1, %(people)s) n
"""
_CASES = """
INSERT INTO cases_case (id, number, application_id, applicant_id, item, item_version, line, status, ending, outcome,
    channel, unit_id, unit_path, window_id, submitted_at, received_at, accepted_on, due_at, statutory_at, decided_at,
    ready_at, ended_at, is_waiting, is_suspended, is_urgent, version, hash)
SELECT n, '990785' || to_char(at, 'YYYYMMDD') || lpad(n::text, 8, '0'), n, 1 + (n * 7919) %% %(people)s, 'hz-move-spouse', 1,
       'household', CASE WHEN open THEN 'reviewing' ELSE 'archived' END, CASE WHEN open THEN NULL ELSE 'delivered' END,
       CASE WHEN open THEN NULL ELSE 'granted' END, 'window', 1 + n %% %(units)s, '/1/' || (1 + n %% %(units)s) || '/', 1, at, at,
       at::date, at + interval '5 days', at + interval '20 days', CASE WHEN open THEN NULL ELSE at END,
       CASE WHEN open THEN NULL ELSE at END, CASE WHEN open THEN NULL ELSE at END, FALSE, FALSE, FALSE, 12, md5(n::text)
  FROM (SELECT n, timestamptz '2023-11-01' + n * (interval '36 months' / %(cases)s) AS at,
               n > %(cases)s - %(open)s AS open FROM generate_series(1::bigint, %(cases)s) n) made
"""
_SNAPSHOTS = """
INSERT INTO cases_snapshot (case_id, state)
SELECT id, CASE WHEN ended_at IS NULL OR id %% %(sampled)s = 0 THEN '%(state)s'::jsonb ELSE '{}' END FROM cases_case
"""
_TASKS = """
INSERT INTO cases_task (case_id, step, slot, kind, status, act, line, level, unit_id, pool, staff_id, opened_at, due_at,
                        rank_at, ended_at)
SELECT id, 'review', 1, 'principal', CASE WHEN ended_at IS NULL THEN 'open' ELSE 'done' END, 'review', 'household',
       'county', unit_id, unit_id || ':household:review:county', CASE WHEN ended_at IS NULL THEN NULL ELSE 1 + id %% 500 END,
       received_at, due_at, due_at, ended_at
  FROM cases_case
"""


def run(arguments: list[str]) -> Sequence[Figure]:
    """p95 of each list at both sizes, their ratio, and the queries each takes."""
    small, large = _sizes(arguments)
    original = connection.settings_dict["NAME"]
    for name in ("lists_small", "lists_large"):
        _copy(original, name)
    state = _state()
    for name, cases in (("lists_small", small), ("lists_large", large)):
        with _connected(name):
            _fill(cases, state)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")  # what was filled in is on the disc before anything is measured
    figures: list[Figure] = []
    for title, ask in _LISTS.items():
        figures += _compared(title, ask, small, large)
    return figures


def _sizes(arguments: list[str]) -> tuple[int, int]:
    told = dict(zip(arguments[::2], arguments[1::2], strict=True))
    return int(told.get("--small", SMALL)), int(told.get("--large", LARGE))


def _copy(original: str, name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - Django's own way to a database beside
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {original}")


@contextmanager
def _connected(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _state() -> str:
    """A case under review, as its snapshot has it."""
    person = found_bureau()
    clerk, wanted = actor("990801"), filing(person)
    visit = prepare(clerk, wanted, office_book(clerk.unit_id), NOW, numbered=True)
    return json.encode(submitting._case(visit, visit.plan.cases[0], 1).after).decode()  # noqa: SLF001 - the very state


def _fill(cases: int, state: str) -> None:
    people, opened = int(cases * PEOPLE_PER_CASE), max(FULL_PAGES, OPEN * cases // LARGE)
    sizes = {"cases": cases, "people": people, "units": UNITS, "open": opened, "sampled": SAMPLED, "state": state}
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for statement in (_PEOPLE, _CASES, _SNAPSHOTS, _TASKS):
            cursor.execute(statement % sizes)
        cursor.execute("VACUUM ANALYZE cases_case")
        cursor.execute("VACUUM ANALYZE cases_snapshot")
        cursor.execute("VACUUM ANALYZE cases_task")
        cursor.execute("VACUUM ANALYZE people_person")


def _worklist(_cases: int) -> None:
    """The officer's screen: a page of the pool, and how much lies on each heap."""
    pools = [pool(1 + random.randrange(UNITS), "household", "review", "county")]
    stretch(Heap.POOL, pools, 1, Sieve(), None, PAGE)
    tally(pools, 1, NOW)


def _by_number(cases: int) -> None:
    load(_numbers[cases][random.randrange(len(_numbers[cases]))])


def _of_person(cases: int) -> None:
    person = 1 + random.randrange(int(cases * PEOPLE_PER_CASE))
    list(Case.objects.filter(applicant_id=person).order_by("-id")[:PAGE])


_numbers: dict[int, list[str]] = {}
_LISTS: dict[str, Callable[[int], None]] = {
    "worklist page": _worklist,
    "case by number": _by_number,
    "a person's cases": _of_person,
}


def _compared(title: str, ask: Callable[[int], None], small: int, large: int) -> list[Figure]:
    found: dict[int, list[float]] = {small: [], large: []}
    asked: dict[int, int] = {}
    for _ in range(ROUNDS):
        for name, cases in (("lists_small", small), ("lists_large", large)):
            with _connected(name):
                asked[cases] = _queries(ask, cases)
                found[cases].append(_p95(ask, cases))
    few, many = median(found[small]), median(found[large])
    return [
        Figure(f"{title}, p95 at {small:,} cases", few, "ms"),
        Figure(f"{title}, p95 at {large:,} cases", many, "ms"),
        Figure(f"{title}, large / small", many / few, "ratio", f"<= {GOAL}"),
        Figure(f"{title}, queries", max(asked.values()), "queries", f"<= {MOST_QUERIES}"),
    ]


def _queries(ask: Callable[[int], None], cases: int) -> int:
    if cases not in _numbers:
        with connection.cursor() as cursor:
            asked = "SELECT number FROM cases_case WHERE id %% %s = 0 ORDER BY random() LIMIT %s"
            cursor.execute(asked, [SAMPLED, NUMBERS])
            _numbers[cases] = [row[0] for row in cursor.fetchall()]
        for number in _numbers[cases]:
            load(number)
    for _ in range(TURNS // 3):
        ask(cases)  # warm
    with CaptureQueriesContext(connection) as captured:
        ask(cases)
    return len(captured)


def _p95(ask: Callable[[int], None], cases: int) -> float:
    spent = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        ask(cases)
        spent.append((time.perf_counter() - begun) * 1000)
    return quantiles(spent, n=20)[-1]
