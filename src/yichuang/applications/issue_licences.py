"""Verb: issue what a granted case ends with, as licences (证照). Runs as a job after the step that makes them; once each."""

from datetime import datetime

from yichuang.applications.gather_matter import facts_on
from yichuang.applications.models import Application
from yichuang.applications.results import made, term
from yichuang.cases.events import Delivered
from yichuang.cases.state import CaseState
from yichuang.cases.status import Outcome
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item, Output, StepAct
from yichuang.catalogue.queries import item_version
from yichuang.kernel.localtime import local_date
from yichuang.licences.hand_in import hand_in
from yichuang.licences.issue_licence import LicenceOrder, issue_licence
from yichuang.licences.models import Licence
from yichuang.licences.queries import licences_of_case
from yichuang.licences.type_codes import type_code
from yichuang.organisation.profiles import Letterhead, letterhead


def issue_licences(state: CaseState, *, now: datetime) -> tuple[Licence, ...]:
    """Issue every result that the case in this state has made, in the name of the unit that decided."""
    if state.outcome is not Outcome.GRANTED or state.decided_at is None:
        return ()
    item = item_version(state.item, state.item_version)
    outputs = made(item, state)
    if not outputs:
        return ()
    application = Application.objects.get(pk=state.application)
    facts = facts_on(application, local_date(state.decided_at))
    head = letterhead(_deciding_unit(state))
    return tuple(issue_licence(_order(state, item, output, facts, head), now=now) for output in outputs)


def key_of_licence(case: int, output: Output) -> str:
    """A case makes each of its results once."""
    return f"case/{case}/{output.key}"


def _deciding_unit(state: CaseState) -> int:
    step = state.step_of(StepAct.DECIDE)
    return step.unit if step else state.unit


def _order(state: CaseState, item: Item, output: Output, facts: Facts, head: Letterhead) -> LicenceOrder:
    """Good from the decision on: what is true that day counts, not what was true on the day of the application."""
    decided_on = local_date(state.decided_at or state.submitted_at)
    good = term(item, output, facts, decided_on)
    return LicenceOrder(
        key=key_of_licence(state.id, output),
        kind=output.key,
        name=output.name,
        type_code=type_code(output.key, head.root_credit_code),
        issuer_code=head.credit_code,
        unit=_deciding_unit(state),
        case_no=state.number,
        valid_from=good.valid_from,
        valid_to=good.valid_to,
        person=state.applicant,
    )


def hand_in_old(state: CaseState, event: Delivered, *, now: datetime) -> tuple[Licence, ...]:
    """The old documents that were surrendered for the new ones are replaced from the hand-over on."""
    outputs = item_version(state.item, state.item_version).outputs
    replacing = {output.key for output in outputs if output.surrenders in event.surrendered}
    new = (licence for licence in licences_of_case(state.number) if licence.kind in replacing)
    return tuple(old for licence in new for old in hand_in(licence, now=now))
