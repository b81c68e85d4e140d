"""Notices go out once, survive an outage, and are never promised for what did not happen."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from msgspec.structs import replace

from tests.ground.refusals import refused
from yichuang.kernel.errors import Refusal
from yichuang.kernel.jobs import ATTEMPTS, app
from yichuang.messaging.models import Notice
from yichuang.messaging.notify import Letter, notify
from yichuang.messaging.queries import counts
from yichuang.messaging.resend import resend
from yichuang.messaging.tasks import pick_up, send

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
LETTER = Letter(
    key="case/7/3",
    person=5,
    phone="13800000001",
    template="accepted",
    params={"name": "林晓舟", "item": "换领护照", "number": "440785202611210000012", "date": "2026年12月1日（星期二）"},
    reference="440785202611210000012",
)


@pytest.fixture(autouse=True)
def no_jobs(db):
    """The queue's tables are not Django's, so that the jobs of a committed test outlive it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def waiting_jobs() -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


def sms() -> Notice:
    return Notice.objects.get(channel="sms")


def outage(world, *, on: bool) -> None:
    world.put("/control/sms", json={"outage": True} if on else {}).raise_for_status()


def work_off() -> None:
    """A worker's turn over everything that is due now."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.django_db
def test_a_notice_stands_on_the_persons_page_at_once_and_its_message_is_queued():
    notify(LETTER, now=NOW)
    assert Notice.objects.get(channel="in_app", person_id=5).text == sms().text
    assert "2026年12月1日（星期二）" in sms().text
    assert counts() == {"queued": 1}
    assert [name for name, _ in waiting_jobs()] == ["messaging.send"]


@pytest.mark.django_db
def test_the_same_event_tells_once():
    for _ in range(3):
        notify(LETTER, now=NOW)
    assert Notice.objects.filter(reference=LETTER.reference).count() == 2
    assert len(waiting_jobs()) == 1


@pytest.mark.django_db
def test_without_a_phone_only_the_page_tells():
    (notice,) = notify(replace(LETTER, phone=""), now=NOW)
    assert (notice.channel, notice.state) == ("in_app", "sent")
    assert waiting_jobs() == []


@pytest.mark.django_db
def test_phone_and_words_are_sealed_in_the_database():
    notify(LETTER, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, text FROM messaging_notice WHERE channel = 'sms'")
        phone, text = cursor.fetchone()
    assert LETTER.phone not in phone
    assert "林晓舟" not in text


@pytest.mark.django_db(transaction=True)
def test_a_notice_and_its_job_vanish_with_the_transaction_that_fails():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(LETTER, now=NOW)
        assert len(waiting_jobs()) == 1
        1 / 0  # noqa: B018
    assert not Notice.objects.exists()
    assert waiting_jobs() == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it_and_the_operator_has_it_once(world):
    notify(LETTER, now=NOW)
    work_off()
    assert (sms().state, sms().attempts, bool(sms().receipt)) == ("sent", 1, True)
    send(notice=sms().pk)
    (sent,) = world.get("/sms/outbox").json()
    assert sent["message"]["phone"] == LETTER.phone
    assert sent["message"]["text"] == sms().text


@pytest.mark.django_db(transaction=True)
def test_an_outage_is_shown_and_the_message_goes_out_when_it_is_over(world):
    outage(world, on=True)
    notify(LETTER, now=NOW)
    work_off()
    assert (sms().state, sms().attempts, sms().problem) == ("queued", 1, "gateway.unavailable")
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = 'messaging.send'")
        assert cursor.fetchall() == [("todo", True)]
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    outage(world, on=False)
    work_off()
    assert (sms().state, sms().attempts, sms().problem) == ("sent", 2, "")
    assert len(world.get("/sms/outbox").json()) == 1


@pytest.mark.django_db
def test_an_answer_lost_on_the_way_sends_nothing_twice(world):
    world.put("/control/sms", json={"drop": True}).raise_for_status()
    notify(LETTER, now=NOW)
    with refused("gateway.unavailable"):
        send(notice=sms().pk)
    outage(world, on=False)
    send(notice=sms().pk)
    assert sms().state == "sent"
    assert len(world.get("/sms/outbox").json()) == 1


@pytest.mark.django_db
def test_a_number_that_the_operator_does_not_take_waits_for_somebody_with_a_better_one(world):
    notify(replace(LETTER, phone="020-12345678"), now=NOW)
    send(notice=sms().pk)
    assert (sms().state, sms().problem) == ("failed", "gateway.rejected")
    resend(sms().pk, by=1, now=NOW, phone="13900000002")
    send(notice=sms().pk)
    assert sms().state == "sent"
    assert world.get("/sms/outbox").json()[0]["message"]["phone"] == "13900000002"


@pytest.mark.django_db
def test_after_the_last_attempt_it_waits_for_somebody_and_can_be_sent_by_hand(world):
    outage(world, on=True)
    notify(LETTER, now=NOW)
    for _ in range(ATTEMPTS - 1):
        with refused("gateway.unavailable"):
            send(notice=sms().pk)
    send(notice=sms().pk)
    assert (sms().state, sms().attempts) == ("given_up", ATTEMPTS)
    outage(world, on=False)
    resend(sms().pk, by=1, now=NOW)
    send(notice=sms().pk)
    assert sms().state == "sent"


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_again_by_hand(world):
    notify(LETTER, now=NOW)
    with pytest.raises(Refusal, match="重试"):
        resend(sms().pk, by=1, now=NOW)


@pytest.mark.django_db
def test_a_notice_whose_job_was_lost_is_picked_up(frozen):
    notify(LETTER, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with frozen(NOW + timedelta(hours=5)):
        pick_up(timestamp=0)
    assert waiting_jobs() == []
    with frozen(NOW + timedelta(hours=7)):
        pick_up(timestamp=0)
    assert waiting_jobs() == [("messaging.send", {"notice": sms().pk})]


@pytest.mark.django_db
def test_the_counts_are_one_query(django_assert_num_queries):
    notify(LETTER, now=NOW)
    with django_assert_num_queries(1):
        assert counts()
