"""Tables of the kernel: the bureau's own working-day table."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from yichuang.kernel.record import CommandKey, Event, Seal, SealedHead

__all__ = ["CalendarDay", "CalendarYear", "CommandKey", "Event", "Seal", "SealedHead"]


class CalendarDay(models.Model):
    """One day that differs from the national arrangement (地方节假日、调休). The bureau's row wins."""

    region = models.CharField(max_length=12, blank=True)
    """Area digits (``45``, ``450702``); empty for the whole country. It holds in every narrower area."""
    date = models.DateField()
    is_workday = models.BooleanField()
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)
    """The notice that says so, with its number."""
    note = models.CharField(max_length=200, blank=True)
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["region", "date"], name="calendar_day_once"),
            CheckConstraint(
                condition=Q(is_workday=True) | (~Q(name_zh="") & ~Q(name_en="")), name="calendar_day_off_named"
            ),
            CheckConstraint(condition=~Q(source=""), name="calendar_day_sourced"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.date}"


class CalendarYear(models.Model):
    """Whether a year may be computed with: the bureau confirms an arrangement, or withdraws its trust in one."""

    region = models.CharField(max_length=12, blank=True)
    year = models.PositiveSmallIntegerField()
    loaded = models.BooleanField()
    source = models.CharField(max_length=200)
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["region", "year"], name="calendar_year_once"),
            CheckConstraint(condition=Q(year__range=(1949, 2199)), name="calendar_year_sane"),
            CheckConstraint(condition=~Q(source=""), name="calendar_year_sourced"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.year}"
