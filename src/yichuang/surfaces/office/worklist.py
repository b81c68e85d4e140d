"""The left side: one page of a heap as rows that explain themselves, with the counts of all heaps."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from msgspec import Struct

from yichuang.cases.facts import Facts
from yichuang.cases.perform import facts_for
from yichuang.cases.queries import pools_of, units_within, urgings
from yichuang.cases.state import CaseState
from yichuang.cases.worklist import COUNTED, Heap, Line, Place, Tally, stretch, tally
from yichuang.catalogue.definition import Item
from yichuang.catalogue.queries import item_version, items_in_use
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.surfaces.office.filters import DUE, Filters
from yichuang.surfaces.story import deadline
from yichuang.surfaces.story.deadline import Deadline
from yichuang.surfaces.story.names import said

SIZE = 50
COLUMNS = {"item": "", "step": "", "status": "off", "number": "off", "line": "off", "level": "off", "opened": "off"}
"""Columns that may be chosen, and those not shown at first."""


class Row(Struct, frozen=True):
    """One row as the screen shows it."""

    key: str
    """Number and step: what a tick sends."""
    number: str
    version: int
    step: str
    step_name: str
    act: str
    applicant: str
    item: str
    item_name: str
    line: str
    level: str
    status: str
    opened_at: datetime
    due: Deadline | None
    urgent: str
    urged_at: datetime | None
    """When somebody last urged the step since it opened (催办)."""
    address: str
    """Where the case is shown."""
    here: str
    """The same in the address of the whole page, so that a reload comes back to it."""


class Worklist(Struct, frozen=True):
    """The left side."""

    filters: Filters
    rows: tuple[Row, ...]
    late: str
    """How many of the pool are overdue, as the screen says it; empty for none."""
    previous: str
    following: str
    tabs: tuple[tuple[str, str, str, str, str], ...]
    choices: dict[str, list[tuple[str, str]]]
    units: tuple[int, ...]
    """Whose pools these are."""


def worklist(actor: Actor, chosen: Filters, now: datetime) -> Worklist:
    """One page of the officer's worklist. Four queries, and the two that warm the catalogue once a process."""
    units = units_within(actor)
    pools = pools_of(actor, units)
    facts = facts_for(actor, now)
    items = {(item.code, item.version): item for item in items_in_use()}
    page = stretch(chosen.heap, pools, actor.staff_id, chosen.sieve(facts), chosen.place, SIZE)
    counts = tally(pools, actor.staff_id, now)
    urged = urgings([line.state.id for line in page.rows])
    return Worklist(
        filters=chosen,
        rows=tuple(_row(line, _item(line.state, items), chosen, facts, urged) for line in page.rows),
        late=_counted(counts.overdue),
        previous=_page(chosen, page.previous),
        following=_page(chosen, page.following),
        tabs=tuple(_tab(heap, counts, place) for place, heap in enumerate(Heap, 1)),
        choices=_choices(actor, items),
        units=tuple(unit for unit, _path in units),
    )


def _item(state: CaseState, items: dict[tuple[str, int], Item]) -> Item:
    return items.get((state.item, state.item_version)) or item_version(state.item, state.item_version)


def _row(line: Line, item: Item, chosen: Filters, facts: Facts, urged: Mapping[tuple[int, str], datetime]) -> Row:
    state = line.state
    urging = urged.get((state.id, line.step))
    step = state.step(line.step)
    named = next((each for each in item.steps if each.key == line.step), None)
    due = None if chosen.heap is Heap.DONE and state.ended_at is None else deadline.of_step(state, step, facts)
    address = f"{reverse('office:case', args=[state.number])}?step={line.step}"
    return Row(
        key=f"{state.number}|{line.step}", number=state.number, version=state.version, step=line.step,
        step_name=said(named.name) if named else line.step, act=line.act, applicant=line.applicant,
        item=item.code, item_name=said(item.name), line=label("line", state.line),
        level=label("level", step.level) if step else "", status=standing(state), opened_at=line.opened_at, due=due,
        urgent=state.urgent, urged_at=urging if urging and urging >= line.opened_at else None, address=address,
        here=f"{reverse('office:index')}?{chosen.address(chosen.place, case=state.number, step=line.step)}",
    )  # fmt: skip


def standing(state: CaseState) -> str:
    """Where the case stands in one word of ``look_case``: what holds it comes before where it is."""
    if state.suspended:
        return "suspended"
    if state.waits_for:
        return "waiting"
    if state.ended_at is None and state.decided_at is not None and state.outcome and state.status.value == "decided":
        return state.outcome.value
    return state.status.value


def _page(chosen: Filters, place: Place | None) -> str:
    return f"{reverse('office:index')}?{chosen.address(place)}" if place else ""


def _tab(heap: Heap, counts: Tally, place: int) -> tuple[str, str, str, str, str]:
    address = f"{reverse('office:index')}?{Filters(heap).address()}"
    return (heap.value, label("heap", heap), address, _counted(getattr(counts, heap.value, 0)), str(place))


def _counted(count: int) -> str:
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count or "")


def _choices(actor: Actor, items: dict[tuple[str, int], Item]) -> dict[str, list[tuple[str, str]]]:
    """What the filters can be set to: only what the officer's grants can bring up."""
    grants = actor.grants
    lines = dict.fromkeys(grant.line for grant in grants)
    return {
        "line": [(line.value, label("line", line)) for line in lines],
        "level": [(level.value, label("level", level)) for level in dict.fromkeys(grant.level for grant in grants)],
        "act": [(act.value, label("act", act)) for act in dict.fromkeys(grant.act for grant in grants)],
        "item": sorted((item.code, said(item.name)) for item in items.values() if item.line in lines),
        "due": [(due, label("due_filter", due)) for due in ("", *DUE)],
    }
