"""Verbs for a notice whose automatic attempts have ended: send it again, or say how the person was told otherwise."""

import re
from datetime import datetime

from django.db import transaction

from yichuang.kernel.errors import Refusal
from yichuang.messaging.models import Notice, NoticeCare
from yichuang.messaging.tasks import send
from yichuang.messaging.terms import NEEDS_SOMEBODY, Care, NoticeState

PHONE = re.compile(r"\d{6,15}")
"""What the operator takes: digits, without the sign of a country."""
SHORTEST_NOTE, LONGEST_NOTE = 4, 200


@transaction.atomic
def resend(notice_id: int, *, by: int, now: datetime, phone: str = "") -> Notice:
    """Queue it anew as member of staff ``by``, to the same phone or a corrected one.

    Refusal("messaging.not_waiting") for one that was sent or is still being tried, ("messaging.bad_phone").
    """
    number = "".join(phone.split()).replace("-", "").removeprefix("+86")
    if number and not PHONE.fullmatch(number):
        raise Refusal("messaging.bad_phone")
    notice = _open_one(notice_id)
    corrected = bool(number) and number != notice.phone
    notice.phone = number or notice.phone
    notice.state, notice.attempts, notice.tried_at = NoticeState.QUEUED.value, 0, now
    notice.save(update_fields=["phone", "state", "attempts", "tried_at"])
    NoticeCare.objects.create(notice=notice, what=Care.RESENT.value, by=by, at=now, new_phone=corrected)
    send.defer(notice=notice.pk)
    return notice


@transaction.atomic
def told(notice_id: int, *, by: int, how: str, now: datetime) -> Notice:
    """Close it: ``by`` has told the person otherwise, and says how. Refusal("messaging.how_told"), ("…not_waiting")."""
    note = how.replace("\x00", "").strip()[:LONGEST_NOTE]
    if len(note) < SHORTEST_NOTE:
        raise Refusal("messaging.how_told", least=SHORTEST_NOTE)
    notice = _open_one(notice_id)
    notice.state = NoticeState.TOLD.value
    notice.save(update_fields=["state"])
    NoticeCare.objects.create(notice=notice, what=Care.TOLD.value, by=by, at=now, note=note)
    return notice


def _open_one(notice_id: int) -> Notice:
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None or notice.state not in {state.value for state in NEEDS_SOMEBODY}:
        raise Refusal("messaging.not_waiting")
    return notice
