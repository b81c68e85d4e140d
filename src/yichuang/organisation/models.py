"""Units, halls, windows, staff and the authority matrix. Rules live in the pure modules and the verbs, never here."""

from collections.abc import Iterable
from enum import StrEnum

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yichuang.catalogue.definition import Level, Line
from yichuang.organisation.local_setting import LocalSetting
from yichuang.organisation.terms import (
    Act,
    ChangeEvent,
    GrantEvent,
    PostKind,
    Role,
    SignInEvent,
    StaffKind,
    StandingKind,
    WindowKind,
)

__all__ = [
    "Account", "ChangeLog", "Grant", "GrantLog", "Hall", "LocalSetting", "Qualification", "SignInLog", "Staff",
    "Standing", "Unit", "UnitProfile", "Window", "WindowShift",
]  # fmt: skip

TERM = 20
"""Longest value of a closed list."""


POLICE_LEVELS = [level for level in Level if level is not Level.EXTERNAL]


def one_of(field: str, terms: Iterable[StrEnum], table: str) -> CheckConstraint:
    """Make the database itself check that ``field`` holds a value of the closed list."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=f"organisation_{table}_{field}"
    )


def all_of(field: str, terms: Iterable[StrEnum], table: str) -> CheckConstraint:
    """Do the same for each member of an array."""
    return CheckConstraint(
        condition=Q(**{f"{field}__contained_by": [term.value for term in terms]}), name=f"organisation_{table}_{field}"
    )


def terms_field() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=TERM), default=list)


class Account(AbstractBaseUser):
    """How a member of staff signs in. Rights are not here: they are grants of the member of staff."""

    username = models.CharField(max_length=20, unique=True)
    """The badge number (警号), lower case."""
    is_active = models.BooleanField(default=True)
    first_password = models.BooleanField(default=False)
    """The password was set by an administrator: its holder must choose another before anything else."""
    joined_at = models.DateTimeField()

    objects = BaseUserManager["Account"]()
    USERNAME_FIELD = "username"

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(username__regex=r"^[0-9a-z][0-9a-z-]{2,19}$"), name="organisation_account_name"
            ),
        )

    def __str__(self) -> str:
        return self.username


class Unit(models.Model):
    """A node of the tree: bureau, department, station, community post."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    level = models.CharField(max_length=TERM)
    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200)
    region = models.CharField(max_length=6)
    """行政区划代码, six digits."""
    uscc = models.CharField(max_length=18, blank=True)
    path = models.TextField(unique=True)  # being unique it has a text_pattern_ops index too: a subtree is one range
    """Ids from the root to here, ``/1/4/``: one is under another exactly when its path begins with the other's."""
    lines = terms_field()
    """The lines for which it is the competent department (主管部门); empty for a bureau, station or post."""

    class Meta:
        constraints = (
            one_of("level", POLICE_LEVELS, "unit"),
            all_of("lines", Line, "unit"),
            CheckConstraint(condition=Q(region__regex=r"^[0-9]{6}$"), name="organisation_unit_region"),
            CheckConstraint(condition=Q(path__regex=r"^/([0-9]+/)+$"), name="organisation_unit_path"),
        )

    def __str__(self) -> str:
        return self.name_zh


class UnitProfile(models.Model):
    """What a unit says of itself on paper. A unit without one speaks through the nearest unit above that has one."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="profile")
    name_zh = models.CharField(max_length=100)
    """The issuing authority (发文机关) as the seal names it; a hall or section speaks in its bureau's name."""
    name_en = models.CharField(max_length=200)
    mark = models.CharField(max_length=20)
    """发文代字: what the numbers of its papers begin with."""
    address_zh = models.CharField(max_length=200)
    address_en = models.CharField(max_length=200)
    phone = models.CharField(max_length=30)
    complaint_phone = models.CharField(max_length=30)
    review_body_zh = models.CharField(max_length=100)
    """复议机关: who reviews its decisions (行政复议法 art. 24)."""
    review_body_en = models.CharField(max_length=200)
    court_zh = models.CharField(max_length=100)
    """The court of first instance against it (行政诉讼法 arts. 14, 18)."""
    court_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.mark


class Hall(models.Model):
    """A service hall of a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="halls")
    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name_zh


class Window(models.Model):
    """A window of a hall and the lines it takes."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=TERM)
    lines = terms_field()
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["hall", "number"], name="organisation_window_number"),
            one_of("kind", WindowKind, "window"),
            all_of("lines", Line, "window"),
            CheckConstraint(condition=~Q(lines=[]), name="organisation_window_has_lines"),
        )

    def __str__(self) -> str:
        return f"{self.hall_id}-{self.number}"


