"""Gather what a paper can speak of, as it stood when an event happened: the record is replayed up to that point, so that a
paper made late, after an outage, says what it would have said at once.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from yichuang.applications.filing import Filing, Given
from yichuang.applications.ground import Applicant
from yichuang.applications.matter import Brought, Matter, Officer, Subject, words
from yichuang.applications.models import Application
from yichuang.applications.paperwork import TOGETHER, kind_of, speaking_unit
from yichuang.applications.queries import FormContent, form_of
from yichuang.applications.results import Term, line, term
from yichuang.applications.wishes import facts
from yichuang.cases import events as ev
from yichuang.cases.evolve import replay
from yichuang.cases.models import Case
from yichuang.cases.papers import facts as pf
from yichuang.cases.state import CaseState
from yichuang.cases.store import decode_event
from yichuang.cases.surroundings import facts_at
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Text
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import item_version
from yichuang.evidence.files import read_file
from yichuang.evidence.queries import materials_of
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import Recorded, history
from yichuang.kernel.localtime import local_date
from yichuang.kernel.masking import mask_number
from yichuang.kernel.vocabulary import label
from yichuang.licences.models import IssuedPaper, Licence
from yichuang.licences.queries import licences_of_case, papers_of_case
from yichuang.licences.terms import PaperKind
from yichuang.organisation.models import Staff, Window
from yichuang.organisation.profiles import profile_of
from yichuang.people.models import IdentityCheck, Organisation, Person
from yichuang.people.queries import person_facts
from yichuang.people.terms import IdType

DECISIONS = frozenset({PaperKind.DECISION_GRANTED.value, PaperKind.DECISION_REFUSED.value})
LOST = "evidence.file_missing"


class Happening(Struct, frozen=True):
    """An event of a case with the case as it stood right after."""

    recorded: Recorded
    event: ev.Event
    state: CaseState

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.recorded.at)


class Gathered(Struct, frozen=True):
    """A matter with what the record of its paper needs."""

    matter: Matter
    unit: int
    """In whose name the paper goes out."""
    cases: tuple[int, ...]


def happening(case: int, seq: int) -> Happening:
    """The ``seq``-th event of ``case``. One query."""
    return _at(case, history(case), seq)


def gather(happened: Happening) -> Gathered:
    """Everything that the paper of this event says."""
    application = Application.objects.get(pk=happened.state.application)
    person = Person.objects.get(pk=application.person_id)
    content = form_of(application.id)
    whole = together(happened)
    materials = _materials(application.id, happened.recorded.at)
    known = _Known(content, person, application, materials)
    unit = speaking_unit(happened.event, happened.state)
    matter = _matter(happened, known, tuple(_subject(each, known) for each in whole), unit)
    return Gathered(matter, unit, tuple(each.state.id for each in whole))


class _Known(Struct, frozen=True):
    """What was loaded of the application."""

    content: FormContent
    person: Person
    application: Application
    materials: tuple[Brought, ...]


def _matter(happened: Happening, known: _Known, subjects: tuple[Subject, ...], unit: int) -> Matter:
    application, event = known.application, happened.event
    profile = profile_of(unit)
    window = Window.objects.select_related("hall").filter(pk=application.window_id or 0).first()
    officers = _officers(happened)
    around = facts_at(happened.state.unit, happened.at)
    return Matter(
        application=application.number,
        applied_at=application.submitted_at,
        happened_at=happened.at,
        office=pf.Office(profile.name, profile.mark, profile.phone, profile.address, profile.complaint_phone),
        remedies=pf.Remedies(profile.review_body, profile.court),
        applicant=_applicant(known),
        subjects=subjects,
        choices=known.content.choices,
        form=known.content.form,
        materials=known.materials,
        evidence=catalogue().evidence_types,
        calendar=around.calendar,
        settings=around.settings,
        place=_place(window, profile.address),
        window=window.number if window and happened.recorded.actor == application.staff_id else None,
        officer=officers.get(happened.recorded.actor or 0),
        approver=officers.get(getattr(event, "approved_by", None) or 0),
        signature=_signature(known, happened),
        receiver_number=_receiver_number(event),
    )


# --- the cases --------------------------------------------------------------------------------------------------------


def together(happened: Happening) -> tuple[Happening, ...]:
    """The event, and the like events of the application's other cases that came with it where one paper covers them."""
    if kind_of(happened.event) not in TOGETHER:
        return (happened,)
    state = happened.state
    siblings = Case.objects.filter(application_id=state.application).order_by("id").values_list("id", flat=True)
    found = (happened if case == state.id else _like(case, happened) for case in siblings)
    return tuple(_taken(each) for each in found if each is not None)


