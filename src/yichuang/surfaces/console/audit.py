"""The logs as lists: sign-ins, looks at people, numbers shown, who may act for whom, grants, changes, questions to registers."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from msgspec import Struct

from yichuang.evidence.models import SharingLog
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.kernel.vocabulary import label, labels
from yichuang.organisation.actor import Actor, at_root
from yichuang.organisation.authority import Sluice
from yichuang.organisation.models import ChangeLog, GrantLog, SignInLog
from yichuang.organisation.terms import Role
from yichuang.people.models import PersonLook, RepresentationLog, RevealLog
from yichuang.surfaces.console.numbers import ID, number_in
from yichuang.surfaces.console.words import name_of
from yichuang.surfaces.story.names import evidence, listed

SIZE = 50
AUDITOR = frozenset({Role.AUDITOR})
LOGS = frozenset({Role.AUDITOR, Role.ADMIN})


class Line(Struct, frozen=True):
    """One entry."""

    at: datetime
    who: str
    badge: str
    event: str
    tone: str
    """Look of the event: plain, done, soon, overdue."""
    about: str
    detail: str
    reason: str
    case: str = ""
    """Number of a case that it was for."""


class Trail(Struct, frozen=True):
    """One log: where it is kept, how it is narrowed, how an entry reads."""

    name: str
    see: frozenset[Role]
    rows: Callable[[], "QuerySet[Any]"]
    read: Callable[[Any], Line]
    events: str
    """List of labels whose values the log can be narrowed to."""
    column: str
    badge: str
    """Path of the acting member's badge."""
    reach: str
    """Path of the unit whose subtree the reader is held to; auditors of the top unit see everything."""


def _sign_in(row: SignInLog) -> Line:
    tone = "overdue" if row.event.startswith("failed") else "plain"
    member = getattr(row.account, "staff", None) if row.account else None
    return Line(
        row.at, member.name if member else "", row.name, label("sign_in_event", row.event), tone,
        str(row.address or ""), row.browser, "",
    )  # fmt: skip


def _reveal(row: RevealLog) -> Line:
    return Line(
        row.at, row.staff.name, row.staff.badge, label("sensitive", row.field), "plain", row.person.name, "",
        row.reason, row.reference,
    )  # fmt: skip


def _look(row: PersonLook) -> Line:
    return Line(
        row.at, row.staff.name, row.staff.badge, label("look_screen", row.screen), "plain", row.person.name,
        name_of(row.staff.unit), "", row.reference,
    )  # fmt: skip


def _acting(row: RepresentationLog) -> Line:
    for_whom = row.person or row.organisation
    return Line(
        row.at, row.staff.name, row.staff.badge, label("representation_event", row.event), "plain",
        for_whom.name if for_whom else "", f"{row.by.name} · {row.document}", row.reason,
    )  # fmt: skip


def _grant(row: GrantLog) -> Line:
    tone = {"granted": "done", "refused": "overdue"}.get(row.event, "plain")
    words = (label("line", row.line), label("act", row.act), label("unit_level", row.level), name_of(row.unit))
    reason = broken_rule(row.reason) if row.event == "refused" else row.reason
    return Line(
        row.at, row.actor.name, row.actor.badge, label("grant_event", row.event), tone,
        f"{row.staff.name} {row.staff.badge}", f"{' · '.join(words)} · {row.document_no}", reason,
    )  # fmt: skip


def broken_rule(code: str) -> str:
    """The rule that refused a grant, by its name."""
    rules = labels()["console_rule"]
    return label("console_rule", code) if code in rules else code


def _change(row: ChangeLog) -> Line:
    about = (
        f"{row.staff.name} {row.staff.badge}" if row.staff else row.subject or (name_of(row.unit) if row.unit else "")
    )
    return Line(
        row.at,
        row.actor.name,
        row.actor.badge,
        label("change_event", row.event),
        "plain",
        about,
        row.detail,
        row.reason,
    )


def _share(row: SharingLog) -> Line:
    spared = listed(map(evidence, row.proofs))
    return Line(
        row.at, row.staff.name, row.staff.badge, label("register_outcome", row.outcome),
        "done" if row.outcome == "answered" else "soon", row.person.name,
        label("console_shared", "some").format(register=row.register, proofs=spared) if spared else row.register,
        label("register_purpose", row.purpose), row.reference,
    )  # fmt: skip


