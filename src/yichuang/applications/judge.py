"""Whether a filing may be submitted as it is: everything that stands against it, found at once. Pure.

Problems are gathered, not thrown one by one: the person hears everything that is wrong in one go.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from yichuang.applications.filing import Filing, Given
from yichuang.applications.form import Entered, FieldError, check_form
from yichuang.applications.ground import Ground
from yichuang.applications.merging import PlanMaterial
from yichuang.applications.plan import Plan
from yichuang.catalogue.definition import Item, Line
from yichuang.catalogue.photo_norm import Measured, PhotoFault, PhotoNorm, faults
from yichuang.catalogue.tiers import window_takes
from yichuang.evidence.trust import MaterialState, Standing, standing
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.people.agency import MandateFacts, check_mandate
from yichuang.people.capacity import ADULT, check_acting


class Problem(Struct, frozen=True):
    """One thing that stands against submitting; ``code`` names a refusal whose words say what to do."""

    code: str
    params: Mapping[str, str] = {}
    field: str = ""
    """The form element concerned, if any."""
    evidence: str = ""
    """The line of the material list concerned, if any."""


class NotYet(Refusal):
    """The filing cannot be submitted; all problems at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("applications.not_yet", count=len(problems))
        self.problems = problems

    def __str__(self) -> str:
        """For logs: the sum and every problem's code and place."""
        found = ", ".join(f"{each.code} {each.field or each.evidence}".strip() for each in self.problems)
        return f"{super().__str__()} [{found}]"


def problems(
    filing: Filing, entered: Entered, plan: Plan, ground: Ground, today: date, receives: Collection[Line]
) -> tuple[Problem, ...]:
    """Everything that stands against ``filing``, whose form was ``entered`` before the platform filled it in; in the order
    of the screen. ``receives``: the lines that the one who sits at the window may receive here.
    """
    return (
        *_person(filing, plan, ground, today),
        *_body(filing, plan, ground, today),
        *_agent(filing, plan, ground, today),
        *_offered(plan, ground),
        *_window(filing, plan, ground, receives),
        *_findings(plan),
        *(
            Problem("applications.question_open", _question(plan, each.items[0]), each.situation.key)
            for each in plan.open_questions
        ),
        *_form(check_form(plan.fields, filing.form, today, entered)),
        *_materials(filing, plan, ground),
        *_signature(filing, ground),
    )


def _person(filing: Filing, plan: Plan, ground: Ground, today: date) -> Iterable[Problem]:
    person = ground.applicant
    alone_from = max((case.item.min_age or ADULT for case in plan.cases), default=ADULT)
    present = [each for each in (filing.guardian, filing.person) if each is not None]
    refusal = check_acting(person.facts, ground.guardianships, present, today, alone_from=alone_from)
    if refusal is not None:
        yield Problem(refusal.code)
    if person.id_valid_to is not None and person.id_valid_to < today and not _renews_identity(plan):
        yield Problem("applications.id_expired", {"day": person.id_valid_to.isoformat()})


def _body(filing: Filing, plan: Plan, ground: Ground, today: date) -> Iterable[Problem]:
    """For an organisation there acts its legal representative (民法典 art. 61), or whom it has given a mandate (art. 170)."""
    body = ground.body
    if filing.organisation is None or (body and body.representative == filing.person):
        return
    given = body.mandates if body and body.mandates else ()
    for case in plan.cases:
        if _least(given, case.item.code, today):
            yield Problem("applications.not_for_the_organisation", _named(case.item))


def _agent(filing: Filing, plan: Plan, ground: Ground, today: date) -> Iterable[Problem]:
    """Why the agent may not file what is chosen (民法典 arts. 161-173), each reason once."""
    if filing.agent is None:
        return ()
    refusals = (_least(ground.mandates, case.item.code, today) for case in plan.cases)
    found = {each.code: each for each in refusals if each is not None}
    return [Problem(code, {name: str(value) for name, value in each.params.items()}) for code, each in found.items()]


def _least(mandates: Sequence[MandateFacts], item: str, today: date) -> Refusal | None:
    """None where one of the mandates serves; else why the last one does not."""
    refusals = [check_mandate(each, item, today) for each in mandates] or [check_mandate(None, item, today)]
    return refusals[-1] if all(refusals) else None


def _offered(plan: Plan, ground: Ground) -> Iterable[Problem]:
    """What is suspended is not filed, and nothing under a version that is over: its successor is shown first."""
    for case in plan.cases:
        version = ground.offered.get(case.item.code)
        if version is None:
            yield Problem("applications.not_offered", _named(case.item))
        elif version != case.item.version:
            yield Problem("applications.newer_version", _named(case.item))


