"""Verb: record what comes in after the submission: an owed material, or a scan checked against its original (C to B).

One statement: the application's events and material rows, and on each case that waits for it the supply. Either all of
it is on record or nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct, structs

from yichuang.applications import events as ev
from yichuang.applications.filing import Given
from yichuang.applications.models import Application
from yichuang.applications.queries import APPLICATION
from yichuang.applications.submit import ApplicationBatch
from yichuang.cases import commands as cm
from yichuang.cases.events import CorrectionAsked
from yichuang.cases.facts import Facts
from yichuang.cases.models import Case
from yichuang.cases.perform import decided, facts_for
from yichuang.cases.status import Status
from yichuang.cases.store import Change, Loaded, batch, load_many
from yichuang.catalogue.definition import EvidenceType
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import item_version
from yichuang.evidence.gates import FILE, SEE
from yichuang.evidence.meet import answers, check_met
from yichuang.evidence.models import Material
from yichuang.evidence.queries import materials_of, shared_since
from yichuang.evidence.trust import GRADES, MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import Recorded, append, chain, history, kept, once, stamp
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_queries import rules_for

MEET = "meet"
CORRECTION_ASKED = str(CorrectionAsked.__struct_config__.tag)
MATERIAL_MET = str(ev.MaterialMet.__struct_config__.tag)


class Met(Struct, frozen=True):
    """What the verb answers, and answers again when it is repeated."""

    application: str
    materials: tuple[str, ...]
    cases: tuple[str, ...]
    """Numbers of the cases that were waiting for it."""


class Visit(Struct, frozen=True):
    """Everything that is known while something comes in."""

    application: Application
    rows: Mapping[str, Material]
    """The material list as it stands, by evidence type."""
    brought: Mapping[str, Given]
    proved: frozenset[str]
    """Which of the proofs said to be shared a register did supply about this person, lately enough."""
    cases: tuple[Loaded, ...]
    facts: Facts


def meet_material(actor: Actor, number: str, brought: Mapping[str, Given], *, key: str, now: datetime) -> Met:
    """Record ``brought`` (by evidence type) on the application ``number``. The same ``key`` again gives the same answer.

    Raises ``evidence.already_met`` and its like, ``events.conflict`` when somebody else was faster, and what stands
    against it on a case.
    """
    application = APPLICATION.open(actor, number, MEET)
    return once(key, actor.staff_id, Met, lambda: _meet(actor, application, brought, key, now))


def _meet(actor: Actor, application: Application, brought: Mapping[str, Given], key: str, now: datetime) -> Met:
    if not brought:
        raise Refusal("evidence.nothing_brought")
    visit = _visit(actor, application, brought, now)
    for evidence, given in brought.items():
        _check(actor, visit, evidence, given)
    changes = [change for loaded in visit.cases if (change := _supplied(visit, loaded)) is not None]
    answer = Met(application.number, tuple(brought), tuple(change.after.number for change in changes))
    append("applications_append", _batch(visit, changes, answer, key))
    return answer


def _visit(actor: Actor, application: Application, brought: Mapping[str, Given], now: datetime) -> Visit:
    ids = list(Case.objects.filter(application_id=application.id).values_list("id", flat=True))
    cases = load_many(ids)
    shared = [evidence for evidence, given in brought.items() if given.state is MaterialState.SHARED]
    return Visit(
        application=application,
        rows={row.evidence: row for row in materials_of(application.id)},
        brought=brought,
        proved=shared_since(application.person_id, shared, now - rules_for(actor, now).answers_hold)
        if shared
        else frozenset(),
        cases=tuple(cases[case] for case in sorted(cases)),
        facts=facts_for(actor, now),
    )


def _check(actor: Actor, visit: Visit, evidence: str, given: Given) -> None:
    kind, row = _kind(evidence), visit.rows.get(evidence)
    if given.state is MaterialState.SCANNED and not given.file:
        raise Refusal("evidence.no_scan", material_zh=kind.name.zh, material_en=kind.name.en)
    if given.state is MaterialState.SHARED and evidence not in visit.proved:
        raise Refusal("applications.not_shared", material_zh=kind.name.zh, material_en=kind.name.en)
    if given.file:
        FILE.open(actor, given.file, SEE)
    asked_again = any(
        evidence in loaded.state.missing and evidence not in _since_asked(loaded) for loaded in visit.cases
    )
    before = MaterialState(row.state) if row and not asked_again else None
    check_met(kind, before, given.state, other_file=row is not None and given.file != row.file)


def _kind(evidence: str) -> EvidenceType:
    kind = catalogue().evidence_types.get(evidence)
    if kind is None:
        raise Refusal("evidence.unknown_type", evidence=evidence)
    return kind


# --- the cases that wait for it ---------------------------------------------------------------------------------------


def _supplied(visit: Visit, loaded: Loaded) -> Change | None:
    """What it does to one case; None where the case does not wait for any of it, or is over."""
    commands = tuple(_commands(visit, loaded))
    return decided(loaded, commands, visit.facts) if commands else None


def _commands(visit: Visit, loaded: Loaded) -> Iterable[cm.Command]:
    """A correction goes on when everything it asked for is there (行政许可法 art. 32(5)); what follows comes one by one."""
    state = loaded.state
    if state.ended_at is not None:
        return
    brought = _answering(loaded, {evidence: given.state for evidence, given in visit.brought.items()})
    if state.status is Status.CORRECTION and brought.intersection(state.missing):
        there = brought | _answering(loaded, _since_asked(loaded))
        if there.issuperset(state.missing):
            yield cm.SupplyCorrection(state.missing)
    deferred = tuple(kind for kind in state.deferred if kind in brought)
    if deferred:
        yield cm.SupplyDeferred(deferred)


def _answering(loaded: Loaded, stands: Mapping[str, MaterialState]) -> frozenset[str]:
    """Which of these proofs give the case's item what it asks of them."""
    item = item_version(loaded.state.item, loaded.state.item_version)
    return frozenset(evidence for evidence, state in stands.items() if answers(item, _kind(evidence), state))


