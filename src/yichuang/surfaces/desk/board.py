"""What the three panes say: questions with their digits, the one form, the material list, the sum and the day. Pure but
for the active language.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from yichuang.applications.filing import Given
from yichuang.applications.judge import Problem
from yichuang.applications.merging import PlanMaterial
from yichuang.applications.plan import PlanField, PlanQuestion
from yichuang.applications.submit import Visit
from yichuang.applications.wishes import IDENTITY
from yichuang.catalogue.definition import Effect, Element, Item
from yichuang.evidence.trust import GRADES, MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.masking import mask_number
from yichuang.kernel.vocabulary import label, labels
from yichuang.surfaces.design.dates import plain_day_words
from yichuang.surfaces.desk.entry import ANSWER, FIELD, KNOWN, MATERIAL
from yichuang.surfaces.desk.promises import fee_note, promise_and_day
from yichuang.surfaces.desk.tellers import told_by
from yichuang.surfaces.desk.ways import takes_scan, ways
from yichuang.surfaces.story.names import listed, material_look, said

KINDS = {
    "citizen_id": "code", "document_no": "code", "uscc": "code", "phone": "tel", "date": "date", "number": "text",
    "choice": "select", "boolean": "select", "long_text": "textarea",
}  # fmt: skip
"""The control of each element type; a line of text for the others."""
WIDE = frozenset({"address", "long_text"})
FULL_LENGTH = {"phone": 11, "citizen_id": 18, "date": 10}  # after which the cursor moves on by itself
RENEWAL = "hz-id-renew"
CHECKED = frozenset({"person", "companion"})
"""Where a value comes from that somebody's card has said who stands at the window."""
QUIET = frozenset({"form.required", "applications.question_open", "applications.material_missing",
                   "applications.capture_missing", "applications.scan_missing", "applications.signature_empty"})  # fmt: skip
"""What is merely not done yet: said in a count, and in words only after somebody tried to submit."""
PERSONAL = {
    "people.needs_guardian": "guardian", "people.no_guardian_recorded": "guardian", "applications.id_expired": "expired",
    "people.no_mandate": "mandate", "people.mandate_item": "mandate", "people.mandate_not_in_force": "mandate",
    "people.mandate_revoked": "mandate", "people.deceased": "", "applications.not_for_the_organisation": "mandate",
}  # fmt: skip
"""Problems about who stands there, with what the desk offers at once."""


class Answer(Struct, frozen=True):
    """One option of a question."""

    value: str
    word: str
    digit: str
    """The key that chooses it while its question is the current one."""
    chosen: bool


class Asked(Struct, frozen=True):
    """One question."""

    name: str
    word: str
    items: str
    options: tuple[Answer, ...]
    answer: str
    """In words; empty while open."""
    current: bool
    error: str
    known_from: str = ""  # who has told the answer, in words; empty where the person says it


class Place(Struct, frozen=True):
    """One place of the form, as the ``field`` component takes it."""

    name: str
    label: str
    value: str
    kind: str
    source: str
    hint: str
    error: str
    choices: tuple[tuple[str, str], ...]
    optional: bool
    readonly: bool
    span: int
    full: str
    longest: str


class Group(Struct, frozen=True):
    """The places about one subject; those that identify the person stand in one quiet line."""

    key: str
    word: str
    places: tuple[Place, ...]


class Way(Struct, frozen=True):
    """One way to meet a material."""

    value: str
    word: str
    chosen: bool


class Line(Struct, frozen=True):
    """One line of the material list."""

    key: str
    name: str
    word: str
    look: str
    needed_by: str
    source: str
    note: str
    grade: str
    ways: tuple[Way, ...]
    file: str
    takes_scan: bool
    error: str


class Trouble(Struct, frozen=True):
    """Something that stands against submitting, in words."""

    code: str
    place: str
    """Id of the control concerned; empty for the whole."""
    text: str
    next_step: str
    offer: str = ""
    """What the desk can do about it at once."""


class Remark(Struct, frozen=True):
    """What the person should know."""

    kind: str
    text: str
    source: str


class Board(Struct, frozen=True):
    """Everything that moves while one types."""

    items: tuple[Item, ...]
    questions: tuple[Asked, ...]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    personal: tuple[Trouble, ...]
    """About who stands there; always said."""
    troubles: tuple[Trouble, ...]
    """Everything else that must be said now."""
    open_questions: int
    open_fields: int
    open_materials: int
    expected_on: date | None
    remaining: int
    dates: tuple[tuple[str, str], ...]
    fee: int
    fee_note: str
    fee_certain: bool
    deferred: bool

    @property
    def ready(self) -> bool:
        """Only the signature is missing, or nothing."""
        return not (self.open_questions or self.open_fields or self.open_materials or self.troubles or self.personal)


