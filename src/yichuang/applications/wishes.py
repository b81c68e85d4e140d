"""From a filing to the facts that the catalogue's conditions read. Pure."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from yichuang.applications.filing import Filing
from yichuang.applications.ground import Applicant
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Element
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.identifiers import age_on

IDENTITY = frozenset({"person.name", "person.id_type", "person.id_number", "person.sex", "person.birth"})
"""What an identity check has established and nobody types differently."""
FOREIGN = frozenset({"passport", "permanent_residence"})
"""Documents of people who are not Chinese citizens."""


def completed(filing: Filing, applicant: Applicant, elements: Mapping[str, Element]) -> Filing:
    """The filing with every place of the form filled that the platform knows. What the person entered wins, except
    about who the person is: that comes from the identity check alone.
    """
    places = _places(elements)
    filled: dict[str, str] = {}
    identity: dict[str, str] = {}
    for path, (value, _source) in known(applicant, filing).items():
        told = identity if path in IDENTITY else filled
        told.update(dict.fromkeys(places.get(path, ()), value))
    return replace(filing, form={**filled, **filing.form, **identity})


_places_of: dict[int, tuple[Mapping[str, Element], dict[str, list[str]]]] = {}


def _places(elements: Mapping[str, Element]) -> dict[str, list[str]]:
    """Elements by the prefill path that fills them; worked out once for one dictionary."""
    kept = _places_of.get(id(elements))
    if kept is None:
        places: dict[str, list[str]] = {}
        for key, element in elements.items():
            places.setdefault(element.prefill, []).append(key)
        kept = _places_of[id(elements)] = (elements, places)  # the dictionary is kept so that its id stays its own
    return kept[1]


def facts(filing: Filing, applicant: Applicant, today: date) -> Facts:
    """What the conditions of all items may speak of."""
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
        answers=filing.answers,
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


def known(applicant: Applicant, filing: Filing) -> dict[str, tuple[str, str]]:
    """What the platform knows already, by prefill path, as (value, source): nobody types it again."""
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
    return {**{path: (value, "person") for path, value in told.items() if value}, **filing.told}
