"""Verb: submit an application. One query to load what it stands on, one statement to write it with all its cases.

At a window the clerk who takes it receives and accepts each case in the same breath: one form, one material set, one
signature, 1..n cases.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from msgspec import Struct, json, structs

from yichuang.applications import events as ev
from yichuang.applications.filing import Filing, Given
from yichuang.applications.form import Entered, judged
from yichuang.applications.ground import Ground, ask, ground
from yichuang.applications.judge import NotYet, Problem, deferred_for, problems
from yichuang.applications.plan import Plan, PlanCase, Timetable, Wish, make_plan
from yichuang.applications.wishes import completed, known
from yichuang.applications.wishes import facts as told_facts
from yichuang.cases import commands as cm
from yichuang.cases.decide import carry_out
from yichuang.cases.facts import Facts
from yichuang.cases.laying import lay_route
from yichuang.cases.store import CasesBatch, Change, batch
from yichuang.cases.surroundings import facts_in
from yichuang.catalogue.conditions import Facts as CatalogueFacts
from yichuang.catalogue.definition import Item, Limits, Line
from yichuang.catalogue.home import own_places
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import item_version
from yichuang.catalogue.requirements import promised
from yichuang.catalogue.route import route
from yichuang.catalogue.situations import answered, check_answers
from yichuang.evidence.trust import GRADES, MaterialState
from yichuang.kernel.case_numbers import format_case_number, serial_of
from yichuang.kernel.crypto import sm3
from yichuang.kernel.events import GENESIS, append, chain, kept, once, stamp
from yichuang.kernel.fields import encrypt
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor, receives
from yichuang.organisation.local_queries import local_rules
from yichuang.organisation.offices import OfficeBook, office_book

_canonical = json.Encoder(order="sorted").encode


class FiledCase(Struct, frozen=True):
    """One case of a submitted application."""

    id: int
    number: str
    item: str
    status: str


class Filed(Struct, frozen=True):
    """What a submission answers, and answers again when it is repeated."""

    application: int
    number: str
    cases: tuple[FiledCase, ...]


class ApplicationBatch(CasesBatch, frozen=True, kw_only=True):
    """What ``applications_append`` takes."""

    applications: tuple[ev.ApplicationRow, ...]
    forms: tuple[ev.FormRow, ...] = ()
    materials: tuple[ev.MaterialRow, ...] = ()
    draft: UUID | None = None
    """The draft that becomes the application; it is closed in the same breath."""


class Visit(Struct, frozen=True):
    """Everything that is known while one filing is submitted."""

    filing: Filing
    entered: Entered
    """Its form as it came in, judged."""
    receives: frozenset[Line]
    """Of the lines concerned those that its clerk may receive here."""
    ground: Ground
    plan: Plan
    wishes: Mapping[str, Wish]
    book: OfficeBook
    facts: Facts

    @property
    def number_of(self) -> Mapping[str, int]:
        """The stream of each item's case."""
        return {case.item.code: self.ground.streams[place] for place, case in enumerate(self.plan.cases, 1)}

    def problems(self) -> tuple[Problem, ...]:
        """Everything that stands against submitting it."""
        return problems(self.filing, self.entered, self.plan, self.ground, self.facts.today, self.receives)


def submit(actor: Actor, filing: Filing, *, key: str, now: datetime, draft: UUID | None = None) -> Filed:
    """Submit ``filing`` as ``actor`` at the own window, and close the ``draft`` that it was. The same ``key`` again gives the
    same answer and writes nothing, whoever of the desk presses: the key is the draft's, and a visit may change hands.

    Raises :class:`~yichuang.applications.judge.NotYet` with every problem at once; Refusals of the Plan and catalogue.
    """
    return once(key, None, Filed, lambda: _submit(actor, filing, key, now, draft))


def _submit(actor: Actor, filing: Filing, key: str, now: datetime, draft: UUID | None) -> Filed:
    visit = prepare(actor, filing, office_book(actor.unit_id), now, numbered=True)
    if found := visit.problems():
        raise NotYet(found)
    changes = [_case(visit, case, place) for place, case in enumerate(visit.plan.cases, 1)]
    answer = _answer(visit, changes)
    append("applications_append", _batch(visit, changes, answer, key, draft))
    return answer


