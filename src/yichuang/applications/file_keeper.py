"""Who may see a file because an application rests on it: whoever may open a case that needs it.

A proof is seen by the lines whose items ask for it and by no other line of the same visit; the signature by all of them.
"""

from collections.abc import Iterator

from django.db.models import QuerySet

from yichuang.applications.models import Application
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
    """Whether the actor may see a case with this file among its proofs or as its signature."""
    return any(_opens(actor, number) for number in _resting_on(digest))


def _resting_on(digest: str) -> Iterator[str]:
    """Numbers of the cases that rest on the file."""
    proofs = Material.objects.filter(file=digest).order_by("-id")
    for application, items in proofs.values_list("application_id", "items")[:MOST]:
        yield from _cases(application).filter(item__in=items).values_list("number", flat=True)
    signed = Application.objects.filter(signature_sm3=digest).order_by("-id")
    for application in signed.values_list("id", flat=True)[:MOST]:
        yield from _cases(application).values_list("number", flat=True)


def _cases(application: int) -> "QuerySet[Case]":
    return Case.objects.filter(application_id=application)


def _opens(actor: Actor, number: str) -> bool:
    try:
        CASE.open(actor, number, SEE)
    except Refusal:
        return False
    return True
