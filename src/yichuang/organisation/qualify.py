"""Verb: put passed examinations on record. Train first, then serve."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from msgspec import Struct

from yichuang.catalogue.definition import Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import Qualification


class Passed(Struct, frozen=True):
    """A passed examination of one line."""

    staff_id: int
    line: Line
    passed_on: date
    expires_on: date
    """Its last good day."""
    certificate_no: str


def qualify(passed: Sequence[Passed]) -> list[Qualification]:
    """Put examinations on record. Refuses backward dates and a certificate number that is on record already."""
    backward = next((p for p in passed if p.expires_on < p.passed_on), None)
    if backward:
        raise Refusal("grant.span_backwards")
    try:
        with transaction.atomic():
            return Qualification.objects.bulk_create(
                Qualification(
                    staff_id=p.staff_id,
                    line=p.line,
                    passed_on=p.passed_on,
                    expires_on=p.expires_on,
                    certificate_no=p.certificate_no,
                )
                for p in passed
            )
    except IntegrityError:
        raise _taken(passed) from None


def _taken(passed: Sequence[Passed]) -> Refusal:
    numbers = [p.certificate_no for p in passed]
    doubled = Qualification.objects.filter(certificate_no__in=numbers).values_list("certificate_no", flat=True).first()
    return Refusal("organisation.certificate_taken", certificate_no=doubled or max(numbers, key=numbers.count))
