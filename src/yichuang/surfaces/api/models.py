"""Tables of the API: integrators' tokens, and the idempotency keys that were used."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q

from yichuang.organisation.models import Staff
from yichuang.surfaces.api.terms import Scope

DIGEST = 64
"""Hex digits of an SM3 digest."""


class ApiToken(models.Model):
    """A program's way in. Who acts with it is ``owner``; the token itself is nowhere, only its digest."""

    name = models.CharField(max_length=100)
    """Which program uses it, in the owner's words."""
    prefix = models.CharField(max_length=12)
    """Its first characters, by which people tell tokens apart."""
    digest = models.CharField(max_length=DIGEST, unique=True)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="api_tokens")
    scopes = ArrayField(models.CharField(max_length=10))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    """To the minute."""

    class Meta:
        indexes = (Index(fields=["owner", "-id"], name="api_tokens_of_staff"),)
        constraints = (
            CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_span"),
            CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]) & ~Q(scopes=[]),
                name="api_token_scopes",
            ),
        )

    def __str__(self) -> str:
        return self.prefix


class UsedKey(models.Model):
    """An idempotency key of one member of staff, and what was sent with it."""

    key = models.CharField(max_length=DIGEST, primary_key=True)
    """As the verbs know it: made of the staff id and the caller's key."""
    digest = models.CharField(max_length=DIGEST)
    """SM3 of the operation and its body."""
    answer = models.JSONField(null=True)
    """What was answered, where the verb itself keeps no record of it."""
    at = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["at"], name="api_used_keys_by_age"),)

    def __str__(self) -> str:
        return self.key
