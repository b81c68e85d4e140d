"""Tables of the engine. Written only by the SQL function ``cases_append``, in the statement that appends the events.

``Case`` is the row that lists read; ``Snapshot`` the whole state that rules read; ``Task`` who is asked now.
"""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from yichuang.cases.status import OPEN, SlotStatus

OPEN_STATUSES = sorted(status.value for status in OPEN)


class Case(models.Model):
    """A case as lists show it: a projection of its state, rebuilt from the events at any time."""

    id = models.BigIntegerField(primary_key=True)
    """Also the number of the case's stream in the record."""
    number = models.CharField(max_length=50)
    """办件编号."""
    application_id = models.BigIntegerField()
    applicant_id = models.BigIntegerField()
    item = models.CharField(max_length=60)
    item_version = models.IntegerField()
    line = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    ending = models.CharField(max_length=20, null=True)  # noqa: DJ001 - null is "not ended", distinct from any word
    outcome = models.CharField(max_length=10, null=True)  # noqa: DJ001 - null is "not decided"
    channel = models.CharField(max_length=10)
    unit_id = models.BigIntegerField()
    unit_path = models.TextField()
    window_id = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    accepted_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    """The deadline the case runs against now; null while the clock is stopped. A cache of ``clock.governing``."""
    statutory_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_waiting = models.BooleanField()
    is_suspended = models.BooleanField()
    is_urgent = models.BooleanField()
    version = models.IntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["number"], name="cases_number"),)
        indexes = (
            Index(fields=["application_id"], name="cases_of_application"),
            Index(fields=["applicant_id", "-id"], name="cases_of_person"),
            Index(fields=["unit_id", "due_at", "id"], name="cases_open", condition=Q(status__in=OPEN_STATUSES)),
            Index(fields=["unit_id", "-id"], name="cases_of_unit"),
            Index(fields=["ready_at", "id"], name="cases_ready", condition=Q(status="ready")),
        )

    def __str__(self) -> str:
        return self.number


class Snapshot(models.Model):
    """The whole state of a case, in a table of its own so that lists stay narrow."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, db_constraint=False)
    state = models.JSONField()

    def __str__(self) -> str:
        return str(self.case_id)


class Task(models.Model):
    """Somebody, or a pool, is asked at a step of a case (待办); kept when done (已办)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    step = models.CharField(max_length=40)
    slot = models.IntegerField()
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    act = models.CharField(max_length=10)
    line = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    unit_id = models.BigIntegerField()
    pool = models.CharField(max_length=60)
    """``unit:line:act:level``: one pooled worklist."""
    staff_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    rank_at = models.DateTimeField()
    """Order of the worklist: the due moment; urgent cases first, stopped clocks last."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (UniqueConstraint(fields=["case", "step", "slot"], name="cases_task_once"),)
        indexes = (
            Index(
                fields=["pool", "rank_at", "id"],
                name="cases_task_pooled",
                condition=Q(status=SlotStatus.OPEN.value, staff_id=None),
            ),
            Index(
                fields=["staff_id", "rank_at", "id"],
                name="cases_task_mine",
                condition=Q(status__in=(SlotStatus.OPEN.value, SlotStatus.HELD.value)),
            ),
            Index(fields=["staff_id", "-ended_at"], name="cases_task_done", condition=Q(ended_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"
