"""Tables of applications. Written only by the SQL function ``applications_append``, except drafts, which are free to
change until they are submitted.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Index, UniqueConstraint

from yichuang.kernel.fields import EncryptedTextField


class Application(models.Model):
    """One visit's application for 1..n items. Its status is derived from its cases, never stored."""

    id = models.BigIntegerField(primary_key=True)
    """Also the number of the application's stream in the record."""
    number = models.CharField(max_length=50)
    person_id = models.BigIntegerField()
    agent_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    """The organisation that applies; the person has come for it."""
    channel = models.CharField(max_length=10)
    items = ArrayField(models.CharField(max_length=60))
    unit_id = models.BigIntegerField()
    unit_path = models.TextField()
    window_id = models.BigIntegerField(null=True)
    staff_id = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField()
    signature_sm3 = models.CharField(max_length=64)
    signed = models.BooleanField()
    urgent = models.CharField(max_length=200)
    version = models.IntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["number"], name="applications_number"),)
        indexes = (
            Index(fields=["person_id", "-id"], name="applications_of_person"),
            Index(fields=["unit_id", "-id"], name="applications_of_unit"),
            Index(fields=["signature_sm3"], name="applications_signature"),
        )

    def __str__(self) -> str:
        return self.number


class Form(models.Model):
    """The one form as it was signed: values and answers as JSON, encrypted as a whole (law 7)."""

    application = models.OneToOneField(Application, primary_key=True, on_delete=models.PROTECT, db_constraint=False)
    sealed = EncryptedTextField()

    def __str__(self) -> str:
        return str(self.application_id)


class Draft(models.Model):
    """What was entered so far; saved as one types, so that nothing is lost when a line drops or a machine stops."""

    id = models.UUIDField(primary_key=True)
    """Chosen by the desk; also the idempotency key of the submission."""
    person_id = models.BigIntegerField()
    staff_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    window_id = models.BigIntegerField(null=True)
    sealed = EncryptedTextField()
    """The filing as JSON, encrypted as a whole."""
    version = models.IntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_as = models.BigIntegerField(null=True)
    """The application that it became."""

    class Meta:
        indexes = (Index(fields=["staff_id", "-changed_at"], name="applications_draft_of_staff"),)

    def __str__(self) -> str:
        return str(self.id)
