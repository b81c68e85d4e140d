"""Verb: set what a unit says of itself on paper. For administrators, in their own subtree; it leaves a trail."""

from datetime import datetime

from django.db import transaction
from msgspec import structs

from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.gates import MANAGE, UNIT
from yichuang.organisation.models import Unit, UnitProfile
from yichuang.organisation.profiles import Profile
from yichuang.organisation.terms import ChangeEvent
from yichuang.organisation.trail import differences, leave_trail

BLANK = UnitProfile()


@transaction.atomic
def set_profile(actor: Actor, code: str, profile: Profile, *, now: datetime) -> UnitProfile:
    """Set the profile of the unit ``code``; papers that were issued keep what they were issued with."""
    unit = UNIT.open(actor, code, MANAGE)
    before = UnitProfile.objects.filter(unit=unit).first() or BLANK
    after = put_profile(unit, profile)
    changed = differences(before, after, tuple(_columns(profile)))
    if changed:
        leave_trail(ChangeEvent.UNIT_CHANGED, actor, now, unit=unit, subject=unit.name_zh, detail=changed)
    return after


def put_profile(unit: Unit, profile: Profile) -> UnitProfile:
    """Write the profile of a unit that is being set up, like :mod:`~yichuang.organisation.establish` without a trail.

    Refusal("organisation.profile_incomplete") while anything is blank: 行政许可法 art. 38 wants all of it on a refusal.
    """
    told = _columns(profile)
    if not all(told.values()):
        raise Refusal("organisation.profile_incomplete")
    for name, value in told.items():
        longest = UnitProfile._meta.get_field(name).max_length  # type: ignore[union-attr] # noqa: SLF001 - Django's documented reflection
        if longest is not None and len(value) > longest:
            raise Refusal("organisation.profile_too_long", value=value[:30], longest=longest)
    return UnitProfile.objects.update_or_create(unit=unit, defaults=told)[0]


def _columns(profile: Profile) -> dict[str, str]:
    """The row: a text in two columns, a word in one."""
    row: dict[str, str] = {}
    for name, value in structs.asdict(profile).items():
        if isinstance(value, Text):
            row |= {f"{name}_zh": value.zh.strip(), f"{name}_en": value.en.strip()}
        else:
            row[name] = str(value).strip()
    return row
