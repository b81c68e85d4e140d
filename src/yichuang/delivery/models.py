"""Custody of paper (流转保管): what was handed from one unit to another, by whom to whom, and what was found to differ.

Bundles, receipts and differences are append-only in the database itself; ``Custody`` says where each thing lies now.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yichuang.cases.status import Cargo
from yichuang.organisation.models import Staff, Unit

TERM = 20
CARGOS = [cargo.value for cargo in Cargo]


class Bundle(models.Model):
    """One hand-over of paper between two units, with its own number (交接单)."""

    number = models.CharField(max_length=30, unique=True)
    what = models.CharField(max_length=TERM)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    bag = models.CharField(max_length=40, blank=True)
    """Seal number of the bag (封签号)."""
    sent_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    key = models.CharField(max_length=100, unique=True)
    """Of the command: pressed twice, sent once."""

    class Meta:
        indexes = (
            Index(fields=["to_unit", "-id"], name="delivery_bundle_to"),
            Index(fields=["from_unit", "-id"], name="delivery_bundle_from"),
        )
        constraints = (
            CheckConstraint(condition=Q(what__in=CARGOS), name="delivery_bundle_what"),
            CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="delivery_bundle_travels"),
        )

    def __str__(self) -> str:
        return self.number


class BundleLine(models.Model):
    """What of one case is in a bundle."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="lines")
    case_id = models.BigIntegerField()
    case_no = models.CharField(max_length=50)
    documents = ArrayField(models.CharField(max_length=60))
    """Keys: of evidence types for papers, of the item's outputs for a result."""
    pieces = models.PositiveSmallIntegerField()

    class Meta:
        indexes = (Index(fields=["case_id"], name="delivery_line_case"),)
        constraints = (UniqueConstraint(fields=["bundle", "case_id"], name="delivery_line_once"),)

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.case_no}"


class BundleReceipt(models.Model):
    """The receiver has counted the bundle; it is theirs from now on."""

    bundle = models.OneToOneField(Bundle, on_delete=models.PROTECT, related_name="receipt")
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.bundle_id)


class Difference(models.Model):
    """What the receiver found to differ from the list."""

    receipt = models.ForeignKey(BundleReceipt, on_delete=models.PROTECT, related_name="differences")
    line = models.OneToOneField(BundleLine, on_delete=models.PROTECT, related_name="difference")
    found = models.PositiveSmallIntegerField()
    """Pieces that were there."""
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.line_id} {self.found}"


class Custody(models.Model):
    """Where the papers or the result of a case lie; a row exists once they have travelled. Follows from the bundles."""

    case_id = models.BigIntegerField()
    what = models.CharField(max_length=TERM)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    """Who has them, or has sent them."""
    bundle = models.ForeignKey(Bundle, null=True, on_delete=models.PROTECT, related_name="+")
    """On their way in this bundle; none = they lie there."""

    class Meta:
        constraints = (
            UniqueConstraint(fields=["case_id", "what"], name="delivery_custody_once"),
            CheckConstraint(condition=Q(what__in=CARGOS), name="delivery_custody_what"),
        )
        indexes = (Index(fields=["unit", "what"], name="delivery_custody_at"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.what}"
