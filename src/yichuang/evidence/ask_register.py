"""Verb: ask the population register about a person, for a stated matter and purpose. Each question is on record.

The record is written before the answer is used, and for a silence too. A register that does not answer never stops the
desk: the refusal says to look at the original instead.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache, partial

from yichuang.evidence.models import SharingLog
from yichuang.evidence.sharing import Answer, AskOutcome, Known, Purpose, answer, keep_until, rules
from yichuang.gateways.config import Service, endpoint
from yichuang.gateways.population import Resident, population_register
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_queries import rules_for
from yichuang.people.card import CITIZEN_LIKE
from yichuang.people.gates import PERSON
from yichuang.people.models import Person
from yichuang.people.terms import IdType

REGISTER = Service.POPULATION.value
LONGEST_REFERENCE = 60
AT_ONCE = 8


def ask_register(
    actor: Actor, person_id: int, purpose: Purpose, reference: str, *, now: datetime, patience: float | None = None
) -> Answer:
    """What the register says about the person, for the draft, application or case ``reference``.

    ``patience``: seconds after which it counts as silent; None waits as long as the gateway does.

    Raises ``evidence.no_reference``, ``evidence.register_holds_citizens`` (nothing was asked) and
    ``evidence.register_silent`` (the fallback is in its next step).
    """
    person = PERSON.open(actor, person_id, "ask_register")
    if not reference.strip() or len(reference) > LONGEST_REFERENCE:
        raise Refusal("evidence.no_reference")
    if IdType(person.id_type) not in CITIZEN_LIKE:
        raise Refusal("evidence.register_holds_citizens")
    try:
        found = _in_time(partial(_look_up, actor, person, purpose, reference), patience)
    except Refusal as refusal:
        _record(actor, person, purpose, reference, Answer(AskOutcome.SILENT), now)
        raise Refusal("evidence.register_silent", reason=refusal.message()) from refusal
    told = answer(found, Known(person.name, person.birth), purpose)
    _record(actor, person, purpose, reference, told, now)
    return told


def _in_time(ask: Callable[[], Resident | None], patience: float | None) -> Resident | None:
    """The answer, or Refusal("gateway.unavailable") when it does not come in time; a late one is forgotten."""
    if patience is None:
        return ask()
    try:
        return _threads().submit(ask).result(patience)
    except TimeoutError:
        raise endpoint(Service.POPULATION).refusal("gateway.unavailable") from None


@cache
def _threads() -> ThreadPoolExecutor:
    """Kept: a register that hangs holds a thread until its own time-out, and nobody else."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="population")


def _look_up(actor: Actor, person: Person, purpose: Purpose, reference: str) -> Resident | None:
    words = label("register_purpose", purpose, "zh")
    register = population_register()
    return register.look_up(person.id_number, case_no=reference, purpose=words, asked_by=str(actor.staff_id))


def _record(actor: Actor, person: Person, purpose: Purpose, reference: str, told: Answer, now: datetime) -> None:
    SharingLog.objects.create(
        person=person,
        staff_id=actor.staff_id,
        register=REGISTER,
        datasets=list(rules().datasets),
        purpose=purpose,
        reference=reference.strip(),
        outcome=told.outcome,
        fields=sorted(told.prefill),
        proofs=list(told.shared),
        at=now,
        keep_until=keep_until(local_date(now), rules_for(actor, now).sharing_keep),
    )
