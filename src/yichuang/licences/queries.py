"""Reads: what anyone may learn of a paper from its code, papers and licences of a case."""

from datetime import date, datetime

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.licences import store
from yichuang.licences.marks import read_code
from yichuang.licences.models import IssuedPaper, Licence
from yichuang.licences.terms import PaperKind

MOST = 200


class VerifiedPaper(Struct, frozen=True):
    """What the public page says of a paper: that it is ours and whether it stands. Nothing of any person."""

    kind: PaperKind
    number: str
    issuer: Text
    issued_on: date
    sm3: str
    """Digest of the PDF, so that a file at hand can be compared."""
    voided_on: date | None

    @property
    def stands(self) -> bool:
        return self.voided_on is None


def verify(typed: str) -> VerifiedPaper:
    """The paper behind a code as a person typed it (one query).

    Refuses ``licences.code_mistyped`` and ``licences.code_check`` without asking the database, and ``licences.code_unknown``.
    """
    paper = IssuedPaper.objects.filter(code=read_code(typed)).first()
    if paper is None:
        raise Refusal("licences.code_unknown")
    return VerifiedPaper(
        PaperKind(paper.kind),
        paper.number,
        Text(paper.issuer_zh, paper.issuer_en),
        local_date(paper.issued_at),
        paper.sm3,
        _day(paper.voided_at),
    )


def papers_of_case(case_no: str) -> list[IssuedPaper]:
    """Every paper that names the case, oldest first."""
    return list(IssuedPaper.objects.filter(case_nos__contains=[case_no]).order_by("id")[:MOST])


def pdf_of(paper: IssuedPaper) -> bytes:
    """The file as it was issued; refuses one that was changed since."""
    return store.fetch(paper.sm3)


def licences_of_case(case_no: str) -> list[Licence]:
    """What the case has issued, oldest first."""
    return list(Licence.objects.filter(case_no=case_no).order_by("id")[:MOST])


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None
