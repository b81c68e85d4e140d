"""``/cases``: a case, its history, its clock explained, and what can be done with it."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from msgspec import Struct
from ninja import Body, Path, Router
from pydantic import Field

from yichuang.applications.models import Application
from yichuang.cases.gates import CASE, SEE
from yichuang.cases.lifecycle import available
from yichuang.cases.perform import Attempt, Performed, perform, perform_batch
from yichuang.cases.queries import told
from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import Action, Outcome, Status, StepStatus, Verdict
from yichuang.catalogue.definition import Item, Level, Line, StepAct, Text
from yichuang.catalogue.queries import item_version
from yichuang.kernel.moment import now
from yichuang.licences.queries import papers_of_case
from yichuang.licences.terms import PaperKind
from yichuang.organisation.authority import current_actor
from yichuang.people.models import Person
from yichuang.surfaces.api.actions import ACTIONS, AnyAction, command
from yichuang.surfaces.api.auth import READING, WORKING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.fields import IdempotencyKey, IfMatch, Number, tag, version_in
from yichuang.surfaces.api.fields import Sent as Body_
from yichuang.surfaces.api.once import Sent, canonical, claimed, once
from yichuang.surfaces.api.problems import WRITE, answers
from yichuang.surfaces.api.telling import Clock, Happening, clock_of, history_of
from yichuang.surfaces.story.names import party

router = Router(tags=["cases"])
CaseNumber = Annotated[Number, Path()]


class Applicant(Struct, frozen=True):
    """Whose case it is."""

    id: int
    name: str


class StepView(Struct, frozen=True):
    """One step of the route."""

    key: str
    name: Text
    act: StepAct
    level: Level
    line: Line
    status: StepStatus
    verdict: Verdict | None
    after: tuple[str, ...]
    staff: tuple[int, ...]
    """Who is asked now; empty = the pool."""
    opened_at: datetime | None
    done_at: datetime | None
    external: Text | None
    """Who does it when it is not done in this house."""


class CaseView(Struct, frozen=True):
    """A case as it stands. ``actions`` are those that have a place in its status; grants and steps decide the rest."""

    number: str
    application: str
    applicant: Applicant
    item: str
    item_version: int
    item_name: Text
    line: Line
    status: Status
    outcome: Outcome | None
    reasons: str
    remedies: str
    version: int
    submitted_at: datetime
    missing: tuple[str, ...]
    deferred: tuple[str, ...]
    waiting: bool
    suspended: bool
    urgent: str
    route: tuple[StepView, ...]
    actions: tuple[Action, ...]


class History(Struct, frozen=True):
    """Everything that happened to a case, oldest first, each entry chained to the one before by its hash."""

    events: tuple[Happening, ...]


class PaperLine(Struct, frozen=True):
    """A statutory paper of the case; ``/papers/{id}.pdf`` is the paper itself."""

    id: int
    kind: PaperKind
    number: str
    issued_at: datetime
    voided_at: datetime | None


class Papers(Struct, frozen=True):
    """The papers of a case, oldest first."""

    papers: tuple[PaperLine, ...]


class BatchBody(Body_):
    """The same action for several cases."""

    numbers: list[Number] = Field(min_length=1, max_length=50)
    action: AnyAction


class Attempts(Struct, frozen=True):
    """What came of each case of a batch."""

    attempts: tuple[Attempt, ...]


@router.get("/cases/{number}", response=answers(schema_of(CaseView, "Case")), auth=READING, operation_id="get_case")
def get_case(request: HttpRequest, response: HttpResponse, number: CaseNumber) -> CaseView:
    """A case. Its ETag is what an action on it names in If-Match."""
    state = CASE.open(current_actor(request), number, SEE).state
    response["ETag"] = tag(state.version)
    return _view(state)


@router.get(
    "/cases/{number}/history", response=answers(schema_of(History)), auth=READING, operation_id="get_case_history"
)
def get_history(request: HttpRequest, number: CaseNumber) -> History:
    """Everything that happened, as data and as sentences in both languages."""
    state = CASE.open(current_actor(request), number, SEE).state
    return History(history_of(state, told(state.id), _applicant(state).name))


@router.get("/cases/{number}/clock", response=answers(schema_of(Clock)), auth=READING, operation_id="get_case_clock")
def get_clock(request: HttpRequest, number: CaseNumber) -> Clock:
    """Each deadline with every reason: the start, each exclusion, each holiday, the article."""
    return clock_of(CASE.open(current_actor(request), number, SEE).state)


@router.get("/cases/{number}/papers", response=answers(schema_of(Papers)), auth=READING, operation_id="list_papers")
def list_papers(request: HttpRequest, number: CaseNumber) -> Papers:
    """The statutory papers that name the case."""
    CASE.open(current_actor(request), number, SEE)
    found = papers_of_case(number)
    return Papers(tuple(PaperLine(p.pk, PaperKind(p.kind), p.number, p.issued_at, p.voided_at) for p in found))


@router.post(
    "/cases/{number}/actions", response=answers(schema_of(Performed), WRITE), auth=WORKING, operation_id="act_on_case"
)
def act_on_case(
    request: HttpRequest,
    response: HttpResponse,
    number: CaseNumber,
    action: Annotated[AnyAction, Body()],
    key: IdempotencyKey,
    if_match: IfMatch,
) -> Performed:
    """Do one thing with the case. 412 when it has moved since it was read."""
    actor, moment = current_actor(request), now()
    content = canonical([number, if_match, action.model_dump(mode="json")])
    wanted, expected = command(actor, action), version_in(if_match)
    done = once(
        Sent(actor, key, "act", content, moment),
        lambda inner: perform(actor, number, wanted, key=inner, now=moment, expected=expected),
    )
    response["ETag"] = tag(done.version)
    return done


@router.post("/case-batches", response=answers(schema_of(Attempts), WRITE), auth=WORKING, operation_id="act_on_cases")
def act_on_cases(request: HttpRequest, batch: Annotated[BatchBody, Body()], key: IdempotencyKey) -> Attempts:
    """Do the same thing with several cases, each on its own: one refusal does not touch the others."""
    actor, moment = current_actor(request), now()
    wanted = command(actor, batch.action)
    asked = Sent(actor, key, "batch", canonical(batch.model_dump(mode="json")), moment)
    claimed(asked)  # each case answers for itself; the batch as a whole must be the one that was sent before
    return Attempts(perform_batch(actor, batch.numbers, wanted, key=asked.inner, now=moment))


def _view(state: CaseState) -> CaseView:
    item = item_version(state.item, state.item_version)
    application = Application.objects.values_list("number", flat=True).get(id=state.application)
    return CaseView(
        number=state.number,
        application=application,
        applicant=_applicant(state),
        item=state.item,
        item_version=state.item_version,
        item_name=item.name,
        line=state.line,
        status=state.status,
        outcome=state.outcome,
        reasons=state.reasons,
        remedies=state.remedies,
        version=state.version,
        submitted_at=state.submitted_at,
        missing=state.missing,
        deferred=state.deferred,
        waiting=bool(state.waits_for),
        suspended=state.suspended,
        urgent=state.urgent,
        route=tuple(_step(step, item) for step in state.route),
        actions=tuple(sorted(available(state.status) & ACTIONS)),
    )


def _step(step: StepState, item: Item) -> StepView:
    name = next((each.name for each in item.steps if each.key == step.key), Text(step.key, step.key))
    asked = tuple(slot.staff for slot in step.asked() if slot.staff is not None)
    return StepView(
        step.key, name, step.act, step.level, step.line, step.status, step.verdict, step.after, asked, step.opened_at,
        step.done_at, party(step.external, item, step.key),
    )  # fmt: skip


def _applicant(state: CaseState) -> Applicant:
    return Applicant(state.applicant, Person.objects.values_list("name", flat=True).get(pk=state.applicant))
