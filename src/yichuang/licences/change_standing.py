"""Verb: suspend, restore, revoke, cancel or void a licence."""

from datetime import datetime

from django.db import transaction

from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.licences.models import Licence
from yichuang.licences.standing import may_follow
from yichuang.licences.terms import LicenceStatus


@transaction.atomic
def change_standing(identifier: str, wanted: LicenceStatus, *, reason: str, by: int, now: datetime) -> Licence:
    """Bring the licence into the state ``wanted`` as member of staff ``by``, with the reason. Replacing is ``hand_in``."""
    if not reason.strip():
        raise Refusal("licences.standing_needs_reason")
    licence = Licence.objects.select_for_update().get(identifier=identifier)
    status = LicenceStatus(licence.status)
    if wanted is LicenceStatus.SUPERSEDED or not may_follow(status, wanted):
        words = {"status": label("licence_status", status), "wanted": label("licence_status", wanted)}
        raise Refusal("licences.standing_cannot_change", number=licence.number, **words)
    licence.status, licence.status_since, licence.status_reason = wanted.value, now, reason.strip()
    licence.status_by_id = by
    licence.save(update_fields=["status", "status_since", "status_reason", "status_by"])
    return licence
