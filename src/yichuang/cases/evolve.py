"""``evolve(state, event, at) -> state``: what each event makes of a case. Pure; replaying all events rebuilds the state.

Nothing is judged here: whether an event may happen was decided before it was recorded.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from yichuang.cases import events as ev
from yichuang.cases import route
from yichuang.cases.lifecycle import leads_to
from yichuang.cases.state import CaseState, Extension, Pause, Slot, StepState
from yichuang.cases.status import Action, SlotKind, SlotStatus, SpecialKind, Status, StepStatus
from yichuang.catalogue.definition import StepAct
from yichuang.kernel.localtime import local_date


def begin(case: int, event: ev.Submitted, at: datetime) -> CaseState:
    """The case right after it was submitted."""
    return CaseState(
        id=case,
        number=event.number,
        application=event.application,
        applicant=event.applicant,
        item=event.item,
        item_version=event.version,
        line=event.line,
        handling=event.handling,
        limits=event.limits,
        channel=event.channel,
        unit=event.unit,
        unit_path=event.unit_path,
        status=Status.SUBMITTED,
        version=1,
        submitted_at=at,
        route=tuple(_laid(step) for step in event.route),
        window=event.window,
        urgent=event.urgent,
        waits_for=event.waits_for,
    )


def _laid(step: ev.RouteStep) -> StepState:
    return StepState(
        step.key, step.act, step.level, step.line, step.unit, step.unit_path,
        step.after, step.signing, step.limit, step.external,
    )  # fmt: skip


def evolve(state: CaseState, event: ev.Event, at: datetime) -> CaseState:
    """The state after ``event``, which happened ``at``."""
    changed = _EVOLVE[type(event)](state, event, at)
    return replace(changed, version=state.version + 1)


def replay(case: int, events: Iterable[tuple[ev.Event, datetime]]) -> CaseState:
    """The state that the whole history of a case leads to. ValueError when it does not begin with a submission."""
    state: CaseState | None = None
    for event, at in events:
        if state is None:
            if not isinstance(event, ev.Submitted):
                raise ValueError("a case's history begins with its submission")
            state = begin(case, event, at)
        else:
            state = evolve(state, event, at)
    if state is None:
        raise ValueError("an empty history")
    return state


# --- intake -----------------------------------------------------------------------------------------------------------


def _received(s: CaseState, _e: ev.Received, at: datetime) -> CaseState:
    return replace(s, status=leads_to(Action.RECEIVE), received_at=at)


def _correction_asked(s: CaseState, e: ev.CorrectionAsked, _at: datetime) -> CaseState:
    return replace(
        s,
        status=leads_to(Action.ASK_CORRECTION),
        corrections=s.corrections + 1,
        missing=e.missing,
        correct_by=e.correct_by,
    )


def _correction_supplied(s: CaseState, e: ev.CorrectionSupplied, at: datetime) -> CaseState:
    left = tuple(kind for kind in s.missing if kind not in e.supplied)
    return replace(s, status=leads_to(Action.SUPPLY_CORRECTION), missing=left, received_at=at)


def _accepted(s: CaseState, e: ev.Accepted, at: datetime) -> CaseState:
    accepting = s.step_of(StepAct.ACCEPT)
    passed = replace(accepting, status=StepStatus.DONE, done_at=at) if accepting else None
    return replace(
        _with_steps(s, passed) if passed else s,
        status=leads_to(Action.ACCEPT),
        accepted_on=e.on,
        deemed=e.deemed,
        deferred=e.deferred,
        make_up_by=e.make_up_by,
    )


def _deferred_supplied(s: CaseState, e: ev.DeferredSupplied, _at: datetime) -> CaseState:
    return replace(s, deferred=tuple(kind for kind in s.deferred if kind not in e.supplied))


def _dependency_met(s: CaseState, e: ev.DependencyMet, _at: datetime) -> CaseState:
    return replace(s, waits_for=tuple(case for case in s.waits_for if case != e.case))


def _dependency_failed(s: CaseState, e: ev.DependencyFailed, _at: datetime) -> CaseState:
    return replace(s, failed_dependencies=(*s.failed_dependencies, e.case))


def _ends(status: Status) -> Callable[[CaseState, Any, datetime], CaseState]:
    def ended(s: CaseState, _e: ev.Event, at: datetime) -> CaseState:
        return replace(s, status=status, ending=status, ended_at=at, route=tuple(_stopped(step) for step in s.route))

    return ended


def _stopped(step: StepState) -> StepState:
    if step.status is not StepStatus.ACTIVE:
        return step
    return replace(step, status=StepStatus.PENDING, slots=route.closed_slots(step))


# --- the route --------------------------------------------------------------------------------------------------------

_ENTERING = {StepAct.EXAMINE: Status.REVIEWING, StepAct.DECIDE: Status.REVIEWING, StepAct.PRODUCE: Status.PRODUCING}


def _step_opened(s: CaseState, e: ev.StepOpened, at: datetime) -> CaseState:
    step = _step(s, e.step)
    first = _next_slot(step)
    asked = (replace(slot, no=first + place, at_round=e.at_round) for place, slot in enumerate(route.asked_anew(step)))
    opened = replace(
        step, status=StepStatus.ACTIVE, at_round=e.at_round, opened_at=at, done_at=None, verdict=None,
        slots=(*step.slots, *asked),
    )  # fmt: skip
    return replace(_with_steps(s, opened), status=_entered(s, step.act))


def _entered(s: CaseState, act: StepAct) -> Status:
    """What opening a step makes of the case. One that is decided stays so, whatever branch still goes on."""
    entered = _ENTERING.get(act, s.status)
    return s.status if s.outcome is not None and entered is Status.REVIEWING else entered


def _step_done(s: CaseState, e: ev.StepDone, at: datetime) -> CaseState:
    step = _step(s, e.step)
    done = replace(step, status=StepStatus.DONE, done_at=at, verdict=e.verdict, slots=route.closed_slots(step))
    return _with_steps(s, done)


def _step_skipped(s: CaseState, e: ev.StepSkipped, _at: datetime) -> CaseState:
    step = _step(s, e.step)
    return _with_steps(s, replace(step, status=StepStatus.SKIPPED, slots=route.closed_slots(step)))


def _claimed(s: CaseState, e: ev.Claimed, _at: datetime) -> CaseState:
    return _with_slot(s, e.step, e.slot, staff=e.staff)


def _released(s: CaseState, e: ev.Released, _at: datetime) -> CaseState:
    return _with_slot(s, e.step, e.slot, staff=None)


def _taken_back(s: CaseState, e: ev.TakenBack, _at: datetime) -> CaseState:
    slot = route.slot_of(_step(s, e.step), e.slot)
    if slot is None or slot.kind is SlotKind.PRINCIPAL:
        return _with_slot(s, e.step, e.slot, staff=None)
    freed = _with_slot(s, e.step, e.slot, status=SlotStatus.CANCELLED, removed=True)
    return _with_slot(freed, e.step, slot.on_behalf_of, status=SlotStatus.OPEN) if slot.on_behalf_of else freed


def _assigned(s: CaseState, e: ev.Assigned, _at: datetime) -> CaseState:
    step = _step(s, e.step)
    first = _next_slot(step)
    kept = tuple(_unless_principal(slot) for slot in step.slots)
    named = tuple(Slot(no=first + place, staff=one, at_round=step.at_round) for place, one in enumerate(e.staff))
    return _with_steps(s, replace(step, slots=kept + named))


def _unless_principal(slot: Slot) -> Slot:
    replaced = slot.kind is SlotKind.PRINCIPAL and slot.status is SlotStatus.OPEN
    return replace(slot, status=SlotStatus.CANCELLED) if replaced else slot


def _opinion_given(s: CaseState, e: ev.OpinionGiven, _at: datetime) -> CaseState:
    answered = _with_slot(
        s, e.step, e.slot, status=SlotStatus.DONE, staff=e.staff, verdict=e.verdict, comment=e.comment,
        remedies=e.remedies,
    )  # fmt: skip
    slot = route.slot_of(_step(answered, e.step), e.slot)
    if slot is None or slot.on_behalf_of is None:
        return answered
    return _with_slot(answered, e.step, slot.on_behalf_of, status=SlotStatus.OPEN)


def _returned(s: CaseState, e: ev.Returned, _at: datetime) -> CaseState:
    return _reset(s, e.to)


def _recalled(s: CaseState, e: ev.Recalled, _at: datetime) -> CaseState:
    if e.slot is None:
        return _reset(s, e.step)
    return _with_slot(s, e.step, e.slot, status=SlotStatus.OPEN, verdict=None, comment="", remedies="")


def _reset(s: CaseState, key: str) -> CaseState:
    again = route.behind(s.route, key) | {key}
    steps = (replace(_stopped(step), status=StepStatus.PENDING) for step in s.route if step.key in again)
    return replace(_with_steps(s, *steps), status=Status.REVIEWING)


def _transferred(s: CaseState, e: ev.Transferred, _at: datetime) -> CaseState:
    return _with_slot(s, e.step, e.slot, staff=e.to)


def _delegated(s: CaseState, e: ev.Delegated, _at: datetime) -> CaseState:
    held = _with_slot(s, e.step, e.slot, status=SlotStatus.HELD)
    return _with_new_slot(held, e.step, Slot(no=0, staff=e.to, kind=SlotKind.DELEGATE, on_behalf_of=e.slot))


def _signer_added(s: CaseState, e: ev.SignerAdded, _at: datetime) -> CaseState:
    return _with_new_slot(s, e.step, Slot(no=0, staff=e.staff, kind=e.as_kind))


def _signer_removed(s: CaseState, e: ev.SignerRemoved, _at: datetime) -> CaseState:
    return _with_slot(s, e.step, e.slot, status=SlotStatus.CANCELLED, removed=True)


def _acknowledged(s: CaseState, e: ev.Acknowledged, _at: datetime) -> CaseState:
    return _with_slot(s, e.step, e.slot, status=SlotStatus.DONE)


# --- time and outcome -------------------------------------------------------------------------------------------------


def _suspended(s: CaseState, _e: ev.Suspended, _at: datetime) -> CaseState:
    return replace(s, suspended=True)


def _resumed(s: CaseState, _e: ev.Resumed, _at: datetime) -> CaseState:
    return replace(s, suspended=False)


def _special_started(s: CaseState, e: ev.SpecialStarted, at: datetime) -> CaseState:
    own_law = s.limits.uncounted if e.procedure is SpecialKind.VERIFICATION else ""
    pause = Pause(since=local_date(at), procedure=e.procedure, article=own_law)
    return replace(s, status=leads_to(Action.START_SPECIAL), pauses=(*s.pauses, pause))


def _special_ended(s: CaseState, _e: ev.SpecialEnded, at: datetime) -> CaseState:
    ended = replace(s.pauses[-1], until=local_date(at))
    return replace(s, status=leads_to(Action.END_SPECIAL), pauses=(*s.pauses[:-1], ended))


def _extended(s: CaseState, e: ev.Extended, _at: datetime) -> CaseState:
    return replace(s, extension=Extension(e.days, e.reason, e.approved_by))


def _decided(s: CaseState, e: ev.Decided, at: datetime) -> CaseState:
    return replace(s, status=Status.DECIDED, outcome=e.outcome, reasons=e.reasons, remedies=e.remedies, decided_at=at)


def _made_ready(s: CaseState, _e: ev.MadeReady, at: datetime) -> CaseState:
    return replace(s, status=Status.READY, ready_at=at)


def _sent_on(s: CaseState, e: ev.SentOn, _at: datetime) -> CaseState:
    return replace(s, travelling=(*s.travelling, e.cargo))


def _taken_over(s: CaseState, e: ev.TakenOver, _at: datetime) -> CaseState:
    return replace(s, travelling=tuple(cargo for cargo in s.travelling if cargo is not e.cargo))


def _delivered(s: CaseState, _e: ev.Delivered, at: datetime) -> CaseState:
    finished = (replace(step, status=StepStatus.DONE, done_at=at) for step in s.route if step.act is StepAct.ISSUE)
    return replace(
        _with_steps(s, *finished), status=Status.DELIVERED, ending=Status.DELIVERED, delivered_at=at, ended_at=at
    )


def _archived(s: CaseState, _e: ev.Archived, _at: datetime) -> CaseState:
    return replace(s, status=leads_to(Action.ARCHIVE))


def _unchanged(s: CaseState, _e: ev.Event, _at: datetime) -> CaseState:
    return s


# --- parts ------------------------------------------------------------------------------------------------------------


def _step(s: CaseState, key: str) -> StepState:
    step = s.step(key)
    if step is None:
        raise ValueError(f"case {s.number} has no step {key}")
    return step


def _next_slot(step: StepState) -> int:
    return max((slot.no for slot in step.slots), default=0) + 1


def _with_steps(s: CaseState, *steps: StepState) -> CaseState:
    changed = {step.key: step for step in steps}
    return replace(s, route=tuple(changed.get(step.key, step) for step in s.route))


def _with_slot(s: CaseState, key: str, number: int, **changes: object) -> CaseState:
    step = _step(s, key)
    slots = tuple(replace(slot, **changes) if slot.no == number else slot for slot in step.slots)
    return _with_steps(s, replace(step, slots=slots))


def _with_new_slot(s: CaseState, key: str, slot: Slot) -> CaseState:
    step = _step(s, key)
    return _with_steps(
        s, replace(step, slots=(*step.slots, replace(slot, no=_next_slot(step), at_round=step.at_round)))
    )


_Evolver = Callable[[CaseState, Any, datetime], CaseState]

_EVOLVE: dict[type[ev.Event], _Evolver] = {
    ev.Received: _received,
    ev.CorrectionAsked: _correction_asked,
    ev.CorrectionSupplied: _correction_supplied,
    ev.Accepted: _accepted,
    ev.AcceptanceRefused: _ends(leads_to(Action.REFUSE_ACCEPTANCE)),
    ev.FoundNotOurs: _ends(leads_to(Action.NOT_OURS)),
    ev.DeferredSupplied: _deferred_supplied,
    ev.DependencyMet: _dependency_met,
    ev.DependencyFailed: _dependency_failed,
    ev.StepOpened: _step_opened,
    ev.StepDone: _step_done,
    ev.StepSkipped: _step_skipped,
    ev.Claimed: _claimed,
    ev.Released: _released,
    ev.TakenBack: _taken_back,
    ev.Assigned: _assigned,
    ev.OpinionGiven: _opinion_given,
    ev.Returned: _returned,
    ev.Transferred: _transferred,
    ev.Delegated: _delegated,
    ev.SignerAdded: _signer_added,
    ev.SignerRemoved: _signer_removed,
    ev.Acknowledged: _acknowledged,
    ev.Urged: _unchanged,
    ev.Reminded: _unchanged,
    ev.Recalled: _recalled,
    ev.Suspended: _suspended,
    ev.Resumed: _resumed,
    ev.SpecialStarted: _special_started,
    ev.SpecialEnded: _special_ended,
    ev.Extended: _extended,
    ev.Decided: _decided,
    ev.MadeReady: _made_ready,
    ev.SentOn: _sent_on,
    ev.TakenOver: _taken_over,
    ev.Delivered: _delivered,
    ev.Archived: _archived,
    ev.Withdrawn: _ends(leads_to(Action.WITHDRAW)),
    ev.Terminated: _ends(leads_to(Action.TERMINATE)),
    ev.Voided: _ends(leads_to(Action.VOID)),
}