def _since_asked(loaded: Loaded) -> dict[str, MaterialState]:
    """What has come in since the correction notice; what was there before it was not good enough."""
    asked_at = max(event.at for event in history(loaded.state.id) if event.kind == CORRECTION_ASKED)
    met = (event for event in history(loaded.state.application) if event.kind == MATERIAL_MET and event.at >= asked_at)
    return {event.data["evidence"]: MaterialState(event.data["state"]) for event in met}


# --- what is written --------------------------------------------------------------------------------------------------


def _batch(visit: Visit, changes: list[Change], answer: Met, key: str) -> ApplicationBatch:
    facts, application = visit.facts, visit.application
    command = kept(key, facts.now, answer, facts.staff)
    cases = batch(changes, facts, command)
    events = (ev.MaterialMet(evidence, given.state.value, given.file) for evidence, given in visit.brought.items())
    linked = chain(application.id, application.version, application.hash, events, facts.now, facts.staff)
    return ApplicationBatch(
        **{**structs.asdict(cases), "events": (*linked, *cases.events)},
        applications=(_application(application, linked[-1]),),
        materials=tuple(_material(visit, evidence, given) for evidence, given in visit.brought.items()),
    )


def _application(application: Application, last: Recorded) -> ev.ApplicationRow:
    kept = {name: getattr(application, name) for name in ev.ApplicationRow.__struct_fields__}
    moment = stamp(application.submitted_at)
    return ev.ApplicationRow(**{**kept, "submitted_at": moment, "version": last.seq, "hash": last.hash})


def _material(visit: Visit, evidence: str, given: Given) -> ev.MaterialRow:
    row, grade, facts = visit.rows.get(evidence), GRADES.get(given.state), visit.facts
    return ev.MaterialRow(
        application_id=visit.application.id,
        evidence=evidence,
        items=tuple(row.items) if row else _asking(visit, evidence),
        state=given.state,
        grade=grade or "",
        originals=given.originals,
        copies=given.copies,
        register=given.register,
        file=given.file or (row.file if row else ""),
        by=facts.staff if given.state is MaterialState.SEEN else None,
        at=stamp(facts.now),
    )


def _asking(visit: Visit, evidence: str) -> tuple[str, ...]:
    """The items whose correction notice asked for it."""
    return tuple(loaded.state.item for loaded in visit.cases if evidence in loaded.state.missing)