def _like(case: int, happened: Happening) -> Happening | None:
    events = history(case)
    kind, at = happened.recorded.kind, happened.recorded.at
    place = next((each.seq for each in events if (each.kind, each.at) == (kind, at)), None)
    return None if place is None else _at(case, events, place)


def _at(case: int, events: Sequence[Recorded], seq: int) -> Happening:
    told = [(decode_event(each), datetime.fromisoformat(each.at)) for each in events[:seq]]
    return Happening(events[seq - 1], told[-1][0], replay(case, told))


def _taken(happened: Happening) -> Happening:
    """A receipt given together with the acceptance already shows the promised day that follows from it."""
    if not isinstance(happened.event, ev.Received):
        return happened
    case, seq = happened.state.id, happened.recorded.seq
    events = history(case)
    behind = events[seq] if seq < len(events) else None
    accepted = behind and behind.kind == "accepted" and behind.at == happened.recorded.at
    return replace(happened, state=_at(case, events, seq + 1).state) if accepted else happened


def _subject(happened: Happening, known: _Known) -> Subject:
    state = happened.state
    return Subject(
        state=state,
        item=item_version(state.item, state.item_version),
        event=happened.event,
        facts=_facts(known, local_date(known.application.submitted_at)),
        then=_facts(known, local_date(happened.at)),
        results=_results(state, known),
    )


def facts_on(application: Application, day: date) -> Facts:
    """What the conditions of the application's items read on ``day``. Four queries."""
    person = Person.objects.get(pk=application.person_id)
    return _facts(_Known(form_of(application.id), person, application, _materials(application.id, None)), day)


def _facts(known: _Known, day: date) -> Facts:
    content, application = known.content, known.application
    filing = Filing(
        person=application.person_id,
        choices=content.choices,
        form=content.form,
        materials={each.evidence.key: Given(each.state) for each in known.materials},
        channel=application.channel,
        agent=application.agent_id,
        organisation=application.organisation_id,
    )
    told = facts(filing, _as_applicant(known.person), catalogue(), day)
    return replace(told, guardian=True, capacity="guardian") if content.form.get("guardian_name") else told


def _as_applicant(person: Person) -> Applicant:
    return Applicant(
        person_facts(person), person.id_type, person.id_number, person.id_valid_to, person.name, person.sex,
        person.birth, person.nation, person.phone, person.address,
    )  # fmt: skip


def _results(state: CaseState, known: _Known) -> tuple[pf.OutputLine, ...]:
    """The licences that the case has issued; where it issues none, the decision itself is the result."""
    if state.decided_at is None:
        return ()
    then = _facts(known, local_date(state.decided_at))
    issued = tuple(_licence(state, licence, then) for licence in licences_of_case(state.number))
    if issued:
        return issued
    return tuple(_paper(paper) for paper in papers_of_case(state.number) if paper.kind in DECISIONS)


def _licence(state: CaseState, licence: Licence, then: Facts) -> pf.OutputLine:
    item = item_version(state.item, state.item_version)
    output = next(each for each in item.outputs if each.key == licence.kind)
    fixed = term(item, output, then, licence.valid_from).fixed
    return line(output, Term(licence.valid_from, licence.valid_to, fixed), licence.number)


