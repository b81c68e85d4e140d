"""Verb: found a bureau on an empty server: its uppermost unit, its first administrator and, beside them, the second. The
console does the rest, where every further administrator takes two.
"""

from datetime import datetime

from django.db import connection, transaction
from msgspec import Struct

from yichuang.catalogue.definition import Level
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.arrange_staff import LONGEST_NAME
from yichuang.organisation.establish import NewUnit, establish
from yichuang.organisation.hire import Newcomer, hire
from yichuang.organisation.models import Account, Staff, Unit
from yichuang.organisation.naming import check_code, check_names, check_region
from yichuang.organisation.offices import forget_offices
from yichuang.organisation.passwords import made_password
from yichuang.organisation.queries import actor_for
from yichuang.organisation.terms import ChangeEvent, PostKind, Role, StaffKind
from yichuang.organisation.trail import leave_trail

BOTH = 2
"""Administrators without whom nobody can be made another one."""


class Founder(Struct, frozen=True):
    """One of the first two administrators, who take everybody else into service."""

    badge: str
    name: str


class Founded(Struct, frozen=True):
    """A bureau that has just come to be."""

    unit: Unit
    administrator: Staff
    password: str
    """To be told once; it must be changed, and a code device bound, at the first sign-in."""


def level_of(region: str) -> Level:
    """What a bureau of this administrative division is (GB/T 2260: the unused pairs of digits are zeros)."""
    if region.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if region.endswith("00") else Level.COUNTY


@transaction.atomic
def found_bureau(new: NewUnit, founder: Founder, *, now: datetime) -> Founded:
    """Set up the root of the tree and its administrator. Refusal("organisation.bureau_exists") where any unit stands.

    Two at the same moment: the second waits for the first and is then refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE organisation_unit IN SHARE ROW EXCLUSIVE MODE")
    standing = Unit.objects.order_by("path").first()
    if standing is not None:
        raise Refusal("organisation.bureau_exists", unit_zh=standing.name_zh, unit_en=standing.name_en)
    _check(new, founder)
    unit = establish([new])[new.code]
    administrator, password = _hired(founder, unit, now)
    actor = _actor_of(administrator, now)
    leave_trail(ChangeEvent.UNIT_ADDED, actor, now, unit=unit, subject=f"{unit.code} {unit.name_zh}")
    _trail_of(administrator, unit, now)
    transaction.on_commit(forget_offices)
    return Founded(unit, administrator, password)


@transaction.atomic
def add_second_administrator(second: Founder, *, now: datetime) -> Founded:
    """Take the second administrator of the uppermost unit into service, from the server: nobody in the console could alone.

    Refusal("organisation.administrators_there") where two serve already, Refusal("organisation.no_bureau") before the founding.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE organisation_unit IN SHARE ROW EXCLUSIVE MODE")
    unit = Unit.objects.filter(parent=None).first()
    if unit is None:
        raise Refusal("organisation.no_bureau")
    if Staff.objects.filter(unit=unit, active=True, roles__contains=[Role.ADMIN.value]).count() >= BOTH:
        raise Refusal("organisation.administrators_there")
    _check_founder(second)
    administrator, password = _hired(second, unit, now)
    _trail_of(administrator, unit, now)
    return Founded(unit, administrator, password)


def _check(new: NewUnit, founder: Founder) -> None:
    check_code(new.code)
    check_names(new.name_zh, new.name_en)
    check_region(new.region)
    _check_founder(founder)


def _check_founder(founder: Founder) -> None:
    if not 1 <= len(founder.name.strip()) <= LONGEST_NAME:
        raise Refusal("organisation.person_name", longest=LONGEST_NAME)


def _administrator(founder: Founder, unit: str) -> Newcomer:
    return Newcomer(
        badge=founder.badge,
        name=founder.name.strip(),
        unit=unit,
        kind=StaffKind.OFFICER,
        posts=(PostKind.ADMINISTRATION,),
        roles=(Role.ADMIN,),
    )


def _hired(founder: Founder, unit: Unit, now: datetime) -> tuple[Staff, str]:
    password = made_password()
    administrator = hire([_administrator(founder, unit.code)], password=password, now=now)[0]
    Account.objects.filter(pk=administrator.account_id).update(first_password=True)
    return administrator, password


def _trail_of(administrator: Staff, unit: Unit, now: datetime) -> None:
    """Nobody of the console has taken them into service: the log says that they came by themselves."""
    actor = _actor_of(administrator, now)
    leave_trail(ChangeEvent.HIRED, actor, now, staff=administrator, detail=f"{unit.name_zh}; {Role.ADMIN.value}")


def _actor_of(administrator: Staff, now: datetime) -> Actor:
    actor = actor_for(administrator.account_id, local_date(now))
    if actor is None:
        raise LookupError(administrator.badge)
    return actor
