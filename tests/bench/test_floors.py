"""The floor of a bench writes what our command writes: the same rows, which the record's own check finds in order."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from bench import accept, proceed
from bench.crowd import Once
from bench.visits import drawings, found_bureau, signature
from tests.ground.database import TEMPLATE
from tests.ground.world import _connected_to, _create
from yichuang.cases.verify import verify
from yichuang.catalogue import queries

TABLES = (
    *("kernel_event", "kernel_command", "cases_case", "cases_snapshot", "cases_task", "procrastinate_jobs"),
    *("applications_application", "applications_form", "evidence_material"),
)
TURNS = 2


@pytest.fixture
def person(django_db_modify_db_settings: None, django_db_blocker, worker_id: str, settings, tmp_path) -> Iterator[int]:
    """The applicant of the benches, in a database of their own."""
    name, settings.FILES_ROOT = f"bench_{worker_id}", tmp_path
    queries.forget_all()
    signature.cache_clear()
    with django_db_blocker.unblock():
        _create(name, TEMPLATE)
        with _connected_to(name):
            yield found_bureau()
    queries.forget_all()


def written_by(once: Once) -> dict[str, int]:
    """How many rows ``TURNS`` turns add to each table."""
    before = counted()
    for turn in range(TURNS):
        once(turn)
    return {table: rows - before[table] for table, rows in counted().items()}


def counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in TABLES))
        return dict(cursor.fetchall())


SIDES: dict[str, tuple[Callable[[int], Once], Callable[[int], Once]]] = {
    "accept": (
        lambda person: accept._ours(person, drawings(TURNS + 1))(0, TURNS),
        lambda person: accept._floor(person)(0, TURNS),
    ),
    "proceed": (lambda person: proceed._ours(person)(0, TURNS), lambda person: proceed._floor(person)(0, TURNS)),
}


@pytest.mark.parametrize("bench", SIDES)
def test_the_floor_writes_the_same_rows(bench, person):
    ours, floor = (made(person) for made in SIDES[bench])
    rows = written_by(ours)
    assert all(rows.values())
    assert written_by(floor) == rows
    assert verify().faults == ()
