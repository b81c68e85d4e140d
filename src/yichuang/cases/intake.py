"""From the person's hand to acceptance: 收件, 补正, 受理, 容缺受理, 不予受理, 不属本机关 (行政许可法 art. 32). Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import structs

from yichuang.cases import commands as cm
from yichuang.cases import events as ev
from yichuang.cases.clock import ACCEPT_WITHIN, explain
from yichuang.cases.facts import Facts, require_manager, require_step, require_system, step_for
from yichuang.cases.state import CaseState
from yichuang.cases.status import Status
from yichuang.catalogue.definition import Handling, Limit, Material, Need, StepAct, Unit
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor

Events = tuple[ev.Event, ...]


def submit(command: cm.Submit, _facts: Facts) -> Events:
    """The case comes into being exactly as the Plan laid it."""
    return (ev.Submitted(**structs.asdict(command)),)


def receive(state: CaseState, _command: cm.Receive, facts: Facts) -> Events:
    """收件, by an officer who may receive this line here."""
    _require_intake(state, facts)
    return (ev.Received(),)


def _require_intake(state: CaseState, facts: Facts) -> Actor:
    return require_step(facts, step_for(state, StepAct.ACCEPT))


def ask_correction(state: CaseState, command: cm.AskCorrection, facts: Facts) -> Events:
    """补正告知: everything at once, in time; a second notice only with a manager and a recorded reason."""
    actor = _require_intake(state, facts)
    _check_in_time(state, facts)
    if not command.missing or not all(kind.strip() for kind in command.missing):
        raise Refusal("cases.correction_empty")
    correct_by = _last_day_to_correct(facts)
    if state.corrections == 0:
        return (ev.CorrectionAsked(command.missing, command.text, correct_by=correct_by),)
    if not command.again_because.strip():
        raise Refusal("cases.second_correction")
    require_manager(facts)
    return (ev.CorrectionAsked(command.missing, command.text, command.again_because, actor.staff_id, correct_by),)


def _last_day_to_correct(facts: Facts) -> date:
    """Until when the person may answer. The law sets no day, so the bureau's own rule does; on a day off it moves on
    (民法典 art. 203), where the working days are known already.
    """
    today, days = facts.today, facts.rules.correction_days.days
    due = explain(Limit(days, Unit.CALENDAR_DAY), today, (), 0, facts.calendar).due
    return local_date(due) if due else today + timedelta(days)


def supply_correction(state: CaseState, command: cm.SupplyCorrection, facts: Facts) -> Events:
    """What was asked for came in; only that counts as supplied. Where the five working days have passed since the last of
    it came, the case is accepted as it stands and nothing can be handed in for the notice any more.
    """
    _require_intake(state, facts)
    _check_in_time(state, facts)
    supplied = tuple(kind for kind in state.missing if kind in command.supplied)
    if not supplied:
        raise Refusal("cases.nothing_supplied")
    return (ev.CorrectionSupplied(supplied),)


def accept(state: CaseState, command: cm.Accept, facts: Facts) -> Events:
    """受理, today; once the five working days are over, as of the day of receipt, whoever notices it first. What the
    correction notice asked for must be there; 容缺 only within the bureau's own limits.
    """
    _require_intake(state, facts)
    today, deemed_on = facts.today, _deemed_on(state, facts)
    on, deemed = deemed_on or today, deemed_on is not None
    if not deemed and set(state.missing) - set(command.deferred):
        raise Refusal("cases.correction_open", missing="、".join(state.missing))
    if not command.deferred:
        return (ev.Accepted(on, deemed=deemed),)
    _check_deferral(state, command, facts)
    make_up_by = facts.calendar.add_workdays(today, command.make_up_days)
    return (ev.Accepted(on, deemed=deemed, deferred=command.deferred, make_up_by=make_up_by),)


def check_materials(command: cm.Command, listed: Sequence[Material]) -> None:
    """A notice asks for what the item asks for, and 容缺 is for what its list lets follow (国发〔2022〕5号): nothing is owed that
    nobody could bring.
    """
    wanted = command.missing if isinstance(command, cm.AskCorrection) else ()
    later = command.deferred if isinstance(command, cm.Accept) else ()
    if unknown := set(wanted) - {each.evidence for each in listed}:
        raise Refusal("cases.not_on_the_list", materials="、".join(sorted(unknown)))
    if fixed := set(later) - {each.evidence for each in listed if each.need is Need.DEFERRABLE}:
        raise Refusal("cases.not_deferrable", materials="、".join(sorted(fixed)))


def _check_deferral(state: CaseState, command: cm.Accept, facts: Facts) -> None:
    if state.handling is Handling.ON_THE_SPOT:
        raise Refusal("cases.deferral_on_the_spot")
    if len(command.deferred) > facts.rules.deferral_count:
        raise Refusal("cases.deferral_too_many", most=facts.rules.deferral_count)
    longest = _longest_deferral(state, facts)
    if not 0 < command.make_up_days <= longest:
        raise Refusal("cases.deferral_too_long", longest=longest)


def _longest_deferral(state: CaseState, facts: Facts) -> int:
    rules, promise = facts.rules, state.limits.promised
    if promise is None or promise.unit not in {Unit.WORKING_DAY, Unit.CALENDAR_DAY}:
        return rules.deferral_days
    return max(1, min(rules.deferral_days, promise.amount - rules.deferral_before_promise))


def deem_accepted(state: CaseState, _command: cm.DeemAccepted, facts: Facts) -> Events:
    """No word in five working days: accepted from the day of receipt, and every later limit runs from there."""
    require_system(facts)
    deemed_on = _deemed_on(state, facts)
    if deemed_on is None:
        raise Refusal("cases.not_yet_deemed")
    return (ev.Accepted(deemed_on, deemed=True),)


def _deemed_on(state: CaseState, facts: Facts) -> date | None:
    """The day of receipt, once the five working days of art. 32(4) have passed without a word; else None. While a
    correction notice is out, the next word is the person's.
    """
    if state.received_at is None or state.status is not Status.RECEIVED:
        return None
    received, yesterday = local_date(state.received_at), facts.today - timedelta(days=1)
    if yesterday <= received:
        return None
    return received if facts.calendar.workdays_between(received, yesterday) >= ACCEPT_WITHIN else None


def _check_in_time(state: CaseState, facts: Facts) -> None:
    received = _deemed_on(state, facts)
    if received is not None:
        raise Refusal("cases.deemed_already", received=received.isoformat())


def refuse_acceptance(state: CaseState, command: cm.RefuseAcceptance, facts: Facts) -> Events:
    """不予受理, with reason and remedies, in time."""
    _require_intake(state, facts)
    _check_in_time(state, facts)
    if not command.reason.strip() or not command.remedies.strip():
        raise Refusal("cases.reasons_and_remedies")
    return (ev.AcceptanceRefused(command.reason, command.remedies),)


def find_not_ours(state: CaseState, command: cm.FindNotOurs, facts: Facts) -> Events:
    """不属本机关, in time: the right agency must be named."""
    _require_intake(state, facts)
    _check_in_time(state, facts)
    if not command.agency.strip():
        raise Refusal("cases.name_the_agency")
    return (ev.FoundNotOurs(command.agency),)


def supply_deferred(state: CaseState, command: cm.SupplyDeferred, facts: Facts) -> Events:
    """容缺 materials came in; only what was owed counts."""
    _require_intake(state, facts)
    supplied = tuple(kind for kind in state.deferred if kind in command.supplied)
    if not supplied:
        raise Refusal("cases.nothing_supplied")
    return (ev.DeferredSupplied(supplied),)
