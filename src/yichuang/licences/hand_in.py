"""Verb: the old document was handed in for the new one (交旧领新); its licence is replaced from that moment."""

from datetime import datetime

from django.db import transaction

from yichuang.licences.models import Licence
from yichuang.licences.terms import LicenceStatus


@transaction.atomic
def hand_in(new: Licence, *, now: datetime) -> tuple[Licence, ...]:
    """Mark the holder's older valid licences of the kind of ``new`` as replaced by it; those there are, newest first.

    Not at the issue: until the new one is in the person's hands the old one counts. A second call finds none left; one
    that was suspended or ended otherwise stays as it is, and so does a document that the house has no record of.
    """
    older = list(
        Licence.objects.select_for_update()
        .filter(kind=new.kind, person=new.person_id, organisation=new.organisation_id, pk__lt=new.pk)
        .filter(status=LicenceStatus.VALID.value)
        .exclude(case_no=new.case_no)
        .order_by("-pk")
    )
    if not older:
        return ()
    for old in older:
        old.status, old.status_since, old.status_reason = LicenceStatus.SUPERSEDED.value, now, new.identifier
    Licence.objects.bulk_update(older, ["status", "status_since", "status_reason"])
    Licence.objects.filter(pk=new.pk, replaces=None).update(replaces=older[0])
    return tuple(older)