TRAILS = {
    trail.name: trail
    for trail in (
        Trail("sign_ins", AUDITOR, lambda: SignInLog.objects.select_related("account__staff"), _sign_in,
              "sign_in_event", "event", "name", "account__staff__unit__path"),
        Trail("looks", AUDITOR, lambda: PersonLook.objects.select_related("staff__unit", "person"), _look,
              "look_screen", "screen", "staff__badge", "staff__unit__path"),
        Trail("reveals", AUDITOR, lambda: RevealLog.objects.select_related("staff", "person"), _reveal,
              "sensitive", "field", "staff__badge", "staff__unit__path"),
        Trail("acting", AUDITOR, lambda: RepresentationLog.objects.select_related("staff", "person", "organisation", "by"),
              _acting, "representation_event", "event", "staff__badge", "staff__unit__path"),
        Trail("grants", LOGS, lambda: GrantLog.objects.select_related("actor", "staff", "unit"), _grant,
              "grant_event", "event", "actor__badge", "staff__unit__path"),
        Trail("changes", LOGS, lambda: ChangeLog.objects.select_related("actor", "staff", "unit"), _change,
              "change_event", "event", "actor__badge", "unit__path"),
        Trail("sharing", AUDITOR, lambda: SharingLog.objects.select_related("staff", "person"), _share,
              "register_outcome", "outcome", "staff__badge", "staff__unit__path"),
    )
}  # fmt: skip


class Filters(Struct, frozen=True):
    """What narrows a log; everything stands in the address."""

    badge: str = ""
    event: str = ""
    since: date | None = None
    until: date | None = None
    before: int = 0

    def address(self, before: int = 0) -> str:
        """The query string, of the page that follows ``before``."""
        whole = {"badge": self.badge, "event": self.event, "since": self.since, "until": self.until, "before": before}
        return urlencode({name: value for name, value in whole.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(self.badge or self.event or self.since or self.until)


def filters(asked: QueryDict) -> Filters:
    """The filters of an address; what means nothing is left out."""
    return Filters(
        badge=asked.get("badge", "").replace("\x00", "").strip().lower()[:20],
        event=asked.get("event", "")[:20],
        since=_date(asked.get("since", "")),
        until=_date(asked.get("until", "")),
        before=number_in(asked.get("before", ""), digits=ID),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _held_to_reach(actor: Actor, rows: "QuerySet[Any]", reach: str) -> "QuerySet[Any]":
    """The rows of the actor's subtree. What belongs to no unit, a sign-in under an unknown badge, is the top unit's to see."""
    if Role.AUDITOR in actor.roles and at_root(actor):
        return rows
    return rows.filter(**{f"{reach}__startswith": actor.unit_path})


LOG = Sluice["QuerySet[Any]", str]("log", _held_to_reach)


class Page(Struct, frozen=True):
    """One page of a log."""

    lines: tuple[Line, ...]
    first: str
    following: str


def trail_for(actor: Actor, name: str) -> Trail:
    """The log of that name; one that is not for this actor is not there."""
    trail = TRAILS.get(name)
    if trail is None or not actor.roles & trail.see:
        raise Refusal("authority.not_found")
    return trail


def open_trails(actor: Actor) -> tuple[Trail, ...]:
    """The logs that the actor may read."""
    return tuple(trail for trail in TRAILS.values() if actor.roles & trail.see)


def page(actor: Actor, trail: Trail, chosen: Filters) -> Page:
    """One page, newest first (one query). Entries are only ever added, so their ids are the order of time."""
    rows = LOG.open(actor, trail.rows(), trail.reach)
    rows = rows.filter(**_conditions(trail, chosen)).order_by("-pk")[: SIZE + 1]
    found = list(rows)
    return Page(
        lines=tuple(trail.read(row) for row in found[:SIZE]),
        first=f"?{chosen.address()}" if chosen.before else "",
        following=f"?{chosen.address(found[SIZE - 1].pk)}" if len(found) > SIZE else "",
    )


def _conditions(trail: Trail, chosen: Filters) -> dict[str, object]:
    asked = {
        f"{trail.badge}__startswith": chosen.badge,
        trail.column: chosen.event,
        "at__gte": _midnight(chosen.since),
        "at__lt": _midnight(chosen.until, days=1),
        "pk__lt": chosen.before,
    }
    return {name: value for name, value in asked.items() if value}


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=days), time(), BUREAU_TIME) if day else None


def choices(trail: Trail) -> Iterable[tuple[str, str]]:
    """What the log can be narrowed to."""
    return ((value, label(trail.events, value)) for value in labels()[trail.events])