def prepare(actor: Actor, filing: Filing, book: OfficeBook, now: datetime, *, numbered: bool = False) -> Visit:
    """Load what ``filing`` stands on and make its plan; ``numbered`` draws the numbers of a submission.

    While the database looks up, all is done that needs neither the person nor the numbers.
    """
    window = actor.window_id if filing.channel == "window" else None
    with ask(filing, window, local_rules(book.receiving.region, local_date(now)), now, numbered=numbered) as asked:
        shelf, facts = catalogue(), facts_in(book.receiving.region, now, actor)
        items = [item_version(choice.item, choice.version) for choice in filing.choices]
        answers = filing.answers
        for item in items:
            check_answers(item, answers)
        entered = judged(filing.form, shelf.elements, facts.today)
        receiving = receives(actor, facts.today, {item.line for item in items})
        stands_on = ground(filing, asked)
    known_values = known(stands_on.applicant, filing, stands_on.body)
    filled = completed(filing, known_values, shelf)
    told = structs.replace(
        told_facts(filled, stands_on.applicant, shelf, facts.today),
        together=frozenset(choice.item for choice in filing.choices),
        here=_own_places(book),
    )
    whole = _with_known_answers(filled, items, told)
    if whole is not filled and whole.answers != told.answers:
        told = structs.replace(told, answers=whole.answers)
    wishes = [Wish(item, told) for item in items]
    plan = make_plan(wishes, shelf, known_values, Timetable(now, facts.calendar, facts.settings))
    by_item = {each.item.code: each for each in wishes}
    return Visit(whole, entered, receiving, stands_on, plan, by_item, book, facts)


@lru_cache(maxsize=256)
def _own_places(book: OfficeBook) -> dict[str, str]:
    return own_places(book.receiving.region, ((office.level.value, office.name) for office in book.above))


def _with_known_answers(filing: Filing, items: Sequence[Item], told: CatalogueFacts) -> Filing:
    """``filing`` with the answers that nobody needs to be asked for; they are kept with it like any other."""
    known_answers = [answered(item, told) for item in items]
    if not any(known_answers):
        return filing
    choices = [
        structs.replace(choice, answers={**choice.answers, **{key: option.value for key, option in found.items()}})
        for choice, found in zip(filing.choices, known_answers, strict=True)
    ]
    return structs.replace(filing, choices=tuple(choices))


# --- the cases --------------------------------------------------------------------------------------------------------


def _case(visit: Visit, case: PlanCase, place: int) -> Change:
    number = visit.ground.streams[place]
    commands = [_submission(visit, case, place), *_taking(visit, case)]
    state, happened = carry_out(number, None, commands, visit.facts)
    return Change(number, None, state, happened)


def _submission(visit: Visit, case: PlanCase, place: int) -> cm.Submit:
    item, office = case.item, visit.book.receiving
    actor = visit.facts.actor
    return cm.Submit(
        number=_number(visit, place),
        application=visit.ground.streams[0],
        applicant=visit.filing.person,
        item=item.code,
        version=item.version,
        line=item.line,
        handling=item.handling,
        limits=_limits(item, visit.wishes[item.code].facts),
        route=lay_route(item.line, item.handling, route(item, visit.wishes[item.code].facts), visit.book),
        channel=visit.filing.channel,
        unit=office.unit,
        unit_path=office.path,
        window=actor.window_id if actor else None,
        waits_for=tuple(visit.number_of[code] for code in case.after),
        urgent=visit.filing.urgent,
    )


def _limits(item: Item, facts: CatalogueFacts) -> Limits:
    """What holds for this case: the promise of the person's own situation, the law's limit and how far that may be put
    off.
    """
    limits = item.limits
    own = promised(item, facts)
    return Limits(own, limits.statutory, longer=limits.longer, longer_by=limits.longer_by, uncounted=limits.uncounted)


