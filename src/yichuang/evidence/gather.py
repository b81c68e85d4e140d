"""Verb: ask all the registers that a form and its proofs call for, at once. Each question is on record.

They are asked in parallel and waited for :data:`PATIENCE` in all. A register that does not answer in time stops nobody:
it is named, the rest is used, and the person shows the original instead.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date, datetime
from functools import cache

from msgspec import Struct, structs

from yichuang.evidence import gathering
from yichuang.evidence.gathering import Told, Wanted
from yichuang.evidence.models import SharingLog
from yichuang.evidence.sharing import AskOutcome, Purpose, keep_until
from yichuang.gateways.registers import Entry, Register, register
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_queries import rules_for
from yichuang.people.gates import PERSON
from yichuang.people.models import Person
from yichuang.people.terms import IdType

PATIENCE = 2.0
"""Seconds for all registers together: somebody stands at the counter."""
AT_ONCE = 16
LONGEST_REFERENCE = 60


class Gathered(Struct, frozen=True):
    """What the registers say, together."""

    prefill: Mapping[str, tuple[str, str]]
    """By prefill path: (value, source); goes into ``Filing.told``."""
    shared: tuple[str, ...]
    """Evidence types that nobody has to bring."""
    silent: tuple[str, ...]
    """Registers that did not answer in time."""
    differs: tuple[str, ...]
    """Registers that have another name under this number; nothing of theirs was used."""


Reach = Callable[[str], Register]


class _Asking(Struct, frozen=True):
    """One round of questions about one person."""

    number: str
    name: str
    reference: str
    asked_by: str
    deadline: float
    """Of the monotonic clock."""
    reach: Reach
    keep_until: date
    """Of the log's entries."""


def gather(
    actor: Actor, person_id: int, wanted: Wanted, reference: str, *, now: datetime, reach: Reach = register
) -> Gathered:
    """What the registers say about the person, for the draft, application or case ``reference``.

    ``reach`` gives a register by its name; another than the gateways' is for worlds that are played without them.
    Raises only ``evidence.no_reference``, and what the gate to the person says.
    """
    person = PERSON.open(actor, person_id, "ask_register")
    if not reference.strip() or len(reference) > LONGEST_REFERENCE:
        raise Refusal("evidence.no_reference")
    deadline = time.monotonic() + PATIENCE
    kept = keep_until(local_date(now), rules_for(actor, now).sharing_keep)
    asking = _Asking(person.id_number, person.name, reference, str(actor.staff_id), deadline, reach, kept)
    answers = _ask_all(gathering.registers_for(wanted), asking, wanted)
    joined = gathering.joined_for(wanted)
    number = gathering.joined_number(joined, answers) if joined else ""
    further = _about_other(joined, number, asking, wanted, answers) if joined and number else []
    filled = gathering.prefill(answers, wanted)
    shared = gathering.proofs(answers, wanted)
    rows = [_row(asking, person, told, gathering.proofs([told], wanted), wanted, now) for told in answers]
    if joined and further:
        filled |= gathering.joined_prefill(joined, further, wanted)
        proved = gathering.joined_proofs(joined, further, wanted)
        shared = (*shared, *proved)
        rows += _rows_about_other(asking, person, number, further, proved, wanted, now)
    SharingLog.objects.bulk_create(rows)
    return Gathered(filled, shared, _of(AskOutcome.SILENT, answers, further), _of(AskOutcome.DIFFERS, answers))


def _about_other(
    joined: gathering.Joined, number: str, asking: _Asking, wanted: Wanted, answers: Iterable[Told]
) -> list[Told]:
    """The same questions about the spouse or other person whose household one joins."""
    name = next((told.entry.get("spouse_name", "") for told in answers if "spouse_name" in told.entry), "")
    return _ask_all(joined.registers, structs.replace(asking, number=number, name=name), wanted)


def _ask_all(names: Iterable[str], asking: _Asking, wanted: Wanted) -> list[Told]:
    futures = {name: _threads().submit(_ask, name, asking, _purpose(name, wanted)) for name in names}
    wait(futures.values(), timeout=max(0.0, asking.deadline - time.monotonic()))
    return [_answer(name, future, asking.name) for name, future in futures.items()]


@cache
def _threads() -> ThreadPoolExecutor:
    """Kept: a register that hangs holds a thread until its own time-out, and nobody else."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="register")


def _ask(name: str, asking: _Asking, purpose: Purpose) -> Entry | None:
    words = label("register_purpose", purpose, "zh")
    return asking.reach(name).ask(asking.number, case_no=asking.reference, purpose=words, asked_by=asking.asked_by)


def _answer(name: str, future: "Future[Entry | None]", whose: str) -> Told:
    if not future.done():
        future.cancel()
        return Told(name, AskOutcome.SILENT)
    try:
        return gathering.judged(name, future.result(), whose)
    except Refusal:
        return Told(name, AskOutcome.SILENT)


def _purpose(name: str, wanted: Wanted) -> Purpose:
    supply = gathering.mapped().registers[name]
    return Purpose.PROVE if wanted.proofs & supply.proofs.keys() else Purpose.FILL_FORM


def _rows_about_other(
    asking: _Asking,
    person: Person,
    number: str,
    answers: Iterable[Told],
    proved: tuple[str, ...],
    wanted: Wanted,
    now: datetime,
) -> list[SharingLog]:
    """What was asked about somebody else stands in this person's log, whose matter it served, and in the other's own."""
    other = _on_record(number)
    rows = [_row(asking, person, told, gathering.joined_by(told, proved), wanted, now) for told in answers]
    return [*rows, *(_row(asking, other, told, (), wanted, now) for told in answers if other)]


def _row(
    asking: _Asking, person: Person, told: Told, proved: tuple[str, ...], wanted: Wanted, now: datetime
) -> SharingLog:
    return SharingLog(
        person=person,
        staff_id=int(asking.asked_by),
        register=told.register,
        datasets=[gathering.mapped().registers[told.register].dataset],
        purpose=_purpose(told.register, wanted),
        reference=asking.reference.strip(),
        outcome=told.outcome,
        fields=sorted(told.entry),
        proofs=list(proved),
        at=now,
        keep_until=asking.keep_until,
    )


def _on_record(number: str) -> Person | None:
    return Person.objects.filter(id_type=IdType.ID_CARD, id_index=number).first()


def _of(outcome: AskOutcome, *rounds: Iterable[Told]) -> tuple[str, ...]:
    found = (told.register for answers in rounds for told in answers if told.outcome is outcome)
    return tuple(dict.fromkeys(found))
