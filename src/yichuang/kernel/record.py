"""Tables of the record. Written only by the SQL function ``kernel_append``, and the seals over it by the verb of ``seal``;
nothing updates or deletes a row.
"""

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


class Seal(models.Model):
    """A keyed digest over the record as it stood at a moment."""

    number = models.IntegerField(primary_key=True)
    """1, 2, 3 …: none is missing."""
    at = models.DateTimeField()
    heads = models.IntegerField()
    """How many streams had moved since the seal before."""
    mac = models.CharField(max_length=64)
    """HMAC-SM3 over the seal before and those heads."""

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return str(self.number)


class SealedHead(models.Model):
    """The last event of one stream when it was sealed."""

    pk = models.CompositePrimaryKey("stream", "seq")
    stream = models.BigIntegerField()
    seq = models.IntegerField()
    hash = models.CharField(max_length=64)
    seal = models.IntegerField()

    class Meta:
        app_label = "kernel"
        indexes = (models.Index(fields=["seal", "stream"], name="kernel_heads_of_seal"),)

    def __str__(self) -> str:
        return f"{self.seal}: {self.stream}/{self.seq}"
