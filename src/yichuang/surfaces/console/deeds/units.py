"""Deeds on units."""

from collections.abc import Mapping
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from yichuang.catalogue.definition import Level, Line, Text
from yichuang.kernel.localtime import local_date
from yichuang.kernel.vocabulary import label
from yichuang.licences.marks import paper_number
from yichuang.licences.terms import PaperKind
from yichuang.organisation.actor import Actor
from yichuang.organisation.arrange_units import UnitDetails, add_unit, change_unit
from yichuang.organisation.gates import MANAGE, UNIT
from yichuang.organisation.grant_rules import LADDER
from yichuang.organisation.models import Unit, UnitProfile
from yichuang.organisation.profiles import Profile
from yichuang.organisation.set_profile import set_profile
from yichuang.surfaces.console.asking import Field, Values, terms
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Preview, Question
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


_PROFILE = ("profile_name", "profile_address", "review_body", "court", "mark", "phone", "complaint_phone")
"""What a letterhead asks; those in two languages are asked twice."""
_PLAIN = frozenset({"mark", "phone", "complaint_phone"})


def _ask_profile(actor: Actor, code: str) -> Question:
    unit = UNIT.open(actor, code, MANAGE)
    row = UnitProfile.objects.filter(unit=unit).first()
    fields: list[Field] = []
    for name in _PROFILE:
        column, hint = name.removeprefix("profile_"), name if name in _HINTED else ""
        if name in _PLAIN:
            fields.append(Field(name, value=getattr(row, column, ""), span=4, hint=hint))
        else:
            fields.append(Field(f"{name}_zh", value=getattr(row, f"{column}_zh", ""), span=6, hint=hint))
            fields.append(Field(f"{name}_en", value=getattr(row, f"{column}_en", ""), span=6))
    return Question(f"{name_of(unit)} · {label('unit_level', unit.level)}", fields)


_HINTED = frozenset({"mark", "review_body", "court"})


def _profile(told: Mapping[str, str]) -> Profile:
    def both(name: str) -> Text:
        return Text(told.get(f"{name}_zh", ""), told.get(f"{name}_en", ""))

    return Profile(
        name=both("profile_name"), mark=told.get("mark", ""), address=both("profile_address"), phone=told.get("phone", ""),
        complaint_phone=told.get("complaint_phone", ""), review_body=both("review_body"), court=both("court"),
    )  # fmt: skip


def _set_profile(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    set_profile(actor, code, _profile(values), now=now)
    return Outcome()


def _letterhead(_actor: Actor, _code: str, sent: QueryDict, now: datetime) -> Preview:
    """The head and foot of a paper with what has been typed so far."""
    profile = _profile({name: sent.get(name, "").strip() for name in sent})
    number = paper_number(profile.mark, PaperKind.ACCEPTANCE, local_date(now).year, 1) if profile.mark else ""
    return Preview("console/_letterhead.html", {"profile": profile, "number": number})


DEEDS = (
    Deed("add_unit", "organisation", _ask_new, _add),
    Deed("change_unit", "organisation", _ask, _change),
    Deed("set_profile", "organisation", _ask_profile, _set_profile, preview=_letterhead),
)
