"""What happens next to a case of the past, by its fate: one move at a time, each through the engine's own verbs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from msgspec import Struct

from yichuang.cases import commands as cm
from yichuang.cases import route
from yichuang.cases.perform import Performed, perform
from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import OPEN, SlotKind, SlotStatus, SpecialKind, Status, StepStatus, Verdict
from yichuang.catalogue.definition import Handling, StepAct
from yichuang.catalogue.queries import item_version
from yichuang.demo.roster import Roster
from yichuang.kernel.localtime import local_date

INTAKE = frozenset({Status.SUBMITTED, Status.RECEIVED, Status.CORRECTION})
CLAIMED = 0.25
"""Share of tasks that an officer claims before working on them."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What officers write."""

    refuse: tuple[str, ...]
    remedies: str
    reason: tuple[str, ...]
    return_: tuple[str, ...]
    special: tuple[str, ...]
    special_result: tuple[str, ...]
    extend: tuple[str, ...]
    agree: tuple[str, ...]
    urge: tuple[str, ...]
    transfer: tuple[str, ...]
    consult: tuple[str, ...]
    correction: str
    not_ours: str
    not_surrendered: str


class Table(Struct, frozen=True):
    """What a move stands on."""

    roster: Roster
    words: Words
    chance: Random


Move = Callable[[Table, CaseState, StepState, datetime], Performed | None]


def next_move(table: Table, state: CaseState, fate: str, now: datetime) -> Performed | None:
    """Make the next move on a case; ``None`` when there is nothing for anybody to do."""
    if state.status in INTAKE:
        return _intake(table, state, fate, now)
    if state.failed_dependencies:
        return _given_up(table, state, now)
    if state.status is Status.SPECIAL:
        return _by_examiner(table, state, cm.EndSpecial(table.chance.choice(table.words.special_result)), now)
    step = next((each for each in state.route if each.status is StepStatus.ACTIVE), None)
    if step is None or state.status not in OPEN:
        return None
    if state.deferred and step.act is StepAct.DECIDE:
        return _made_up(table, state, now)
    own = FATES.get(fate)
    done = own(table, state, step, now) if own else None
    return done or _worked(table, state, step, now)


# --- before acceptance ------------------------------------------------------------------------------------------------


def _intake(table: Table, state: CaseState, fate: str, now: datetime) -> Performed | None:
    command = _intake_command(table.words, state, fate)
    actor = table.roster.for_intake(state, local_date(now), table.chance)
    if command is None or actor is None:
        return None
    return perform(actor, state.number, command, key=_key(state, command), now=now)


def _intake_command(words: Words, state: CaseState, fate: str) -> cm.Command | None:
    if state.status is Status.SUBMITTED:
        return cm.Receive()
    if state.status is Status.CORRECTION:
        return None if fate == "never_corrected" else cm.SupplyCorrection(state.missing)
    if fate == "unattended":
        return None
    if fate in {"corrected", "never_corrected"} and state.corrections == 0:
        return cm.AskCorrection((_first_material(state),), words.correction)
    if fate == "refused_acceptance":
        return cm.RefuseAcceptance(words.refuse[0], words.remedies)
    if fate == "not_ours":
        return cm.FindNotOurs(words.not_ours)
    return cm.Accept()


def _first_material(state: CaseState) -> str:
    return item_version(state.item, state.item_version).materials[0].evidence


def _made_up(table: Table, state: CaseState, now: datetime) -> Performed | None:
    """What was to follow is brought before the decision."""
    actor, command = table.roster.for_intake(state, local_date(now), table.chance), cm.SupplyDeferred(state.deferred)
    return perform(actor, state.number, command, key=_key(state, command), now=now) if actor else None


# --- at work ----------------------------------------------------------------------------------------------------------


def _worked(table: Table, state: CaseState, step: StepState, now: datetime) -> Performed | None:
    """Whoever is asked says yes; sometimes the task is claimed first."""
    slot = next(
        (each for each in step.asked() if each.status is SlotStatus.OPEN and each.kind is not SlotKind.COPY), None
    )
    if slot is None:
        return None
    actor = table.roster.named(slot.staff) if slot.staff else table.roster.for_step(step, local_date(now), table.chance)
    if actor is None:
        return None
    opinion = cm.Opine(step.key, Verdict.AGREE, table.chance.choice(table.words.agree))
    claims = slot.staff is None and state.handling is not Handling.ON_THE_SPOT and table.chance.random() < CLAIMED
    commands = (cm.Claim(step.key), opinion) if claims else (opinion,)
    return perform(actor, state.number, *commands, key=_key(state, opinion), now=now)


