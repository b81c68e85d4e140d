"""Verb: send a notice again after its automatic attempts have ended, to the same phone or a corrected one."""

from datetime import datetime

from django.db import transaction

from yichuang.kernel.errors import Refusal
from yichuang.messaging.models import Notice
from yichuang.messaging.tasks import send
from yichuang.messaging.terms import NEEDS_SOMEBODY, NoticeState


def resend(notice_id: int, *, now: datetime, phone: str = "") -> Notice:
    """Queue it anew. Refusal("messaging.not_waiting") for one that was sent or is still being tried."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
        if notice is None or notice.state not in {state.value for state in NEEDS_SOMEBODY}:
            raise Refusal("messaging.not_waiting")
        notice.phone = phone.strip() or notice.phone
        notice.state, notice.attempts, notice.tried_at = NoticeState.QUEUED.value, 0, now
        notice.save(update_fields=["phone", "state", "attempts", "tried_at"])
        send.defer(notice=notice.pk)
    return notice