IDENTITY_CARDS = frozenset({"id_card", "temporary_id_card"})
"""Results that prove who one is."""


def _renews_identity(plan: Plan) -> bool:
    """An expired card still serves to get a new one (居民身份证法 art. 11)."""
    return all(IDENTITY_CARDS.intersection(output.key for output in case.item.outputs) for case in plan.cases)


def _window(filing: Filing, plan: Plan, ground: Ground, receives: Collection[Line]) -> Iterable[Problem]:
    """What the window takes, and whoever sits at it: a window joins lines, and the grant to receive is of each line."""
    if ground.window_lines is None:
        if filing.channel == "window":
            yield Problem("applications.no_window")
        return
    for case in plan.cases:
        if not window_takes(ground.window_lines, case.item):
            yield Problem("applications.not_at_this_window", _named(case.item))
        elif case.item.line not in receives:
            yield Problem("applications.not_received_by_you", _named(case.item))


def _findings(plan: Plan) -> Iterable[Problem]:
    for item, finding in plan.refusing:
        words = {"message_zh": finding.message.zh, "message_en": finding.message.en}
        yield Problem("applications.rule_refuses", {**_named(item), **words, "source": finding.source})


def _question(plan: Plan, code: str) -> dict[str, str]:
    return next(_named(case.item) for case in plan.cases if case.item.code == code)


def _named(item: Item) -> dict[str, str]:
    return {"item_zh": item.name.zh, "item_en": item.name.en}


def _form(errors: Iterable[FieldError]) -> Iterable[Problem]:
    return (Problem(error.code, error.params, error.element) for error in errors)


def _materials(filing: Filing, plan: Plan, ground: Ground) -> Iterable[Problem]:
    for line in plan.materials:
        given = filing.materials.get(line.evidence.key, NOTHING)
        if code := _fault_of(line, given, filing, ground):
            words = {"material_zh": line.evidence.name.zh, "material_en": line.evidence.name.en}
            params = {**words, **_missed_norm(line, given, ground)}
            yield Problem(code, params, evidence=line.evidence.key)


NOTHING = Given(MaterialState.MISSING)


def _fault_of(line: PlanMaterial, given: Given, filing: Filing, ground: Ground) -> str:
    """The refusal that stands against this line of the list; empty where none does."""
    if given.state is MaterialState.SHARED and line.evidence.key not in ground.proved:
        return "applications.not_shared"
    if given.file and given.file not in ground.files:
        return "applications.file_lost"
    if given.state is MaterialState.SCANNED and not given.file:
        return "applications.scan_missing"
    if _missed_norm(line, given, ground):
        return "applications.photo_norm"
    if Standing.MISSING in standings(line, given, filing).values():
        return "applications.capture_missing" if line.evidence.biometric else "applications.material_missing"
    return ""


def _missed_norm(line: PlanMaterial, given: Given, ground: Ground) -> dict[str, str]:
    """What a portrait that was sent in misses, in both languages; one that is taken at the window is not measured."""
    norm = line.evidence.photo
    if norm is None or given.state is not MaterialState.SCANNED:
        return {}
    width, height = ground.files.get(given.file, (0, 0))
    if not (width and height):
        return {}
    missed = faults(norm, Measured(width, height))
    said = {each: [_fault(fault, norm, each) for fault in missed] for each in ("zh", "en")}
    return {"faults_zh": "；".join(said["zh"]), "faults_en": "; ".join(said["en"])} if missed else {}


def _fault(fault: PhotoFault, norm: PhotoNorm, language: str) -> str:
    sizes = {name: getattr(norm, name) for name in ("width", "height", "width_mm", "height_mm", "dpi")}
    return label("photo_fault", fault, language).format(**sizes)


def standings(line: PlanMaterial, given: Given, filing: Filing) -> dict[str, Standing]:
    """How what was given answers each item that needs it, by item code."""
    at_window = filing.channel == "window"
    return {
        code: standing(need, given.state, biometric=line.evidence.biometric, at_window=at_window)
        for code, need in line.needs.items()
    }


def _signature(filing: Filing, ground: Ground) -> Iterable[Problem]:
    if not filing.signature:
        yield Problem("applications.signature_empty")
    elif not ground.drawn:
        yield Problem("applications.signature_lost")


def deferred_for(code: str, filing: Filing, plan: Plan) -> tuple[str, ...]:
    """Evidence types that follow later (容缺) for the item ``code``."""
    return tuple(
        line.evidence.key
        for line in plan.materials
        if (given := filing.materials.get(line.evidence.key)) is not None
        and given.state is MaterialState.TO_FOLLOW
        and standings(line, given, filing).get(code) is Standing.FOLLOWS
    )
