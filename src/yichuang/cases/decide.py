"""``decide(state, command, facts) -> events``: the one place where the engine says yes or no. Pure.

The lifecycle table says whether the action has a place in the case's present state; the command's own rule says the rest.
"""

from collections.abc import Callable, Iterable
from typing import Any

from yichuang.cases import commands as cm
from yichuang.cases import custody, intake, outcome, signing, work
from yichuang.cases import events as ev
from yichuang.cases.evolve import begin, evolve
from yichuang.cases.facts import Facts
from yichuang.cases.lifecycle import check_allowed
from yichuang.cases.state import CaseState
from yichuang.kernel.errors import Refusal

Events = tuple[ev.Event, ...]
_Rule = Callable[[CaseState, Any, Facts], Events]

_RULES: dict[type[cm.Command], _Rule] = {
    cm.Receive: intake.receive,
    cm.AskCorrection: intake.ask_correction,
    cm.SupplyCorrection: intake.supply_correction,
    cm.Accept: intake.accept,
    cm.DeemAccepted: intake.deem_accepted,
    cm.RefuseAcceptance: intake.refuse_acceptance,
    cm.FindNotOurs: intake.find_not_ours,
    cm.SupplyDeferred: intake.supply_deferred,
    cm.MeetDependency: work.meet_dependency,
    cm.FailDependency: work.fail_dependency,
    cm.Claim: work.claim,
    cm.Release: work.release,
    cm.TakeBack: signing.take_back,
    cm.Assign: work.assign,
    cm.Opine: work.opine,
    cm.Return: work.send_back,
    cm.Recall: work.recall,
    cm.Transfer: signing.transfer,
    cm.Delegate: signing.delegate,
    cm.AddSigner: signing.add_signer,
    cm.RemoveSigner: signing.remove_signer,
    cm.Copy: signing.copy,
    cm.Acknowledge: signing.acknowledge,
    cm.Urge: signing.urge,
    cm.Remind: signing.remind,
    cm.Suspend: outcome.suspend,
    cm.Resume: outcome.resume,
    cm.StartSpecial: outcome.start_special,
    cm.EndSpecial: outcome.end_special,
    cm.Extend: outcome.extend,
    cm.SendOn: custody.send_on,
    cm.TakeOver: custody.take_over,
    cm.Deliver: outcome.deliver,
    cm.Archive: outcome.archive,
    cm.Withdraw: outcome.withdraw,
    cm.Terminate: outcome.terminate,
    cm.Void: outcome.void,
}


def decide(state: CaseState | None, command: cm.Command, facts: Facts) -> Events:
    """The events that follow from ``command``; a Refusal when it may not be."""
    if isinstance(command, cm.Submit):
        if state is not None:
            raise Refusal("cases.already_submitted")
        return intake.submit(command, facts)
    if state is None:
        raise Refusal("cases.not_submitted")
    check_allowed(command.action, state.status)
    return _RULES[type(command)](state, command, facts)


def carry_out(
    case: int, state: CaseState | None, commands: Iterable[cm.Command], facts: Facts
) -> tuple[CaseState, Events]:
    """Carry several commands out one after the other, as one: all or none. The state after them and all events."""
    happened: list[ev.Event] = []
    for command in commands:
        for event in decide(state, command, facts):
            state = _apply(case, state, event, facts)
            happened.append(event)
        if state is not None:
            state, opened = _settle(state, facts)
            happened.extend(opened)
    if state is None:
        raise Refusal("cases.not_submitted")
    return state, tuple(happened)


def _apply(case: int, state: CaseState | None, event: ev.Event, facts: Facts) -> CaseState:
    if state is None:
        if not isinstance(event, ev.Submitted):
            raise Refusal("cases.not_submitted")
        return begin(case, event, facts.now)
    return evolve(state, event, facts.now)


def _settle(state: CaseState, facts: Facts) -> tuple[CaseState, Events]:
    """Let follow what follows by itself: steps whose turn has come, the result being ready."""
    happened: list[ev.Event] = []
    while following := work.following(state):
        for event in following:
            state = evolve(state, event, facts.now)
            happened.append(event)
    return state, tuple(happened)
