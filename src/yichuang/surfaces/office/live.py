"""What an officer's open worklist listens to: the units whose pools the grants cover, and what comes to the officer alone.

The topics are told by the trigger of ``migrations/0001_tell_of_tasks.py``.
"""

from collections.abc import Sequence

from yichuang.organisation.actor import Actor

MOST = 400
"""Units that an address has room for; whoever oversees more hears of the nearest, and the poll finds the rest."""


def topics(actor: Actor, units: Sequence[int]) -> tuple[str, ...]:
    """The topics of the officer's worklist over the pools of these ``units``, their own first. Pure."""
    return (f"work.staff.{actor.staff_id}", *(f"work.unit.{unit}" for unit in units[:MOST]))
