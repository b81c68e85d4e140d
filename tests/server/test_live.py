"""Live updates: a page hears what is announced on its topics once it is true, and nothing else."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest
import time_machine
from django.core import signing
from django.db import connection, transaction

from yichuang.kernel import live as topics
from yichuang.server import live


@pytest.fixture
def pages():
    live._pages.clear()
    yield live._pages
    live._pages.clear()


def page(*names):
    found = live.Page(frozenset(names))
    live._pages.add(found)
    return found


def heard(found):
    return [found.waiting.get_nowait() for _ in range(found.waiting.qsize())]


def ask(path, *headers):
    """One request to the application; the page goes away at once."""
    sent = []

    async def run():
        messages = iter([{"type": "http.request"}, {"type": "http.disconnect"}])

        async def receive():
            await asyncio.sleep(0.01)
            return next(messages)

        async def send(message):
            sent.append(message)

        await live.application({"type": "http", "path": path, "headers": list(headers)}, receive, send)

    asyncio.run(run())
    return sent


def test_a_page_hears_its_topics_and_no_others(pages):
    mine, other = page("hall.3", "desk.1"), page("hall.4")
    live.spread(json.dumps({"topic": "hall.3", "called": "A012"}))
    assert heard(mine) == ['event: hall.3\ndata: {"topic": "hall.3", "called": "A012"}\n\n']
    assert heard(other) == []


def test_what_is_no_announcement_is_ignored(pages):
    mine = page("hall.3")
    for payload in ("", "[]", "nonsense", "{}", '"hall.3"'):
        live.spread(payload)
    assert heard(mine) == []


def test_a_page_that_lags_is_told_to_start_afresh_and_costs_no_more_memory(pages):
    slow = page("hall.3")
    for number in range(live.BACKLOG + 5):
        live.spread(json.dumps({"topic": "hall.3", "n": number}))
    told = heard(slow)
    assert told[0] == live.RESYNC
    assert [json.loads(text.split("data: ")[1])["n"] for text in told[1:]] == list(
        range(live.BACKLOG + 1, live.BACKLOG + 5)
    )


def test_a_valid_token_opens_the_stream_and_leaves_nothing_behind(pages):
    start, first, *_ = ask(f"/live/{live.token(['hall.3'])}")
    assert start["status"] == 200
    assert dict(start["headers"])[b"content-type"].startswith(b"text/event-stream")
    assert first["body"].startswith(b"retry:")
    assert not pages


@pytest.mark.parametrize("salt", ["another use", "yichuang.live2"])
def test_a_token_made_for_another_use_is_refused(salt):
    assert ask(f"/live/{signing.dumps(['hall.3'], salt=salt)}")[0]["status"] == 403


@pytest.mark.parametrize("given", ["", "nonsense", "a:b:c", "../etc"])
def test_a_forged_token_is_refused(given):
    assert ask(f"/live/{given}")[0]["status"] == 403


def test_a_token_ends_after_twelve_hours():
    with time_machine.travel("2026-11-20 08:00:00+08:00", tick=False) as clock:
        given = live.token(["hall.3"])
        clock.shift(topics.LIFETIME - 1)
        assert topics.topics_of(given) == {"hall.3"}
        clock.shift(2)
        with pytest.raises(signing.SignatureExpired):
            topics.topics_of(given)


def test_only_our_own_pages_may_read_the_stream():
    token = live.token(["hall.3"])
    ours = dict(ask(f"/live/{token}", (b"origin", b"http://localhost:8000"))[0]["headers"])
    theirs = dict(ask(f"/live/{token}", (b"origin", b"https://example.org"))[0]["headers"])
    assert ours[b"access-control-allow-origin"] == b"http://localhost:8000"
    assert b"access-control-allow-origin" not in theirs


@pytest.mark.parametrize("topic", ["", "Hall", "hall 3", "hall..3", ".hall", "hall\n.3", "厅"])
def test_a_malformed_topic_is_an_error(topic):
    with pytest.raises(ValueError, match="not a topic"):
        live.token([topic])


@pytest.mark.django_db
def test_an_announcement_too_long_for_notify_is_an_error_and_not_a_lost_transaction():
    with pytest.raises(ValueError, match="too long"):
        topics.announce("hall.3", text="字" * 3000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@contextmanager
def served(port):
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "--log-level", "error"]
    process = subprocess.Popen([*command, "yichuang.server.live:application"], env=_environment())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _environment():
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return os.environ | {"PYTHONPATH": "src", "DATABASE_URL": url}


def listen(url, until, into):
    """Follow the stream; keep the events until ``until`` is among them."""
    with httpx.stream("GET", url, timeout=20) as stream:
        for line in stream.iter_lines():
            into.append(line)
            if until in line:
                return


@pytest.mark.django_db(transaction=True)
def test_over_http_a_page_hears_what_was_committed_and_never_what_was_rolled_back(free_port):
    lines = []
    with served(free_port) as base:
        _wait_for(base)
        url = f"{base}/live/{live.token(['hall.3'])}"
        follower = threading.Thread(target=listen, args=(url, '"n":2', lines))
        follower.start()
        _wait_until(lambda: any("listening" in line for line in lines))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            topics.announce("hall.3", n=1)
            raise ZeroDivisionError
        topics.announce("hall.4", n=2)
        with transaction.atomic():
            topics.announce("hall.3", n=2)
        follower.join(10)
    data = [line for line in lines if line.startswith("data:") and "{}" not in line]
    assert data == ['data: {"topic":"hall.3","n":2}']


def _wait_for(base):
    def answered():
        try:
            return httpx.get(f"{base}/live/x").status_code == 403
        except httpx.HTTPError:
            return False

    _wait_until(answered)


def _wait_until(true):
    deadline = time.monotonic() + 60  # on a busy machine a process takes long to come up
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