def _paper(paper: IssuedPaper) -> pf.OutputLine:
    name = Text(label("paper_kind", paper.kind, "zh"), label("paper_kind", paper.kind, "en"))
    return pf.OutputLine(name, paper.number)


# --- people, materials, places ----------------------------------------------------------------------------------------


def _materials(application: int, until: str | None) -> tuple[Brought, ...]:
    """The material list as it stood at the moment ``until``; None = now."""
    states: dict[str, str] = {}
    for each in history(application):
        if until is not None and each.at > until:
            break
        if each.kind == "filed":
            states |= dict(each.data["materials"])
        elif each.kind == "material_met":
            states[each.data["evidence"]] = each.data["state"]
    kinds = catalogue().evidence_types
    return tuple(
        Brought(kinds[row.evidence], MaterialState(states[row.evidence]), tuple(row.items), max(1, row.originals))
        for row in materials_of(application)
        if row.evidence in states and row.evidence in kinds
    )


def _applicant(known: _Known) -> pf.Applicant:
    """The organisation with whoever has come for it, or the person."""
    person = known.person
    body = Organisation.objects.filter(pk=known.application.organisation_id or 0).first()
    if body is not None:
        for_it = "representative" if body.legal_representative_id == person.pk else "handler"
        comes = pf.Agent(person.name, mask_number(person.id_number), words(for_it))
        return pf.Applicant(body.name, body.uscc, words("credit_code"), comes)
    return pf.Applicant(
        person.name, mask_number(person.id_number), _number_name(person), _guardian(known.content.form) or _agent(known)
    )


def _number_name(person: Person) -> Text:
    if person.id_type == IdType.ID_CARD:
        return words("citizen_number")
    document = (label("id_type", person.id_type, "zh"), label("id_type", person.id_type, "en"))
    return words("document_number", document=document)


def _guardian(form: Mapping[str, str]) -> pf.Agent | None:
    name, number = form.get("guardian_name", ""), form.get("guardian_id_number", "")
    return pf.Agent(name, mask_number(number), words("guardian")) if name else None


def _agent(known: _Known) -> pf.Agent | None:
    if known.application.agent_id is None:
        return None
    agent = Person.objects.get(pk=known.application.agent_id)
    return pf.Agent(agent.name, mask_number(agent.id_number), words("agent"))


def _officers(happened: Happening) -> dict[int, Officer]:
    named: set[int] = {happened.recorded.actor or 0, getattr(happened.event, "approved_by", None) or 0}
    return {
        staff.pk: Officer(staff.name, staff.badge, Text(staff.title_zh, staff.title_en))
        for staff in Staff.objects.filter(pk__in=named)
    }


def _place(window: Window | None, address: Text) -> Text:
    """The hall of the window that took the application; without one, the issuing unit's own address."""
    if window is None:
        return address
    hall = window.hall
    if not hall.address:
        return Text(hall.name_zh, hall.name_en)
    return words("address", name=(hall.name_zh, hall.name_en), address=hall.address)


def _signature(known: _Known, happened: Happening) -> pf.Signature | None:
    """The one signature of the application; on an acknowledgement of delivery, the receiver's."""
    event = happened.event
    if isinstance(event, ev.Delivered):
        return _drawn(event.signature, event.receiver, happened.at)
    signer = _guardian(known.content.form) or _agent(known)
    name = signer.name if signer else known.person.name
    return _drawn(known.application.signature_sm3, name, known.application.submitted_at)


def _drawn(sm3: str, name: str, at: datetime) -> pf.Signature | None:
    """A picture that is no longer there leaves the line open for a pen: the paper must go out all the same."""
    if not sm3:
        return None
    try:
        return pf.Signature(name, at, read_file(sm3))
    except Refusal as refusal:
        if refusal.code != LOST:
            raise
        return None


def _receiver_number(event: ev.Event) -> str:
    if not isinstance(event, ev.Delivered) or event.identity_check is None:
        return ""
    check = IdentityCheck.objects.select_related("person").get(pk=event.identity_check)
    return mask_number(check.person.id_number)
