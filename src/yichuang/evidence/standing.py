"""Verb: ask the population register whether somebody is alive and may act alone, and take its word over.

Of somebody who may not, it is asked who the guardians are. 民法典 arts. 13, 18-24; 个人信息保护法 art. 6: no more than that.
"""

from datetime import datetime

from msgspec import Struct

from yichuang.evidence.ask_register import ask_register
from yichuang.evidence.sharing import Answer, AskOutcome, Named, Purpose
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.people.capacity import capacity_on
from yichuang.people.card import CITIZEN_LIKE
from yichuang.people.models import Person
from yichuang.people.queries import person_facts
from yichuang.people.standing import RegisterWord
from yichuang.people.take_over import take_over
from yichuang.people.terms import Capacity, IdType

PATIENCE = 1.5
"""Seconds: somebody stands at the counter, and without an answer the originals serve."""
PROOF = "guardianship_proof"


class Standing(Struct, frozen=True):
    """What the desk learns."""

    outcome: AskOutcome
    capacity: Capacity = Capacity.FULL
    """By age and by what is declared, after the register's word."""
    guardians: tuple[Named, ...] = ()
    proved: bool = False
    """The register proves the guardianship: nobody has to bring a paper for it."""


def check_standing(actor: Actor, person: Person, reference: str, *, now: datetime) -> Standing | None:
    """What the register says, for the draft or window ``reference``; None for whom it does not hold.

    Refusal("evidence.recorded_dead") for somebody whom it records as dead; our record says so from then on. A register
    that keeps silent stops nobody.
    """
    if IdType(person.id_type) not in CITIZEN_LIKE:
        return None
    today = local_date(now)
    before = capacity_on(person_facts(person), today)
    purpose = Purpose.STANDING if before is Capacity.FULL else Purpose.GUARDIANSHIP
    told = _ask(actor, person, purpose, reference, now)
    if told.outcome is not AskOutcome.ANSWERED:
        return Standing(told.outcome, before)
    word = RegisterWord(told.deceased_on, Capacity(told.capacity or Capacity.FULL))
    if take_over(actor, person.pk, word, reference=reference, now=now):
        person.refresh_from_db()
    if told.deceased_on is not None:
        raise Refusal("evidence.recorded_dead", name=person.name, day=told.deceased_on)
    capacity = capacity_on(person_facts(person), today)
    if capacity is not before:  # the register's word alone has made this adult a ward: who are the guardians?
        told = _ask(actor, person, Purpose.GUARDIANSHIP, reference, now)
    return Standing(told.outcome, capacity, told.named, PROOF in told.shared)


def _ask(actor: Actor, person: Person, purpose: Purpose, reference: str, now: datetime) -> Answer:
    try:
        return ask_register(actor, person.pk, purpose, reference, now=now, patience=PATIENCE)
    except Refusal as refusal:
        if refusal.code != "evidence.register_silent":
            raise
        return Answer(AskOutcome.SILENT)