def board(visit: Visit, found: Iterable[Problem], *, tried: bool) -> Board:
    """The panes for ``visit``. ``found`` is what stands against submitting; ``tried``: say also what is merely open."""
    problems = tuple(found)
    spoken = {each.field: each for each in problems if each.field and (tried or each.code not in QUIET)}
    about = {each.evidence: each for each in problems if each.evidence and (tried or each.code not in QUIET)}
    today = visit.facts.today
    expected = visit.plan.expected_on
    return Board(
        items=tuple(case.item for case in visit.plan.cases),
        questions=_questions(visit, spoken),
        groups=_groups(visit, spoken),
        lines=tuple(_line(line, visit, about.get(line.evidence.key)) for line in visit.plan.materials),
        remarks=tuple(_remarks(visit)),
        personal=tuple(_personal(each, visit) for each in problems if each.code in PERSONAL),
        troubles=tuple(_trouble(each) for each in problems if _is_trouble(each, tried=tried)),
        open_questions=len(visit.plan.open_questions),
        open_fields=sum(1 for each in problems if each.field and each.code != "applications.question_open"),
        open_materials=sum(1 for each in problems if each.evidence),
        expected_on=expected,
        remaining=visit.facts.calendar.workdays_between(today, expected) if expected and expected > today else 0,
        dates=tuple((said(case.item.name), promise_and_day(case)) for case in visit.plan.cases),
        fee=visit.plan.fee,
        fee_note=fee_note(visit),
        fee_certain=visit.plan.fee_certain,
        deferred=any(given.state is MaterialState.TO_FOLLOW for given in _given(visit)),
    )


def _is_trouble(problem: Problem, *, tried: bool) -> bool:
    if problem.code in PERSONAL or problem.code == "applications.signature_empty":
        return False
    if problem.field or problem.evidence:
        return tried
    return True


def _given(visit: Visit) -> Iterable[Given]:
    keys = (line.evidence.key for line in visit.plan.materials)
    return (visit.filing.materials[key] for key in keys if key in visit.filing.materials)


# --- questions --------------------------------------------------------------------------------------------------------


def _questions(visit: Visit, spoken: Mapping[str, Problem]) -> tuple[Asked, ...]:
    names = {case.item.code: said(case.item.name) for case in visit.plan.cases}
    current = next((each for each in visit.plan.questions if not each.answer), None)
    several = len(names) > 1
    return tuple(
        _asked(each, names, spoken.get(each.situation.key), current=each is current, several=several)
        for each in visit.plan.questions
    )


def _asked(
    question: PlanQuestion, names: Mapping[str, str], problem: Problem | None, *, current: bool, several: bool
) -> Asked:
    situation = question.situation
    options = tuple(
        Answer(each.value, said(each.label), str(place) if place <= 9 else "", each.value == question.answer)  # noqa: PLR2004
        for place, each in enumerate(situation.options, 1)
    )
    return Asked(
        name=ANSWER + situation.key,
        word=said(situation.question),
        items=listed(names[code] for code in question.items if code in names) if several else "",
        options=options,
        answer=next((each.word for each in options if each.chosen), ""),
        current=current,
        error=_words(problem)[0] if problem else "",
        known_from=told_by(question.known_from),
    )


# --- the one form -----------------------------------------------------------------------------------------------------


def _groups(visit: Visit, spoken: Mapping[str, Problem]) -> tuple[Group, ...]:
    groups: dict[str, list[Place]] = {}
    for field in visit.plan.fields:
        groups.setdefault(field.element.group, []).append(_place(field, visit, spoken.get(field.element.key)))
    return tuple(Group(key, label("element_group", key), tuple(places)) for key, places in groups.items())


def _place(field: PlanField, visit: Visit, problem: Problem | None) -> Place:
    element = field.element
    value = visit.filing.form.get(element.key, "")
    known = bool(value) and value == field.value and not problem
    if known and (element.prefill in IDENTITY or (element.type == "citizen_id" and field.source in CHECKED)):
        return _established(field, value)
    return Place(
        name=FIELD + element.key,
        label=said(element.name),
        value=value,
        kind=KINDS.get(element.type, "text"),
        source=label("desk_source", field.source) if known and field.source else "",
        hint=said(element.hint) if element.hint and not known else "",
        error=" ".join(_words(problem)) if problem else "",
        choices=_choices(field, value),
        optional=not field.required,
        readonly=False,
        span=_span(field),
        full=str(FULL_LENGTH.get(element.type, "")),
        longest=str(element.max_length),
    )


