"""Read: bundles whose list (交接单) is gone, for ``cases.verify``. One that still waits in the queue is late, not lost."""

from collections.abc import Iterator

from django.db import connection

from yichuang.cases.verify import PAGE, Fault, searches
from yichuang.delivery.hand_over_list import key_of_list
from yichuang.delivery.tasks import ISSUE_LIST

_GONE = """
    SELECT b.number FROM delivery_bundle b
     WHERE NOT EXISTS (SELECT FROM licences_issuedpaper p WHERE p.key = %s || b.number)
       AND NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.task_name = %s AND j.status <> 'succeeded'
                                                         AND (j.args->>'bundle')::bigint = b.id)
     ORDER BY b.id LIMIT %s
"""


@searches.register("delivery")
def lost_lists() -> Iterator[Fault]:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [key_of_list(""), ISSUE_LIST, PAGE])
        for (number,) in cursor.fetchall():
            yield Fault(0, number, 0, "issued", f"licences_issuedpaper {key_of_list(number)}")
