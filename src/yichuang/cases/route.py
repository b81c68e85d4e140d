"""The route of a case: a small graph of steps. A step opens when all steps it comes after are done; several steps after
one run in parallel; a step after several joins them. Pure.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from yichuang.cases.state import Slot, StepState
from yichuang.cases.status import SlotKind, SlotStatus, StepStatus, Verdict
from yichuang.catalogue.definition import Signing, StepAct

Route = tuple[StepState, ...]

_FINISHED = (StepStatus.DONE, StepStatus.SKIPPED)
_UNANSWERED = (SlotStatus.OPEN, SlotStatus.HELD)


def openable(route: Route) -> tuple[StepState, ...]:
    """Pending steps whose predecessors are all done or skipped, in the route's order."""
    finished = {step.key for step in route if step.status in _FINISHED}
    return tuple(step for step in route if step.status is StepStatus.PENDING and finished.issuperset(step.after))


def behind(route: Route, key: str) -> frozenset[str]:
    """Keys of all steps that come, directly or not, after ``key``."""
    found: set[str] = set()
    frontier = {key}
    while frontier:
        frontier = {step.key for step in route if frontier.intersection(step.after)} - found
        found |= frontier
    return frozenset(found)


def before(route: Route, key: str) -> frozenset[str]:
    """Keys of all steps that come, directly or not, before ``key``."""
    return frozenset(step.key for step in route if key in behind(route, step.key))


def asked_anew(step: StepState) -> tuple[Slot, ...]:
    """Who is asked when the step opens, again or for the first time: a case that comes back goes to the same hands.

    Everybody of a joint signature (会签) is asked again, and so is an added signer (加签). Numbers and round are the
    caller's.
    """
    last = step.of_round(step.at_round)
    named = [slot for slot in last if slot.kind is SlotKind.PRINCIPAL and slot.staff is not None and not slot.pooled]
    added = [slot for slot in last if slot.kind is SlotKind.ADDED and not slot.removed]
    if len(named) > 1:
        hands = [Slot(no=0, staff=slot.staff) for slot in named]
    else:
        hands = [Slot(no=0, staff=_last_officer(step), pooled=True)]
    return (*hands, *(Slot(no=0, staff=slot.staff, kind=SlotKind.ADDED) for slot in added))


def _last_officer(step: StepState) -> int | None:
    officers = [slot.staff for slot in step.slots if slot.kind is SlotKind.PRINCIPAL and slot.verdict is not None]
    return officers[-1] if officers else None


def is_untouched(step: StepState) -> bool:
    """Whether nobody has spoken at the step, or passed it on, since it was opened; who only reads a copy touches nothing."""
    voices = (slot for slot in step.asked() if slot.kind is not SlotKind.COPY)
    return step.status is StepStatus.PENDING or all(slot.status is SlotStatus.OPEN for slot in voices)


def speaks(slot: Slot, staff: int) -> bool:
    """Whether somebody has a voice in this round already: to speak, or spoken. Nobody signs twice (会签)."""
    if slot.staff != staff or slot.kind is SlotKind.COPY or slot.status is SlotStatus.CANCELLED:
        return False
    return slot.kind is not SlotKind.DELEGATE or slot.status is not SlotStatus.DONE


def verdict(step: StepState) -> Verdict | None:
    """What the step says once enough of its signers have spoken; None while somebody is still to speak.

    One: the officer. Any (或签): the first of them. All (会签): everybody. An added signer (加签) must always speak, and
    one who disagrees makes the step disagree.
    """
    principals = [slot for slot in step.asked() if slot.kind is SlotKind.PRINCIPAL]
    added = [slot for slot in step.asked() if slot.kind is SlotKind.ADDED]
    spoken = [slot for slot in principals if slot.verdict is not None]
    enough = bool(spoken) if step.signing is Signing.ANY else bool(principals) and len(spoken) == len(principals)
    if not enough or any(slot.verdict is None for slot in added):
        return None
    return _joint(slot.verdict for slot in [*spoken, *added])


def _joint(verdicts: Iterable[Verdict | None]) -> Verdict:
    return Verdict.DISAGREE if Verdict.DISAGREE in set(verdicts) else Verdict.AGREE


def examiners(route: Route) -> frozenset[int]:
    """The officers who signed the examination, as it was done last; what a party outside examines, none of ours does."""
    slots = (slot for step in route if step.act is StepAct.EXAMINE and not step.external for slot in step.asked())
    return frozenset(slot.staff for slot in slots if slot.staff and slot.verdict and slot.kind is not SlotKind.DELEGATE)


def closed_slots(step: StepState) -> tuple[Slot, ...]:
    """The step's slots once it is over: whoever has not answered need not any more; copies stay."""
    return tuple(
        _cancelled(slot) if slot.kind is not SlotKind.COPY and slot.status in _UNANSWERED else slot
        for slot in step.slots
    )


def _cancelled(slot: Slot) -> Slot:
    return replace(slot, status=SlotStatus.CANCELLED)


def slot_of(step: StepState, number: int) -> Slot | None:
    """The step's slot with this number, or None."""
    return next((slot for slot in step.slots if slot.no == number), None)
