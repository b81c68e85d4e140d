"""Who wants to know when something happened to a case. A higher room subscribes one of its jobs to a kind of event; the
job is queued in the event's own transaction, so it is never lost and never runs for what did not happen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from yichuang.cases.events import Event
from yichuang.kernel.events import Job, Recorded, stamp
from yichuang.organisation.local_rules import LocalRules

When = Callable[[Recorded, LocalRules], datetime | None]
"""When the job of an event is to run, by what the bureau has set; None where it need not."""

_subscribers: dict[str, dict[str, When | None]] = defaultdict(dict)
"""By kind of event, the jobs; without a moment they run at once."""


def subscribe(kind: type[Event], task: str, when: When | None = None) -> None:
    """Queue the job ``task`` with ``case`` and ``seq`` for each event of ``kind``. Called once, when the app is ready."""
    _subscribers[str(kind.__struct_config__.tag)][task] = when


def jobs_for(events: Sequence[Recorded], rules: LocalRules) -> tuple[Job, ...]:
    """The jobs that the recorded events set off."""
    return tuple([job for event in events for job in _jobs(event, rules)])


def _jobs(event: Recorded, rules: LocalRules) -> Iterator[Job]:
    for task, when in _subscribers[event.kind].items():
        about = {"case": event.stream, "seq": event.seq}
        if when is None:
            yield Job(task, about)
        elif moment := when(event, rules):
            yield Job(task, about, scheduled_at=stamp(moment))
