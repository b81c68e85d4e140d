"""Live updates: say on a topic that something changed; open pages that listen to the topic hear it within moments.

Topics are words joined by dots (``hall.3.board``). The news travels by NOTIFY inside the transaction that makes it true,
so a page never hears of what was rolled back. It says *that* something changed, not what may be seen: pages fetch that
through their own gate.
"""

import json
import re
from collections.abc import Iterable

from django.core import signing
from django.db import connection

CHANNEL = "yichuang_live"
LIFETIME = 12 * 60 * 60
"""Seconds a listening token is good for: longer than a shift, shorter than a day."""
PAYLOAD_LIMIT = 7900
"""Bytes; PostgreSQL refuses a NOTIFY payload of 8000 or more."""
_SALT = "yichuang.live"
_TOPIC = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")


def announce(topic: str, **data: object) -> None:
    """Tell the listeners of ``topic`` when the present transaction commits. ``data`` must be small plain JSON.

    Raises ValueError for a malformed topic and for data beyond what NOTIFY carries.
    """
    payload = json.dumps({"topic": checked(topic), **data}, ensure_ascii=False, separators=(",", ":"))
    if len(payload.encode()) > PAYLOAD_LIMIT:
        raise ValueError(f"the announcement on {topic} is too long for NOTIFY; announce a key, not the content")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def token(topics: Iterable[str]) -> str:
    """A signed permission to listen to these topics, for the address ``<LIVE_URL>/live/<token>``."""
    return signing.dumps(sorted({checked(topic) for topic in topics}), salt=_SALT, compress=True)


def topics_of(given: str) -> frozenset[str]:
    """The topics that a token allows. Raises ``signing.BadSignature``, also for one that has expired."""
    return frozenset(signing.loads(given, salt=_SALT, max_age=LIFETIME))


def checked(topic: str) -> str:
    """The topic itself, if it is well formed."""
    if not _TOPIC.fullmatch(topic):
        raise ValueError(f"not a topic: {topic!r}")
    return topic
