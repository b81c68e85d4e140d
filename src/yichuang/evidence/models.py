"""Tables of the proofs: one row per line of an application's material list, and the files behind them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Index, UniqueConstraint


class StoredFile(models.Model):
    """A scan or document, kept encrypted under the SM3 of its content; the same content is kept once."""

    sm3 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    """Bytes of the content."""
    name = models.CharField(max_length=200)
    """As the person's computer called it; shown, never used as a path."""
    stored_at = models.DateTimeField()
    stored_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Material(models.Model):
    """How one requirement of an application was met. Written with the submission; later changes append events."""

    id = models.BigAutoField(primary_key=True)
    application_id = models.BigIntegerField()
    evidence = models.CharField(max_length=60)
    items = ArrayField(models.CharField(max_length=60))
    """Which of the application's items need it."""
    state = models.CharField(max_length=10)
    grade = models.CharField(max_length=1, blank=True)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    register = models.CharField(max_length=20, blank=True)
    """The data source that answered, where shared."""
    file = models.CharField(max_length=64, blank=True)
    """SM3 of the stored file, if any."""
    by = models.BigIntegerField(null=True)
    """Staff who saw the original."""
    at = models.DateTimeField()

    class Meta:
        constraints = (UniqueConstraint(fields=["application_id", "evidence"], name="evidence_material_once"),)
        indexes = (Index(fields=["file"], name="evidence_material_file"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.evidence}"
