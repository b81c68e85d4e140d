"""The gate to issued papers: whoever may open a case that the paper names, or oversees the unit that issued it."""

from yichuang.cases.gates import CASE
from yichuang.kernel.errors import Refusal
from yichuang.licences.models import IssuedPaper
from yichuang.organisation.actor import Actor, oversees
from yichuang.organisation.authority import Gate


def _load(key: int | str) -> IssuedPaper | None:
    return IssuedPaper.objects.select_related("unit").filter(pk=int(key)).first()


def _allows(actor: Actor, paper: IssuedPaper, need: str) -> bool:
    return oversees(actor, paper.unit.path) or any(_opens(actor, number, need) for number in paper.case_nos)


def _opens(actor: Actor, case_no: str, need: str) -> bool:
    try:
        CASE.open(actor, case_no, need)
    except Refusal:
        return False
    return True


PAPER = Gate[int | str, IssuedPaper, str]("paper", _load, _allows)
