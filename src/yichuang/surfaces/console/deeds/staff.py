"""Deeds on staff."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from yichuang.catalogue.definition import Line
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor, at_root
from yichuang.organisation.arrange_staff import (
    BY_TWO,
    ROOT_ONLY,
    StaffDetails,
    change_staff,
    let_go,
    take_back,
    take_on,
)
from yichuang.organisation.gates import MANAGE, SEE, STAFF, STANDING, UNIT, UNITS
from yichuang.organisation.hire import Newcomer
from yichuang.organisation.models import Staff, Unit
from yichuang.organisation.opening import opened_by
from yichuang.organisation.record_standing import add_qualification, add_standing, finish_standing
from yichuang.organisation.restore_access import reset_password, restorations, unbind_device
from yichuang.organisation.terms import PostKind, Role, StaffKind, StandingKind
from yichuang.surfaces.console.asking import Field, Values, terms
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Question
from yichuang.surfaces.console.words import name_of

A_TERM = timedelta(days=3 * 365)
"""How long a qualification usually lasts; only a proposal in the form."""


def _subject(member: Staff) -> str:
    return f"{member.name} · {member.badge}"


def _member(actor: Actor, badge: str) -> Staff:
    return STAFF.open(actor, badge, MANAGE)


def units_to_choose(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The units of the actor's subtree as options, in tree order."""
    return tuple((u.code, name_of(u)) for u in UNITS.open(actor, Unit.objects.order_by("path"), SEE))


def _what_they_are(actor: Actor, unit: str, member: Staff | None) -> list[Field]:
    held = member.roles if member else []
    return [
        Field("unit", "choice", unit, units_to_choose(actor)),
        Field("title_zh", value=member.title_zh if member else "", span=6, optional=True),
        Field("title_en", value=member.title_en if member else "", span=6, optional=True),
        terms("posts", "post_kind", PostKind, kind="many", value=member.posts if member else [], optional=True),
        terms("roles", "role", Role, only=_roles(actor, member), kind="many", value=held, optional=True, hint="roles"),
    ]


def _roles(actor: Actor, member: Staff | None) -> list[Role]:
    """The roles that the actor may give, and those that the person has."""
    held = member.roles if member else []
    others = BY_TWO if member is None or opened_by(actor, [member.pk]) else frozenset()
    beyond = others if at_root(actor) else others | ROOT_ONLY
    return [role for role in Role if role not in beyond or role in held]


def _ask_newcomer(actor: Actor, unit: str) -> Question:
    home = UNIT.open(actor, unit, MANAGE)
    fields = [
        Field("badge", "code", span=6, hint="badge"),
        Field("person_name", span=6),
        terms("staff_kind", "staff_kind", StaffKind, value=StaffKind.OFFICER.value),
        *_what_they_are(actor, unit, None),
    ]
    return Question(name_of(home), fields)


def _take_on(actor: Actor, _unit: str, values: Values, now: datetime) -> Outcome:
    new = Newcomer(
        badge=values["badge"].lower(), name=values["person_name"], unit=values["unit"], kind=values["staff_kind"],
        title_zh=values["title_zh"], title_en=values["title_en"], posts=values["posts"], roles=values["roles"],
    )  # fmt: skip
    welcomed = take_on(actor, new, now=now)
    return Outcome(welcomed.password, reverse("console:member", args=[welcomed.staff.badge]))


def _ask_change(actor: Actor, badge: str) -> Question:
    member = _member(actor, badge)
    return Question(
        _subject(member), [Field("person_name", value=member.name), *_what_they_are(actor, member.unit.code, member)]
    )


def _change(actor: Actor, badge: str, values: Values, now: datetime) -> Outcome:
    details = StaffDetails(
        values["person_name"], values["unit"], values["title_zh"], values["title_en"], values["posts"], values["roles"]
    )
    change_staff(actor, badge, details, now=now)
    return Outcome()


def _ask_reason(actor: Actor, badge: str) -> Question:
    return Question(_subject(_member(actor, badge)), [Field("reason")])


def _ask_restoring(actor: Actor, badge: str) -> Question:
    """With what another administrator has done already: the second step opens the account."""
    member = _member(actor, badge)
    done = restorations(member)
    told = [label("console_restoring", each.what).format(by=each.by) for each in done[-1:]]
    return Question(_subject(member), [Field("reason")], lines=told)


def _let_go(actor: Actor, badge: str, values: Values, now: datetime) -> Outcome:
    let_go(actor, badge, reason=values["reason"], now=now)
    return Outcome()


def _take_back(actor: Actor, badge: str, values: Values, now: datetime) -> Outcome:
    take_back(actor, badge, reason=values["reason"], now=now)
    return Outcome()


def _reset(actor: Actor, badge: str, values: Values, now: datetime) -> Outcome:
    return Outcome(reset_password(actor, badge, reason=values["reason"], now=now))


def _unbind(actor: Actor, badge: str, values: Values, now: datetime) -> Outcome:
    unbind_device(actor, badge, reason=values["reason"], now=now)
    return Outcome()


def _ask_qualification(actor: Actor, badge: str) -> Question:
    member = _member(actor, badge)
    fields = [
        terms("line", "line", Line),
        Field("passed_on", "date", today(), span=6),
        Field("expires_on", "date", today() + A_TERM, span=6),
        Field("certificate_no", "code"),
    ]
    return Question(_subject(member), fields)


def _qualify(actor: Actor, badge: str, values: Values, now: datetime) -> Outcome:
    add_qualification(actor, badge, **values, now=now)
    return Outcome()


def _ask_standing(actor: Actor, badge: str) -> Question:
    member = _member(actor, badge)
    fields = [
        terms("kind", "standing_kind", StandingKind),
        terms("line", "line", Line),
        Field("since", "date", today(), span=6),
        Field("until", "date", "", span=6, optional=True, hint="until"),
        Field("document_no"),
    ]
    return Question(_subject(member), fields)


def _enrol(actor: Actor, badge: str, values: Values, now: datetime) -> Outcome:
    add_standing(actor, badge, **values, now=now)
    return Outcome()


def _ask_end(actor: Actor, key: str) -> Question:
    standing = STANDING.open(actor, key, MANAGE)
    last: date = standing.until or today()
    return Question(
        f"{_subject(standing.staff)} · {standing.document_no}", [Field("last_day", "date", last), Field("reason")]
    )


def _end(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    finish_standing(actor, key, **values, now=now)
    return Outcome()


DEEDS = (
    Deed("take_on", "staff", _ask_newcomer, _take_on),
    Deed("change_staff", "staff", _ask_change, _change),
    Deed("let_go", "staff", _ask_reason, _let_go, grave=True),
    Deed("take_back", "staff", _ask_reason, _take_back),
    Deed("reset_password", "staff", _ask_restoring, _reset, grave=True),
    Deed("unbind_device", "staff", _ask_restoring, _unbind, grave=True),
    Deed("add_qualification", "staff", _ask_qualification, _qualify),
    Deed("add_standing", "staff", _ask_standing, _enrol),
    Deed("end_standing", "staff", _ask_end, _end, grave=True),
)
