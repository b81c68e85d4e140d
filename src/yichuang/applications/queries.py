"""Reads of applications: one with its cases and materials, a person's, those ready for pick-up."""

from msgspec import Struct, json

from yichuang.applications.filing import Choice
from yichuang.applications.models import Application, Form
from yichuang.cases.models import Case
from yichuang.cases.status import Status
from yichuang.catalogue.queries import line_of
from yichuang.evidence.models import Material
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate
from yichuang.organisation.terms import Role

SEE = "see"


class FormContent(Struct, frozen=True):
    """The one form as it was signed."""

    choices: tuple[Choice, ...]
    form: dict[str, str]


class Whole(Struct, frozen=True):
    """An application with everything that hangs on it."""

    application: Application
    cases: tuple[Case, ...]
    materials: tuple[Material, ...]

    @property
    def ready(self) -> tuple[Case, ...]:
        """The cases whose result waits for the person."""
        return tuple(case for case in self.cases if case.status == Status.READY.value)


def application_by_number(number: str) -> Application | None:
    """The application with this number. One query."""
    return Application.objects.filter(number=number).first()


def whole(application: Application) -> Whole:
    """The application with its cases and materials. Two queries."""
    return Whole(
        application,
        tuple(Case.objects.filter(application_id=application.id).order_by("id")),
        tuple(Material.objects.filter(application_id=application.id).order_by("id")),
    )


def form_of(application: int) -> FormContent:
    """The form as it was signed, decrypted. One query."""
    sealed = Form.objects.values_list("sealed", flat=True).get(application_id=application)
    return json.decode(sealed, type=FormContent)


def applications_of_person(person: int, limit: int = 20) -> list[Application]:
    """A person's applications, newest first. One query."""
    return list(Application.objects.filter(person_id=person).order_by("-id")[:limit])


def ready_for(person: int) -> list[Case]:
    """Cases of a person whose results wait to be handed over, whatever window took them. One query."""
    return list(Case.objects.filter(applicant_id=person, status=Status.READY.value).order_by("id")[:50])


def _allows(actor: Actor, application: Application, need: str) -> bool:
    """The unit's managers, whoever holds a grant there for a line of one of its items, and, to look only, its inspectors."""
    lines = {line_of(code) for code in application.items}
    reach = {grant.unit_path for grant in actor.grants if grant.line in lines}
    if _oversees(actor, need):
        reach.add(actor.unit_path)
    return any(application.unit_path.startswith(path) for path in reach)


def _oversees(actor: Actor, need: str) -> bool:
    """As in the gate to cases: a manager sees and works, an inspector only sees, each in the own unit's tree."""
    return Role.MANAGER in actor.roles or (need == SEE and Role.AUDITOR in actor.roles)


APPLICATION = Gate[str, Application, str]("application", application_by_number, _allows)