class Staff(models.Model):
    """A person who serves (民警 or 辅警), of one unit."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="staff")
    badge = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=50)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="staff")
    kind = models.CharField(max_length=TERM)
    title_zh = models.CharField(max_length=50, blank=True)
    """Post title (职务) as the bureau writes it."""
    title_en = models.CharField(max_length=100, blank=True)
    posts = terms_field()
    roles = terms_field()
    active = models.BooleanField(default=True)

    class Meta:
        indexes = (Index(fields=["unit", "badge"], name="organisation_staff_of_unit"),)
        constraints = (
            one_of("kind", StaffKind, "staff"),
            all_of("posts", PostKind, "staff"),
            all_of("roles", Role, "staff"),
        )

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """A passed examination of a line (上岗资格). ``expires_on`` is its last good day."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="qualifications")
    line = models.CharField(max_length=TERM)
    passed_on = models.DateField()
    expires_on = models.DateField()
    certificate_no = models.CharField(max_length=40)

    class Meta:
        indexes = (Index(fields=["staff", "line"], name="organisation_qualified"),)
        constraints = (
            one_of("line", Line, "qualification"),
            UniqueConstraint(fields=["line", "certificate_no"], name="organisation_certificate_no"),
            CheckConstraint(condition=Q(expires_on__gte=F("passed_on")), name="organisation_qualification_span"),
        )

    def __str__(self) -> str:
        return self.certificate_no


class Standing(models.Model):
    """Transfer or secondment to a line, or entry in the traffic register. ``until`` is the last day; none = open."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=TERM)
    line = models.CharField(max_length=TERM)
    since = models.DateField()
    until = models.DateField(null=True)
    document_no = models.CharField(max_length=60)

    class Meta:
        indexes = (Index(fields=["staff", "line"], name="organisation_standing_of"),)
        constraints = (
            one_of("kind", StandingKind, "standing"),
            one_of("line", Line, "standing"),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="organisation_standing_span"
            ),
            CheckConstraint(
                condition=~Q(kind=StandingKind.TRAFFIC_ENROLLED.value) | Q(line=Line.TRAFFIC.value),
                name="organisation_traffic_register",
            ),
        )

    def __str__(self) -> str:
        return self.document_no


class Grant(models.Model):
    """One cell of the authority matrix: staff x line x act x level, within the subtree of ``unit``."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="grants")
    line = models.CharField(max_length=TERM)
    act = models.CharField(max_length=TERM)
    level = models.CharField(max_length=TERM)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="scoped_grants")
    granted_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="given_grants")
    granted_on = models.DateField()
    expires_on = models.DateField()
    """Its last good day."""
    document_no = models.CharField(max_length=60)
    revoked_on = models.DateField(null=True)
    """From this day on the grant is gone."""

    class Meta:
        constraints = (
            one_of("line", Line, "grant"),
            one_of("act", Act, "grant"),
            one_of("level", POLICE_LEVELS, "grant"),
            CheckConstraint(condition=Q(expires_on__gte=F("granted_on")), name="organisation_grant_span"),
            UniqueConstraint(
                fields=["staff", "line", "act", "level", "unit"],
                condition=Q(revoked_on__isnull=True),
                name="organisation_one_grant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.line} {self.act} {self.level}"


class GrantLog(models.Model):
    """Every grant, revocation and refused grant, append-only (the database refuses change)."""

    event = models.CharField(max_length=TERM)
    at = models.DateTimeField()
    actor = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="log")
    line = models.CharField(max_length=TERM)
    act = models.CharField(max_length=TERM)
    level = models.CharField(max_length=TERM)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    document_no = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)
    """Why it was revoked, or the code of the rule that refused it."""

    class Meta:
        indexes = (Index(fields=["staff", "-at"], name="organisation_grant_history"),)
        constraints = (one_of("event", GrantEvent, "grantlog"),)

    def __str__(self) -> str:
        return f"{self.event} {self.staff_id} {self.line} {self.act}"


class WindowShift(models.Model):
    """Who sits at which window, and since when."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="shifts")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="shifts")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["staff"], condition=Q(ended_at__isnull=True), name="organisation_at_one_window"),
            UniqueConstraint(fields=["window"], condition=Q(ended_at__isnull=True), name="organisation_one_at_window"),
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="organisation_shift_span"
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.window_id}"


class ChangeLog(models.Model):
    """What administrators did to units, halls, windows, staff and the calendar, append-only (the database refuses change)."""

    event = models.CharField(max_length=TERM)
    at = models.DateTimeField()
    actor = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    """What it was about where that is no member of staff: a window, a day."""
    detail = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (Index(fields=["staff", "-id"], name="organisation_changes_of_staff"),)
        constraints = (one_of("event", ChangeEvent, "changelog"),)

    def __str__(self) -> str:
        return f"{self.event} {self.at}"


class SignInLog(models.Model):
    """Every sign-in, failed sign-in and sign-out, append-only (the database refuses change)."""

    event = models.CharField(max_length=TERM)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="sign_ins")
    name = models.CharField(max_length=20)
    """What was typed as the badge, cut to its longest."""
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (Index(fields=["name", "-id"], name="organisation_sign_ins_of"),)
        constraints = (one_of("event", SignInEvent, "signinlog"),)

    def __str__(self) -> str:
        return f"{self.event} {self.name}"
