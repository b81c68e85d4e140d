"""Published items: an identity with its state, immutable numbered versions of its definition, and what is to change."""

from collections.abc import Iterable
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yichuang.catalogue.changes.terms import OPEN, ChangeKind, ChangeState, TrailEvent
from yichuang.catalogue.definition import ItemStatus, Line
from yichuang.catalogue.own_entries import Dictionary

CODE = 60
"""Longest code of an item."""
NAME = 50
"""Longest name of a member of staff."""
REASON = 400
"""Longest reason or comment: a paragraph."""
FIELD = 200
"""Longest path of a field."""


def one_of(field: str, terms: Iterable[StrEnum], table: str) -> CheckConstraint:
    """Make the database itself check that ``field`` holds a value of the closed list."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=f"catalogue_{table}_{field}"
    )


class CatalogueItem(models.Model):
    """An item's identity (事项). Rights, routing and statistics attach to it, whatever its version."""

    code = models.CharField(max_length=CODE, primary_key=True)
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
    """When the next version takes its place (it may lie ahead); null for the last one."""
    change = models.ForeignKey("CatalogueChange", null=True, on_delete=models.PROTECT, related_name="versions")
    """The bureau's own change that published it; null where it came from the files of this installation."""

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


class Correction(models.Model):
    """A version with better words (editorial fields only); the newest one is read. Append-only."""

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="corrections")
    revision = models.PositiveIntegerField()
    """1 for the first; two people who correct at once collide on it."""
    content = models.JSONField()
    """The whole definition as it reads now."""
    at = models.DateTimeField()

    class Meta:
        constraints = (UniqueConstraint(fields=["version", "revision"], name="catalogue_correction_revision"),)

    def __str__(self) -> str:
        return f"{self.version} r{self.revision}"


class CatalogueChange(models.Model):
    """One change to the catalogue on its way: by one person, for one reason, reviewed and published as a whole."""

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=ChangeState.DRAFT)
    ends = ArrayField(models.CharField(max_length=CODE), default=list)
    """Codes of the items whose state it changes: suspended, resumed, cancelled, split, merged."""
    successors = ArrayField(models.CharField(max_length=CODE), default=list)
    """For a cancellation: the items to which people are sent instead."""
    reason = models.CharField(max_length=REASON, blank=True)
    comment = models.CharField(max_length=REASON, blank=True)
    """The reviewer's words."""
    valid_from = models.DateTimeField(null=True)
    """When it is to bite; null = as soon as it is approved."""
    author_id = models.BigIntegerField()
    author = models.CharField(max_length=NAME)
    reviewer_id = models.BigIntegerField(null=True)
    reviewer = models.CharField(max_length=NAME, blank=True)
    revision = models.PositiveIntegerField(default=1)
    """Rises with each change; who writes on an older one is told so."""
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (Index(fields=["-id"], name="catalogue_change_open", condition=Q(state__in=[s.value for s in OPEN])),)
        constraints = (
            one_of("kind", ChangeKind, "change"),
            one_of("state", ChangeState, "change"),
            CheckConstraint(
                condition=Q(reviewer_id=None) | ~Q(reviewer_id=F("author_id")), name="catalogue_change_two_people"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"


class ItemDraft(models.Model):
    """One item as a change wants it."""

    change = models.ForeignKey(CatalogueChange, on_delete=models.CASCADE, related_name="drafts")
    code = models.CharField(max_length=CODE)
    based_on = models.PositiveIntegerField(default=0)
    """The version it was begun from; 0 for a new item."""
    based_revision = models.PositiveIntegerField(default=0)
    """That version's newest correction; 0 for none."""
    content = models.JSONField()

    class Meta:
        constraints = (UniqueConstraint(fields=["change", "code"], name="catalogue_draft_once"),)
        indexes = (Index(fields=["code"], name="catalogue_draft_of_item"),)

    def __str__(self) -> str:
        return f"{self.change_id} {self.code}"


class DictionaryEntry(models.Model):
    """A data element or a kind of proof of the bureau's own, as a change wants it; in force once that is published.

    Nothing of it changes afterwards: of several in force with one key the newest counts, and one without content takes
    the entry away.
    """

    change = models.ForeignKey(CatalogueChange, null=True, on_delete=models.PROTECT, related_name="entries")
    """Null for what takes an entry away."""
    dictionary = models.CharField(max_length=20)
    key = models.CharField(max_length=CODE)
    content = models.JSONField(null=True)
    """The whole entry as :class:`~yichuang.catalogue.definition.Element` or ``EvidenceType``."""
    valid_from = models.DateTimeField(null=True)
    """Null until the change is published."""

    class Meta:
        indexes = (
            Index(fields=["valid_from", "id"], name="catalogue_entry_in_force", condition=Q(valid_from__isnull=False)),
        )
        constraints = (
            one_of("dictionary", Dictionary, "entry"),
            UniqueConstraint(fields=["change", "dictionary", "key"], name="catalogue_entry_once"),
            CheckConstraint(
                condition=Q(change__isnull=False, content__isnull=False)
                | Q(change__isnull=True, content__isnull=True, valid_from__isnull=False),
                name="catalogue_entry_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dictionary}.{self.key}"


class ItemStanding(models.Model):
    """From a moment on an item is in use, suspended or cancelled. Append-only; the newest that has begun counts."""

    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="standings")
    status = models.CharField(max_length=20)
    since = models.DateTimeField()
    reason = models.CharField(max_length=REASON, blank=True)
    successors = ArrayField(models.CharField(max_length=CODE), default=list)
    """Where people are sent instead."""
    change = models.ForeignKey(CatalogueChange, null=True, on_delete=models.PROTECT, related_name="standings")

    class Meta:
        indexes = (Index(fields=["item", "-since", "-id"], name="catalogue_standing_newest"),)
        constraints = (one_of("status", ItemStatus, "standing"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.status}"


class CatalogueTrail(models.Model):
    """Who did what to the catalogue, when; for corrections each field with its old and new words. Append-only."""

    event = models.CharField(max_length=20)
    at = models.DateTimeField()
    staff_id = models.BigIntegerField()
    staff = models.CharField(max_length=NAME)
    change = models.ForeignKey(CatalogueChange, null=True, on_delete=models.PROTECT, related_name="trail")
    item = models.CharField(max_length=CODE, blank=True)
    version = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(null=True)
    """The revision of the change that this made."""
    field = models.CharField(max_length=FIELD, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    note = models.CharField(max_length=REASON, blank=True)

    class Meta:
        indexes = (
            Index(fields=["item", "-id"], name="catalogue_trail_of_item"),
            Index(fields=["change", "id"], name="catalogue_trail_of_change"),
        )
        constraints = (one_of("event", TrailEvent, "trail"),)

    def __str__(self) -> str:
        return f"{self.event} {self.item} {self.at}"
