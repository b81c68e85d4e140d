"""Verb: add a unit under another, and change one. For administrators, in their own subtree; each leaves a trail."""

from copy import copy
from datetime import datetime

from django.db import transaction
from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_credit_code
from yichuang.organisation.actor import Actor
from yichuang.organisation.establish import NewUnit, establish
from yichuang.organisation.gates import MANAGE, UNIT
from yichuang.organisation.grant_rules import LADDER
from yichuang.organisation.models import Unit
from yichuang.organisation.naming import check_code, check_names, check_region
from yichuang.organisation.offices import forget_offices
from yichuang.organisation.terms import ChangeEvent
from yichuang.organisation.trail import differences, leave_trail

CHANGEABLE = ("name_zh", "name_en", "region", "uscc", "lines")


class UnitDetails(Struct, frozen=True):
    """What of a unit can change; code, level and place in the tree are for good."""

    name_zh: str
    name_en: str
    region: str
    uscc: str = ""
    lines: tuple[Line, ...] = ()


@transaction.atomic
def add_unit(actor: Actor, parent: str, code: str, level: Level, details: UnitDetails, *, now: datetime) -> Unit:
    """Set up a unit under ``parent``. Refuses a code in use, a level above the parent's, a bad name or region."""
    above = UNIT.open(actor, parent, MANAGE)
    check_code(code)
    _check(details)
    if LADDER.index(level) > LADDER.index(Level(above.level)):
        raise Refusal("organisation.level_above_parent")
    if Unit.objects.filter(code=code).exists():
        raise Refusal("organisation.code_taken", key=code)
    new = NewUnit(
        code,
        level,
        details.name_zh.strip(),
        details.name_en.strip(),
        details.region,
        parent,
        details.uscc,
        details.lines,
    )
    made = establish([new])[code]
    leave_trail(ChangeEvent.UNIT_ADDED, actor, now, unit=made, subject=f"{code} {made.name_zh}")
    _forget()
    return made


@transaction.atomic
def change_unit(actor: Actor, code: str, details: UnitDetails, *, now: datetime) -> Unit:
    """Change a unit's names, region, credit code or lines. Papers that were issued keep the name they were issued under."""
    unit = UNIT.open(actor, code, MANAGE)
    _check(details)
    before = copy(unit)
    unit.name_zh, unit.name_en, unit.region = details.name_zh.strip(), details.name_en.strip(), details.region
    unit.uscc = check_credit_code(details.uscc) if details.uscc else ""
    unit.lines = [line.value for line in details.lines]
    changed = differences(before, unit, CHANGEABLE)
    if changed:
        unit.save(update_fields=CHANGEABLE)
        leave_trail(ChangeEvent.UNIT_CHANGED, actor, now, unit=unit, subject=unit.name_zh, detail=changed)
        _forget()
    return unit


def _check(details: UnitDetails) -> None:
    check_names(details.name_zh, details.name_en)
    check_region(details.region)


def _forget() -> None:
    forget_offices()
    transaction.on_commit(forget_offices)
