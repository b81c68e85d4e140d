"""What wants attention in the actor's part of the house: each point with a figure and where to go."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection
from django.urls import reverse
from msgspec import Struct

from yichuang.cases.models import Case
from yichuang.catalogue.changes.terms import ChangeState
from yichuang.catalogue.models import CatalogueChange
from yichuang.kernel.moment import today
from yichuang.kernel.queries import calendar
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor, at_root
from yichuang.organisation.models import Unit
from yichuang.organisation.terms import Role
from yichuang.surfaces.console.changes import awaiting
from yichuang.surfaces.console.places import PLACES, Place
from yichuang.surfaces.console.roster import SOON
from yichuang.surfaces.console.verification import latest
from yichuang.surfaces.console.year import slug_of

STALE = timedelta(days=30)
"""How old the last verification of the whole record may be."""
NOVEMBER = 11
"""When next year's notice has usually been published."""

_COUNTS = """
    SELECT
      (SELECT count(*) FROM organisation_staff s JOIN organisation_unit u ON u.id = s.unit_id
        WHERE s.active AND u.path LIKE %(path)s),
      (SELECT count(*) FROM organisation_window w JOIN organisation_hall h ON h.id = w.hall_id
         JOIN organisation_unit u ON u.id = h.unit_id WHERE u.path LIKE %(path)s),
      (SELECT count(*) FROM organisation_window w JOIN organisation_hall h ON h.id = w.hall_id
         JOIN organisation_unit u ON u.id = h.unit_id WHERE u.path LIKE %(path)s AND NOT w.is_open),
      (SELECT count(*) FROM organisation_staff s JOIN organisation_unit u ON u.id = s.unit_id
         JOIN LATERAL (SELECT q.line, max(q.expires_on) AS last FROM organisation_qualification q
                        WHERE q.staff_id = s.id GROUP BY q.line) h ON h.last < %(today)s
        WHERE s.active AND u.path LIKE %(path)s),
      (SELECT count(*) FROM organisation_staff s JOIN organisation_unit u ON u.id = s.unit_id
         JOIN LATERAL (SELECT q.line, max(q.expires_on) AS last FROM organisation_qualification q
                        WHERE q.staff_id = s.id GROUP BY q.line) h ON h.last BETWEEN %(today)s AND %(soon)s
        WHERE s.active AND u.path LIKE %(path)s),
      (SELECT count(*) FROM organisation_grant g JOIN organisation_staff s ON s.id = g.staff_id
         JOIN organisation_unit u ON u.id = s.unit_id
        WHERE s.active AND g.revoked_on IS NULL AND g.expires_on BETWEEN %(today)s AND %(soon)s AND u.path LIKE %(path)s),
      (SELECT count(*) FROM organisation_staff s JOIN organisation_unit u ON u.id = s.unit_id
        WHERE s.active AND u.path LIKE %(path)s
          AND NOT EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = s.account_id AND m.type = 'totp')),
      (SELECT count(*) FROM organisation_signinlog l
         LEFT JOIN organisation_staff s ON s.account_id = l.account_id LEFT JOIN organisation_unit u ON u.id = s.unit_id
        WHERE l.event IN ('failed', 'failed_code') AND l.at > %(yesterday)s AND (%(root)s OR u.path LIKE %(path)s)),
      (SELECT count(*) FROM organisation_staff s JOIN organisation_unit u ON u.id = s.unit_id
         JOIN organisation_account a ON a.id = s.account_id
        WHERE s.active AND a.first_password AND u.path LIKE %(path)s)
"""


class Point(Struct, frozen=True):
    """One thing to know or to see to."""

    key: str
    count: int
    state: str
    """A value of ``look_note``: info, done, warning, error."""
    address: str = ""

    @property
    def words(self) -> str:
        """The point in a sentence."""
        return label("console_point", self.key).format(n=self.count)


class Overview(Struct, frozen=True):
    """The page."""

    points: tuple[Point, ...]
    quiet: tuple[Point, ...]
    """What is in order."""


