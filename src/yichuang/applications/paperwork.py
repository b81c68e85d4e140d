"""Which paper an event calls for and what it says: the events of a case become the facts of ``cases.papers``. Pure.

行政许可法 arts. 32, 38, 42, 44, 45; standards W-02 … W-04. A paper that covers several cases of one visit (form, receipt,
acknowledgement of delivery) is called for by each of their events and bears one key, so it is issued once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from msgspec.structs import replace

from yichuang.applications import paper_form
from yichuang.applications.matter import Matter, Subject, words
from yichuang.applications.paper_lines import (
    announcement,
    articles,
    case_lines,
    collection,
    day_of,
    deferred_lines,
    limit_lines,
    material_lines,
    material_name,
    missing_lines,
)
from yichuang.applications.results import line, on_the_way, term
from yichuang.cases import clock
from yichuang.cases import events as ev
from yichuang.cases.papers import facts as pf
from yichuang.cases.remedies import remedies
from yichuang.cases.state import CaseState, Pause
from yichuang.cases.status import DeliveryWay, Outcome
from yichuang.catalogue.definition import Limit, StepAct, Text, Unit
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.localtime import local_date
from yichuang.kernel.vocabulary import label, labels
from yichuang.licences.terms import PaperKind

KINDS: dict[type[ev.Event], PaperKind] = {
    ev.Submitted: PaperKind.APPLICATION_FORM,
    ev.Received: PaperKind.RECEIPT,
    ev.Accepted: PaperKind.ACCEPTANCE,
    ev.CorrectionAsked: PaperKind.CORRECTION,
    ev.AcceptanceRefused: PaperKind.REFUSAL_OF_ACCEPTANCE,
    ev.FoundNotOurs: PaperKind.REFUSAL_OF_ACCEPTANCE,
    ev.SpecialStarted: PaperKind.SPECIAL_PROCEDURE,
    ev.Extended: PaperKind.SPECIAL_PROCEDURE,
    ev.Decided: PaperKind.DECISION_GRANTED,
    ev.MadeReady: PaperKind.CONCLUSION,
    ev.Terminated: PaperKind.CONCLUSION,
    ev.Withdrawn: PaperKind.CONCLUSION,
    ev.Delivered: PaperKind.DELIVERY_RECEIPT,
}
"""The paper that each event calls for; a refusing decision its own (:func:`kind_of`)."""
TOGETHER = frozenset({PaperKind.APPLICATION_FORM, PaperKind.RECEIPT, PaperKind.DELIVERY_RECEIPT})
"""One paper for all cases of the application to which it happened at the same moment."""
SPEAKS: dict[type[ev.Event], tuple[StepAct, ...]] = {
    ev.SpecialStarted: (StepAct.EXAMINE, StepAct.DECIDE),
    ev.Extended: (StepAct.DECIDE,),
    ev.Decided: (StepAct.DECIDE,),
}
"""Whose unit issues the paper: that of the first such step; of the others the receiving unit (行政许可法 art. 26)."""


def kind_of(event: ev.Event) -> PaperKind | None:
    """The paper that ``event`` calls for, if any."""
    if isinstance(event, ev.Decided) and event.outcome is Outcome.REFUSED:
        return PaperKind.DECISION_REFUSED
    return KINDS.get(type(event))


def speaking_unit(event: ev.Event, state: CaseState) -> int:
    """The unit in whose name the paper goes out."""
    steps = (state.step_of(act) for act in SPEAKS.get(type(event), ()))
    return next((step.unit for step in steps if step is not None), state.unit)


def paper_of(event: ev.Event, matter: Matter, shelf: Catalogue) -> pf.Facts:
    """What the paper that ``event`` calls for says. KeyError for an event that calls for none."""
    if isinstance(event, ev.Submitted):
        return _form(matter, shelf)
    return _PAPERS[type(event)](event, matter)


def _common(matter: Matter) -> dict[str, Any]:
    return {
        "office": matter.office,
        "application_no": matter.application,
        "applicant": matter.applicant,
        "cases": case_lines(matter),
        "articles": articles(matter),
    }


# --- from the person's hand to acceptance -----------------------------------------------------------------------------


def _form(matter: Matter, shelf: Catalogue) -> pf.ApplicationForm:
    return pf.ApplicationForm(
        **_common(matter),
        groups=paper_form.groups(matter, shelf),
        materials=material_lines(matter)[1:],
        applied_at=matter.applied_at,
        signature=matter.signature,
    )


def _receipt(_event: ev.Received, matter: Matter) -> pf.Receipt:
    return pf.Receipt(
        **_common(matter),
        materials=material_lines(matter),
        received_at=matter.happened_at,
        received_by=_receiver(matter).zh,
        answer_by=day_of(clock.acceptance(matter.first.state, matter.calendar)),
        signature=matter.signature,
    )


def _receiver(matter: Matter) -> Text:
    if matter.officer is None:
        return words("system")
    officer = words("officer", name=matter.officer.name, badge=matter.officer.badge)
    if matter.window is None:
        return officer
    return words("at_window", window=str(matter.window), officer=(officer.zh, officer.en))


def _acceptance(event: ev.Accepted, matter: Matter) -> pf.Acceptance:
    state = matter.first.state
    return pf.Acceptance(
        **_common(matter),
        received_on=_received_on(state),
        accepted_on=event.on,
        limits=limit_lines(matter),
        deemed=event.deemed,
        deferred=deferred_lines(matter, event.deferred, event.make_up_by),
        collect=announcement(matter),
    )


def _received_on(state: CaseState) -> date:
    return local_date(state.received_at or state.submitted_at)


def _correction(event: ev.CorrectionAsked, matter: Matter) -> pf.Correction:
    return pf.Correction(
        **_common(matter),
        received_on=_received_on(matter.first.state),
        missing=missing_lines(matter, event.missing),
        explanation=event.text,
        correct_by=event.correct_by,
        ordinal=matter.first.state.corrections,
        repeat_reason=event.again_because,
        approved_by=_approver(matter),
    )


def _approver(matter: Matter) -> str:
    officer = matter.approver
    if officer is None:
        return ""
    return words("approver", name=officer.name, title=(officer.title.zh, officer.title.en)).zh


def _refusal_of_acceptance(event: ev.AcceptanceRefused, matter: Matter) -> pf.RefusalOfAcceptance:
    return pf.RefusalOfAcceptance(
        **_common(matter),
        received_on=_received_on(matter.first.state),
        ground=pf.RefusalGround.NOT_CORRECTED if matter.first.state.corrections else pf.RefusalGround.STATED,
        reason=event.reason,
        remedies=replace(matter.remedies, text=event.remedies),
    )


def _not_ours(event: ev.FoundNotOurs, matter: Matter) -> pf.RefusalOfAcceptance:
    return pf.RefusalOfAcceptance(
        **_common(matter),
        received_on=_received_on(matter.first.state),
        ground=pf.RefusalGround.NOT_OURS,
        reason=words("not_ours", agency=event.agency).zh,
        remedies=replace(matter.remedies, text=remedies()["refuse_acceptance"].zh),
        right_body=Text(event.agency, event.agency),
    )


# --- time that does not count, and more time --------------------------------------------------------------------------


def _special(event: ev.SpecialStarted, matter: Matter) -> pf.SpecialProcedure:
    """The expected end: the needed days, the first one not counted (民法典 art. 201), and the promise moved by them; neither
    where the working days of its year are not known yet.
    """
    state, needed = matter.first.state, Limit(event.days, Unit.WORKING_DAY)
    ends_on = day_of(clock.explain(needed, matter.happened_on, (), 0, matter.calendar))
    closed = Pause(matter.happened_on, ends_on, event.procedure)
    expected = replace(state, pauses=(*state.pauses[:-1], closed))
    return pf.SpecialProcedure(
        **_common(matter),
        procedure=pf.Procedure(event.procedure.value),
        reason=event.reason,
        starts_on=matter.happened_on,
        amount=event.days,
        unit=Unit.WORKING_DAY,
        basis=state.pauses[-1].article,
        ends_on=ends_on,
        new_due=day_of(clock.deciding(expected, matter.calendar, matter.settings)),
    )


def _extension(event: ev.Extended, matter: Matter) -> pf.SpecialProcedure:
    state = matter.first.state
    before = day_of(clock.deciding(replace(state, extension=None), matter.calendar, matter.settings))
    new_due = day_of(clock.deciding(state, matter.calendar, matter.settings))
    limit, under = clock.against(state), clock.longer_under(state.limits)
    return pf.SpecialProcedure(
        **_common(matter),
        procedure=pf.Procedure.EXTENSION,
        reason=event.reason,
        starts_on=before or matter.happened_on,
        amount=event.days,
        unit=limit.unit if limit else Unit.WORKING_DAY,
        basis="" if under == clock.LONGER else under,
        ends_on=new_due,
        new_due=new_due,
        approved_by=_approver(matter),
    )


# --- the decision and after -------------------------------------------------------------------------------------------


def _decision(event: ev.Decided, matter: Matter) -> pf.DecisionGranted | pf.DecisionRefused:
    if event.outcome is Outcome.REFUSED:
        return pf.DecisionRefused(
            **_common(matter),
            decided_on=matter.happened_on,
            reason=event.reasons,
            remedies=replace(matter.remedies, text=event.remedies),
        )
    subject = matter.first
    return pf.DecisionGranted(
        **_common(matter),
        decided_on=matter.happened_on,
        content=words("granted", applicant=matter.applicant.name, item=_named(subject)).zh,
        outputs=_expected(subject, matter),
        deliver_by=day_of(clock.delivery(subject.state, matter.calendar)),
    )


def _named(subject: Subject) -> tuple[str, str]:
    return (subject.item.name.zh, subject.item.name.en)


def _expected(subject: Subject, matter: Matter) -> tuple[pf.OutputLine, ...]:
    """What the person will get: validity runs from the decision, by what is true that day."""
    item, day = subject.item, matter.happened_on
    return tuple(line(each, term(item, each, subject.then, day)) for each in on_the_way(item, subject.state))


def _conclusion(_event: ev.MadeReady, matter: Matter) -> pf.Conclusion:
    granted = matter.first.state.outcome is Outcome.GRANTED
    return pf.Conclusion(
        **_common(matter),
        outcome=pf.Outcome.GRANTED if granted else pf.Outcome.REFUSED,
        concluded_on=matter.happened_on,
        outputs=matter.first.results,
        collect=collection(matter),
    )


def _ended(outcome: pf.Outcome) -> Callable[[Any, Matter], pf.Conclusion]:
    def concluded(event: ev.Withdrawn | ev.Terminated, matter: Matter) -> pf.Conclusion:
        return pf.Conclusion(**_common(matter), outcome=outcome, concluded_on=matter.happened_on, reason=event.reason)

    return concluded


_METHODS = {
    DeliveryWay.WINDOW: pf.DeliveryMethod.DIRECT,
    DeliveryWay.POST: pf.DeliveryMethod.POST,
    DeliveryWay.LOCKER: pf.DeliveryMethod.LOCKER,
    DeliveryWay.ELECTRONIC: pf.DeliveryMethod.ELECTRONIC,
}
SELF = "self"


def _relation(said: str) -> Text:
    """How the receiver stands to the person; what is no word of the list stays as it was said."""
    if said not in labels()["receiver_relation"]:
        return Text(said, said)
    return Text(label("receiver_relation", said, "zh"), label("receiver_relation", said, "en"))


def _delivery(event: ev.Delivered, matter: Matter) -> pf.DeliveryReceipt:
    in_person = event.receiver_relation == SELF
    method = _METHODS[event.way]
    relation = words("in_person") if in_person else _relation(event.receiver_relation)
    return pf.DeliveryReceipt(
        **_common(matter),
        documents=tuple(result for subject in matter.subjects for result in subject.results),
        method=method if in_person or method is not pf.DeliveryMethod.DIRECT else pf.DeliveryMethod.AGENT,
        recipient=pf.Agent(event.receiver, matter.receiver_number or matter.applicant.number, relation),
        delivered_at=matter.happened_at,
        place=matter.place.zh,
        servers=(_server(matter),),
        surrendered=_surrendered(matter),
        signature=matter.signature,
        note="\n".join(_why_kept(matter)),
    )


def _server(matter: Matter) -> str:
    return matter.officer.name if matter.officer else words("system").zh


def _deliveries(matter: Matter) -> Iterable[ev.Delivered]:
    """The delivery of each case of the hand-over."""
    return (subject.event for subject in matter.subjects if isinstance(subject.event, ev.Delivered))


def _surrendered(matter: Matter) -> tuple[pf.SurrenderLine, ...]:
    kinds = dict.fromkeys(kind for event in _deliveries(matter) for kind in event.surrendered)
    return tuple(pf.SurrenderLine(material_name(matter, kind), "", words("surrendered").zh) for kind in kinds)


def _why_kept(matter: Matter) -> Iterable[str]:
    reasons = dict.fromkeys(event.not_surrendered_because.strip() for event in _deliveries(matter))
    return (words("not_surrendered", reason=reason).zh for reason in reasons if reason)


_PAPERS: dict[type[ev.Event], Callable[[Any, Matter], pf.Facts]] = {
    ev.Received: _receipt,
    ev.Accepted: _acceptance,
    ev.CorrectionAsked: _correction,
    ev.AcceptanceRefused: _refusal_of_acceptance,
    ev.FoundNotOurs: _not_ours,
    ev.SpecialStarted: _special,
    ev.Extended: _extension,
    ev.Decided: _decision,
    ev.MadeReady: _conclusion,
    ev.Terminated: _ended(pf.Outcome.TERMINATED),
    ev.Withdrawn: _ended(pf.Outcome.WITHDRAWN),
    ev.Delivered: _delivery,
}
