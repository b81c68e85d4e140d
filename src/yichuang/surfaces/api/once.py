"""A key makes a write happen once: the same key and content again give the same answer, another content is refused.

The verbs keep their own answers under the key in the record (``kernel.events.outcome``), written in the statement that
writes the facts. Here stands what belongs to the key: the digest of what was sent, and the answer of a verb that keeps none.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from msgspec import Struct, convert, json

from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import outcome, stamp
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


def once(sent: Sent, kind: type[T], act: Callable[[str], T]) -> T:
    """What ``act`` answers under the inner key, or answered before. For verbs that keep their answers in the record.

    Refusal("idempotency.reused") when the key was used for something else.
    """
    is_new = claimed(sent)
    if not is_new and (known := recorded(sent.inner, kind)) is not None:
        return known
    try:
        return act(sent.inner)
    except Refusal:
        if is_new:  # nothing happened, so the key may serve for the corrected request
            UsedKey.objects.filter(key=sent.inner).delete()
        elif (known := recorded(sent.inner, kind)) is not None:
            return known  # the same request was under way at the same time, and won
        raise


def recorded(key: str, kind: type[T]) -> T | None:
    """What the command with this key answered; None if there was none."""
    found = outcome(key)
    return convert(found.answer, kind) if found is not None else None


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
