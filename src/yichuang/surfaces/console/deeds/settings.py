"""Deeds on the bureau's own settings."""

from datetime import datetime

from django.http import QueryDict

from yichuang.cases.refresh_deadlines import request_refresh
from yichuang.kernel.calendar_data import area
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import require_role
from yichuang.organisation.local_queries import rulings
from yichuang.organisation.local_rules import Measure, definition, values_on
from yichuang.organisation.set_local_rule import NewValue, set_local_rule
from yichuang.organisation.terms import Role
from yichuang.surfaces.console.asking import Field, Values
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Preview, Question
from yichuang.surfaces.console.foresight import counted
from yichuang.surfaces.console.local import valued
from yichuang.surfaces.console.year import area_name, region_of
from yichuang.surfaces.story.names import said


def _key(key: str) -> tuple[str, str]:
    """The area and the setting; Refusal("authority.not_found") for what is neither."""
    slug, _, name = key.partition("~")
    definition(name)
    return region_of(slug), name


def _standing(region: str, name: str) -> str:
    held = values_on(rulings(), area(region), today()).get(name)
    return (held.value if held else None) or definition(name).default


def _ask(actor: Actor, key: str) -> Question:
    require_role(actor, Role.ADMIN)
    region, name = _key(key)
    of = definition(name)
    kind = "time" if of.unit is Measure.CLOCK else "number"
    fields = [
        Field("setting_value", kind, _standing(region, name), span=6, hint=f"setting_{of.unit}"),
        Field("holds_since", "date", today(), span=6, hint="holds_since"),
        Field("reason", hint="setting_reason"),
    ]
    return Question(f"{area_name(region)} · {said(of.name)}", fields, f"{of.low}–{of.high} · {said(of.source)}")


def _set(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    region, name = _key(key)
    new = NewValue(name, str(values["setting_value"]), values["holds_since"], values["reason"])
    return _done(actor, region, new, now)


def _ask_clearing(actor: Actor, key: str) -> Question:
    require_role(actor, Role.ADMIN)
    region, name = _key(key)
    fields = [Field("holds_since", "date", today(), hint="holds_since"), Field("reason", hint="setting_reason")]
    standing = valued(name, _standing(region, name))
    return Question(f"{area_name(region)} · {said(definition(name).name)} · {standing}", fields)


def _clear(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    region, name = _key(key)
    return _done(actor, region, NewValue(name, None, values["holds_since"], values["reason"]), now)


def _done(actor: Actor, region: str, new: NewValue, now: datetime) -> Outcome:
    """The closing time moves due dates that were computed already."""
    set_local_rule(actor, region, new, now=now)
    if new.key == "closing" and new.since <= local_date(now):
        request_refresh(now)
    return Outcome()


def _effect(_actor: Actor, key: str, sent: QueryDict, now: datetime) -> Preview:
    region, name = _key(key)
    value = sent.get("setting_value", "") or _standing(region, name)
    try:
        count, refusal = counted(name, value, area(region), now), None
    except Refusal as refused:
        count, refusal = 0, refused
    words = "" if refusal else label("console_foresight", name).format(n=count, value=valued(name, value))
    return Preview("console/_foresight.html", {"words": words, "refusal": refusal})


DEEDS = (
    Deed("set_setting", "settings", _ask, _set, preview=_effect),
    Deed("clear_setting", "settings", _ask_clearing, _clear, grave=True),
)
