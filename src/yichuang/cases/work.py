"""The work on the route: pool, claim, opinion, return, recall, and what follows by itself. Pure."""

from yichuang.cases import commands as cm
from yichuang.cases import events as ev
from yichuang.cases import route
from yichuang.cases.evolve import evolve
from yichuang.cases.facts import Facts, require_able, require_reason, require_step, require_system
from yichuang.cases.lifecycle import AT_WORK
from yichuang.cases.state import CaseState, Slot, StepState
from yichuang.cases.status import Outcome, SlotKind, SlotStatus, StepStatus, Verdict
from yichuang.catalogue.definition import Handling, Signing, StepAct
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor

Events = tuple[ev.Event, ...]
JOINT = 2
"""How many make a signature a joint one (会签)."""


# --- what follows by itself -------------------------------------------------------------------------------------------


def following(state: CaseState) -> Events:
    """Events that follow without anybody's command: the next steps open, or the result is ready."""
    if state.status not in AT_WORK:
        return ()
    ready = route.openable(state.route)
    if state.outcome is Outcome.REFUSED:
        unneeded = tuple(ev.StepSkipped(step.key) for step in ready if step.act is StepAct.PRODUCE)
        if unneeded:
            return unneeded
    opening = tuple(ev.StepOpened(step.key, step.at_round + 1) for step in ready if _may_open(state, step))
    return opening or _made_ready(state)


def _may_open(state: CaseState, step: StepState) -> bool:
    """A dependent case waits before its own examination begins; handing out is not a task of the pool."""
    return step.act is not StepAct.ISSUE and not state.waits_for


def _made_ready(state: CaseState) -> Events:
    busy = any(step.status is StepStatus.ACTIVE for step in state.route)
    left = any(step.status is StepStatus.PENDING and step.act is not StepAct.ISSUE for step in state.route)
    return () if state.outcome is None or busy or left else (ev.MadeReady(),)


def meet_dependency(state: CaseState, command: cm.MeetDependency, facts: Facts) -> Events:
    """By the system: what this case waited for was granted."""
    require_system(facts)
    return (ev.DependencyMet(command.case),) if command.case in state.waits_for else ()


def fail_dependency(state: CaseState, command: cm.FailDependency, facts: Facts) -> Events:
    """By the system: what this case waits for ended otherwise. It stays waiting until its owner has spoken with the
    person and withdraws or terminates it.
    """
    require_system(facts)
    return (ev.DependencyFailed(command.case, command.ending),) if command.case in state.waits_for else ()


# --- the officers' own moves ------------------------------------------------------------------------------------------


def opened(state: CaseState, key: str) -> StepState:
    """The step, if it is open, in a suspended case too: its clock runs on. Else a Refusal that says which."""
    step = state.step(key)
    if step is None:
        raise Refusal("cases.no_such_step", step=key)
    if step.status is not StepStatus.ACTIVE:
        raise Refusal("cases.step_not_open", step=key)
    return step


def my_slot(step: StepState, actor: Actor) -> Slot:
    """The open slot in which ``actor`` is asked: one in the own name, else the pool's, unless the actor has a voice here
    already. Refusal when there is none.
    """
    asked = [slot for slot in step.asked() if slot.status is SlotStatus.OPEN and slot.kind is not SlotKind.COPY]
    named = next((slot for slot in asked if slot.staff == actor.staff_id), None)
    pooled = next((slot for slot in asked if slot.staff is None), None)
    found = named or (None if any(route.speaks(slot, actor.staff_id) for slot in step.asked()) else pooled)
    if found is None:
        raise Refusal("cases.not_yours", step=step.key)
    return found


def working(state: CaseState, key: str, facts: Facts) -> tuple[StepState, Actor]:
    """The open step of a case that is not suspended, and the acting officer."""
    step = opened(state, key)
    if state.suspended:
        raise Refusal("cases.suspended")
    if facts.actor is None:
        raise Refusal("cases.not_yours", step=key)
    return step, facts.actor


def asked_actor(state: CaseState, key: str, facts: Facts) -> tuple[StepState, Slot, Actor]:
    """The open step, the slot in which the acting officer is asked, and the officer. An added signer or delegate needs
    no grant of the line for an opinion; everybody else does.
    """
    step, actor = working(state, key, facts)
    slot = my_slot(step, actor)
    if slot.kind is SlotKind.PRINCIPAL:
        require_step(facts, step)
    return step, slot, actor


def principal(state: CaseState, key: str, facts: Facts) -> tuple[StepState, Slot, Actor]:
    """Like :func:`asked_actor`, for whoever disposes of the step: an added signer or delegate speaks, and no more."""
    step, slot, actor = asked_actor(state, key, facts)
    if slot.kind is not SlotKind.PRINCIPAL:
        raise Refusal("cases.principal_only")
    return step, slot, actor


def claim(state: CaseState, command: cm.Claim, facts: Facts) -> Events:
    """认领 from the pool."""
    step, slot, actor = asked_actor(state, command.step, facts)
    if slot.staff is not None:
        raise Refusal("cases.already_yours", step=step.key)
    return (ev.Claimed(step.key, slot.no, actor.staff_id),)


def release(state: CaseState, command: cm.Release, facts: Facts) -> Events:
    """Give a claimed task back to the pool."""
    step, slot, actor = asked_actor(state, command.step, facts)
    if slot.staff != actor.staff_id or not slot.pooled:
        raise Refusal("cases.not_yours", step=step.key)
    return (ev.Released(step.key, slot.no),)


