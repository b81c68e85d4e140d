"""Verb: found a bureau on an empty server: its uppermost unit and its first administrator. Once; the console does the rest."""

from datetime import datetime

from django.db import connection, transaction
from msgspec import Struct

from yichuang.catalogue.definition import Level
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
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


class Founder(Struct, frozen=True):
    """The first administrator, who takes everybody else into service."""

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
    password = made_password()
    administrator = hire([_administrator(founder, new.code)], password=password, now=now)[0]
    Account.objects.filter(pk=administrator.account_id).update(first_password=True)
    _leave_trails(unit, administrator, now)
    transaction.on_commit(forget_offices)
    return Founded(unit, administrator, password)


def _check(new: NewUnit, founder: Founder) -> None:
    check_code(new.code)
    check_names(new.name_zh, new.name_en)
    check_region(new.region)
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


def _leave_trails(unit: Unit, administrator: Staff, now: datetime) -> None:
    """The log begins with its own founder."""
    actor = actor_for(administrator.account_id, local_date(now))
    if actor is None:
        raise LookupError(administrator.badge)
    leave_trail(ChangeEvent.UNIT_ADDED, actor, now, unit=unit, subject=f"{unit.code} {unit.name_zh}")
    leave_trail(ChangeEvent.HIRED, actor, now, staff=administrator, detail=f"{unit.name_zh}; {Role.ADMIN.value}")
