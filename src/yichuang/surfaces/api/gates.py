"""Gates to what requests name and no other room guards: colleagues, identity checks, licences."""

from yichuang.cases.models import Case
from yichuang.kernel.moment import today
from yichuang.licences.models import Licence
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate
from yichuang.organisation.models import Staff
from yichuang.organisation.terms import Act, Role
from yichuang.people.models import IdentityCheck
from yichuang.people.terms import CheckResult

CONCERN = "concern"
"""To give somebody a task or a copy."""
REST_ON = "rest_on"
"""To hand something over because of it."""
END = "end"
"""To say what becomes of it."""


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


def _licence(key: str) -> Licence | None:
    return Licence.objects.select_related("unit").filter(identifier=key).first()


def _decides(actor: Actor, licence: Licence, _need: str) -> bool:
    """行政许可法 art. 69: a manager who decides on such at the unit that has granted it, or at one above."""
    if Role.MANAGER not in actor.roles:
        return False
    line, on = Case.objects.values_list("line", flat=True).get(number=licence.case_no), today()
    return any(
        (grant.act, grant.line) == (Act.DECIDE, line)
        and licence.unit.path.startswith(grant.unit_path)
        and grant.since <= on <= grant.until
        for grant in actor.grants
    )


LICENCE = Gate[str, Licence, str]("licence", _licence, _decides)
