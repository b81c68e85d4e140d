"""Verb: an administrator puts qualifications, transfers, secondments and register entries of their staff on record.

Nobody does so for themselves: authority rests on these, so that recording one's own would be granting to oneself.
"""

from datetime import date, datetime

from django.db import transaction

from yichuang.catalogue.definition import Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.enrol import NewStanding, end_standing, enrol
from yichuang.organisation.gates import MANAGE, STAFF, STANDING
from yichuang.organisation.models import Qualification, Staff, Standing
from yichuang.organisation.qualify import Passed, qualify
from yichuang.organisation.terms import ChangeEvent, StandingKind
from yichuang.organisation.trail import leave_trail

LONGEST_CERTIFICATE = 40
LONGEST_DOCUMENT = 60


@transaction.atomic
def add_qualification(
    actor: Actor, badge: str, *, line: Line, passed_on: date, expires_on: date, certificate_no: str, now: datetime
) -> Qualification:
    """Put a passed examination on record. Refuses a certificate without number, backward dates, one on record already."""
    member = _somebody_else(actor, STAFF.open(actor, badge, MANAGE))
    number = certificate_no.strip()
    if not 1 <= len(number) <= LONGEST_CERTIFICATE:
        raise Refusal("organisation.certificate_missing", longest=LONGEST_CERTIFICATE)
    added = qualify([Passed(member.pk, line, passed_on, expires_on, number)])[0]
    leave_trail(
        ChangeEvent.QUALIFIED, actor, now, staff=member, detail=f"{line.value} {passed_on} → {expires_on}; {number}"
    )
    return added


@transaction.atomic
def add_standing(
    actor: Actor,
    badge: str,
    *,
    kind: StandingKind,
    line: Line,
    since: date,
    until: date | None,
    document_no: str,
    now: datetime,
) -> Standing:
    """Put a transfer, secondment or register entry on record. Refuses one without its document or with backward dates."""
    member = _somebody_else(actor, STAFF.open(actor, badge, MANAGE))
    document = document_no.strip()[:LONGEST_DOCUMENT]
    added = enrol([NewStanding(member.pk, kind, line, since, document, until)])[0]
    detail = f"{kind.value} {line.value} {since} → {until or ''}; {document}"
    leave_trail(ChangeEvent.ENROLLED, actor, now, staff=member, detail=detail)
    return added


@transaction.atomic
def finish_standing(actor: Actor, standing_id: int | str, *, last_day: date, reason: str, now: datetime) -> Standing:
    """End a standing; every grant that rests on it ends with it. Refuses without a reason."""
    standing = STANDING.open(actor, standing_id, MANAGE)
    _somebody_else(actor, standing.staff)
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    end_standing(standing, last_day)
    detail = f"{standing.kind} {standing.line} → {last_day}; {standing.document_no}"
    leave_trail(ChangeEvent.STANDING_ENDED, actor, now, staff=standing.staff, detail=detail, reason=reason.strip())
    return standing


def _somebody_else(actor: Actor, member: Staff) -> Staff:
    if member.pk == actor.staff_id:
        raise Refusal("organisation.not_yourself")
    return member
