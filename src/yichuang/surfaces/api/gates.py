"""Gates to what requests name and no other room guards: colleagues, identity checks."""

from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate
from yichuang.organisation.models import Staff
from yichuang.people.models import IdentityCheck
from yichuang.people.terms import CheckResult

CONCERN = "concern"
"""To give somebody a task or a copy."""
REST_ON = "rest_on"
"""To hand something over because of it."""


def _serving(key: int) -> Staff | None:
    return Staff.objects.select_related("unit").filter(pk=key, active=True).first()


def _same_bureau(actor: Actor, staff: Staff, _need: str) -> bool:
    return _root(staff.unit.path) == _root(actor.unit_path)


def _root(path: str) -> str:
    return path.split("/")[1]


def _check(key: int) -> IdentityCheck | None:
    return IdentityCheck.objects.select_related("staff").filter(pk=key, result=CheckResult.PASSED.value).first()


def _made_here(actor: Actor, check: IdentityCheck, _need: str) -> bool:
    """A visit may change hands within a unit between the check and the hand-over."""
    return actor.unit_id == check.staff.unit_id


COLLEAGUE = Gate[int, Staff, str]("colleague", _serving, _same_bureau)
CHECK = Gate[int, IdentityCheck, str]("identity_check", _check, _made_here)
