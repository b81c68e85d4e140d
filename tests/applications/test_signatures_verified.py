"""A signature that somebody took away, or put under another's name, is missed by the verification of the record."""

import pytest
from django.db import connection

from tests.applications.bench import Bench
from tests.applications.filings import MOVE
from yichuang.cases.verify import verify

HANDED_OVER = "evidence_signature of the hand-over"
FILED = "evidence_signature of the filing"
OTHER = "(SELECT id FROM people_person WHERE id <> {person} ORDER BY id DESC LIMIT 1)"


@pytest.fixture
def bench(world) -> Bench:
    """A household move, filed and handed over; somebody else is known too."""
    bench = Bench(world)
    number = bench.files(MOVE)[MOVE.item]
    bench.grants_move(number)
    bench.hands_over(number, not_surrendered_because={number: "户口簿当场更新"})
    world.person(name="方砚秋", birth="19700505")
    return bench


@pytest.mark.parametrize(
    ("statement", "missed"),
    [
        ("DELETE FROM evidence_signature", {FILED, HANDED_OVER}),
        ("DELETE FROM evidence_signature WHERE identity_check_id IS NOT NULL", {HANDED_OVER}),
        ("DELETE FROM evidence_storedfile", {FILED, HANDED_OVER}),
        ("DELETE FROM people_identitycheck", {HANDED_OVER}),
        ("UPDATE people_identitycheck SET person_id = " + OTHER, {HANDED_OVER}),
    ],
)
def test_what_a_signature_rests_on_is_missed_when_it_is_gone_or_anothers(bench, statement, missed):
    assert verify().faults == ()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement.format(person=bench.person.pk))
        cursor.execute("SET LOCAL session_replication_role = origin")
    faults = verify().faults
    assert {each.kind for each in faults} == {"missing"}
    assert {each.row.rpartition(" ")[0] for each in faults} == missed
    assert all(each.number for each in faults)
