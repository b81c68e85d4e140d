"""Verb: put a transfer, a secondment or an entry in the traffic register on record, and end one."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from yichuang.catalogue.definition import Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import Standing
from yichuang.organisation.terms import StandingKind


class NewStanding(Struct, frozen=True):
    """A transfer, secondment or enrolment of one member of staff."""

    staff_id: int
    kind: StandingKind
    line: Line
    since: date
    document_no: str
    until: date | None = None
    """Its last day; none = open."""


def enrol(standings: Iterable[NewStanding]) -> list[Standing]:
    """Put standings on record. Refuses one without a document or with backward dates."""
    return Standing.objects.bulk_create(_checked(new) for new in standings)


def _checked(new: NewStanding) -> Standing:
    if not new.document_no.strip():
        raise Refusal("grant.no_document")
    if new.until and new.until < new.since:
        raise Refusal("grant.span_backwards")
    if new.kind is StandingKind.TRAFFIC_ENROLLED and new.line is not Line.TRAFFIC:
        raise Refusal("organisation.traffic_only")
    return Standing(
        staff_id=new.staff_id,
        kind=new.kind,
        line=new.line,
        since=new.since,
        until=new.until,
        document_no=new.document_no,
    )


def end_standing(standing: Standing, last_day: date) -> None:
    """End a standing; every grant that rests on it ends with it."""
    if last_day < standing.since:
        raise Refusal("grant.span_backwards")
    standing.until = last_day
    standing.save(update_fields=["until"])
