"""Tables of the record. Written only by the SQL function ``kernel_append``; nothing updates or deletes a row."""

from django.db import models


class Event(models.Model):
    """One thing that happened to one stream (a case or an application)."""

    pk = models.CompositePrimaryKey("stream", "seq")
    stream = models.BigIntegerField()
    seq = models.IntegerField()
    kind = models.CharField(max_length=40)
    data = models.JSONField()
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    """Staff id; null for the system itself."""
    hash = models.CharField(max_length=64)
    """SM3 over the hash before and this event."""

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return f"{self.stream}/{self.seq} {self.kind}"


class CommandKey(models.Model):
    """An idempotency key that was used, and what the command answered."""

    key = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()
    result = models.JSONField()

    class Meta:
        app_label = "kernel"
        db_table = "kernel_command"

    def __str__(self) -> str:
        return self.key
