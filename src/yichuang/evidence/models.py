"""Tables of the proofs: one row per line of an application's material list, the files behind them, and who asked which
register about whom.
"""

from collections.abc import Iterable
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from yichuang.evidence.sharing import AskOutcome, Purpose
from yichuang.organisation.models import Staff
from yichuang.people.models import IdentityCheck, Person


def one_of(field: str, terms: Iterable[StrEnum], table: str) -> CheckConstraint:
    """Make the database itself check that ``field`` holds a value of the closed list."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=f"evidence_{table}_{field}"
    )


class StoredFile(models.Model):
    """A scan or document, kept encrypted under the SM3 of its content; the same content is kept once.

    It has no name of its own: each :class:`Deposit` has the one that its bringer gave, and nobody learns another's.
    """

    sm3 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    """Bytes of the content."""
    stored_at = models.DateTimeField()
    stored_by = models.BigIntegerField(null=True)
    pages = models.PositiveSmallIntegerField(default=1)
    width = models.PositiveIntegerField(default=0)
    """Pixels of a picture; 0 for a PDF."""
    height = models.PositiveIntegerField(default=0)
    has_location = models.BooleanField(default=False)
    """The picture says where it was taken."""

    def __str__(self) -> str:
        return self.sm3


class Deposit(models.Model):
    """Somebody handed a file in. The content is kept once, but who brought it may see it again, whoever was first."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="deposits")
    by = models.BigIntegerField(null=True)
    """Staff id; None = the person, online."""
    name = models.CharField(max_length=200)
    """As the bringer's computer calls it; shown to them, never used as a path."""
    at = models.DateTimeField()

    class Meta:
        constraints = (UniqueConstraint(fields=["file", "by"], name="evidence_deposit_once", nulls_distinct=False),)

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """A signature as a pad drew it (``signature.store_signature``): no other file counts as one. Append-only."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    identity_check = models.ForeignKey(IdentityCheck, null=True, on_delete=models.PROTECT, related_name="+")
    """The identity check of whoever signed for results; none where a draft's content was signed, which is bound to it."""
    by = models.BigIntegerField(null=True)
    """Staff id of whose pad it was."""
    at = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["file", "identity_check"], name="evidence_signature_of_check"),)

    def __str__(self) -> str:
        return self.file_id


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


class SharingLog(models.Model):
    """One question to a register: who asked about whom, for which matter, what came back and what it served for.

    政务数据共享条例 art. 29: kept for at least three years. Append-only in the database itself; the person can see it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=20)
    """Gateway that was asked."""
    datasets = ArrayField(models.CharField(max_length=20))
    """Keys of ``catalogue/registers.yaml`` that the question touched."""
    purpose = models.CharField(max_length=20)
    reference = models.CharField(max_length=60)
    """Number of the application or case, or id of the draft."""
    outcome = models.CharField(max_length=20)
    fields = ArrayField(models.CharField(max_length=60))
    """Which facts the answer held; never the facts themselves."""
    proofs = ArrayField(models.CharField(max_length=60))
    """Evidence types that nobody had to bring because of it."""
    at = models.DateTimeField()
    keep_until = models.DateField()
    """Not before this day may it be destroyed."""

    class Meta:
        indexes = (Index(fields=["person", "-at"], name="evidence_sharing_of_person"),)
        constraints = (
            one_of("purpose", Purpose, "sharing"),
            one_of("outcome", AskOutcome, "sharing"),
            CheckConstraint(condition=~Q(reference=""), name="evidence_sharing_reference"),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.reference}"