def overview(actor: Actor, now: datetime) -> Overview:
    """Everything that wants attention (six queries)."""
    unit = Unit.objects.get(pk=actor.unit_id)
    found = [point for point in _points(actor, unit, now) if actor.roles & _place(point).see]
    return Overview(
        points=tuple(point for point in found if point.state in {"warning", "error"}),
        quiet=tuple(point for point in found if point.state not in {"warning", "error"}),
    )


def _place(point: Point) -> Place:
    return PLACES[_PLACE_OF.get(point.key, "overview")]


_PLACE_OF = {"verified": "cases", "never_verified": "cases", "faults": "cases", "failed_sign_ins": "audit"}


def _points(actor: Actor, unit: Unit, now: datetime) -> Iterator[Point]:
    day = today()
    counts = _counted(actor, day, now)
    staff, windows, closed, over, soon, ending, unbound, failed, restoring = counts
    yield _graded("expired", over, "error", reverse("console:authority") + "?only=off")
    yield _graded("expiring", soon, "warning", reverse("console:staff"))
    yield _graded("ending", ending, "warning", reverse("console:authority"))
    yield _graded("closed", closed, "warning", reverse("console:organisation"))
    yield _graded("unbound", unbound, "warning", reverse("console:staff"))
    yield _graded("restoring", restoring, "warning", reverse("console:staff"))
    yield from _calendar(unit, day)
    if Role.AUDITOR in actor.roles:
        yield _graded("failed_sign_ins", failed, "warning" if failed > 20 else "info",  # noqa: PLR2004 - a day's slips
                      reverse("console:trail", args=["sign_ins"]) )  # fmt: skip
        yield _verified(now)
    yield from _changes(actor)
    yield Point("serving", staff, "info", reverse("console:staff"))
    yield Point("windows", windows, "info", reverse("console:organisation"))


def _changes(actor: Actor) -> Iterator[Point]:
    """What of the catalogue waits for this actor: a single change is a click away."""
    if not actor.roles & PLACES["catalogue"].change:
        return
    every = reverse("console:changes")
    waiting = list(awaiting(actor).values_list("pk", flat=True))
    if waiting:
        one = reverse("console:change", args=waiting[:1])
        yield Point("reviews", len(waiting), "warning", one if len(waiting) == 1 else f"{every}?tab=review")
    returned = CatalogueChange.objects.filter(author_id=actor.staff_id, state=ChangeState.SENT_BACK).count()
    if returned:
        yield Point("returned", returned, "warning", every)


def _graded(key: str, count: int, state: str, address: str) -> Point:
    return Point(key, count, state, address) if count else Point(f"no_{key}", 0, "done", address)


def _calendar(unit: Unit, day: date) -> Iterator[Point]:
    years = calendar(unit.region).years
    place = reverse("console:year", args=[slug_of(unit.region), day.year + 1])
    if day.year + 1 in years:
        yield Point("next_year", day.year + 1, "done", place)
    else:
        yield Point("no_next_year", day.year + 1, "error" if day.month >= NOVEMBER else "warning", place)


def _verified(now: datetime) -> Point:
    ended = next((run for run in latest(3) if run.ended_at), None)
    place = reverse("console:verification")
    if ended is None or ended.ended_at is None:
        return Point("never_verified", Case.objects.count(), "warning", place)
    if ended.fault_count:
        return Point("faults", ended.fault_count, "error", place)
    days = (now - ended.ended_at).days
    return Point("verified", days, "warning" if days > STALE.days else "done", place)


def _counted(actor: Actor, day: date, now: datetime) -> tuple[int, ...]:
    facts: dict[str, bool | str | date | datetime] = {
        "path": f"{actor.unit_path}%",
        "today": day,
        "soon": day + SOON,
        "root": at_root(actor),
        "yesterday": now - timedelta(days=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, facts)
        row: tuple[int, ...] = cursor.fetchone()
    return row
