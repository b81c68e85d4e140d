"""Verb: give somebody a new first password, or unbind a lost code device. For administrators, each with reason and trail.

Both together open an account, so two administrators are in it: while what one of them did waits for the holder (the first
password not replaced, no new device bound), the other step is for somebody else. Who took a newcomer into service has set
their password too. Where no device was ever bound the password alone opens the account: that of an administrator or auditor is
then not set anew, unless the role is taken away first.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.arrange_staff import BY_TWO
from yichuang.organisation.gates import MANAGE, STAFF
from yichuang.organisation.models import Account, ChangeLog, Staff
from yichuang.organisation.opening import PASSWORD_EVENTS
from yichuang.organisation.passwords import made_password
from yichuang.organisation.second_factor import unbind_code
from yichuang.organisation.terms import ChangeEvent, Restoring
from yichuang.organisation.trail import leave_trail

_LEFT_BY = {
    Restoring.PASSWORD: PASSWORD_EVENTS,
    Restoring.CODE: (ChangeEvent.CODE_UNBOUND,),
}


class Restoration(Struct, frozen=True):
    """A step that an administrator took and the holder has not yet followed up."""

    what: Restoring
    by_id: int
    by: str
    badge: str
    at: datetime
    reason: str


@transaction.atomic
def reset_password(actor: Actor, badge: str, *, reason: str, now: datetime) -> str:
    """Replace somebody's password; return the new one, which must be changed at the next sign-in. Ends their sessions."""
    member = _somebody_else(actor, badge, reason)
    _require_second(actor, member, Restoring.CODE)
    _require_device(member)
    password = made_password()
    Account.objects.filter(pk=member.account_id).update(password=make_password(password), first_password=True)
    leave_trail(ChangeEvent.PASSWORD_SET, actor, now, staff=member, reason=reason.strip())
    return password


@transaction.atomic
def unbind_device(actor: Actor, badge: str, *, reason: str, now: datetime) -> Staff:
    """Forget somebody's lost code device; they set up a new one at their next sign-in."""
    member = _somebody_else(actor, badge, reason)
    _require_second(actor, member, Restoring.PASSWORD)
    unbind_code(member.account)
    leave_trail(ChangeEvent.CODE_UNBOUND, actor, now, staff=member, reason=reason.strip())
    return member


def restorations(member: Staff) -> tuple[Restoration, ...]:
    """What of somebody's access waits for them, newest last (at most three queries); empty where nothing does."""
    waiting = [Restoring.PASSWORD] if member.account.first_password else []
    if not _has_device(member):
        waiting.append(Restoring.CODE)
    found = (_latest(member, what) for what in waiting)
    return tuple(sorted((each for each in found if each), key=lambda each: each.at))


def _latest(member: Staff, what: Restoring) -> Restoration | None:
    rows = ChangeLog.objects.filter(staff=member, event__in=_LEFT_BY[what]).select_related("actor").order_by("-pk")
    row = rows.first()
    return Restoration(what, row.actor_id, row.actor.name, row.actor.badge, row.at, row.reason) if row else None


def _require_second(actor: Actor, member: Staff, other: Restoring) -> None:
    if any(each.what is other and each.by_id == actor.staff_id for each in restorations(member)):
        raise Refusal("organisation.second_person")


def _require_device(member: Staff) -> None:
    """What opens with the password alone must not have the roles that take two; an unbound device is another's step."""
    half_open = any(each.what is Restoring.CODE for each in restorations(member))
    if BY_TWO.intersection(member.roles) and not half_open and not _has_device(member):
        raise Refusal("organisation.role_without_device")


def _has_device(member: Staff) -> bool:
    return bool(Authenticator.objects.filter(user_id=member.account_id, type=Authenticator.Type.TOTP).exists())


def _somebody_else(actor: Actor, badge: str, reason: str) -> Staff:
    """Nobody restores their own access. The account is held, so that both steps at once still meet."""
    member = STAFF.open(actor, badge, MANAGE)
    if member.pk == actor.staff_id:
        raise Refusal("organisation.not_yourself")
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    member.account = Account.objects.select_for_update().get(pk=member.account_id)
    return member
