"""The gates to units, halls, windows and staff: who runs or watches over a subtree may open what stands in it."""

from django.db.models import QuerySet

from yichuang.organisation.actor import Actor, oversees
from yichuang.organisation.authority import Gate, Sluice
from yichuang.organisation.models import Grant, Hall, Staff, Standing, Unit, Window
from yichuang.organisation.terms import Role

SEE = "see"
MANAGE = "manage"
OVERSEERS = frozenset({Role.ADMIN, Role.MANAGER, Role.AUDITOR})
"""Who may look at the organisation."""
HALL_KEEPERS = frozenset({Role.ADMIN, Role.MANAGER})
"""Who may open and close windows."""


def _in_reach(actor: Actor, path: str, need: str, managers: frozenset[Role]) -> bool:
    return bool(actor.roles & (OVERSEERS if need == SEE else managers)) and oversees(actor, path)


def _administers(actor: Actor, path: str, need: str) -> bool:
    return _in_reach(actor, path, need, frozenset({Role.ADMIN}))


def _may_unit(actor: Actor, unit: Unit, need: str) -> bool:
    return _administers(actor, unit.path, need)


def _may_hall(actor: Actor, hall: Hall, need: str) -> bool:
    return _in_reach(actor, hall.unit.path, need, HALL_KEEPERS)


def _may_window(actor: Actor, window: Window, need: str) -> bool:
    return _may_hall(actor, window.hall, need)


def _may_staff(actor: Actor, member: Staff, need: str) -> bool:
    return _administers(actor, member.unit.path, need)


def _may_standing(actor: Actor, standing: Standing, need: str) -> bool:
    return _may_staff(actor, standing.staff, need)


def _may_grant(actor: Actor, grant: Grant, need: str) -> bool:
    return _may_staff(actor, grant.staff, need)


def _unit(code: str) -> Unit | None:
    return Unit.objects.select_related("parent").filter(code=code).first()


def _hall(code: str) -> Hall | None:
    return Hall.objects.select_related("unit").filter(code=code).first()


def _window(key: int | str) -> Window | None:
    return Window.objects.select_related("hall__unit").filter(pk=int(key)).first()


def _member(badge: str) -> Staff | None:
    return Staff.objects.select_related("unit", "account").filter(badge=badge).first()


def _standing(key: int | str) -> Standing | None:
    return Standing.objects.select_related("staff__unit").filter(pk=int(key)).first()


def _grant(key: int | str) -> Grant | None:
    return Grant.objects.select_related("staff__unit", "unit", "granted_by_unit").filter(pk=int(key)).first()


UNIT = Gate[str, Unit, str]("unit", _unit, _may_unit)
HALL = Gate[str, Hall, str]("hall", _hall, _may_hall)
WINDOW = Gate[int | str, Window, str]("window", _window, _may_window)
STAFF = Gate[str, Staff, str]("staff", _member, _may_staff)
STANDING = Gate[int | str, Standing, str]("standing", _standing, _may_standing)
GRANT = Gate[int | str, Grant, str]("grant", _grant, _may_grant)


def _narrow_units(actor: Actor, rows: "QuerySet[Unit]", _need: str) -> "QuerySet[Unit]":
    return rows.filter(path__startswith=actor.unit_path) if actor.roles & OVERSEERS else rows.none()


def _narrow_staff(actor: Actor, rows: "QuerySet[Staff]", _need: str) -> "QuerySet[Staff]":
    return rows.filter(unit__path__startswith=actor.unit_path) if actor.roles & OVERSEERS else rows.none()


UNITS = Sluice["QuerySet[Unit]", str]("units", _narrow_units)
MEMBERS = Sluice["QuerySet[Staff]", str]("members", _narrow_staff)
