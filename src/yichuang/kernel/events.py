"""The record: append-only events, hash-chained per stream with SM3, written in one statement per command.

A stream is one case or one application. Events are tagged frozen Structs; their JSON is canonical (sorted keys), so that
the chain can be recomputed from what the database gives back. Optimistic: each event carries its expected place.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar

import psycopg.errors
from django.db import IntegrityError, connection
from msgspec import Struct, convert, field, json, structs

from yichuang.kernel.asking import write
from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal

LONGEST_KEY = 100
MOVED_MEANWHILE = frozenset({"kernel_event_pkey", "kernel_conflict"})
"""What a command violates when another was there first: the place in the stream, or what a room's own SQL guards."""
GENESIS = "0" * 64
"""The hash before a stream's first event."""


class Recorded(Struct, frozen=True):
    """An event as it stands in the record."""

    stream: int
    seq: int
    kind: str
    data: dict[str, Any]
    """The event's fields: as they are when it has just happened, as JSON tells them when it is read back."""
    at: str
    """ISO 8601 in UTC with microseconds."""
    actor: int | None
    """Staff id; None for the system itself."""
    hash: str


class Job(Struct, frozen=True):
    """Work queued in the event's own transaction."""

    task: str
    args: dict[str, Any]
    queue: str = "default"
    queueing_lock: str | None = None
    """At most one waiting job per lock."""
    scheduled_at: str | None = None


class Outcome(Struct, frozen=True, omit_defaults=True):
    """What a command answered, what kind of answer that is, whose command it was, and what was asked."""

    kind: str
    by: int | None
    """Staff id; None for the system itself."""
    answer: Any
    """A Struct when it is kept, its fields when it is read back."""
    content: str = ""
    """Digest of what was asked, where a caller bound the key to it (:func:`bound_to`)."""


class Command(Struct, frozen=True):
    """A command's idempotency key and the outcome that a repetition is answered with."""

    key: str
    at: str
    result: Outcome


class Repeated(Exception):
    """The command was carried out before; :func:`once` answers what it answered then."""


class Batch(Struct, frozen=True, omit_defaults=True):
    """What one command writes besides its room's own rows."""

    events: Sequence[Recorded] = field(default_factory=list)
    jobs: Sequence[Job] = field(default_factory=list)
    command: Command | None = None


def stamp(moment: datetime) -> str:
    """``moment`` as the record writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def link(previous: str, stream: int, seq: int, kind: str, data: dict[str, Any], at: str, actor: int | None) -> str:
    """The SM3 hash (GB/T 32905) of an event chained to ``previous``, hexadecimal."""
    return sm3(previous.encode() + _canonical.encode((stream, seq, kind, data, at, actor))).hex()


_canonical = json.Encoder(order="sorted")


def chain(
    stream: int, version: int, head: str, events: Iterable[Struct], at: datetime, actor: int | None
) -> tuple[Recorded, ...]:
    """Number and link ``events`` behind the stream's ``version``-th event, whose hash is ``head``."""
    moment = stamp(at)
    recorded: list[Recorded] = []
    for seq, event in enumerate(events, version + 1):
        data, kind = structs.asdict(event), str(event.__struct_config__.tag)
        head = link(head, stream, seq, kind, data, moment, actor)
        recorded.append(Recorded(stream, seq, kind, data, moment, actor, head))
    return tuple(recorded)


def append(function: str, batch: Struct) -> None:
    """Write ``batch`` through the SQL function ``function`` in one statement.

    Raises Refusal("events.conflict") when another command was there first, :class:`Repeated` when the command's key was used:
    wrap the verb in :func:`once`.
    """
    content = json.encode(batch, order=None)
    try:
        write(function, content)
    except IntegrityError as error:
        raise _translate(error) from error


def _translate(error: IntegrityError) -> Exception | type[Repeated]:
    cause = error.__cause__
    constraint = cause.diag.constraint_name if isinstance(cause, psycopg.errors.UniqueViolation) else None
    if constraint in MOVED_MEANWHILE:
        return Refusal("events.conflict")
    if constraint == "kernel_command_pkey":
        return Repeated
    return error


_content: ContextVar[str] = ContextVar("content", default="")


@contextmanager
def bound_to(content: str) -> Iterator[None]:
    """Inside, a command's key belongs to this content: whoever uses it again for another is refused."""
    token = _content.set(content)
    try:
        yield
    finally:
        _content.reset(token)


def kept(key: str, at: datetime, answer: Struct, by: int | None) -> Command:
    """The command as its statement keeps it."""
    return Command(key, stamp(at), Outcome(type(answer).__name__, by, answer, _content.get()))


def outcome(key: str) -> Outcome | None:
    """What became of the command with this idempotency ``key``, or None if there was none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT result::text FROM kernel_command WHERE key = %s", [key])
        row = cursor.fetchone()
    return json.decode(row[0], type=Outcome) if row else None


Answer = TypeVar("Answer")


def once(key: str, by: int | None, answer: type[Answer], act: Callable[[], Answer]) -> Answer:
    """Let ``act`` happen once: if it is refused or repeated although the command ``key`` went through before, answer as
    then. Another's key, or one of another kind of command, answers nothing: Refusal("events.key_of_another"); nor does
    one that was bound to another content: Refusal("idempotency.reused").
    """
    if len(key) > LONGEST_KEY:
        raise Refusal("events.key_too_long", longest=LONGEST_KEY)
    try:
        return act()
    except (Refusal, Repeated):
        before = outcome(key)
        if before is None:
            raise
        if before.content != _content.get():
            raise Refusal("idempotency.reused") from None
        if (before.kind, before.by) != (answer.__name__, by):
            raise Refusal("events.key_of_another") from None
        return convert(before.answer, answer)


def history(stream: int) -> tuple[Recorded, ...]:
    """All events of a stream in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, seq, kind, data::text, at, actor, hash FROM kernel_event WHERE stream = %s ORDER BY seq",
            [stream],
        )
        return tuple(recorded(row) for row in cursor.fetchall())


def recorded(row: tuple[Any, ...]) -> Recorded:
    """An event from a row (stream, seq, kind, data as text, at, actor, hash)."""
    number, seq, kind, data, at, actor, digest = row
    return Recorded(number, seq, kind, json.decode(data), stamp(at), actor, digest)


def first_broken_link(events: Sequence[Recorded]) -> int | None:
    """The ``seq`` of the first event whose place or hash does not follow from the one before; None if all hold."""
    head = GENESIS
    for expected, event in enumerate(events, 1):
        if event.seq != expected:
            return expected
        head = link(head, event.stream, event.seq, event.kind, event.data, event.at, event.actor)
        if head != event.hash:
            return event.seq
    return None
