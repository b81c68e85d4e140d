"""What a case has issued: its papers, each with the code by which anyone can check it, and its licences as they stand today."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.kernel.masking import mask_number
from yichuang.kernel.vocabulary import label
from yichuang.licences.models import Licence
from yichuang.licences.queries import licences_of_case, papers_of_case
from yichuang.licences.standing import standing
from yichuang.licences.terms import LicenceStatus
from yichuang.surfaces.story.names import said


class Paper(Struct, frozen=True):
    """A statutory paper that names the case."""

    kind: str
    number: str
    code: str
    """By which the public page answers for it."""
    issued_at: datetime
    stands: bool


class Certificate(Struct, frozen=True):
    """A licence that the case has issued."""

    name: str
    number: str
    issued_on: date
    valid_to: date | None
    status: str
    stands: bool


def papers(case_no: str) -> Iterable[Paper]:
    """The papers of the case, oldest first (one query)."""
    for each in papers_of_case(case_no):
        yield Paper(label("paper_kind", each.kind), each.number, each.code, each.issued_at, each.voided_at is None)


def certificates(case_no: str, on: date, secret: str = "") -> Iterable[Certificate]:
    """The licences of the case, oldest first (one query). The number ``secret`` is shown masked."""
    for each in licences_of_case(case_no):
        yield _certificate(each, on, secret)


def _certificate(licence: Licence, on: date, secret: str) -> Certificate:
    now = standing(LicenceStatus(licence.status), licence.valid_to, on)
    number = mask_number(licence.number) if licence.number == secret else licence.number
    return Certificate(
        said(Text(licence.name_zh, licence.name_en)), number, licence.issued_on, licence.valid_to,
        label("licence_status", now), now is LicenceStatus.VALID,
    )  # fmt: skip
