"""``/worklist``: what waits for the caller, what lies in their hands, what they have done."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from msgspec import Struct
from ninja import Query, Router

from yichuang.cases import worklist as lists
from yichuang.cases.queries import pools_of, units_within
from yichuang.cases.status import SlotKind, Status
from yichuang.cases.worklist import Heap, Sieve
from yichuang.catalogue.definition import Line
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.organisation.terms import Act
from yichuang.surfaces.api.auth import READING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.fields import Key
from yichuang.surfaces.api.paging import Cursor, Limit, opened, sealed
from yichuang.surfaces.api.problems import answers

router = Router(tags=["worklist"])


class Task(Struct, frozen=True):
    """Somebody, or a pool, is asked at a step of a case."""

    id: int
    number: str
    version: int
    item: str
    line: Line
    step: str
    act: Act
    kind: SlotKind
    status: Status
    """Of the case."""
    applicant: int
    applicant_name: str
    opened_at: datetime
    due_at: datetime | None
    urgent: bool
    waiting: bool
    suspended: bool


class TaskPage(Struct, frozen=True):
    """A page of tasks: in the order they are due, finished ones newest first."""

    tasks: tuple[Task, ...]
    next: str | None


@router.get("", response=answers(schema_of(TaskPage)), auth=READING, operation_id="list_tasks")
def list_tasks(
    request: HttpRequest,
    view: Annotated[Heap, Query()] = Heap.POOL,
    line: Annotated[Line | None, Query()] = None,
    item: Annotated[Key | None, Query()] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> TaskPage:
    """The tasks of one list. ``pool`` holds what the caller's grants cover and nobody has claimed."""
    actor = current_actor(request)
    of = f"worklist {view} {line} {item} {actor.staff_id}"
    sieve = Sieve(item=item or "", line=line or "")
    found = lists.stretch(view, _pools(actor, view), actor.staff_id, sieve, opened(cursor, lists.Place, of), limit)
    return TaskPage(tuple(_task(each) for each in found.rows), sealed(found.following, of))


def _pools(actor: Actor, view: Heap) -> tuple[str, ...]:
    return pools_of(actor, units_within(actor)) if view is Heap.POOL else ()


def _task(row: lists.Line) -> Task:
    state = row.state
    return Task(
        id=row.task,
        number=state.number,
        version=state.version,
        item=state.item,
        line=state.line,
        step=row.step,
        act=Act(row.act),
        kind=SlotKind(row.kind),
        status=state.status,
        applicant=state.applicant,
        applicant_name=row.applicant,
        opened_at=row.opened_at,
        due_at=row.due_at,
        urgent=bool(state.urgent),
        waiting=bool(state.waits_for),
        suspended=state.suspended,
    )
