"""Verb: declare an issued paper void. The file stays; whoever checks it is told."""

from datetime import datetime

from django.db import transaction

from yichuang.kernel.errors import Refusal
from yichuang.licences.models import IssuedPaper


@transaction.atomic
def void_paper(paper: IssuedPaper, *, reason: str, by: int | None, now: datetime) -> IssuedPaper:
    """Void ``paper``, which the caller opened through its gate; refuses without a reason and a second time."""
    if not reason.strip():
        raise Refusal("licences.void_needs_reason")
    held = IssuedPaper.objects.select_for_update().get(pk=paper.pk)
    if held.voided_at is not None:
        raise Refusal("licences.already_voided", number=held.number)
    held.voided_at, held.voided_by_id, held.void_reason = now, by, reason.strip()
    held.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return held
