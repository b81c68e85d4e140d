"""Deeds on grants."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
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
    granters = _granters(actor, member)
    fields = [
        terms("line", "line", Line, value=known, span=6),
        terms("act", "act", Act, span=6),
        terms("level", "unit_level", Level, only=LADDER, value=member.unit.level, span=6),
        Field("scope", "choice", member.unit.code, units_to_choose(actor), span=6, hint="scope"),
        Field("granted_by", "choice", "", granters, hint="granted_by"),
        Field("granted_on", "date", today(), span=6),
        Field("expires_on", "date", today() + A_TERM, span=6),
        Field("document_no"),
    ]
    note = _rule_words(Line(known), [code for code, _ in granters]) if known else ""
    return Question(f"{member.name} · {member.badge}", fields, note)


def _rule_words(line: Line, granters: Sequence[str]) -> str:
    """The line's rule; with what to do instead, where nobody whom the actor may speak for can give it."""
    rule = rule_for(line)
    units = Unit.objects.filter(code__in=granters, level__in=[level.value for level in rule.granted_by])
    able = units.filter(lines__contains=[line.value]) if rule.department else units
    source = said(rule.source)
    if able.exists():
        return source
    return label("console_granting", "elsewhere").format(rule=source, next=Refusal("grant.not_your_unit").next_step())


def _granters(actor: Actor, member: Staff) -> tuple[tuple[str, str], ...]:
    """For whom the actor may record it: of the units above and the departments beside those, the own and what is under it."""
    above = [int(part) for part in member.unit.path.strip("/").split("/")]
    found = Unit.objects.filter(pk__in=above) | Unit.objects.filter(parent__in=above).exclude(lines=[])
    within = found.filter(path__startswith=actor.unit_path).order_by("path")
    return tuple((unit.code, name_of(unit)) for unit in within)


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
