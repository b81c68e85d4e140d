"""Who wants to know when something happened to a case. A higher room subscribes one of its jobs to a kind of event; the
job is queued in the event's own transaction, so it is never lost and never runs for what did not happen.
"""

from collections import defaultdict
from collections.abc import Sequence

from yichuang.cases.events import Event
from yichuang.kernel.events import Job, Recorded

_subscribers: dict[str, list[str]] = defaultdict(list)


def subscribe(kind: type[Event], task: str) -> None:
    """Queue the job ``task`` with ``case`` and ``seq`` for each event of ``kind``. Called once, when the app is ready."""
    tag = kind.__struct_config__.tag
    if task not in _subscribers[str(tag)]:
        _subscribers[str(tag)].append(task)


def jobs_for(events: Sequence[Recorded]) -> tuple[Job, ...]:
    """The jobs that the recorded events set off."""
    return tuple(
        Job(task, {"case": event.stream, "seq": event.seq}) for event in events for task in _subscribers[event.kind]
    )
