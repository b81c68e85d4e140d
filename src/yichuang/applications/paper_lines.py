"""The lines that papers are put together from: cases, materials, limits, what is missing. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from yichuang.applications.matter import Brought, Matter, Subject, words
from yichuang.cases import clock
from yichuang.cases.clock import Explained
from yichuang.cases.papers import facts as pf
from yichuang.cases.status import Outcome
from yichuang.catalogue.definition import Limit, Need, Text
from yichuang.catalogue.requirements import ChargeState, fee
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.localtime import local_date
from yichuang.kernel.vocabulary import label

_STATES: dict[MaterialState, tuple[pf.MaterialForm, pf.MaterialState]] = {
    MaterialState.SEEN: (pf.MaterialForm.ORIGINAL, pf.MaterialState.SEEN),
    MaterialState.SCANNED: (pf.MaterialForm.ELECTRONIC, pf.MaterialState.KEPT),
    MaterialState.SHARED: (pf.MaterialForm.ELECTRONIC, pf.MaterialState.SHARED),
    MaterialState.DECLARED: (pf.MaterialForm.DECLARATION, pf.MaterialState.DECLARED),
    MaterialState.TO_FOLLOW: (pf.MaterialForm.ORIGINAL, pf.MaterialState.DEFERRED),
}
"""How papers put what became of a material; what is missing is not on the list of what was taken."""


def case_lines(matter: Matter) -> tuple[pf.CaseLine, ...]:
    """The cases that the paper is about."""
    return tuple(_case(subject, matter) for subject in matter.subjects)


def _case(subject: Subject, matter: Matter) -> pf.CaseLine:
    state = subject.state
    charge = fee(subject.item, subject.facts)
    known = charge.state in {ChargeState.FREE, ChargeState.DUE}
    return pf.CaseLine(
        number=state.number,
        item=subject.item.name,
        kind=subject.item.kind,
        due=day_of(clock.promised(state, matter.calendar, matter.settings)),
        fee=charge.amount if known else None,
    )


def day_of(explained: Explained | None) -> date | None:
    """The last day of a deadline; None where there is none or the clock is stopped."""
    return local_date(explained.due) if explained and explained.due else None


def articles(matter: Matter) -> tuple[str, ...]:
    """What the items rest on, each once."""
    return tuple(dict.fromkeys(article for subject in matter.subjects for article in subject.item.legal_basis))


# --- materials --------------------------------------------------------------------------------------------------------


def material_lines(matter: Matter) -> tuple[pf.MaterialLine, ...]:
    """Everything that was taken with the application, the one form first."""
    form = words("combined_form" if len(matter.subjects) > 1 else "form")
    mine = (each for each in matter.materials if each.state in _STATES and _cases(each, matter.subjects))
    return (
        pf.MaterialLine(form, pf.MaterialForm.FORM, pf.MaterialState.KEPT),
        *(_material(each, matter) for each in mine),
    )


def _material(brought: Brought, matter: Matter) -> pf.MaterialLine:
    form, state = _STATES[brought.state]
    if brought.evidence.biometric:
        form, state = pf.MaterialForm.ELECTRONIC, pf.MaterialState.CAPTURED
    cases = _cases(brought, matter.subjects)
    return pf.MaterialLine(
        name=brought.evidence.name,
        form=form,
        state=state,
        count=brought.count,
        cases=() if len(cases) == len(matter.subjects) else cases,
        due=_make_up_by(brought, matter) if state is pf.MaterialState.DEFERRED else None,
    )


def _cases(brought: Brought, subjects: Sequence[Subject]) -> tuple[int, ...]:
    """Which of the paper's cases need it, counted from 1."""
    return tuple(at for at, subject in enumerate(subjects, 1) if subject.item.code in brought.items)


def _make_up_by(brought: Brought, matter: Matter) -> date | None:
    """The earliest day on which one of the cases wants it."""
    wanted = (each.state for each in matter.subjects if brought.evidence.key in each.state.deferred)
    return min((state.make_up_by for state in wanted if state.make_up_by), default=None)


def deferred_lines(matter: Matter, kinds: Iterable[str], by: date | None) -> tuple[pf.MaterialLine, ...]:
    """容缺: what may follow, and until when."""
    form, state = _STATES[MaterialState.TO_FOLLOW]
    return tuple(pf.MaterialLine(material_name(matter, kind), form, state, due=by) for kind in kinds)


def missing_lines(matter: Matter, kinds: Iterable[str]) -> tuple[pf.MissingLine, ...]:
    """补正: each thing with what is wrong with it and how it becomes right."""
    stood = {each.evidence.key: each.state for each in matter.materials}
    return tuple(
        pf.MissingLine(
            name=material_name(matter, kind),
            problem=label("material_problem", stood.get(kind, MaterialState.MISSING), "zh"),
            cure=_cure(matter, kind),
        )
        for kind in kinds
    )


def _cure(matter: Matter, kind: str) -> str:
    """The item's own note goes first: it says what the document must be like."""
    asked = [material for material in matter.first.item.materials if material.evidence == kind]
    known = matter.evidence.get(kind)
    if known and known.biometric:
        return label("material_cure", "captured", "zh")
    how = label("material_cure", asked[0].need if asked else Need.PRODUCED, "zh")
    note = next((material.note.zh for material in asked if material.note), "")
    return f"{note}\n{how}" if note else how


def material_name(matter: Matter, kind: str) -> Text:
    """The name of a kind of proof; what is no known kind is called as the officer wrote it."""
    known = matter.evidence.get(kind)
    return known.name if known else Text(kind, kind)


# --- limits and collection --------------------------------------------------------------------------------------------


def limit_lines(matter: Matter) -> tuple[pf.LimitLine, ...]:
    """The promised and the statutory limit with the day on which each ends; none while the clock is stopped."""
    state = matter.first.state
    promised = _limit("promised", state.limits.promised, clock.promised(state, matter.calendar, matter.settings))
    statutory = _limit("statutory", state.limits.statutory, clock.statutory(state, matter.calendar, matter.settings))
    return tuple(each for each in (promised, statutory) if each is not None)


def _limit(name: str, limit: Limit | None, explained: Explained | None) -> pf.LimitLine | None:
    due = day_of(explained)
    if limit is None or due is None:
        return None
    return pf.LimitLine(words(name), limit.amount, limit.unit, due, limit.basis)


def announcement(matter: Matter) -> Text:
    """Before there is a result: that the person will be told, and how it is collected then."""
    return joined(words("told_when_ready"), collection(matter))


def collection(matter: Matter) -> Text:
    """How the person gets the result, as chosen in the form, and what must be handed in for it."""
    wish = matter.form.get("delivery_way", "")
    way = wish if wish in {"mail", "locker", "electronic"} else "window"
    how = words(f"collect_{way}", place=(matter.place.zh, matter.place.en))
    granted = [subject for subject in matter.subjects if subject.state.outcome is not Outcome.REFUSED]
    owed = dict.fromkeys(output.surrenders for subject in granted for output in subject.item.outputs)
    names = [material_name(matter, kind) for kind in owed if kind]
    if not names:
        return how
    documents = ("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    return joined(how, words("surrender", documents=documents))


def joined(first: Text, second: Text) -> Text:
    """Two sentences as one text."""
    return Text(first.zh + second.zh, f"{first.en} {second.en}")
