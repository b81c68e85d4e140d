"""From a filing to the facts that the catalogue's conditions read, item by item. Pure."""

from collections.abc import Mapping
from datetime import date

from yichuang.applications.filing import Choice, Filing
from yichuang.applications.ground import Applicant
from yichuang.applications.plan import Wish
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.identifiers import age_on

FOREIGN = frozenset({"passport", "permanent_residence"})
"""Documents of people who are not Chinese citizens."""


def wish(choice: Choice, item: Item, filing: Filing, applicant: Applicant, today: date) -> Wish:
    """One chosen item with everything known about this person, visit and form."""
    return Wish(item, facts(choice.answers, filing, applicant, today))


def facts(answers: Mapping[str, str], filing: Filing, applicant: Applicant, today: date) -> Facts:
    """The facts of one item's conditions."""
    return Facts(
        age=age_on(applicant.birth, today),
        sex=applicant.sex,
        nation=applicant.nation,
        nationality=None if applicant.id_type in FOREIGN else "CHN",
        subject="person",
        channel=filing.channel,
        agent=filing.agent is not None,
        guardian=filing.guardian is not None,
        capacity=_capacity(filing),
        answers={key: value for key, value in answers.items() if value},
        form=dict(filing.form),
        has=frozenset(
            evidence
            for evidence, given in filing.materials.items()
            if given.state in {MaterialState.SEEN, MaterialState.SHARED, MaterialState.SCANNED}
        ),
        today=today,
    )


def _capacity(filing: Filing) -> str:
    if filing.agent is not None:
        return "agent"
    return "guardian" if filing.guardian is not None else "self"


def known(applicant: Applicant) -> dict[str, tuple[str, str]]:
    """What the platform knows already, by prefill path: nobody types it again."""
    told = {
        "person.name": applicant.name,
        "person.id_type": applicant.id_type,
        "person.id_number": applicant.id_number,
        "person.document_number": applicant.id_number,
        "person.sex": applicant.sex,
        "person.birth": applicant.birth.isoformat(),
        "person.nation": applicant.nation,
        "person.address": applicant.address,
        "person.phone": applicant.phone,
        "person.id_valid_to": applicant.id_valid_to.isoformat() if applicant.id_valid_to else "",
    }
    return {path: (value, "person") for path, value in told.items() if value}
