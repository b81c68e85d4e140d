"""What happens to cases by itself: deemed acceptance on the fifth working day, reminders, dependencies, archiving, and that
nothing lies with somebody who has left.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from yichuang.cases import commands as cm
from yichuang.cases.lifecycle import where
from yichuang.cases.models import Case, Task
from yichuang.cases.perform import perform_as_system
from yichuang.cases.status import Action, Outcome, SlotKind, SlotStatus, Status
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.models import CommandKey
from yichuang.organisation.local_queries import local_rules
from yichuang.organisation.local_rules import LocalRules
from yichuang.organisation.models import Staff, Unit

AT_ONCE = 500


def deem_accepted(now: datetime) -> int:
    """Accept every received case whose five working days are over (行政许可法 art. 32). How many."""
    waiting = Case.objects.filter(status=Status.RECEIVED.value, due_at__lt=now).values_list("id", flat=True)
    return sum(_done(case, cm.DeemAccepted(), f"deem/{case}", now) for case in waiting[:AT_ONCE])


def remind(now: datetime) -> int:
    """Remind of open tasks that are due soon, as the bureau there has set it, and of overdue ones, once each a day; not while
    a special procedure runs, when nobody may act. How many.
    """
    return sum(_remind(places, now, rules.remind_before) for rules, places in _places(now))


def _remind(places: Sequence[int], now: datetime, before: timedelta) -> int:
    day = now.date().isoformat()
    soon = Task.objects.filter(status=SlotStatus.OPEN.value, due_at__lt=now + before, unit_id__in=places)
    tasks = soon.exclude(kind=SlotKind.COPY.value).exclude(case__status=Status.SPECIAL.value)
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


def take_back(now: datetime) -> int:
    """Take back what lies with those who serve no more: it would be on nobody's list. How many."""
    gone = Staff.objects.filter(active=False).values("pk")
    lying = Task.objects.filter(status__in=(SlotStatus.OPEN.value, SlotStatus.HELD.value), staff_id__in=gone)
    tasks = lying.exclude(kind=SlotKind.COPY.value).values_list("case_id", "step", "staff_id", "case__version")
    return sum(
        _done(case, cm.TakeBack(step, staff), f"take_back/{case}/{version}/{step}/{staff}", now)
        for case, step, staff, version in tasks[:AT_ONCE]
        if staff is not None
    )


def archive(now: datetime) -> int:
    """File away what was closed as long ago as the bureau there has set; GB/T 42727 leaves the span to it. How many."""
    return sum(_archive(places, now - rules.archive_after, now) for rules, places in _places(now))


def _archive(places: Sequence[int], ended_before: datetime, now: datetime) -> int:
    closed = Case.objects.filter(status__in=where(Action.ARCHIVE), ended_at__lt=ended_before, unit_id__in=places)
    ids = closed.values_list("id", flat=True)[:AT_ONCE]
    return sum(_done(case, cm.Archive(), f"archive/{case}", now) for case in ids)


def _places(now: datetime) -> list[tuple[LocalRules, list[int]]]:
    """All units, those of the same rules together. One query."""
    together: dict[LocalRules, list[int]] = {}
    for unit, region in Unit.objects.values_list("id", "region"):
        together.setdefault(local_rules(region, local_date(now)), []).append(unit)
    return list(together.items())


def settle_dependents(case: int, now: datetime) -> int:
    """Tell the cases that wait for ``case`` how it ended. Runs as a job after a decision or an ending. How many."""
    ended = Case.objects.filter(id=case).first()
    if ended is None:
        return 0
    ending = ended.ending or ended.outcome
    if ending is None:
        return 0
    granted = ended.outcome == Outcome.GRANTED
    command = cm.MeetDependency(case) if granted else cm.FailDependency(case, ending)
    waiting = Case.objects.filter(application_id=ended.application_id, is_waiting=True).exclude(id=case)
    return sum(_done(each, command, f"dependency/{case}/{each}", now) for each in waiting.values_list("id", flat=True))


def _done(case: int, command: cm.Command, key: str, now: datetime) -> bool:
    """Whether the command went through; a case that moved meanwhile is left to the next sweep."""
    try:
        perform_as_system(case, command, key=key, now=now)
    except Refusal:
        return False
    return True
