"""Deeds on units."""

from datetime import datetime

from django.urls import reverse

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.arrange_units import UnitDetails, add_unit, change_unit
from yichuang.organisation.gates import MANAGE, UNIT
from yichuang.organisation.grant_rules import LADDER
from yichuang.organisation.models import Unit
from yichuang.surfaces.console.asking import Field, Values, terms
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Question
from yichuang.surfaces.console.words import name_of


def _details(unit: Unit | None, region: str) -> list[Field]:
    return [
        Field("name_zh", value=unit.name_zh if unit else ""),
        Field("name_en", value=unit.name_en if unit else ""),
        Field("region", "code", value=unit.region if unit else region, span=6, hint="region"),
        Field("uscc", "code", value=unit.uscc if unit else "", span=6, optional=True),
        terms(
            "competent_lines", "line", Line, kind="many", value=unit.lines if unit else [], optional=True, hint="lines"
        ),
    ]


def _read(values: Values) -> UnitDetails:
    return UnitDetails(
        values["name_zh"], values["name_en"], values["region"], values["uscc"], values["competent_lines"]
    )


def _ask_new(actor: Actor, parent: str) -> Question:
    above = UNIT.open(actor, parent, MANAGE)
    rank = LADDER.index(Level(above.level))
    fields = [
        Field("code", "code", span=6, hint="code"),
        terms("level", "unit_level", Level, only=LADDER[: rank + 1], span=6),
        *_details(None, above.region),
    ]
    return Question(name_of(above), fields)


def _add(actor: Actor, parent: str, values: Values, now: datetime) -> Outcome:
    made = add_unit(actor, parent, values["code"], values["level"], _read(values), now=now)
    return Outcome(goes_to=reverse("console:unit", args=[made.code]))


def _ask(actor: Actor, code: str) -> Question:
    unit = UNIT.open(actor, code, MANAGE)
    return Question(f"{name_of(unit)} · {label('unit_level', unit.level)}", _details(unit, unit.region))


def _change(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    change_unit(actor, code, _read(values), now=now)
    return Outcome()


DEEDS = (
    Deed("add_unit", "organisation", _ask_new, _add),
    Deed("change_unit", "organisation", _ask, _change),
)
