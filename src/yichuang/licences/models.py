"""Papers and licences that were issued. Rules live in the pure modules and the verbs, never here."""

from collections.abc import Iterable
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yichuang.licences.marks import SIGNS
from yichuang.licences.standing import RECORDED
from yichuang.licences.terms import LicenceStatus, PaperKind
from yichuang.organisation.models import Staff, Unit
from yichuang.people.models import Organisation, Person

TERM = 30
"""Longest value of a closed list."""
HASH = 64
"""Hex digits of an SM3 digest."""
CASE_NUMBER = 50


def one_of(field: str, terms: Iterable[StrEnum], table: str) -> CheckConstraint:
    """Make the database itself check that ``field`` holds a value of the closed list."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=f"licences_{table}_{field}"
    )


class IssuedPaper(models.Model):
    """A paper as it left the house. Its PDF lies in the store under ``sm3``."""

    key = models.CharField(max_length=200, unique=True)
    """Idempotency key of the command that issued it: issued once, however often that runs."""
    kind = models.CharField(max_length=TERM)
    number = models.CharField(max_length=60, unique=True)
    """文书编号."""
    code = models.CharField(max_length=SIGNS + 1, unique=True)
    """Verification code, ungrouped."""
    application_no = models.CharField(max_length=CASE_NUMBER)
    case_nos = ArrayField(models.CharField(max_length=CASE_NUMBER), default=list)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="papers")
    issuer_zh = models.CharField(max_length=100)
    """Name of the unit as printed; the unit may be renamed later."""
    issuer_en = models.CharField(max_length=200)
    sm3 = models.CharField(max_length=HASH)
    size = models.PositiveIntegerField()
    """Bytes."""
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    """None: issued by law or by a job, without a clerk."""
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (GinIndex(fields=["case_nos"], name="licences_paper_case"),)
        constraints = (
            one_of("kind", PaperKind, "paper"),
            CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="licences_paper_void_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Licence(models.Model):
    """A certificate as one version of it was issued (证照)."""

    key = models.CharField(max_length=200, unique=True)
    """Idempotency key of the command that issued it."""
    kind = models.CharField(max_length=60)
    """Key of the output in the catalogue."""
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300)
    type_code = models.CharField(max_length=21)
    """证照类型代码, GB/T 36904."""
    issuer_code = models.CharField(max_length=18)
    """颁发机构代码: credit code of the issuing body."""
    serial = models.CharField(max_length=30)
    """流水号: the same in every version."""
    version = models.PositiveSmallIntegerField(default=1)
    identifier = models.CharField(max_length=120, unique=True)
    """电子证照标识."""
    number = models.CharField(max_length=60)
    """证照编号 as printed on it."""
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="licences")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="licences")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="licences")
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """Last good day; none = without end (长期)."""
    status = models.CharField(max_length=TERM, default=LicenceStatus.VALID.value)
    """As recorded; what it is worth today follows from ``standing``."""
    status_since = models.DateTimeField()
    status_reason = models.CharField(max_length=500, blank=True)
    status_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    """None: as issued, or replaced by what was handed over."""
    case_no = models.CharField(max_length=CASE_NUMBER)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    """The version before this one."""

    class Meta:
        indexes = (
            Index(fields=["case_no"], name="licences_licence_case"),
            Index(fields=["valid_to", "id"], name="licences_licence_expiry", condition=Q(status="valid")),
        )
        constraints = (
            one_of("status", RECORDED, "licence"),
            UniqueConstraint(fields=["type_code", "issuer_code", "serial", "version"], name="licences_licence_version"),
            CheckConstraint(
                condition=Q(person__isnull=True, organisation__isnull=False)
                | Q(person__isnull=False, organisation__isnull=True),
                name="licences_licence_one_holder",
            ),
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="licences_licence_validity"
            ),
            CheckConstraint(condition=Q(version__gte=1, version__lte=999), name="licences_licence_version_range"),
        )

    def __str__(self) -> str:
        return self.identifier
