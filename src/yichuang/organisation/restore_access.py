"""Verb: give somebody a new first password, or unbind a lost code device. For administrators, each with reason and trail."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.gates import MANAGE, STAFF
from yichuang.organisation.models import Account, Staff
from yichuang.organisation.passwords import made_password
from yichuang.organisation.second_factor import unbind_code
from yichuang.organisation.terms import ChangeEvent
from yichuang.organisation.trail import leave_trail


@transaction.atomic
def reset_password(actor: Actor, badge: str, *, reason: str, now: datetime) -> str:
    """Replace somebody's password; return the new one, which must be changed at the next sign-in. Ends their sessions."""
    member = _somebody_else(actor, badge, reason)
    password = made_password()
    Account.objects.filter(pk=member.account_id).update(password=make_password(password), first_password=True)
    leave_trail(ChangeEvent.PASSWORD_SET, actor, now, staff=member, reason=reason.strip())
    return password


@transaction.atomic
def unbind_device(actor: Actor, badge: str, *, reason: str, now: datetime) -> Staff:
    """Forget somebody's lost code device; they set up a new one at their next sign-in."""
    member = _somebody_else(actor, badge, reason)
    unbind_code(member.account)
    leave_trail(ChangeEvent.CODE_UNBOUND, actor, now, staff=member, reason=reason.strip())
    return member


def _somebody_else(actor: Actor, badge: str, reason: str) -> Staff:
    """Nobody restores their own access: two people are always in it."""
    member = STAFF.open(actor, badge, MANAGE)
    if member.pk == actor.staff_id:
        raise Refusal("organisation.not_yourself")
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    return member
