"""A task stands in the lists as its slot does: one of a suspended case is still to be done, one that waits for a delegate is
still its officer's.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

AS_ITS_SLOT = """
UPDATE cases_task t SET status = 'open'
  FROM cases_snapshot s, jsonb_array_elements(s.state -> 'route') laid(step),
       jsonb_array_elements(laid.step -> 'slots') asked(slot)
 WHERE t.status = 'held' AND s.case_id = t.case_id AND laid.step ->> 'key' = t.step
   AND (asked.slot ->> 'no')::int = t.slot AND coalesce(asked.slot ->> 'status', 'open') = 'open'
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0002_results_that_wait")]
    operations = [
        migrations.RunSQL(AS_ITS_SLOT, migrations.RunSQL.noop),
        RemoveIndexConcurrently("task", "cases_task_mine"),
        AddIndexConcurrently(
            "task",
            models.Index(
                condition=models.Q(("status__in", ("open", "held"))),
                fields=["staff_id", "rank_at", "id"],
                name="cases_task_mine",
            ),
        ),
    ]
