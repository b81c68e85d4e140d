"""What an officer's open worklist listens to: the units whose pools the grants cover, and what comes to the officer alone.

The topics are told by the trigger of ``migrations/0001_tell_of_tasks.py``.
"""

from yichuang.cases.queries import units_within
from yichuang.organisation.actor import Actor

MOST = 400
"""Units that an address has room for; whoever oversees more hears of the nearest, and the poll finds the rest."""


def topics(actor: Actor) -> tuple[str, ...]:
    """The topics of the officer's worklist, their own first (one query)."""
    units = (f"work.unit.{unit}" for unit, _path in units_within(actor)[:MOST])
    return (f"work.staff.{actor.staff_id}", *units)
