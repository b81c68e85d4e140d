"""The notices: one row per message and channel, with the exact words, kept as proof of what the person was told."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from yichuang.kernel.fields import EncryptedTextField
from yichuang.messaging.terms import NEEDS_SOMEBODY, Care, Channel, NoticeState


def one_of(field: str, terms: Iterable[StrEnum], table: str = "notice") -> CheckConstraint:
    """Make the database itself check that ``field`` holds a value of the closed list."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=f"messaging_{table}_{field}"
    )


class Notice(models.Model):
    """One message to one person over one channel."""

    message_id = models.CharField(max_length=100, unique=True)
    """Made from what happened, so that the same event never tells twice; the operator de-duplicates by it too."""
    person_id = models.BigIntegerField()
    phone = EncryptedTextField(blank=True, default="")
    channel = models.CharField(max_length=10)
    template = models.CharField(max_length=40)
    params = models.JSONField()
    """What was filled in; a later change of the template does not change ``text``."""
    language = models.CharField(max_length=10)
    text = EncryptedTextField()
    """The exact words."""
    reference = models.CharField(max_length=60)
    """Number of the case or application it is about."""
    state = models.CharField(max_length=10)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    """Code of the refusal that ended the last attempt."""
    receipt = models.CharField(max_length=60, blank=True)
    """The operator's number."""
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            Index(fields=["person_id", "-id"], name="messaging_of_person"),
            Index(fields=["reference", "id"], name="messaging_of_case"),
            Index(
                fields=["created_at"],
                name="messaging_not_sent",
                condition=Q(state__in=sorted(state.value for state in {NoticeState.QUEUED, *NEEDS_SOMEBODY})),
            ),
        )
        constraints = (
            one_of("channel", Channel),
            one_of("state", NoticeState),
            CheckConstraint(
                condition=Q(sent_at__isnull=False) | ~Q(state=NoticeState.SENT.value), name="messaging_sent_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.reference}"


class NoticeCare(models.Model):
    """Who did something about a notice that had not got through, append-only."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="care")
    what = models.CharField(max_length=10)
    by = models.BigIntegerField()
    """Staff id; who that is, a higher room knows."""
    at = models.DateTimeField()
    new_phone = models.BooleanField(default=False)
    """The number was corrected; the number itself stands sealed in the notice."""
    note = models.CharField(max_length=200, blank=True)
    """How the person was told."""

    class Meta:
        constraints = (one_of("what", Care, "care"),)

    def __str__(self) -> str:
        return f"{self.what} {self.notice_id}"
