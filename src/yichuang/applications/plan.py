"""The Plan: what one person needs for several items at once. One form, one material list, one timetable. Pure.

Fields are asked once however many items need them (by data element); a proof is asked once (by evidence type), each
line saying who needs it. An application of one item is the same object as one of six.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from yichuang.applications.dependencies import ordered
from yichuang.applications.merging import PlanField, PlanMaterial, merged_fields, merged_materials
from yichuang.cases.clock import Settings, explain, explain_hours, explain_on_the_spot
from yichuang.catalogue.conditions import HOME, Condition, Facts, compiled
from yichuang.catalogue.definition import Effect, Item, Limit, Situation, Unit
from yichuang.catalogue.eligibility import Finding, rule_findings
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.requirements import Charge, ChargeState, fee, form_fields, promised, required_materials
from yichuang.catalogue.situations import answered, open_questions, questions
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date

__all__ = ["Plan", "PlanCase", "PlanField", "PlanMaterial", "PlanQuestion", "Timetable", "Wish", "make_plan"]


class Wish(Struct, frozen=True):
    """One item that the person wants, with the facts as far as they are known for it."""

    item: Item
    facts: Facts


class PlanQuestion(Struct, frozen=True):
    """A situation question; one that several items ask in the same words is asked once."""

    items: tuple[str, ...]
    situation: Situation
    answer: str = ""
    known_from: tuple[str, ...] = ()
    """Where an answer comes from that nobody was asked for: prefill paths, or ``proof`` or ``form``; empty = asked."""


class Answering(Struct, frozen=True):
    """What registers may be asked so that the person need not be."""

    paths: frozenset[str] = frozenset()
    """Prefill paths."""
    proofs: frozenset[str] = frozenset()
    """Evidence types."""


class PlanCase(Struct, frozen=True):
    """What becomes one case."""

    item: Item
    charge: Charge
    findings: tuple[Finding, ...]
    after: tuple[str, ...]
    """Items of this plan that must be granted first."""
    expected_on: date | None
    """None while it waits for something without a day, and where nobody has set a limit."""
    promised: Limit | None = None
    """What is promised in this person's situation; None where the office has published nothing."""


class Plan(Struct, frozen=True):
    """Everything one visit needs, for any number of items."""

    cases: tuple[PlanCase, ...]
    """In an order in which nothing comes before what it waits for."""
    questions: tuple[PlanQuestion, ...]
    fields: tuple[PlanField, ...]
    materials: tuple[PlanMaterial, ...]
    fee: int
    """Certain whole yuan."""
    fee_certain: bool
    """False while a sum depends on an answer, or the tables leave it open."""
    visits: int
    expected_on: date | None
    """When everything will be done."""
    answering: Answering = Answering()
    """What would answer the questions that are open, and tell which promise holds."""

    @property
    def refusing(self) -> tuple[tuple[Item, Finding], ...]:
        """The findings that stand against filing, with their items."""
        return tuple((case.item, each) for case in self.cases for each in case.findings if each.effect is Effect.REFUSE)

    @property
    def open_questions(self) -> tuple[PlanQuestion, ...]:
        """The questions still to be answered."""
        return tuple(question for question in self.questions if not question.answer)


class Timetable(Struct, frozen=True):
    """What the dates of a plan rest on."""

    now: datetime
    calendar: Calendar
    settings: Settings = Settings()


def make_plan(
    wishes: Sequence[Wish],
    shelf: Catalogue,
    known: Mapping[str, tuple[str, str]],
    timetable: Timetable,
) -> Plan:
    """The plan for ``wishes``. ``known`` maps prefill paths to (value, source).

    Refusal("applications.nothing_chosen") without a wish, ("applications.chosen_twice") for the same item twice,
    ("applications.circular") when the items wait for each other in a ring.
    """
    _check_choice(wishes)
    after = dict(ordered(tuple((wish.item.code, wish.item.depends_on) for wish in wishes)))
    by_code = {wish.item.code: wish for wish in wishes}
    cases = _cases([by_code[code] for code in after], after, timetable)
    charges = [case.charge for case in cases]
    return Plan(
        cases=cases,
        questions=_questions(wishes, shelf, known),
        fields=_fields(wishes, shelf, known),
        materials=_materials(wishes, shelf),
        fee=sum(charge.amount for charge in charges if charge.state is ChargeState.DUE),
        fee_certain=all(charge.state in {ChargeState.DUE, ChargeState.FREE} for charge in charges),
        visits=max(case.item.visits for case in cases),
        expected_on=_latest(case.expected_on for case in cases),
        answering=_answering(wishes, shelf),
    )


