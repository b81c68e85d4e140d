"""Who may see a file because an application rests on it: whoever may open that application or one of its cases."""

from collections.abc import Callable

from django.db.models import Q

from yichuang.applications.models import Application
from yichuang.applications.queries import APPLICATION
from yichuang.cases.gates import CASE, SEE
from yichuang.cases.models import Case
from yichuang.evidence.gates import keepers
from yichuang.evidence.models import Material
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor

MOST = 20
"""A blank page scanned by many is looked up in the newest applications only."""


@keepers.register("applications")
def rests_on_it(actor: Actor, digest: str) -> bool:
    """Whether the actor may see an application with this file among its materials or as its signature."""
    with_file = Material.objects.filter(file=digest).values("application_id")
    found = Application.objects.filter(Q(id__in=with_file) | Q(signature_sm3=digest)).order_by("-id")[:MOST]
    return any(_may_see(actor, application) for application in found)


def _may_see(actor: Actor, application: Application) -> bool:
    if _opens(APPLICATION.open, actor, application.number):
        return True
    numbers = Case.objects.filter(application_id=application.id).values_list("number", flat=True)
    return any(_opens(CASE.open, actor, number) for number in numbers)


def _opens(gate: Callable[[Actor, str, str], object], actor: Actor, number: str) -> bool:
    try:
        gate(actor, number, SEE)
    except Refusal:
        return False
    return True
