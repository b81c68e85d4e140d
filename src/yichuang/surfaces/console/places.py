"""The pages of the console: who may see each, who may change what it shows."""

from msgspec import Struct

from yichuang.organisation.gates import HALL_KEEPERS, OVERSEERS
from yichuang.organisation.terms import Role


class Place(Struct, frozen=True):
    """One page."""

    name: str
    see: frozenset[Role]
    change: frozenset[Role] = frozenset()


ADMIN = frozenset({Role.ADMIN})
WATCH = frozenset({Role.MANAGER, Role.AUDITOR})
"""Cases are not an administrator's business: who keeps the machine need not read people's papers."""
EDITORS = frozenset({Role.ADMIN, Role.MANAGER})
"""Whoever edits the catalogue; a manager only the lines in which they decide (``catalogue.changes.gates``)."""
LOGS = frozenset({Role.ADMIN, Role.AUDITOR})

PLACES = {
    place.name: place
    for place in (
        Place("overview", OVERSEERS),
        Place("organisation", OVERSEERS, HALL_KEEPERS),
        Place("staff", OVERSEERS, ADMIN),
        Place("authority", OVERSEERS, ADMIN),
        Place("calendar", OVERSEERS, ADMIN),
        Place("settings", OVERSEERS, ADMIN),
        Place("cases", WATCH),
        Place("catalogue", OVERSEERS, EDITORS),
        Place("audit", LOGS),
    )
}


def open_to(roles: frozenset[str]) -> tuple[Place, ...]:
    """The pages that somebody with these roles may see."""
    return tuple(place for place in PLACES.values() if roles & place.see)
