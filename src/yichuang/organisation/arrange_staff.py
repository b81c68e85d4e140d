"""Verb: take somebody into service, change what they are, let them leave and come back. Each leaves a trail.

Whoever tells somebody a password could sign in as them. So the roles that rule over others are not given at hiring, and later
not by whoever set the password that the account goes by: two administrators are in every new one.
"""

from collections.abc import Collection
from copy import copy
from datetime import datetime

from django.db import transaction
from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor, at_root
from yichuang.organisation.gates import MANAGE, STAFF, UNIT
from yichuang.organisation.hire import Newcomer, hire
from yichuang.organisation.models import Account, Staff, WindowShift
from yichuang.organisation.opening import opened_by
from yichuang.organisation.passwords import made_password
from yichuang.organisation.terms import ChangeEvent, PostKind, Role
from yichuang.organisation.trail import differences, leave_trail

LONGEST_NAME = 50
LONGEST_TITLE = 100
ROOT_ONLY = frozenset({Role.AUDITOR})
"""Roles that only an administrator of the top unit gives and takes: who is watched does not choose the watchers."""
BY_TWO = frozenset({Role.ADMIN, Role.AUDITOR})
"""Roles that nobody gives to an account that they have opened themselves, nor both to one person."""
CHANGEABLE = ("name", "unit_id", "title_zh", "title_en", "posts", "roles")


class StaffDetails(Struct, frozen=True):
    """What of a member of staff can change; badge and kind (民警, 辅警) are for good."""

    name: str
    unit: str
    """Code of the own unit."""
    title_zh: str = ""
    title_en: str = ""
    posts: tuple[PostKind, ...] = ()
    roles: tuple[Role, ...] = ()


class Welcomed(Struct, frozen=True):
    """A newcomer with the password to tell them once; nobody can read it again."""

    staff: Staff
    password: str


@transaction.atomic
def take_on(actor: Actor, new: Newcomer, *, now: datetime) -> Welcomed:
    """Take one person into service with a made-up first password, which they must change at their first sign-in."""
    UNIT.open(actor, new.unit, MANAGE)
    _check_roles(actor, (), new.roles)
    if BY_TWO.intersection(new.roles):
        raise Refusal("organisation.role_at_hiring")
    _check_name(new.name)
    password = made_password()
    member = hire([new], password=password, now=now)[0]
    Account.objects.filter(pk=member.account_id).update(first_password=True)
    leave_trail(ChangeEvent.HIRED, actor, now, staff=member, detail=_standing(member))
    return Welcomed(member, password)


@transaction.atomic
def change_staff(actor: Actor, badge: str, details: StaffDetails, *, now: datetime) -> Staff:
    """Change name, unit, title, posts or roles. Nobody changes the own roles: two people are always in it."""
    member = STAFF.open(actor, badge, MANAGE)
    unit = UNIT.open(actor, details.unit, MANAGE)
    _check_name(details.name)
    if member.pk == actor.staff_id and set(details.roles) != set(member.roles):
        raise Refusal("organisation.not_yourself")
    _check_roles(actor, member.roles, details.roles)
    if BY_TWO.intersection(details.roles).difference(member.roles) and opened_by(actor, [member.pk]):
        raise Refusal("organisation.role_by_another")
    before = copy(member)
    member.name, member.unit = details.name.strip(), unit
    member.title_zh, member.title_en = details.title_zh.strip()[:50], details.title_en.strip()[:LONGEST_TITLE]
    member.posts = [post.value for post in details.posts]
    member.roles = [role.value for role in details.roles]
    changed = differences(before, member, CHANGEABLE)
    if changed:
        member.save(update_fields=CHANGEABLE)
        leave_trail(ChangeEvent.STAFF_CHANGED, actor, now, staff=member, detail=changed)
    return member


@transaction.atomic
def let_go(actor: Actor, badge: str, *, reason: str, now: datetime) -> Staff:
    """End somebody's service: they cannot sign in, their grants are not in force, their shift ends. Nothing is deleted."""
    member = STAFF.open(actor, badge, MANAGE)
    if member.pk == actor.staff_id:
        raise Refusal("organisation.not_yourself")
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    WindowShift.objects.filter(staff=member, ended_at__isnull=True).update(ended_at=now)
    return _switched(actor, member, ChangeEvent.LEFT, reason.strip(), now)


@transaction.atomic
def take_back(actor: Actor, badge: str, *, reason: str, now: datetime) -> Staff:
    """Take somebody back into service; grants and qualifications that have not ended hold again."""
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    return _switched(actor, STAFF.open(actor, badge, MANAGE), ChangeEvent.RETURNED, reason.strip(), now)


def _switched(actor: Actor, member: Staff, event: ChangeEvent, reason: str, now: datetime) -> Staff:
    serves = event is ChangeEvent.RETURNED
    if member.active == serves:
        return member
    member.active = serves
    member.save(update_fields=["active"])
    Account.objects.filter(pk=member.account_id).update(is_active=serves)
    leave_trail(event, actor, now, staff=member, reason=reason)
    return member


def _check_name(name: str) -> None:
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Refusal("organisation.person_name", longest=LONGEST_NAME)


def _check_roles(actor: Actor, before: Collection[str], after: Collection[str]) -> None:
    if ROOT_ONLY & (set(before) ^ set(after)) and not at_root(actor):
        raise Refusal("organisation.root_role")
    if BY_TWO.issubset(after) and not BY_TWO.issubset(before):
        raise Refusal("organisation.roles_apart")


def _standing(member: Staff) -> str:
    return f"{member.unit.name_zh}; {', '.join([*member.posts, *member.roles])}"