def _number(visit: Visit, place: int) -> str:
    today = visit.facts.today
    pattern = settings.CASE_NUMBER_PATTERN
    serial = serial_of(pattern, visit.ground.streams[place])
    item = visit.plan.cases[max(place - 1, 0)].item  # the application itself is numbered after its first item
    return format_case_number(pattern, visit.book.receiving.region, today, serial, item.codes.implementation)


def _taking(visit: Visit, case: PlanCase) -> Sequence[cm.Command]:
    """收件 and 受理 by the clerk at the window; online the pool does it."""
    if visit.filing.channel != "window":
        return ()
    deferred = deferred_for(case.item.code, visit.filing, visit.plan)
    return (cm.Receive(), cm.Accept(deferred, visit.filing.make_up_days))


# --- what is written --------------------------------------------------------------------------------------------------


def _answer(visit: Visit, changes: Sequence[Change]) -> Filed:
    cases = tuple(FiledCase(each.case, each.after.number, each.after.item, each.after.status.value) for each in changes)
    return Filed(visit.ground.streams[0], _number(visit, 0), cases)


def _batch(
    visit: Visit, changes: Sequence[Change], answer: Filed, key: str, draft: UUID | None = None
) -> ApplicationBatch:
    filing, facts, number = visit.filing, visit.facts, visit.ground.streams[0]
    form = _canonical({"choices": filing.choices, "form": filing.form})
    materials = _materials(visit)
    filed = _event(visit, answer, sm3(form).hex(), materials)
    linked = chain(number, 0, GENESIS, (filed,), facts.now, facts.staff)
    command = kept(key, facts.now, answer, None)
    cases = batch(changes, facts, command)
    return ApplicationBatch(
        **{**structs.asdict(cases), "events": (*linked, *cases.events)},
        applications=(_row(visit, answer, linked[-1].hash),),
        forms=(ev.FormRow(number, encrypt(form.decode())),),
        materials=materials,
        draft=draft,
    )


def _event(visit: Visit, answer: Filed, form_sm3: str, materials: Sequence[ev.MaterialRow]) -> ev.Filed:
    filing, actor = visit.filing, visit.facts.actor
    return ev.Filed(
        number=answer.number,
        person=filing.person,
        channel=filing.channel,
        items=tuple(case.item for case in answer.cases),
        cases=tuple(case.id for case in answer.cases),
        form_sm3=form_sm3,
        signature_sm3=filing.signature,
        materials=tuple((row.evidence, row.state) for row in materials),
        agent=filing.agent,
        window=actor.window_id if actor else None,
        organisation=filing.organisation,
    )


def _row(visit: Visit, answer: Filed, digest: str) -> ev.ApplicationRow:
    filing, office, actor = visit.filing, visit.book.receiving, visit.facts.actor
    return ev.ApplicationRow(
        id=answer.application,
        number=answer.number,
        person_id=filing.person,
        agent_id=filing.agent,
        organisation_id=filing.organisation,
        channel=filing.channel,
        items=tuple(case.item for case in answer.cases),
        unit_id=office.unit,
        unit_path=office.path,
        window_id=actor.window_id if actor else None,
        staff_id=actor.staff_id if actor else None,
        submitted_at=stamp(visit.facts.now),
        signature_sm3=filing.signature,
        signed=bool(filing.signature),
        urgent=filing.urgent,
        version=1,
        hash=digest,
    )


def _materials(visit: Visit) -> tuple[ev.MaterialRow, ...]:
    at, given = stamp(visit.facts.now), visit.filing.materials
    return tuple(
        _material(visit, line.evidence.key, tuple(line.needs), given[line.evidence.key], at)
        for line in visit.plan.materials
        if line.evidence.key in given
    )


def _material(visit: Visit, evidence: str, items: tuple[str, ...], given: Given, at: str) -> ev.MaterialRow:
    grade = GRADES.get(given.state)
    return ev.MaterialRow(
        application_id=visit.ground.streams[0],
        evidence=evidence,
        items=items,
        state=given.state,
        grade=grade or "",
        originals=given.originals,
        copies=given.copies,
        register=given.register,
        file=given.file,
        by=visit.facts.staff if given.state is MaterialState.SEEN else None,
        at=at,
    )
