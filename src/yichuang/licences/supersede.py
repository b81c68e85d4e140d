"""Verb: put a new version of a licence in the place of the old one (换发, 变更)."""

from datetime import datetime

from django.db import transaction

from yichuang.kernel.errors import Refusal
from yichuang.kernel.licence_ids import make_licence_id
from yichuang.kernel.vocabulary import label
from yichuang.licences.issue_licence import LicenceOrder, check_order, record
from yichuang.licences.models import Licence
from yichuang.licences.standing import may_follow
from yichuang.licences.terms import LicenceStatus


@transaction.atomic
def supersede(identifier: str, order: LicenceOrder, *, now: datetime) -> Licence:
    """Issue the next version under the same serial and mark the old one as replaced, both or neither.

    A second call with the same key returns the version there is; a suspended or ended licence cannot be replaced, and
    none passes to another holder this way.
    """
    check_order(order)
    old = Licence.objects.select_for_update().get(identifier=identifier)
    issued = Licence.objects.filter(key=order.key).first()
    if issued is not None:
        return issued
    if (old.person_id, old.organisation_id) != (order.person, order.organisation):
        raise Refusal("licences.other_holder", number=old.number)
    status = LicenceStatus(old.status)
    if not may_follow(status, LicenceStatus.SUPERSEDED):
        raise Refusal("licences.not_replaceable", number=old.number, status=label("licence_status", status))
    next_id = make_licence_id(order.type_code, order.issuer_code, old.serial, old.version + 1)
    new = record(order, next_id, now=now, replaces=old)
    old.status, old.status_since, old.status_reason = LicenceStatus.SUPERSEDED.value, now, next_id.text
    old.save(update_fields=["status", "status_since", "status_reason"])
    return new