def assign(state: CaseState, command: cm.Assign, facts: Facts) -> Events:
    """分派: name the principals, before any of them has spoken or asked somebody first."""
    step, _slot, _actor = principal(state, command.step, facts)
    if any(slot.kind is SlotKind.PRINCIPAL and slot.status is not SlotStatus.OPEN for slot in step.asked()):
        raise Refusal("cases.already_acted", step=step.key)
    if not command.staff:
        raise Refusal("cases.no_such_colleague")
    named = tuple(dict.fromkeys(command.staff))
    if step.signing is Signing.ALL and len(named) < JOINT:
        raise Refusal("cases.joint_needs_two")
    for staff in named:
        require_able(facts, staff, step)
        if any(slot.kind is SlotKind.ADDED and slot.staff == staff for slot in step.asked()):
            raise Refusal("cases.already_asked", step=step.key)
    return (ev.Assigned(step.key, named),)


def opine(state: CaseState, command: cm.Opine, facts: Facts) -> Events:
    """Speak at a step. When enough have spoken the step is done; the deciding step then makes the decision."""
    step, slot, actor = asked_actor(state, command.step, facts)
    if step.signing is Signing.ALL and slot.pooled:
        raise Refusal("cases.assign_first")
    binding = slot.kind is not SlotKind.DELEGATE
    if step.act is StepAct.DECIDE and binding:
        _check_decision(state, command, facts)
    opinion = ev.OpinionGiven(
        step.key, slot.no, actor.staff_id, command.verdict, command.comment.strip(), command.remedies.strip()
    )
    if not binding:
        return (opinion,)
    return (opinion, *completion(state, opinion, facts))


def _check_decision(state: CaseState, command: cm.Opine, facts: Facts) -> None:
    """A refusal says why and what can be done about it. Nothing is granted while 容缺 materials are owed: what they prove is not
    proved (行政许可法 art. 38). Where the bureau has set it (审查与决定相分离), whoever examined a commitment case does not
    decide it.
    """
    if command.verdict is Verdict.DISAGREE and not (command.comment.strip() and command.remedies.strip()):
        raise Refusal("cases.reasons_and_remedies")
    if command.verdict is Verdict.AGREE and state.deferred:
        raise Refusal("cases.deferred_open", missing="、".join(state.deferred))
    by_another = facts.rules.examine_and_decide > 1 and state.handling is Handling.COMMITMENT
    if by_another and facts.staff in route.examiners(state.route):
        raise Refusal("cases.examined_by_yourself")


def completion(state: CaseState, said: ev.OpinionGiven | ev.SignerRemoved | ev.TakenBack, facts: Facts) -> Events:
    """What follows at once when nobody is left to speak at the step."""
    step = evolve(state, said, facts.now).step(said.step)
    joint = route.verdict(step) if step else None
    if step is None or joint is None:
        return ()
    done = ev.StepDone(step.key, joint)
    return (done, _decision(step, joint)) if step.act is StepAct.DECIDE else (done,)


def _decision(step: StepState, joint: Verdict) -> ev.Decided:
    """What the signers decided. A refusal gives the reasons of all whose voice counts, and the remedies as the first put it."""
    if joint is Verdict.AGREE:
        return ev.Decided(Outcome.GRANTED)
    against = [slot for slot in step.asked() if slot.verdict is Verdict.DISAGREE and slot.kind is not SlotKind.DELEGATE]
    return ev.Decided(Outcome.REFUSED, "；".join(slot.comment for slot in against), against[0].remedies)


def send_back(state: CaseState, command: cm.Return, facts: Facts) -> Events:
    """退回 to any step before this one. Steps behind the target start anew, also in parallel branches that hang from
    it; a branch that does not hang from it goes on undisturbed.
    """
    step, _slot, _actor = principal(state, command.step, facts)
    if state.outcome is not None:
        raise Refusal("cases.already_decided")
    if command.to not in route.before(state.route, step.key):
        raise Refusal("cases.return_target", to=command.to)
    require_reason(command.reason)
    return (ev.Returned(step.key, command.to, command.reason),)


def recall(state: CaseState, command: cm.Recall, facts: Facts) -> Events:
    """撤回 one's own opinion: only its author, only while nothing behind it has moved and nothing is decided. Where others
    still have to speak, theirs stand.
    """
    step = state.step(command.step)
    if step is None or facts.actor is None:
        raise Refusal("cases.no_such_step", step=command.step)
    spoken = (slot for slot in step.asked() if slot.staff == facts.actor.staff_id and slot.verdict is not None)
    mine = next((slot for slot in spoken if slot.kind is not SlotKind.DELEGATE), None)
    if mine is None or step.status not in {StepStatus.DONE, StepStatus.ACTIVE}:
        raise Refusal("cases.not_yours", step=step.key)
    if state.outcome is not None:
        raise Refusal("cases.already_decided")
    if state.suspended:
        raise Refusal("cases.suspended")
    require_reason(command.reason)
    if step.status is StepStatus.ACTIVE:
        return (ev.Recalled(step.key, command.reason, mine.no),)
    later = route.behind(state.route, step.key)
    if not all(route.is_untouched(each) for each in state.route if each.key in later):
        raise Refusal("cases.already_acted", step=step.key)
    return (ev.Recalled(step.key, command.reason),)
