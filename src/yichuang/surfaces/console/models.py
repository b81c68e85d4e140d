"""Runs of the verification of the whole record: asked for on a page, carried out by a job, kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yichuang.organisation.models import Staff


class Verification(models.Model):
    """One run over every case."""

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    expected = models.PositiveIntegerField()
    """Cases on record when it was asked for; only for the bar, because new ones keep coming."""
    streams = models.PositiveIntegerField(default=0)
    """Streams of the record verified so far: applications and cases."""
    events = models.PositiveBigIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    faults = ArrayField(models.CharField(max_length=120), default=list)
    """The first hundred, as ``number|seq|kind``."""

    def __str__(self) -> str:
        return f"{self.asked_at}"
