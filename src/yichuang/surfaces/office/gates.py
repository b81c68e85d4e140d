"""Gates to what did not get out: a notice and a paper belong to the case that they are about."""

from yichuang.applications.stuck_papers import StuckPaper, stuck_paper
from yichuang.cases.gates import CASE
from yichuang.cases.models import Case
from yichuang.kernel.errors import Refusal
from yichuang.messaging.models import Notice
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate


def _notice(key: int) -> Notice | None:
    return Notice.objects.filter(pk=key).first()


def _opens(actor: Actor, number: str, need: str) -> bool:
    try:
        CASE.open(actor, number, need)
    except Refusal:
        return False
    return True


def _about_own(actor: Actor, notice: Notice, need: str) -> bool:
    return _opens(actor, notice.reference, need)


def _of_own(actor: Actor, stuck: StuckPaper, need: str) -> bool:
    number = Case.objects.filter(pk=stuck.case).values_list("number", flat=True).first()
    return number is not None and _opens(actor, number, need)


NOTICE = Gate[int, Notice, str]("notice", _notice, _about_own)
STUCK_PAPER = Gate[int, StuckPaper, str]("stuck_paper", stuck_paper, _of_own)