def _established(field: PlanField, value: str) -> Place:
    """What an identity check says: shown in words, numbers masked (law 7), and never taken from the form."""
    element = field.element
    return Place(
        name=KNOWN + element.key,
        label=said(element.name),
        value=_shown(element, value),
        kind="text",
        source=label("desk_source", field.source),
        hint="",
        error="",
        choices=(),
        optional=False,
        readonly=True,
        span=_span(field),
        full="",
        longest=str(element.max_length),
    )


def _shown(element: Element, value: str) -> str:
    """An established value as a person reads it; a document's number masked."""
    option = next((each for each in element.options if each.value == value), None)
    if option is not None:
        return said(option.label)
    if element.type in {"citizen_id", "document_no"}:
        return mask_number(value)
    if element.type == "date":
        return plain_day_words(date.fromisoformat(value))
    return value


def _choices(field: PlanField, value: str) -> tuple[tuple[str, str], ...]:
    if field.element.type == "boolean":
        options: tuple[tuple[str, str], ...] = (
            ("true", label("paper_words", "yes")),
            ("false", label("paper_words", "no")),
        )
    else:
        options = tuple((option.value, said(option.label)) for option in field.element.options)
    if not options:
        return ()
    return options if value else (("", label("desk_word", "choose")), *options)


def _span(field: PlanField) -> int:
    return 12 if field.element.type == "long_text" else 8 if field.element.type in WIDE else 4


# --- materials --------------------------------------------------------------------------------------------------------


def _line(line: PlanMaterial, visit: Visit, problem: Problem | None) -> Line:
    given = visit.filing.materials.get(line.evidence.key, Given(MaterialState.MISSING))
    names = {case.item.code: said(case.item.name) for case in visit.plan.cases}
    grade = GRADES.get(given.state)
    return Line(
        key=line.evidence.key,
        name=MATERIAL + line.evidence.key,
        word=said(line.evidence.name),
        look=material_look(line.evidence.key, given.state.value),
        needed_by=listed(names[code] for code in line.needs) if len(names) > 1 else "",
        source=_source(given),
        note=" ".join(said(note) for note in line.notes) if given.state is MaterialState.MISSING else "",
        grade=grade.value if grade and not line.evidence.biometric else "",
        ways=tuple(_way(state, given, line) for state in ways(line)),
        file=given.file,
        takes_scan=takes_scan(line),
        error=" ".join(_words(problem)) if problem else "",
    )


def _source(given: Given) -> str:
    known = given.state is MaterialState.SHARED and given.register in labels()["desk_register"]
    return label("desk_register", given.register) if known else ""


def _way(state: MaterialState, given: Given, line: PlanMaterial) -> Way:
    captured = line.evidence.biometric and state is MaterialState.SEEN
    return Way(state.value, label("desk_way", "captured" if captured else state.value), given.state is state)


# --- what must be said ------------------------------------------------------------------------------------------------


def _personal(problem: Problem, visit: Visit) -> Trouble:
    """What stands against the person; the renewal of an expired card is offered until it is among the items."""
    trouble = _trouble(problem)
    renewed = any(case.item.code == RENEWAL for case in visit.plan.cases)
    return replace(trouble, offer="") if trouble.offer == "expired" and renewed else trouble


def _trouble(problem: Problem) -> Trouble:
    place = (
        f"id_{FIELD}{problem.field}"
        if problem.field
        else f"id_{MATERIAL}{problem.evidence}"
        if problem.evidence
        else ""
    )
    if problem.code == "applications.question_open":
        place = f"id_{ANSWER}{problem.field}"
    text, next_step = _words(problem)
    return Trouble(problem.code, place, text, next_step, PERSONAL.get(problem.code, ""))


def _words(problem: Problem) -> tuple[str, str]:
    refusal = Refusal(problem.code, **problem.params)
    return refusal.message(), refusal.next_step()


def _remarks(visit: Visit) -> Iterable[Remark]:
    for case in visit.plan.cases:
        for finding in case.findings:
            if finding.effect is not Effect.REFUSE:
                kind = "warning" if finding.effect is Effect.REVIEW else "info"
                yield Remark(kind, said(finding.message), finding.source)
