"""Persons, guardians, organisations, agents and the record of identity checks. No biometric template is stored here."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yichuang.kernel.fields import BlindIndexField, EncryptedTextField
from yichuang.kernel.identifiers import Sex
from yichuang.organisation.models import Staff
from yichuang.people.terms import (
    Capacity,
    CheckMethod,
    CheckResult,
    GuardianBasis,
    IdType,
    RepresentationEvent,
    Screen,
    Sensitive,
    StandingField,
)

TERM = 20
"""Longest value of a closed list."""
HASH = 64
"""Hex digits of an SM3 digest."""


def one_of(field: str, terms: Iterable[StrEnum], table: str) -> CheckConstraint:
    """Make the database itself check that ``field`` holds a value of the closed list."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=f"people_{table}_{field}"
    )


class Person(models.Model):
    """Somebody who applies, or acts for one who does. Number and phone are sealed; the number is found by its index."""

    id_type = models.CharField(max_length=TERM)
    id_number = EncryptedTextField()
    id_index = BlindIndexField(source="id_number")
    id_valid_to = models.DateField(null=True)
    """Last good day of the document; none = without end (长期)."""
    name = models.CharField(max_length=100)
    sex = models.CharField(max_length=TERM)
    birth = models.DateField()
    nation = models.CharField(max_length=40, blank=True)
    """民族 of a citizen, nationality of a foreigner."""
    phone = EncryptedTextField(blank=True, default="")
    address = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=TERM, default=Capacity.FULL.value)
    """As a court has declared it; what age takes away is computed (``capacity.capacity_on``)."""
    deceased = models.BooleanField(default=False)
    known_since = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["name"], name="people_person_name"),)
        constraints = (
            UniqueConstraint(fields=["id_type", "id_index"], name="people_person_number"),
            one_of("id_type", IdType, "person"),
            one_of("sex", Sex, "person"),
            one_of("capacity", Capacity, "person"),
            CheckConstraint(condition=Q(id_index__isnull=False), name="people_person_indexed"),
        )

    def __str__(self) -> str:
        return self.name


class Guardianship(models.Model):
    """Who is the guardian (监护人) of whom, on which document."""

    ward = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    basis = models.CharField(max_length=TERM)
    since = models.DateField()
    until = models.DateField(null=True)
    """Its last day; none = open; the day before ``since`` = it never held."""
    document = models.CharField(max_length=100)

    class Meta:
        constraints = (
            one_of("basis", GuardianBasis, "guardianship"),
            CheckConstraint(condition=~Q(ward=F("guardian")), name="people_guardian_of_another"),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since") - timedelta(days=1)),
                name="people_guardianship_span",
            ),
            UniqueConstraint(
                fields=["ward", "guardian"], condition=Q(until__isnull=True), name="people_one_guardianship"
            ),
        )

    def __str__(self) -> str:
        return self.document


class Organisation(models.Model):
    """A legal person or other body that applies."""

    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200)
    legal_representative = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="represents")

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An agent's mandate (委托) from one principal for named items."""

    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    principal_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="agents")
    principal_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="agents")
    document = models.CharField(max_length=100)
    """Number or name of the letter of authority (授权委托书)."""
    items = ArrayField(models.CharField(max_length=60))
    """Codes of the service items that the mandate names."""
    since = models.DateField()
    expires_on = models.DateField()
    """Its last good day."""
    revoked_on = models.DateField(null=True)
    """From this day on it is gone."""

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(principal_person__isnull=True) ^ Q(principal_organisation__isnull=True),
                name="people_agency_one_principal",
            ),
            CheckConstraint(
                condition=Q(principal_person__isnull=True) | ~Q(principal_person=F("agent")),
                name="people_agent_of_another",
            ),
            CheckConstraint(condition=Q(expires_on__gte=F("since")), name="people_agency_span"),
            CheckConstraint(condition=~Q(items=[]), name="people_agency_items"),
        )

    def __str__(self) -> str:
        return self.document


class IdentityCheck(models.Model):
    """One identity check and what it found, append-only. Evidence is kept as its digest only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identity_checks")
    method = models.CharField(max_length=TERM)
    result = models.CharField(max_length=TERM)
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    evidence_hash = models.CharField(max_length=HASH, blank=True)
    """SM3 of what the reader or the comparison returned; never a picture, never a template."""
    note = models.CharField(max_length=200, blank=True)
    """Why it was checked by hand, and which document was shown."""

    class Meta:
        indexes = (Index(fields=["person", "-at"], name="people_checks_of"),)
        constraints = (
            one_of("method", CheckMethod, "check"),
            one_of("result", CheckResult, "check"),
            CheckConstraint(condition=Q(evidence_hash__regex=r"^([0-9a-f]{64})?$"), name="people_check_hash"),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.result}"


class RevealLog(models.Model):
    """Who saw a whole number, when and why, append-only. The person can ask to see it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reveals")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=TERM)
    reason = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True)
    """Number of the case for which it was needed, if any."""
    at = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["person", "-at"], name="people_reveals_of"),)
        constraints = (one_of("field", Sensitive, "reveal"),)

    def __str__(self) -> str:
        return f"{self.field} {self.at}"


class PersonLook(models.Model):
    """Who looked at whose record on which screen, and when, append-only. The person can ask to see it (law 7)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="looks", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    screen = models.CharField(max_length=TERM)
    reference = models.CharField(max_length=60, blank=True)
    """Number of the case or application for which it was, if any."""
    at = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["person", "-at"], name="people_looks_at"),)
        constraints = (one_of("screen", Screen, "look"),)

    def __str__(self) -> str:
        return f"{self.screen} {self.at}"


class RepresentationLog(models.Model):
    """Who put on record that somebody may act for another, or no longer may, append-only."""

    event = models.CharField(max_length=TERM)
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="representations")
    """The ward or the principal; none for an organisation's mandate."""
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="representations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """The guardian or the agent."""
    document = models.CharField(max_length=100)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = (Index(fields=["person", "-at"], name="people_representations_of"),)
        constraints = (
            one_of("event", RepresentationEvent, "representation"),
            CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="people_represented_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.at}"


class StandingLog(models.Model):
    """What the population register changed on our record of somebody's life or capacity, append-only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="standing_changes")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    """At whose window the register was asked."""
    field = models.CharField(max_length=TERM)
    before = models.CharField(max_length=TERM)
    after = models.CharField(max_length=TERM)
    reference = models.CharField(max_length=60)
    """The draft, application, case or window for which it was asked."""
    at = models.DateTimeField()

    class Meta:
        constraints = (one_of("field", StandingField, "standing"),)

    def __str__(self) -> str:
        return f"{self.field} {self.after}"