def _check_choice(wishes: Sequence[Wish]) -> None:
    if not wishes:
        raise Refusal("applications.nothing_chosen")
    codes = [wish.item.code for wish in wishes]
    doubled = next((wish.item for wish in wishes if codes.count(wish.item.code) > 1), None)
    if doubled is not None:
        raise Refusal("applications.chosen_twice", item_zh=doubled.name.zh, item_en=doubled.name.en)


# --- questions and fields ---------------------------------------------------------------------------------------------


def _questions(
    wishes: Iterable[Wish], shelf: Catalogue, known: Mapping[str, tuple[str, str]]
) -> tuple[PlanQuestion, ...]:
    asked: dict[str, PlanQuestion] = {}
    for wish in wishes:
        told = answered(wish.item, wish.facts)
        for situation in questions(wish.item, wish.facts):
            key, code = situation.key, wish.item.code
            if key in asked:
                asked[key] = replace(asked[key], items=(*asked[key].items, code))
            elif key in told:
                sources = _known_from(compiled(told[key].known), shelf, known)
                asked[key] = PlanQuestion((code,), situation, told[key].value, sources)
            else:
                asked[key] = PlanQuestion((code,), situation, str(wish.facts.answers.get(key, "")))
    return tuple(asked.values())


def _known_from(condition: Condition, shelf: Catalogue, known: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Where the answer comes from that ``condition`` has found."""
    paths = tuple(path for path in _paths(condition, shelf) if known.get(path, ("", ""))[0])
    return paths or (("proof",) if condition.held else ("form",))


def _paths(condition: Condition, shelf: Catalogue) -> tuple[str, ...]:
    """Prefill paths of what a condition reads."""
    read = condition.elements | ({HOME} if "home" in condition.names else set())
    return tuple(dict.fromkeys(shelf.elements[key].prefill for key in sorted(read) if key in shelf.elements))


def _answering(wishes: Iterable[Wish], shelf: Catalogue) -> Answering:
    """What the conditions read under which the open questions need not be asked, and on which the promise hangs."""
    still_open = (each for wish in wishes for each in open_questions(wish.item, wish.facts))
    told = [option.known for each in still_open for option in each.options if option.known]
    promises = [each.when for wish in wishes for each in wish.item.limits.promised_when]
    found = [compiled(condition) for condition in (*told, *promises)]
    return Answering(
        frozenset(path for condition in found for path in _paths(condition, shelf) if path),
        frozenset(evidence for condition in found for evidence in condition.held),
    )


def _fields(wishes: Iterable[Wish], shelf: Catalogue, known: Mapping[str, tuple[str, str]]) -> tuple[PlanField, ...]:
    wanted = tuple((wish.item.code, form_fields(wish.item, wish.facts)) for wish in wishes)
    return tuple(
        [
            replace(field, value=told[0], source=told[1]) if (told := known.get(field.element.prefill)) else field
            for field in merged_fields(shelf, wanted)
        ]
    )


def _materials(wishes: Iterable[Wish], shelf: Catalogue) -> tuple[PlanMaterial, ...]:
    wanted = tuple((wish.item.code, required_materials(wish.item, wish.facts)) for wish in wishes)
    return merged_materials(shelf, wanted)


# --- the timetable ----------------------------------------------------------------------------------------------------


def _cases(wishes: Sequence[Wish], after: Mapping[str, tuple[str, ...]], timetable: Timetable) -> tuple[PlanCase, ...]:
    done: dict[str, date | None] = {}
    cases = []
    for wish in wishes:
        code = wish.item.code
        waited = [done[each] for each in after[code]]
        promise = promised(wish.item, wish.facts)
        limits = [limit for limit in (promise, wish.item.limits.statutory) if limit is not None]
        done[code] = _expected(limits, waited, timetable)
        findings = rule_findings(wish.item, wish.facts)
        cases.append(PlanCase(wish.item, fee(wish.item, wish.facts), findings, after[code], done[code], promise))
    return tuple(cases)


def _expected(limits: Iterable[Limit], waited: Sequence[date | None], timetable: Timetable) -> date | None:
    """When a case should be done that begins today, or after the last of what it waits for: as was promised, and never later
    than the law's own day; None without a limit.
    """
    if None in waited:
        return None
    start = max([local_date(timetable.now), *(day for day in waited if day is not None)])
    days = (_due(limit, start, timetable) for limit in limits)
    return min((day for day in days if day is not None), default=None)


def _due(limit: Limit, start: date, timetable: Timetable) -> date | None:
    if limit.unit is Unit.ON_THE_SPOT:
        due = explain_on_the_spot(timetable.now, timetable.calendar, timetable.settings).due
    elif limit.unit is Unit.HOUR:
        due = explain_hours(limit, timetable.now, ()).due
    else:
        due = explain(limit, start, (), 0, timetable.calendar).due
    return max(start, local_date(due)) if due else None


def _latest(days: Iterable[date | None]) -> date | None:
    found = list(days)
    return None if None in found else max(day for day in found if day is not None)
