"""Jobs of the room. A job may run twice: the operator knows the message by its id and sends it once."""

from datetime import timedelta

from yichuang.gateways.sms import SmsReceipt, sms_sender
from yichuang.kernel.errors import Refusal
from yichuang.kernel.jobs import ATTEMPTS, app, task
from yichuang.kernel.moment import now
from yichuang.messaging.models import Notice
from yichuang.messaging.retry import after
from yichuang.messaging.terms import NoticeState

FORGOTTEN = timedelta(hours=6)
"""Longer than all pauses between attempts together: whoever still waits then lost its job in a crash."""
AT_ONCE = 500


@task("messaging.send", queue="messaging")
def send(notice: int) -> None:
    """Hand one short message to the operator. An outage is raised again, so that the job is retried later."""
    row = Notice.objects.filter(pk=notice, state=NoticeState.QUEUED.value).first()
    if row is None:
        return
    try:
        receipt = sms_sender().send(row.message_id, row.phone, row.text)
    except Refusal as refusal:
        _failed(row, refusal)
        if row.state == NoticeState.QUEUED.value:
            raise
    else:
        _sent(row, receipt)


def _sent(row: Notice, receipt: SmsReceipt) -> None:
    row.state, row.receipt, row.problem = NoticeState.SENT.value, receipt.receipt_no, ""
    row.sent_at = row.tried_at = now()
    row.attempts += 1
    row.save(update_fields=["state", "receipt", "problem", "sent_at", "tried_at", "attempts"])


def _failed(row: Notice, refusal: Refusal) -> None:
    row.attempts += 1
    row.state, row.problem, row.tried_at = after(refusal, row.attempts, ATTEMPTS).value, refusal.code, now()
    row.save(update_fields=["state", "problem", "tried_at", "attempts"])


@app.periodic(cron="*/30 * * * *", periodic_id="messaging")
@task("messaging.pick_up", queue="messaging")
def pick_up(timestamp: int) -> None:
    """Queue anew what waits although its job is gone."""
    del timestamp  # the scheduler's own; the house asks its own clock
    before = now() - FORGOTTEN
    waiting = Notice.objects.filter(state=NoticeState.QUEUED.value, created_at__lt=before).exclude(tried_at__gte=before)
    for notice in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        send.defer(notice=notice)
