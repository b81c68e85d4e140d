"""Published items: an identity with its state, and immutable numbered versions of its definition."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yichuang.catalogue.definition import ItemStatus, Line


class CatalogueItem(models.Model):
    """An item's identity (事项). Rights, routing and statistics attach to it, whatever its version."""

    code = models.CharField(max_length=60, primary_key=True)
    line = models.CharField(max_length=20)
    status = models.CharField(max_length=20, default=ItemStatus.IN_USE)
    status_since = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(line__in=[line.value for line in Line]), name="catalogue_item_line"),
            CheckConstraint(condition=Q(status__in=[each.value for each in ItemStatus]), name="catalogue_item_status"),
        )

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """One published version of an item. Its content never changes; only the end of its validity is set, once."""

    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    """The whole definition as :class:`yichuang.catalogue.definition.Item`."""
    content_hash = models.CharField(max_length=64)
    """SM3 of the canonical JSON without the version number."""
    published_at = models.DateTimeField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    """When the next version took its place; null for the version in force."""

    class Meta:
        constraints = (
            UniqueConstraint(fields=["item", "version"], name="catalogue_item_version"),
            UniqueConstraint(fields=["item"], condition=Q(valid_to=None), name="catalogue_one_version_in_force"),
            CheckConstraint(condition=Q(version__gte=1), name="catalogue_version_number"),
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="catalogue_version_validity"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"
