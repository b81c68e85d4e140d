"""Who looked at somebody's record, asked a register, saw a whole number, or recorded who may act: law 7, for the person."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from yichuang.evidence.queries import sharing_of
from yichuang.kernel.vocabulary import label
from yichuang.organisation.models import Staff
from yichuang.people.queries import looks_of, representations_of, reveals_of

MOST = 50


class Seen(Struct, frozen=True):
    """One line."""

    at: datetime
    who: str
    badge: str
    what: str
    grave: bool
    """More was seen or done than a screen shows by itself."""
    reference: str
    """Number of the case or application it was for."""
    reason: str


def seen(person_id: int) -> tuple[Seen, ...]:
    """The latest lines of all the logs about one person, newest first (four queries)."""
    found = sorted(_lines(person_id), key=lambda line: line.at, reverse=True)
    return tuple(found[:MOST])


def _lines(person_id: int) -> Iterator[Seen]:
    for look in looks_of(person_id, MOST):
        yield _line(look.at, look.staff, label("look_screen", look.screen), reference=look.reference)
    for shown in reveals_of(person_id, MOST):
        what = label("console_seen", "revealed").format(what=label("sensitive", shown.field))
        yield _line(shown.at, shown.staff, what, reference=shown.reference, reason=shown.reason, grave=True)
    for asked in sharing_of(person_id, MOST):
        what = label("console_seen", "register").format(register=asked.register)
        reason = label("register_purpose", asked.purpose)
        yield _line(asked.at, asked.staff, what, reference=asked.reference, reason=reason)
    for put in representations_of(person_id, MOST):
        what = f"{label('representation_event', put.event)} · {put.by.name}"
        yield _line(put.at, put.staff, what, reason=f"{put.document} · {put.reason}", grave=True)


def _line(at: datetime, staff: Staff, what: str, *, reference: str = "", reason: str = "", grave: bool = False) -> Seen:
    return Seen(at, staff.name, staff.badge, what, grave, reference, reason)
