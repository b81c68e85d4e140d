"""What time itself does to cases: deemed acceptance on the fifth working day, reminders, dependencies, archiving."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from yichuang.cases import commands as cm
from yichuang.cases.models import Case, Task
from yichuang.cases.perform import perform_as_system
from yichuang.cases.status import SlotKind, SlotStatus, Status
from yichuang.kernel.errors import Refusal
from yichuang.kernel.models import CommandKey

SOON = timedelta(hours=24)
"""How long before its deadline a task is called due soon."""
ARCHIVE_AFTER = timedelta(days=30)
"""A closed case goes to the archive a month later; GB/T 42727 leaves the span to the archive's own rule (LOCAL)."""
AT_ONCE = 500


def deem_accepted(now: datetime) -> int:
    """Accept every received case whose five working days are over (行政许可法 art. 32). How many."""
    waiting = Case.objects.filter(status=Status.RECEIVED.value, due_at__lt=now).values_list("id", flat=True)
    return sum(_done(case, cm.DeemAccepted(), f"deem/{case}", now) for case in waiting[:AT_ONCE])


def remind(now: datetime) -> int:
    """Remind of open tasks due within a day and of overdue ones, once each a day. How many."""
    day = now.date().isoformat()
    tasks = Task.objects.filter(status=SlotStatus.OPEN.value, due_at__lt=now + SOON).exclude(kind=SlotKind.COPY.value)
    key = Concat(
        Value("remind/"), Cast(OuterRef("case_id"), TextField()), Value("/"), OuterRef("step"), Value(f"/{day}"),
        output_field=TextField(),
    )  # fmt: skip
    unsaid = tasks.filter(~Exists(CommandKey.objects.filter(key=key)))
    steps = unsaid.values_list("case_id", "step", "due_at").distinct()
    return sum(
        _done(case, cm.Remind(step, "overdue" if due < now else "due_soon"), f"remind/{case}/{step}/{day}", now)
        for case, step, due in steps[:AT_ONCE]
        if due is not None
    )


def archive(now: datetime) -> int:
    """File away what was closed a month ago. How many."""
    closed = _closed().filter(ended_at__lt=now - ARCHIVE_AFTER).values_list("id", flat=True)
    return sum(_done(case, cm.Archive(), f"archive/{case}", now) for case in closed[:AT_ONCE])


def _closed() -> "QuerySet[Case]":
    ended = (Status.DELIVERED, Status.REFUSED_ACCEPTANCE, Status.NOT_OURS, Status.WITHDRAWN, Status.TERMINATED)
    return Case.objects.filter(status__in=[status.value for status in ended])


def settle_dependents(case: int, now: datetime) -> int:
    """Tell the cases that wait for ``case`` how it ended. Runs as a job after a decision or an ending. How many."""
    ended = Case.objects.filter(id=case).first()
    if ended is None:
        return 0
    granted = ended.outcome == "granted"
    failed = ended.outcome == "refused" or (ended.ending is not None and not granted)
    if not granted and not failed:
        return 0
    command = cm.MeetDependency(case) if granted else cm.FailDependency(case, ended.ending or ended.outcome or "")
    waiting = Case.objects.filter(application_id=ended.application_id, is_waiting=True).exclude(id=case)
    return sum(_done(each, command, f"dependency/{case}/{each}", now) for each in waiting.values_list("id", flat=True))


def _done(case: int, command: cm.Command, key: str, now: datetime) -> bool:
    """Whether the command went through; a case that moved meanwhile is left to the next sweep."""
    try:
        perform_as_system(case, command, key=key, now=now)
    except Refusal:
        return False
    return True
