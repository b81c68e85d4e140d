"""Verb: carry out one or more commands on a case, as one. Load (one query), decide (pure), append (one statement)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from yichuang.cases import commands as cm
from yichuang.cases.decide import carry_out
from yichuang.cases.facts import Facts
from yichuang.cases.gates import CASE, SEE, WORK
from yichuang.cases.intake import check_materials
from yichuang.cases.state import CaseState
from yichuang.cases.status import Action
from yichuang.cases.store import Change, Loaded, load_by_id, load_many, required, save
from yichuang.cases.surroundings import facts_at
from yichuang.catalogue.queries import item_version
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import kept, once
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.queries import actors_of_staff

ONLOOKERS = frozenset({Action.URGE, Action.ACKNOWLEDGE})
"""What one may do without working on the case."""


class Performed(Struct, frozen=True):
    """What a command answers, and answers again when it is repeated."""

    number: str
    status: str
    version: int


class Attempt(Struct, frozen=True):
    """One case of a batch: either what came of it, or why not."""

    number: str
    performed: Performed | None = None
    refusal: str = ""
    """Code of the refusal."""
    message: str = ""


def perform(
    actor: Actor, number: str, *commands: cm.Command, key: str, now: datetime, expected: int | None = None
) -> Performed:
    """Carry ``commands`` out on the case ``number``, all or none. The same ``key`` again gives the same answer.

    ``expected`` is the version that the screen showed: Refusal("events.conflict") when the case has moved since.
    """
    onlooker = all(command.action in ONLOOKERS for command in commands)
    loaded = CASE.open(actor, number, SEE if onlooker else WORK)

    def act() -> Performed:
        if expected is not None and loaded.state.version != expected:
            raise Refusal("events.conflict")
        facts = facts_for(actor, now)
        named = {staff for command in commands for staff in _named(command)}
        others = actors_of_staff(named, local_date(now)) if named else {}
        return _write(loaded, commands, replace(facts, others=others), key)

    return once(key, actor.staff_id, Performed, act)


def _named(command: cm.Command) -> tuple[int, ...]:
    """The members of staff whom a command draws in."""
    match command:
        case cm.Transfer(to=staff) | cm.Delegate(to=staff) | cm.AddSigner(staff=staff) | cm.Copy(staff=staff):
            return (staff,)
        case cm.Assign(staff=several):
            return several
        case _:
            return ()


def perform_as_system(case: int, *commands: cm.Command, key: str, now: datetime) -> Performed:
    """Carry out what the system itself may: deemed acceptance, reminders, dependencies, archiving."""
    loaded = required(load_by_id(case))
    facts = facts_at(loaded.state.unit, now)
    return once(key, None, Performed, lambda: _write(loaded, commands, facts, key))


def perform_batch(
    actor: Actor, numbers: Sequence[str], command: cm.Command, *, key: str, now: datetime
) -> tuple[Attempt, ...]:
    """批量: the same command on each case, each on its own; one refusal does not touch the others."""
    return tuple(_attempt(actor, number, command, f"{key}/{number}", now) for number in dict.fromkeys(numbers))


def _attempt(actor: Actor, number: str, command: cm.Command, key: str, now: datetime) -> Attempt:
    try:
        return Attempt(number, perform(actor, number, command, key=key, now=now))
    except Refusal as refusal:
        return Attempt(number, refusal=refusal.code, message=str(refusal))


def perform_each(actor: Actor, commands: Mapping[int, cm.Command], now: datetime) -> None:
    """Carry one command out on each of these cases, all or none, in one statement; part of a wider verb that has opened
    them through the gate and answers for happening once.
    """
    facts, loaded = facts_for(actor, now), load_many(list(commands))
    save([decided(required(loaded.get(case)), (command,), facts) for case, command in commands.items()], facts)


def facts_for(actor: Actor, now: datetime) -> Facts:
    """The facts that an officer's command is judged by."""
    return facts_at(actor.unit_id, now, actor)


def decided(loaded: Loaded, commands: Iterable[cm.Command], facts: Facts) -> Change:
    """What ``commands`` make of the case, not written yet."""
    commands = tuple(commands)
    item = item_version(loaded.state.item, loaded.state.item_version)
    for command in commands:
        check_materials(command, item.materials)
    after, happened = carry_out(loaded.state.id, loaded.state, commands, facts)
    return Change(loaded.state.id, loaded, after, happened)


def _write(loaded: Loaded, commands: Iterable[cm.Command], facts: Facts, key: str) -> Performed:
    change = decided(loaded, commands, facts)
    answer = _answer(change.after)
    if not change.events:
        return answer
    save([change], facts, kept(key, facts.now, answer, facts.staff))
    return answer


def _answer(state: CaseState) -> Performed:
    return Performed(state.number, state.status.value, state.version)
