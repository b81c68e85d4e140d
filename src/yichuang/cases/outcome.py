"""Time and endings: 挂起, 特别程序, 延长, 送达, 归档, 撤回申请, 终止, 作废. Pure."""

from datetime import date

from yichuang.cases import commands as cm
from yichuang.cases import events as ev
from yichuang.cases.clock import against, deciding
from yichuang.cases.custody import require_at_hand
from yichuang.cases.facts import Facts, require, require_manager, require_reason, require_step, step_for
from yichuang.cases.state import CaseState
from yichuang.cases.status import DeliveryWay, Outcome, SpecialKind
from yichuang.catalogue.definition import Limits, StepAct, Unit
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Act

Events = tuple[ev.Event, ...]

LONGEST_EXTENSION = 10
"""Working days, 行政许可法 art. 42(1)."""


def suspend(state: CaseState, command: cm.Suspend, facts: Facts) -> Events:
    """挂起: nobody works on it for now. The law's clock runs on."""
    _require_examiner(state, facts)
    require_reason(command.reason)
    if state.suspended:
        raise Refusal("cases.suspended")
    return (ev.Suspended(command.reason),)


def resume(state: CaseState, _command: cm.Resume, facts: Facts) -> Events:
    """恢复."""
    _require_examiner(state, facts)
    if not state.suspended:
        raise Refusal("cases.not_suspended")
    return (ev.Resumed(),)


def _require_examiner(state: CaseState, facts: Facts) -> Actor:
    return require_step(facts, step_for(state, StepAct.EXAMINE, StepAct.DECIDE))


def start_special(state: CaseState, command: cm.StartSpecial, facts: Facts) -> Events:
    """特别程序: the time it needs is told to the applicant in writing (art. 45), so reason and days are required."""
    _require_examiner(state, facts)
    require_reason(command.reason)
    if command.days <= 0:
        raise Refusal("cases.special_days")
    if command.procedure not in procedures(state.limits):
        raise Refusal("cases.time_counts")
    return (ev.SpecialStarted(command.procedure, command.reason, command.days),)


def procedures(limits: Limits) -> tuple[SpecialKind, ...]:
    """The procedures whose time does not count for a case: those of art. 45, and verifying where its own law says so."""
    return tuple(kind for kind in SpecialKind if kind is not SpecialKind.VERIFICATION or limits.uncounted)


def end_special(state: CaseState, command: cm.EndSpecial, facts: Facts) -> Events:
    """The procedure is over; its result is recorded."""
    _require_examiner(state, facts)
    if not command.result.strip():
        raise Refusal("cases.special_result")
    return (ev.SpecialEnded(command.result),)


def extend(state: CaseState, command: cm.Extend, facts: Facts) -> Events:
    """延长: once, no longer than the law lets it, before the time is up, approved by whom the law names (else by one who may
    decide), with the reason.
    """
    step, limit, longest = step_for(state, StepAct.DECIDE), against(state), longest_extension(state.limits)
    actor = require(facts, Act.DECIDE, step.line, state.limits.longer_by or step.level, step.unit_path)
    require_reason(command.reason)
    if state.extension is not None:
        raise Refusal("cases.extended_before")
    if limit is None or limit.unit not in {Unit.WORKING_DAY, Unit.CALENDAR_DAY}:
        raise Refusal("cases.cannot_extend")
    if not 0 < command.days <= longest:
        raise Refusal("cases.extension_too_long", longest=longest)
    running = deciding(state, facts.calendar, facts.settings)
    if running is not None and running.due is not None and running.due < facts.now:
        raise Refusal("cases.too_late_to_extend")
    return (ev.Extended(command.days, command.reason, actor.staff_id),)


def longest_extension(limits: Limits) -> int:
    """How many days may be added: up to the item's own longest time where its law sets one (护照法 art. 6, 居住证暂行条例
    art. 9), else ten (行政许可法 art. 42).
    """
    if limits.longer is None or limits.statutory is None:
        return LONGEST_EXTENSION
    return limits.longer.amount - limits.statutory.amount


def deliver(state: CaseState, command: cm.Deliver, facts: Facts) -> Events:
    """送达; signed for at the window; old documents surrendered or the reason said."""
    step = step_for(state, StepAct.ISSUE, StepAct.DECIDE)
    require(facts, Act.ISSUE if step.act is StepAct.ISSUE else Act.RECEIVE, step.line, step.level, step.unit_path)
    require_at_hand(state)
    if command.way is DeliveryWay.WINDOW and not (command.signature and command.identity_check):
        raise Refusal("cases.identity_and_signature")
    _check_surrender(state, command)
    return (
        ev.Delivered(
            command.way, command.receiver, command.receiver_relation, command.identity_check, command.signature,
            command.surrendered, command.not_surrendered_because,
        ),
    )  # fmt: skip


def _check_surrender(state: CaseState, command: cm.Deliver) -> None:
    if others := set(command.surrendered) - set(command.must_surrender):
        raise Refusal("cases.nothing_to_surrender", documents="、".join(sorted(others)))
    owed = set(command.must_surrender) - set(command.surrendered)
    if state.outcome is Outcome.GRANTED and owed and not command.not_surrendered_because.strip():
        raise Refusal("cases.surrender", documents="、".join(sorted(owed)))


def archive(_state: CaseState, _command: cm.Archive, facts: Facts) -> Events:
    """归档, by the system or a manager, once nothing is owed."""
    if facts.actor is not None:
        require_manager(facts)
    return (ev.Archived(),)


def withdraw(state: CaseState, command: cm.Withdraw, facts: Facts) -> Events:
    """The applicant's own wish, taken down by one who may receive the line."""
    require_step(facts, step_for(state, StepAct.ACCEPT))
    require_reason(command.reason)
    return (ev.Withdrawn(command.reason),)


def terminate(state: CaseState, command: cm.Terminate, facts: Facts) -> Events:
    """Only when what is owed never came: a correction or 容缺 material whose day has passed, or a case this one waits for."""
    require_step(facts, step_for(state, StepAct.ACCEPT))
    require_reason(command.reason)
    if not (state.missing or state.deferred or state.failed_dependencies):
        raise Refusal("cases.nothing_owed")
    if by := _still_to_come(state, facts):
        raise Refusal("cases.may_still_come", by=by.isoformat())
    return (ev.Terminated(command.reason),)


def _still_to_come(state: CaseState, facts: Facts) -> date | None:
    """The last day on which what is owed may come, if it is not over. What the case waits for never will. A day off moves on
    (民法典 art. 203), also one of a year whose days off were not known when the notice was written.
    """
    owed = ((state.missing, state.correct_by), (state.deferred, state.make_up_by))
    last = max((day for materials, day in owed if materials and day), default=None)
    if last is None or state.failed_dependencies:
        return None
    by = facts.calendar.next_workday(last)
    return by if facts.today <= by else None


def void(_state: CaseState, command: cm.Void, facts: Facts) -> Events:
    """作废: a manager, with the reason."""
    require_manager(facts)
    require_reason(command.reason)
    return (ev.Voided(command.reason),)
