"""The table of settings: every value a bureau has set, with its history. Append-only in the database itself."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q


class LocalSetting(models.Model):
    """From one day on a setting has a value in one area. What was in force before stays readable: rows are never changed."""

    area = models.CharField(max_length=6, blank=True)
    """Area digits as in the calendar (``45``, ``450702``); empty for everywhere. It holds in every narrower area."""
    key = models.CharField(max_length=40)
    """Key of ``settings.yaml``."""
    value = models.CharField(max_length=10, null=True)  # noqa: DJ001 - null is "the wider word holds", distinct from any value
    before = models.CharField(max_length=10)
    """What was in force for that day until this row was made."""
    since = models.DateField()
    """The first day on which it holds; never before the day on which it was set."""
    reason = models.CharField(max_length=200)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["key", "-id"], name="organisation_setting_history"),)
        constraints = (
            CheckConstraint(condition=Q(area__regex=r"^([0-9]{2}){0,3}$"), name="organisation_setting_area"),
            CheckConstraint(condition=~Q(reason=""), name="organisation_setting_reasoned"),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.key} {self.since}"
