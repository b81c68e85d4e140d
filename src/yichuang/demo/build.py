"""Build the demo world into an empty database: the bureau, the catalogue, the people, ninety days of work."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from yichuang.applications.tasks import ISSUE_PAPER
from yichuang.catalogue.publish import publish_catalogue
from yichuang.demo.bureau import REGION, acting, build_bureau, bureau
from yichuang.demo.drafts import leave_drafts
from yichuang.demo.past import History
from yichuang.demo.roster import Roster
from yichuang.demo.seed_sandbox import demo_people
from yichuang.demo.town import Town
from yichuang.kernel import moment
from yichuang.kernel.localtime import local_date
from yichuang.kernel.queries import calendar
from yichuang.organisation.models import Staff, Unit

DAYS = 90
BEFORE = timedelta(days=30)
"""How long before its first case the bureau has stood, and its people have been on record."""
Say = Callable[[int], None]


def main(days: int = DAYS, now: datetime | None = None, say: Say | None = None) -> None:
    """Build the world as it stands ``now`` with ``days`` of past; does nothing where there is a bureau already."""
    if Unit.objects.exists():
        return
    present = now or moment.now()
    begun = present - timedelta(days=days) - BEFORE
    with transaction.atomic():
        staff = _stand(begun)
        town = Town(demo_people(local_date(present)), begun, local_date(present))
    history = History(Roster(acting(each, present) for each in staff.values()), town, calendar(REGION), present)
    first = local_date(present) - timedelta(days=days)
    tell = say or _percent
    for day in history.live(first):
        tell(min(99, (day - first).days * 100 // days))
    leave_drafts(town, staff, present)
    _call_jobs_off(present)
    tell(100)


def _stand(begun: datetime) -> dict[str, Staff]:
    staff = build_bureau(bureau(), begun)
    publish_catalogue(begun)
    return staff


def _percent(done: int) -> None:
    """One line that counts up on a terminal; a line for each tenth elsewhere."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {done:3} %" + ("\n" if done == 100 else ""))  # noqa: PLR2004 - per cent
    elif done % 10 == 0:
        sys.stdout.write(f"  {done} %\n")
    sys.stdout.flush()


def _call_jobs_off(present: datetime) -> None:
    """The past's notices were sent in the past: no job of it may run today. Its papers are made when somebody asks for
    one; until then the queue says of each that it was never made. What is to run on a day to come waits for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs"
            " WHERE status = 'todo' AND coalesce(scheduled_at, '-infinity') <= %s AND task_name <> %s",
            [present, ISSUE_PAPER],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'cancelled'"
            " WHERE status = 'todo' AND coalesce(scheduled_at, '-infinity') <= %s",
            [present],
        )
