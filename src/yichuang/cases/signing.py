"""Who is asked at a step, changed on the way: 收回, 转办, 委派, 加签, 减签, 抄送, 催办, 超时提醒. Pure."""

from yichuang.cases import commands as cm
from yichuang.cases import events as ev
from yichuang.cases.facts import (
    Facts,
    require_able,
    require_colleague,
    require_manager,
    require_reason,
    require_step,
)  # fmt: skip
from yichuang.cases.route import slot_of, speaks
from yichuang.cases.state import CaseState, Slot, StepState
from yichuang.cases.status import SlotKind, SlotStatus
from yichuang.cases.work import asked_actor, completion, opened, principal, working
from yichuang.kernel.errors import Refusal

Events = tuple[ev.Event, ...]


def transfer(state: CaseState, command: cm.Transfer, facts: Facts) -> Events:
    """转办: the task is somebody else's from now on."""
    step, slot, actor = principal(state, command.step, facts)
    _check_other(step, command.to, actor.staff_id)
    require_able(facts, command.to, step)
    require_reason(command.reason)
    return (ev.Transferred(step.key, slot.no, command.to, command.reason),)


def take_back(state: CaseState, command: cm.TakeBack, facts: Facts) -> Events:
    """收回: what lies with somebody who cannot do it goes back to the pool, and a delegation to whoever gave it: by a
    manager, by the one who delegated, or by the system when the holder serves no more. An added signer is not asked any more.
    """
    step = opened(state, command.step)
    lying = next((slot for slot in holdings(step) if slot.staff == command.holder), None)
    if lying is None:
        raise Refusal("cases.holds_nothing", step=step.key)
    giver = slot_of(step, lying.on_behalf_of) if lying.on_behalf_of else None
    if facts.actor is not None:
        require_reason(command.reason)
        if giver is None or giver.staff != facts.actor.staff_id:
            require_manager(facts)
    taken = ev.TakenBack(step.key, lying.no, command.holder, command.reason)
    return (taken, *completion(state, taken, facts))


def holdings(step: StepState) -> tuple[Slot, ...]:
    """What lies with named people at the step and is not answered yet; copies hold nothing up."""
    asked = (slot for slot in step.asked() if slot.kind is not SlotKind.COPY and slot.staff is not None)
    return tuple(slot for slot in asked if slot.status in {SlotStatus.OPEN, SlotStatus.HELD})


def delegate(state: CaseState, command: cm.Delegate, facts: Facts) -> Events:
    """委派: somebody answers first, then the task is mine again."""
    step, slot, actor = asked_actor(state, command.step, facts)
    _check_other(step, command.to, actor.staff_id)
    require_colleague(facts, command.to)
    if slot.kind is SlotKind.DELEGATE:
        raise Refusal("cases.delegate_twice")
    require_reason(command.reason)
    events: list[ev.Event] = [] if slot.staff else [ev.Claimed(step.key, slot.no, actor.staff_id)]
    return (*events, ev.Delegated(step.key, slot.no, command.to, command.reason))


def _check_other(step: StepState, to: int, own: int) -> None:
    if to == own:
        raise Refusal("cases.already_yours", step=step.key)
    _check_not_asked(step, to)


def _check_not_asked(step: StepState, staff: int) -> None:
    if any(speaks(slot, staff) for slot in step.asked()):
        raise Refusal("cases.already_asked", step=step.key)


def add_signer(state: CaseState, command: cm.AddSigner, facts: Facts) -> Events:
    """加签: one more must speak before the step is done."""
    step, _slot, actor = principal(state, command.step, facts)
    _check_other(step, command.staff, actor.staff_id)
    require_colleague(facts, command.staff)
    return (ev.SignerAdded(step.key, command.staff, SlotKind.ADDED, command.note),)


def remove_signer(state: CaseState, command: cm.RemoveSigner, facts: Facts) -> Events:
    """减签: an added signer who has not spoken yet is not asked any more. Was it the last voice missing, the step is done."""
    step, actor = working(state, command.step, facts)
    require_step(facts, step)
    if not any(slot.kind is SlotKind.PRINCIPAL and slot.staff in {actor.staff_id, None} for slot in step.asked()):
        raise Refusal("cases.principal_only")
    added = (slot for slot in step.asked() if slot.kind is SlotKind.ADDED and slot.staff == command.staff)
    found = next((slot for slot in added if slot.status is SlotStatus.OPEN), None)
    if found is None:
        raise Refusal("cases.not_a_signer")
    require_reason(command.reason)
    removed = ev.SignerRemoved(step.key, found.no, command.reason)
    return (removed, *completion(state, removed, facts))


def copy(state: CaseState, command: cm.Copy, facts: Facts) -> Events:
    """抄送: somebody is to know; the step does not wait."""
    step, _slot, _actor = asked_actor(state, command.step, facts)
    require_colleague(facts, command.staff)
    return (ev.SignerAdded(step.key, command.staff, SlotKind.COPY, command.note),)


def acknowledge(state: CaseState, command: cm.Acknowledge, facts: Facts) -> Events:
    """The copy was read by the one it was for; possible whatever has become of the case."""
    step = state.step(command.step)
    if step is None or facts.actor is None:
        raise Refusal("cases.no_such_step", step=command.step)
    copies = (slot for slot in step.slots if slot.kind is SlotKind.COPY and slot.staff == facts.actor.staff_id)
    unread = next((slot for slot in copies if slot.status is SlotStatus.OPEN), None)
    if unread is None:
        raise Refusal("cases.not_yours", step=step.key)
    return (ev.Acknowledged(step.key, unread.no),)


def urge(state: CaseState, command: cm.Urge, facts: Facts) -> Events:
    """催办 of an open step, by anybody of the house who may see the case; suspended or not, its clock runs."""
    step = opened(state, command.step)
    if facts.actor is None:
        raise Refusal("cases.not_yours", step=step.key)
    require_reason(command.text)
    return (ev.Urged(step.key, command.text),)


def remind(state: CaseState, command: cm.Remind, _facts: Facts) -> Events:
    """超时提醒 of an open step."""
    return (ev.Reminded(opened(state, command.step).key, command.reason),)
