"""Verb: seal the record, and say where it is no longer what was sealed.

A chain holds together by itself, so whoever may write the database could rewrite one from its first event on, or take out
a whole stream. A seal is what they cannot make anew: every head (a stream's last event) that is new since the seal before,
and a digest over them with a key that is not in the database, chained to the digest before. Each night makes one.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from msgspec import Struct

from yichuang.kernel.crypto import hex_keys, hmac_sm3, same
from yichuang.kernel.events import stamp
from yichuang.kernel.record import Seal

PAGE = 5000
"""Heads per step of the digest: part of what a seal is, so it never changes."""
MOST = 500
"""Differences named at once."""


class Last(Struct, frozen=True):
    """The last seal. Kept outside the database too, it shows when the newest seals themselves were taken away."""

    number: int
    at: str
    mac: str


class Difference(Struct, frozen=True):
    """A place where the record is not what was sealed; stream 0 where a seal itself does not hold."""

    stream: int
    seq: int
    kind: str
    """seal or sealed."""
    row: str


def last_seal() -> Last | None:
    """The newest seal, or None. One query."""
    found = Seal.objects.order_by("-number").first()
    return Last(found.number, stamp(found.at), found.mac) if found else None


def seal_record(now: datetime) -> Last:
    """Seal every head that is new since the last seal, also when there is none: a night without a seal would show."""
    key = hex_keys(settings.SEAL_KEY)[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE kernel_seal IN EXCLUSIVE MODE")
        before = last_seal()
        number = before.number + 1 if before else 1
        cursor.execute(_NEW_HEADS, [number])
        heads = cursor.rowcount
        made = Last(number, stamp(now), _mac(key, before.mac if before else "", number, heads, stamp(now)))
        Seal.objects.create(number=number, at=now, heads=heads, mac=made.mac)
    return made


_NEW_HEADS = """
    INSERT INTO kernel_sealedhead (stream, seq, hash, seal)
    SELECT h.stream, h.seq, h.hash, %s
      FROM (SELECT DISTINCT ON (stream) stream, seq, hash FROM kernel_event ORDER BY stream, seq DESC) h
     WHERE NOT EXISTS (SELECT FROM kernel_sealedhead s WHERE s.stream = h.stream AND s.seq = h.seq)
"""


def first_differences() -> Iterator[Difference]:
    """Seals that do not hold, and streams that are not what was sealed; the first :data:`MOST`."""
    yield from _seals_that_do_not_hold()
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [MOST])
        for stream, seq, number in cursor.fetchall():
            yield Difference(stream, seq, "sealed", f"kernel_event {stream}/{seq} (seal {number})")


_CHANGED = """
    SELECT s.stream, min(s.seq), min(s.seal)
      FROM kernel_sealedhead s LEFT JOIN kernel_event e ON e.stream = s.stream AND e.seq = s.seq
     WHERE e.hash IS DISTINCT FROM s.hash GROUP BY 1 ORDER BY 1 LIMIT %s
"""


def _seals_that_do_not_hold() -> Iterator[Difference]:
    keys, before, expected = hex_keys(settings.SEAL_KEY), "", 1
    for each in Seal.objects.order_by("number").iterator():
        macs = (_mac(key, before, each.number, each.heads, stamp(each.at)) for key in keys)
        if each.number != expected or not any(same(mac.encode(), each.mac.encode()) for mac in macs):
            yield Difference(0, 0, "seal", f"kernel_seal {expected}")
        before, expected = each.mac, each.number + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(seal) FROM kernel_sealedhead WHERE seal >= %s", [expected])
        loose = cursor.fetchone()[0]
    if loose is not None:
        yield Difference(0, 0, "seal", f"kernel_seal {loose}")


def _mac(key: bytes, before: str, number: int, heads: int, at: str) -> str:
    """The keyed digest of a seal: over the one before, its heads in order, and what it says of itself."""
    mac, last = before.encode(), 0
    while page := _heads(number, last):
        mac, last = hmac_sm3(key, mac + "\n".join(page.values()).encode()), max(page)
    return hmac_sm3(key, mac + f"|{number}|{heads}|{at}".encode()).hex()


def _heads(number: int, after: int) -> dict[int, str]:
    """The next heads of a seal, as the digest takes them, by stream."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, seq, hash FROM kernel_sealedhead WHERE seal = %s AND stream > %s ORDER BY stream LIMIT %s",
            [number, after, PAGE],
        )
        return {stream: f"{stream}:{seq}:{digest}" for stream, seq, digest in cursor.fetchall()}
