"""A key makes a write happen once: the same key and content again give the same answer, another content is refused.

The verbs keep their own answers under the key in the record, with the digest of what was sent, written in the statement
that writes the facts (``kernel.events.once``). For verbs that keep none, both are kept here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from msgspec import Struct, json

from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import bound_to, stamp
from yichuang.organisation.actor import Actor
from yichuang.surfaces.api.models import UsedKey

T = TypeVar("T")


class Sent(Struct, frozen=True):
    """A write as it was asked for."""

    actor: Actor
    key: str
    """The caller's own."""
    operation: str
    content: bytes
    now: datetime

    @property
    def inner(self) -> str:
        """The key as the verbs know it: nobody meets another's."""
        return "api-" + sm3(f"{self.actor.staff_id}\n{self.key}".encode()).hex()[:40]

    @property
    def digest(self) -> str:
        return sm3(f"{self.operation}\n".encode() + self.content).hex()


def once(sent: Sent, act: Callable[[str], T]) -> T:
    """What ``act`` answers under the inner key, or answered before. For verbs that keep their answers in the record.

    Refusal("idempotency.reused") when the key was used for something else.
    """
    with bound_to(sent.digest):
        return act(sent.inner)


def once_here(sent: Sent, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The same for verbs that keep no answer: what they write and the answer's keeping are one transaction."""
    with transaction.atomic():
        if not claimed(sent):
            known: dict[str, Any] | None = UsedKey.objects.values_list("answer", flat=True).get(key=sent.inner)
            if known is not None:
                return known
        answer = act()
        UsedKey.objects.filter(key=sent.inner).update(answer=answer)
    return answer


_CLAIM = """
    INSERT INTO api_usedkey (key, digest, at) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING digest, xmax = 0
"""
"""One statement whether the key is new or not; a second caller waits for the first one's transaction."""


def claimed(sent: Sent) -> bool:
    """Whether the key is new; refuses one that was used for something else."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [sent.inner, sent.digest, stamp(sent.now)])
        digest, is_new = cursor.fetchone()
    if digest != sent.digest:
        raise Refusal("idempotency.reused")
    return bool(is_new)


def canonical(value: object) -> bytes:
    """``value`` as bytes that do not depend on the order in which a program wrote its members."""
    return json.encode(value, order="sorted")
