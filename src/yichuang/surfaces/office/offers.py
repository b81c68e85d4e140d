"""What the officer may do with a case now. Pure: the engine itself is asked, with a stand-in for what a dialog will say.

There is no second list of allowed moves: an action is offered exactly when ``decide`` would let it happen.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from yichuang.cases import commands as cm
from yichuang.cases import route
from yichuang.cases.decide import decide
from yichuang.cases.facts import Facts
from yichuang.cases.signing import holdings
from yichuang.cases.state import CaseState, Slot, StepState
from yichuang.cases.status import Action, SlotKind, SlotStatus, SpecialKind, StepStatus, Verdict
from yichuang.catalogue.definition import StepAct
from yichuang.kernel.errors import Refusal

STAND_IN = "-"
NOBODY = -1
"""An id that no member of staff has."""


class Offer(Struct, frozen=True):
    """One thing that may be done now; ``step`` is empty where it concerns the whole case."""

    action: Action
    step: str = ""


_AtStep = Callable[[str], cm.Command]
_OnCase = Callable[[CaseState], cm.Command]

AT_STEP: dict[Action, _AtStep] = {
    Action.CLAIM: cm.Claim,
    Action.RELEASE: cm.Release,
    Action.OPINE: lambda step: cm.Opine(step, Verdict.AGREE),
    Action.ASSIGN: lambda step: cm.Assign(step, (NOBODY,)),
    Action.TRANSFER: lambda step: cm.Transfer(step, NOBODY, STAND_IN),
    Action.DELEGATE: lambda step: cm.Delegate(step, NOBODY, STAND_IN),
    Action.ADD_SIGNER: lambda step: cm.AddSigner(step, NOBODY),
    Action.COPY: lambda step: cm.Copy(step, NOBODY),
    Action.URGE: lambda step: cm.Urge(step, STAND_IN),
    Action.ACKNOWLEDGE: cm.Acknowledge,
    Action.RECALL: lambda step: cm.Recall(step, STAND_IN),
}
ON_CASE: dict[Action, _OnCase] = {
    Action.RECEIVE: lambda _s: cm.Receive(),
    Action.ACCEPT: lambda _s: cm.Accept(),
    Action.ASK_CORRECTION: lambda s: cm.AskCorrection((STAND_IN,), STAND_IN, STAND_IN if s.corrections else ""),
    Action.REFUSE_ACCEPTANCE: lambda _s: cm.RefuseAcceptance(STAND_IN, STAND_IN),
    Action.NOT_OURS: lambda _s: cm.FindNotOurs(STAND_IN),
    Action.SUSPEND: lambda _s: cm.Suspend(STAND_IN),
    Action.RESUME: lambda _s: cm.Resume(),
    Action.START_SPECIAL: lambda _s: cm.StartSpecial(SpecialKind.HEARING, STAND_IN, 1),
    Action.END_SPECIAL: lambda _s: cm.EndSpecial(STAND_IN),
    Action.EXTEND: lambda _s: cm.Extend(1, STAND_IN),
    Action.WITHDRAW: lambda _s: cm.Withdraw(STAND_IN),
    Action.TERMINATE: lambda _s: cm.Terminate(STAND_IN),
    Action.VOID: lambda _s: cm.Void(STAND_IN),
    Action.ARCHIVE: lambda _s: cm.Archive(),
}
OFFERED = frozenset({*AT_STEP, *ON_CASE, Action.RETURN, Action.REMOVE_SIGNER, Action.TAKE_BACK})
"""What an officer orders here; the rest belongs to the desk or to the system."""


def offers(state: CaseState, facts: Facts) -> tuple[Offer, ...]:
    """Everything the acting officer may do now, the steps' own actions first."""
    return (
        *(offer for step in state.route for offer in _at(step, state, facts)),
        *(Offer(action) for action, command in ON_CASE.items() if may(state, command(state), facts)),
    )


def _at(step: StepState, state: CaseState, facts: Facts) -> Iterable[Offer]:
    for action, command in AT_STEP.items():
        if may(state, command(step.key), facts):
            yield Offer(action, step.key)
    if any(may(state, cm.Return(step.key, to, STAND_IN), facts) for to in route.before(state.route, step.key)):
        yield Offer(Action.RETURN, step.key)
    if any(may(state, cm.RemoveSigner(step.key, slot.staff or NOBODY, STAND_IN), facts) for slot in removable(step)):
        yield Offer(Action.REMOVE_SIGNER, step.key)
    if any(may(state, cm.TakeBack(step.key, slot.staff or NOBODY, STAND_IN), facts) for slot in holdings(step)):
        yield Offer(Action.TAKE_BACK, step.key)


def removable(step: StepState) -> tuple[Slot, ...]:
    """Added signers of the step who have not spoken."""
    return tuple(s for s in step.asked() if s.kind is SlotKind.ADDED and s.status is SlotStatus.OPEN)


def may(state: CaseState, command: cm.Command, facts: Facts) -> bool:
    """Whether the engine would carry ``command`` out."""
    try:
        return bool(decide(state, command, facts))
    except Refusal:
        return False


WORTH_SAYING = frozenset({"cases.examined_by_yourself", "cases.assign_first"})
"""Why somebody who is asked cannot speak, where the screen would otherwise only lack the button."""


def hindrance(state: CaseState, facts: Facts) -> Refusal | None:
    """What keeps the acting officer from speaking at an open step that waits for them; None where nothing does."""
    for step in open_steps(state):
        try:
            decide(state, AT_STEP[Action.OPINE](step.key), facts)
        except Refusal as refusal:
            if refusal.code in WORTH_SAYING:
                return refusal
    return None


def returnable(state: CaseState, step: str) -> tuple[StepState, ...]:
    """The steps that the case may go back to from ``step``, the nearest first."""
    keys = route.before(state.route, step)
    return tuple(each for each in reversed(state.route) if each.key in keys)


def my_step(state: CaseState, found: Iterable[Offer], wanted: str = "") -> StepState | None:
    """The step at which the officer is to speak: the one wanted, else the first; None where there is none."""
    keys = [offer.step for offer in found if offer.action is Action.OPINE]
    return state.step(wanted if wanted in keys else keys[0]) if keys else None


def decides(step: StepState | None) -> bool:
    """Whether an opinion at the step is the decision."""
    return step is not None and step.act is StepAct.DECIDE


def open_steps(state: CaseState) -> tuple[StepState, ...]:
    """The steps that are open now."""
    return tuple(step for step in state.route if step.status is StepStatus.ACTIVE)
