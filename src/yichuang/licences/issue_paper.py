"""Verb: issue a paper — number it, give it a verification code, typeset it, keep the file, record it."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.kernel.crypto import sm3
from yichuang.kernel.localtime import local_date
from yichuang.licences import store
from yichuang.licences.marks import Mark, verification_code
from yichuang.licences.models import IssuedPaper
from yichuang.licences.numbers import next_paper_number
from yichuang.licences.terms import PaperKind


class PaperOrder(Struct, frozen=True):
    """What the record needs to know of a paper; what it says is the typesetter's business."""

    key: str
    """Idempotency key, such as the id of the event that asks for the paper."""
    kind: PaperKind
    unit: int
    unit_mark: str
    """发文代字."""
    issuer: Text
    application_no: str
    case_nos: tuple[str, ...]
    content: bytes
    """The facts as bytes; the verification code is bound to them."""
    issued_by: int | None = None


def issue_paper(order: PaperOrder, typeset: Callable[[Mark], bytes], *, now: datetime) -> IssuedPaper:
    """Issue the paper once: a second call with the same key returns the first paper.

    ``typeset`` makes the PDF from the mark and may refuse; then nothing is recorded.
    """
    issued = IssuedPaper.objects.filter(key=order.key).first()
    if issued is not None:
        return issued
    mark = _mark(order, now)
    pdf = typeset(mark)
    digest = store.keep(pdf)
    try:
        with transaction.atomic():
            return _record(order, mark, digest, len(pdf))
    except IntegrityError:
        return IssuedPaper.objects.get(key=order.key)


def _mark(order: PaperOrder, now: datetime) -> Mark:
    number = next_paper_number(order.unit_mark, order.kind, local_date(now))
    secret = settings.SECRET_KEY.encode()
    code = verification_code(secret, number, sm3(order.content))
    return Mark(number, code, f"{public_address()}/verify/{code}", now, settings.DEMO)


def public_address() -> str:
    """Where citizens reach the house, without a slash at the end."""
    return str(settings.PUBLIC_URL).rstrip("/")


def _record(order: PaperOrder, mark: Mark, digest: str, size: int) -> IssuedPaper:
    return IssuedPaper.objects.create(
        key=order.key,
        kind=order.kind,
        number=mark.number,
        code=mark.code,
        application_no=order.application_no,
        case_nos=list(order.case_nos),
        unit_id=order.unit,
        issuer_zh=order.issuer.zh,
        issuer_en=order.issuer.en,
        sm3=digest,
        size=size,
        issued_at=mark.issued_at,
        issued_by_id=order.issued_by,
    )
