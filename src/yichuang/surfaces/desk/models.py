"""The desk's one table: which content a signature was asked for, and given to."""

from django.db import models


class Signing(models.Model):
    """The signature of one draft. It stands only while the draft still says what was shown."""

    draft = models.UUIDField(primary_key=True)
    content_sm3 = models.CharField(max_length=64)
    """What is on the counter's screen."""
    asked_at = models.DateTimeField()
    signature_sm3 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)
    """The citizen pressed "this is not right"."""
    window_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["window_id", "-asked_at"], name="desk_signing_at_window"),)

    def __str__(self) -> str:
        return str(self.draft)