def _by_examiner(table: Table, state: CaseState, command: cm.Command, now: datetime) -> Performed | None:
    step = state.step_of(StepAct.EXAMINE) or state.step_of(StepAct.DECIDE)
    actor = table.roster.for_step(step, local_date(now), table.chance) if step else None
    return perform(actor, state.number, command, key=_key(state, command), now=now) if actor else None


def _by_decider(table: Table, state: CaseState, command: cm.Command, now: datetime) -> Performed | None:
    step = state.step_of(StepAct.DECIDE)
    actor = table.roster.for_step(step, local_date(now), table.chance) if step else None
    return perform(actor, state.number, command, key=_key(state, command), now=now) if actor else None


def _special(table: Table, state: CaseState, step: StepState, now: datetime) -> Performed | None:
    if state.pauses or step.act is not StepAct.EXAMINE:
        return None
    kind = table.chance.choice((SpecialKind.INSPECTION, SpecialKind.APPRAISAL))
    return _by_examiner(table, state, cm.StartSpecial(kind, table.chance.choice(table.words.special), 5), now)


def _extended(table: Table, state: CaseState, _step: StepState, now: datetime) -> Performed | None:
    if state.extension or state.status not in {Status.ACCEPTED, Status.REVIEWING}:
        return None
    return _by_decider(table, state, cm.Extend(5, table.chance.choice(table.words.extend)), now)


def _refused(table: Table, state: CaseState, step: StepState, now: datetime) -> Performed | None:
    if step.act is not StepAct.DECIDE:
        return None
    reasons = table.chance.choice(table.words.refuse)
    return _by_decider(table, state, cm.Opine(step.key, Verdict.DISAGREE, reasons, table.words.remedies), now)


def _withdrawn(table: Table, state: CaseState, _step: StepState, now: datetime) -> Performed | None:
    return _given_up(table, state, now)


def _given_up(table: Table, state: CaseState, now: datetime) -> Performed | None:
    actor = table.roster.for_intake(state, local_date(now), table.chance)
    if actor is None or state.outcome is not None:
        return None
    command = cm.Withdraw(table.chance.choice(table.words.reason))
    return perform(actor, state.number, command, key=_key(state, command), now=now)


def _sent_back(table: Table, state: CaseState, step: StepState, now: datetime) -> Performed | None:
    earlier = route.before(state.route, step.key)
    targets = [each.key for each in state.route if each.act is StepAct.EXAMINE and each.key in earlier]
    if step.act is not StepAct.DECIDE or step.at_round > 1 or not targets:
        return None
    return _by_decider(table, state, cm.Return(step.key, targets[0], table.chance.choice(table.words.return_)), now)


def _transferred(table: Table, state: CaseState, step: StepState, now: datetime) -> Performed | None:
    """Claimed by one officer, handed on to another."""
    day = local_date(now)
    holder, taker = (table.roster.for_step(step, day, table.chance) for _ in range(2))
    untouched = all(slot.staff is None for slot in step.asked())
    if holder is None or taker is None or holder == taker or not untouched or step.act is not StepAct.EXAMINE:
        return None
    command = cm.Transfer(step.key, taker.staff_id, table.chance.choice(table.words.transfer))
    return perform(holder, state.number, cm.Claim(step.key), command, key=_key(state, command), now=now)


def _consulted(table: Table, state: CaseState, step: StepState, now: datetime) -> Performed | None:
    """加签: a colleague is asked to look as well."""
    day = local_date(now)
    holder, other = (table.roster.for_step(step, day, table.chance) for _ in range(2))
    alone = len(step.asked()) == 1
    if holder is None or other is None or holder == other or not alone or step.act is not StepAct.EXAMINE:
        return None
    command = cm.AddSigner(step.key, other.staff_id, table.chance.choice(table.words.consult))
    return perform(holder, state.number, command, key=_key(state, command), now=now)


def _urged(table: Table, state: CaseState, step: StepState, now: datetime) -> Performed | None:
    if step.act is not StepAct.EXAMINE or state.version % 2:
        return None
    actor = table.roster.for_intake(state, local_date(now), table.chance)
    command = cm.Urge(step.key, table.chance.choice(table.words.urge))
    return perform(actor, state.number, command, key=_key(state, command), now=now) if actor else None


FATES: Mapping[str, Move] = {
    "special": _special,
    "extended": _extended,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "sent_back": _sent_back,
    "transferred": _transferred,
    "consulted": _consulted,
    "urged": _urged,
}
"""Fates with a move of their own; each answers ``None`` when its turn has not come, and the plain move is made."""


def _key(state: CaseState, command: cm.Command) -> str:
    return f"demo/{state.number}/{state.version}/{command.action}"
