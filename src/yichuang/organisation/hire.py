"""Verb: take people into service: an account and a member of staff each."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import Account, Staff, Unit
from yichuang.organisation.terms import PostKind, Role, StaffKind

BADGE = re.compile(r"[0-9a-z][0-9a-z-]{2,19}")


class Newcomer(Struct, frozen=True):
    """A person to take into service."""

    badge: str
    """警号, lower case; also the name to sign in with."""
    name: str
    unit: str
    """Code of the own unit."""
    kind: StaffKind
    title_zh: str = ""
    title_en: str = ""
    posts: tuple[PostKind, ...] = ()
    roles: tuple[Role, ...] = ()


@transaction.atomic
def hire(newcomers: Sequence[Newcomer], *, password: str, now: datetime) -> list[Staff]:
    """Take ``newcomers`` into service with one first password, hashed once, and return them in their order.

    They grant nothing yet: authority follows by qualification and grant.
    """
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={new.unit for new in newcomers})}
    _check(newcomers, units)
    sealed = make_password(password)
    accounts = Account.objects.bulk_create(
        Account(username=new.badge, password=sealed, joined_at=now) for new in newcomers
    )
    return Staff.objects.bulk_create(
        _member(new, account, units[new.unit]) for new, account in zip(newcomers, accounts, strict=True)
    )


def _check(newcomers: Sequence[Newcomer], units: dict[str, Unit]) -> None:
    badges = [new.badge for new in newcomers]
    taken = set(Account.objects.filter(username__in=badges).values_list("username", flat=True))
    for new in newcomers:
        if not BADGE.fullmatch(new.badge):
            raise Refusal("organisation.bad_badge", badge=new.badge)
        if new.badge in taken or badges.count(new.badge) > 1:
            raise Refusal("organisation.badge_taken", badge=new.badge)
        if new.unit not in units:
            raise Refusal("organisation.no_such_unit", key=new.unit)


def _member(new: Newcomer, account: Account, unit: Unit) -> Staff:
    return Staff(
        account=account,
        badge=new.badge,
        name=new.name,
        unit=unit,
        kind=new.kind,
        title_zh=new.title_zh,
        title_en=new.title_en,
        posts=[post.value for post in new.posts],
        roles=[role.value for role in new.roles],
    )
