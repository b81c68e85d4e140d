"""``proceed``: a whole proceeding against four hand-written transactions that write the same rows.

Ours: submit and accept, review, decide, hand over; each command loads, judges authority and lifecycle, computes the clock,
chains its events and writes. Floor: the same four statements with the same content, made before the clock starts.
"""

from collections.abc import Callable, Sequence

from msgspec import json, structs

from bench.crowd import Once, compared, rate
from bench.report import Figure
from bench.visits import (
    NAME_CHANGE,
    NOW,
    actor,
    drawings,
    each_signed,
    file_once,
    filing,
    found_bureau,
    fresh_key,
)
from yichuang.applications import events as ev
from yichuang.applications import submit as submitting
from yichuang.applications.submit import ApplicationBatch, Visit, prepare
from yichuang.cases import commands as cm
from yichuang.cases.decide import carry_out
from yichuang.cases.perform import Performed, facts_for, perform
from yichuang.cases.state import CaseState
from yichuang.cases.status import DeliveryWay
from yichuang.cases.store import Change, Loaded, batch
from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.kernel.asking import write
from yichuang.kernel.events import chain, kept
from yichuang.organisation.actor import Actor
from yichuang.organisation.offices import office_book

GOAL = 0.35
CONNECTIONS = 8
TURNS = 250
CHECK = 1
"""Id of the identity check that the bureau's founding made."""
WORK = (("990812", "review"), ("990811", "approve"))
"""Who speaks at which step."""


def run(_arguments: list[str]) -> Sequence[Figure]:
    """The rates and their ratio."""
    person = found_bureau()
    ours, floor, ratio = compared(
        lambda: rate(_ours(person), CONNECTIONS, TURNS), lambda: rate(_floor(person), CONNECTIONS, TURNS)
    )
    return [
        Figure(f"proceedings, {CONNECTIONS} connections", ours, "per second"),
        Figure(f"four bare transactions, {CONNECTIONS} connections", floor, "per second"),
        Figure("proceeding / four bare transactions", ratio, "ratio", f">= {GOAL}"),
    ]


def _ours(person: int) -> Callable[[int, int], Once]:
    def ready(_place: int, turns: int) -> Once:
        clerk, wanted, signed = actor("990801"), filing(person, NAME_CHANGE), iter(drawings(turns + 1))
        received = iter(drawings(turns + 1, check=CHECK))
        officers = [(actor(badge), step) for badge, step in WORK]

        def once(_turn: int) -> None:
            number = file_once(clerk, wanted, next(signed)).cases[0].number
            for officer, step in officers:
                perform(officer, number, cm.Opine(step), key=fresh_key(), now=NOW)
            hand_over(clerk, _wanted(number, next(received)), key=fresh_key(), now=NOW)

        once(0)
        return once

    return ready


def _wanted(number: str, drawing: str) -> HandOver:
    why = {number: "户口簿当场更新"}
    return HandOver((number,), "周念安", CHECK, drawing, not_surrendered_because=why)


def _floor(person: int) -> Callable[[int, int], Once]:
    def ready(_place: int, turns: int) -> Once:
        clerk, wanted = actor("990801"), filing(person, NAME_CHANGE)
        officers = [(actor(badge), step) for badge, step in WORK]
        book = office_book(clerk.unit_id)
        each_filed = [prepare(clerk, each, book, NOW, numbered=True) for each in each_signed(wanted, turns)]
        received = drawings(turns, check=CHECK)
        made = [_payloads(visit, officers, drawing) for visit, drawing in zip(each_filed, received, strict=True)]

        def once(turn: int) -> None:
            for function, payload in made[turn]:
                write(function, payload)

        return once

    return ready


def _payloads(visit: Visit, officers: Sequence[tuple[Actor, str]], drawing: str) -> list[tuple[str, bytes]]:
    """The four statements of one proceeding, whose result is received with ``drawing``."""
    change = submitting._case(visit, visit.plan.cases[0], 1)  # noqa: SLF001 - the floor is our own statement
    answer = submitting._answer(visit, [change])  # noqa: SLF001
    first = submitting._batch(visit, [change], answer, fresh_key())  # noqa: SLF001
    made = [("applications_append", json.encode(first))]
    loaded = Loaded(change.after, first.cases[0].hash)
    for officer, step in officers:
        loaded, written = _next(loaded, cm.Opine(step), officer)
        made.append(("cases_append", json.encode(written)))
    clerk = visit.facts.actor
    if clerk is None:
        raise LookupError("a visit without a clerk")
    made.append(("applications_append", json.encode(_handed(loaded, first.applications[0], clerk, drawing))))
    return made


def _next(loaded: Loaded, command: cm.Command, who: Actor):  # noqa: ANN202 - (Loaded, CasesBatch)
    facts = facts_for(who, NOW)
    after, happened = carry_out(loaded.state.id, loaded.state, [command], facts)
    answer = Performed(after.number, after.status.value, after.version)
    written = batch([Change(after.id, loaded, after, happened)], facts, kept(fresh_key(), NOW, answer, who.staff_id))
    return Loaded(after, written.cases[0].hash), written


def _handed(loaded: Loaded, row: ev.ApplicationRow, clerk: Actor, drawing: str) -> ApplicationBatch:
    _, written = _next(loaded, _delivery(loaded.state, drawing), clerk)
    event = ev.HandedOver((loaded.state.id,), "周念安", "self", CHECK, drawing)
    linked = chain(row.id, 1, row.hash, (event,), NOW, clerk.staff_id)[0]
    return ApplicationBatch(
        **{**structs.asdict(written), "events": (linked, *written.events)},
        applications=(structs.replace(row, version=2, hash=linked.hash),),
    )


def _delivery(state: CaseState, drawing: str) -> cm.Deliver:
    return cm.Deliver(
        DeliveryWay.WINDOW,
        "周念安",
        "self",
        CHECK,
        drawing,
        not_surrendered_because=f"{state.number}: 户口簿当场更新",
    )
