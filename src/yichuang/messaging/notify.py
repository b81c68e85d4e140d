"""Verb: tell a person something. The notice and the job that sends it are one transaction with whatever the caller does."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from msgspec import Struct

from yichuang.messaging.models import Notice
from yichuang.messaging.tasks import send
from yichuang.messaging.terms import Channel, NoticeState
from yichuang.messaging.wording import compose


class Letter(Struct, frozen=True):
    """What is to be told to whom."""

    key: str
    """What happened, as an id: the same key tells once, however often it is called."""
    person: int
    phone: str
    """Empty: the person reads it on the progress page only."""
    template: str
    params: Mapping[str, str]
    reference: str
    language: str = "zh"


def notify(letter: Letter, *, now: datetime) -> tuple[Notice, ...]:
    """Put the notice on the person's own page, and queue it as a short message where there is a phone."""
    text = compose(letter.template, letter.params, letter.language)
    with transaction.atomic():
        shown = _written(letter, Channel.IN_APP, text, now)
        return (shown, _written(letter, Channel.SMS, text, now)) if letter.phone else (shown,)


def _written(letter: Letter, channel: Channel, text: str, now: datetime) -> Notice:
    by_phone = channel is Channel.SMS
    notice, is_new = Notice.objects.get_or_create(
        message_id=f"{letter.key}/{channel}",
        defaults={
            "person_id": letter.person,
            "phone": letter.phone if by_phone else "",
            "channel": channel,
            "template": letter.template,
            "params": dict(letter.params),
            "language": letter.language,
            "text": text,
            "reference": letter.reference,
            "state": NoticeState.QUEUED if by_phone else NoticeState.SENT,
            "created_at": now,
            "sent_at": None if by_phone else now,
        },
    )
    if is_new and by_phone:
        send.defer(notice=notice.pk)
    return notice
