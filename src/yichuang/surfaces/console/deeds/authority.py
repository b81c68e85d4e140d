"""Deeds on grants."""

from datetime import datetime, timedelta

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.gates import GRANT, MANAGE, STAFF
from yichuang.organisation.grant import NewGrant, grant, revoke
from yichuang.organisation.grant_rules import LADDER
from yichuang.organisation.models import Staff, Unit
from yichuang.organisation.rule_book import rule_for
from yichuang.organisation.terms import Act
from yichuang.surfaces.console.asking import Field, Values, terms
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Question
from yichuang.surfaces.console.deeds.staff import units_to_choose
from yichuang.surfaces.console.words import name_of
from yichuang.surfaces.story.names import said

A_TERM = timedelta(days=365)
"""A proposal in the form; how long a grant lasts is what its document says."""


def _ask_grant(actor: Actor, key: str) -> Question:
    badge, _, line = key.partition("~")
    member = STAFF.open(actor, badge, MANAGE)
    known = line if line in set(Line) else ""
    fields = [
        terms("line", "line", Line, value=known, span=6),
        terms("act", "act", Act, span=6),
        terms("level", "unit_level", Level, only=LADDER, value=member.unit.level, span=6),
        Field("scope", "choice", member.unit.code, units_to_choose(actor), span=6, hint="scope"),
        Field("granted_by", "choice", "", _granters(member), hint="granted_by"),
        Field("granted_on", "date", today(), span=6),
        Field("expires_on", "date", today() + A_TERM, span=6),
        Field("document_no"),
    ]
    note = said(rule_for(Line(known)).source) if known else ""
    return Question(f"{member.name} · {member.badge}", fields, note)


def _granters(member: Staff) -> tuple[tuple[str, str], ...]:
    """Who could give it: every unit above, and the departments beside those."""
    above = [int(part) for part in member.unit.path.strip("/").split("/")]
    found = Unit.objects.filter(pk__in=above) | Unit.objects.filter(parent__in=above).exclude(lines=[])
    return tuple((unit.code, name_of(unit)) for unit in found.order_by("path"))


def _grant(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    member = STAFF.open(actor, key.partition("~")[0], MANAGE)
    new = NewGrant(
        staff_id=member.pk, line=values["line"], act=values["act"], level=values["level"], unit=values["scope"],
        granted_by=values["granted_by"], granted_on=values["granted_on"], expires_on=values["expires_on"],
        document_no=values["document_no"],
    )  # fmt: skip
    grant(actor, new, now=now)
    return Outcome()


def _ask_revoke(actor: Actor, key: str) -> Question:
    held = GRANT.open(actor, key, MANAGE)
    words = (label("line", held.line), label("act", held.act), label("unit_level", held.level), held.document_no)
    return Question(f"{held.staff.name} · {' · '.join(words)}", [Field("reason")])


def _revoke(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    held = GRANT.open(actor, key, MANAGE)
    revoke(actor, held.pk, reason=values["reason"], now=now)
    return Outcome()


DEEDS = (
    Deed("grant", "authority", _ask_grant, _grant),
    Deed("revoke", "authority", _ask_revoke, _revoke, grave=True),
)
