"""From a filing to the facts that the catalogue's conditions read. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache

from msgspec.structs import replace

from yichuang.applications.filing import Filing
from yichuang.applications.ground import Applicant, Body
from yichuang.catalogue.conditions import ABROAD, CHINA, Facts
from yichuang.catalogue.loader import Catalogue
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.identifiers import age_on
from yichuang.kernel.vocabulary import label

Value = str | int | float | bool
IDENTITY = frozenset({"person.name", "person.id_type", "person.id_number", "person.sex", "person.birth",
                      "organisation.name", "organisation.code"})  # fmt: skip
"""What an identity check or the record of organisations has established and nobody types differently."""
FOREIGN = frozenset({"passport", "permanent_residence"})
"""Documents whose holder is a foreigner unless the record names China as the nationality."""


def completed(filing: Filing, known: Mapping[str, tuple[str, str]], shelf: Catalogue) -> Filing:
    """The filing with every place of the form filled that is :func:`known`. What the person entered wins, except about who
    the person is: that comes from the identity check alone.
    """
    places = _places(shelf)
    filled: dict[str, str] = {}
    identity: dict[str, str] = {}
    for path, (value, _source) in known.items():
        told = identity if path in IDENTITY else filled
        told.update(dict.fromkeys(places.get(path, ()), value))
    return replace(filing, form={**filled, **filing.form, **identity})


@lru_cache(maxsize=4)
def _places(shelf: Catalogue) -> dict[str, list[str]]:
    """Elements by the prefill path that fills them."""
    places: dict[str, list[str]] = {}
    for key, element in shelf.elements.items():
        places.setdefault(element.prefill, []).append(key)
    return places


@lru_cache(maxsize=4)
def _read_as(shelf: Catalogue) -> dict[str, Callable[[str], Value | None]]:
    """How a condition reads what is no mere text."""
    kinds: dict[str, Callable[[str], Value | None]] = {"number": _number, "boolean": _yes_or_no}
    return {key: kinds[element.type] for key, element in shelf.elements.items() if element.type in kinds}


def typed(form: Mapping[str, str], shelf: Catalogue) -> dict[str, Value]:
    """The form with its numbers and yes-or-no fields as such, as conditions compare them. What is not a number, or
    neither true nor false, is left out: not known yet, and ``form.check_form`` says what is wrong with it.
    """
    reading = _read_as(shelf)
    read = {key: reading[key](form[key]) for key in form.keys() & reading.keys()}
    left = {key: value for key, value in read.items() if value is not None}
    return {**{key: text for key, text in form.items() if key not in read}, **left} if read else {**form}


def _yes_or_no(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _number(text: str) -> int | float | None:
    text = text.strip()
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return None


def facts(filing: Filing, applicant: Applicant, shelf: Catalogue, today: date) -> Facts:
    """What the conditions of all items may speak of."""
    return Facts(
        age=age_on(applicant.birth, today),
        sex=applicant.sex,
        nation=applicant.nation,
        nationality=nationality(applicant.id_type, applicant.nation),
        subject="person" if filing.organisation is None else "organisation",
        channel=filing.channel,
        agent=filing.agent is not None,
        guardian=filing.guardian is not None,
        capacity=_capacity(filing),
        answers=filing.answers,
        form=typed(filing.form, shelf),
        has=frozenset(
            evidence
            for evidence, given in filing.materials.items()
            if given.state in {MaterialState.SEEN, MaterialState.SHARED, MaterialState.SCANNED}
        ),
        today=today,
    )


def nationality(id_type: str, nation: str) -> str:
    """``CHN`` or :data:`ABROAD`: a foreigner's document has the nationality where a citizen's card has the ethnic group."""
    return CHINA if id_type not in FOREIGN or nation.strip().upper() in _words_of_china() else ABROAD


@cache
def _words_of_china() -> frozenset[str]:
    return frozenset({CHINA, *(label("country", CHINA, language).upper() for language in ("zh", "en"))})


def _capacity(filing: Filing) -> str:
    if filing.agent is not None:
        return "agent"
    return "guardian" if filing.guardian is not None else "self"


def known(applicant: Applicant, filing: Filing, body: Body | None = None) -> dict[str, tuple[str, str]]:
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
    ours = {path: (value, "person") for path, value in told.items() if value}
    ours |= {path: answer for path, answer in filing.told.items() if answer[0]}
    return {**ours, **_of_body(body, applicant)} if body else ours


def _of_body(body: Body, comes: Applicant) -> dict[str, tuple[str, str]]:
    """Of the organisation, and of whoever has come for it: the handler of its forms."""
    record = {
        "organisation.name": body.name,
        "organisation.code": body.uscc,
        "organisation.legal_representative": body.representative_name or "",
    }
    card = {"agent.name": comes.name, "agent.id_number": comes.id_number, "agent.phone": comes.phone}
    told = [*((path, value, "organisation") for path, value in record.items()),
            *((path, value, "person") for path, value in card.items())]  # fmt: skip
    return {path: (value, source) for path, value, source in told if value}
